package io.cajal.io;

import io.cajal.base.CajalException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * MNIST's IDX format with unsigned bytes, plain or gzipped, told apart by content: two zero bytes, the type (8), the number of axes, each size as
 * 4 bytes big-endian, then the elements.
 *
 * @param shape sizes, outermost first
 * @param bytes elements, each 0 … 255
 */
public record Idx(int[] shape, byte[] bytes) {
    private static final int UNSIGNED_BYTE = 8;
    private static final int CHUNK = 1 << 16;

    public static Idx read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new CajalException(path + " is a folder, expected an IDX file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return read(in, path.toString());
        }
    }

    /** {@code name} stands for the source in messages. */
    public static Idx read(InputStream source, String name) throws IOException {
        BufferedInputStream in = new BufferedInputStream(source, CHUNK);
        in.mark(4);
        int first = in.read();
        int second = in.read();
        in.reset();
        try {
            if (first == 0x1f && second == 0x8b) {
                return plain(new GZIPInputStream(in, CHUNK), name);
            }
            if (name.endsWith(".gz") && first != 0) {
                throw broken(name, "it is named .gz but does not begin with gzip's 1f 8b, found %02x %02x"
                        .formatted(first & 0xff, second & 0xff));
            }
            return plain(in, name);
        } catch (EOFException e) {
            throw broken(name, "it ends too early");
        } catch (ZipException e) {
            throw broken(name, "its gzip data is damaged: " + e.getMessage());
        }
    }

    private static Idx plain(InputStream in, String name) throws IOException {
        byte[] head = in.readNBytes(4);
        if (head.length < 4 || head[0] != 0 || head[1] != 0) {
            throw broken(name,
                    "its first bytes are %s, expected 00 00 08 and the number of axes".formatted(hex(head)));
        }
        if (head[2] != UNSIGNED_BYTE) {
            throw broken(name,
                    "its element type is 0x%02x, expected 0x08 (unsigned byte)".formatted(head[2]));
        }
        int[] shape = new int[head[3]];
        long elements = 1;
        for (int i = 0; i < shape.length; i++) {
            byte[] size = in.readNBytes(4);
            if (size.length < 4) {
                throw broken(name, "its header ends too early");
            }
            shape[i] = (size[0] & 0xff) << 24 | (size[1] & 0xff) << 16 | (size[2] & 0xff) << 8
                    | size[3] & 0xff;
            elements *= shape[i];
            if (shape[i] < 0 || elements > Integer.MAX_VALUE - 8) {
                throw broken(name, "its header claims an impossible size: "
                        + Arrays.toString(Arrays.copyOf(shape, i + 1)));
            }
        }
        // Read in pieces: the header may lie about the size.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(elements, CHUNK));
        byte[] chunk = new byte[CHUNK];
        while (bytes.size() < elements) {
            int n = in.read(chunk, 0, (int) Math.min(chunk.length, elements - bytes.size()));
            if (n < 0) {
                throw broken(name, "its header claims %s = %d bytes, it has %d"
                        .formatted(Arrays.toString(shape), elements, bytes.size()));
            }
            bytes.write(chunk, 0, n);
        }
        if (in.read() >= 0) {
            throw broken(name, "it goes on after the %d bytes that its header claims".formatted(elements));
        }
        return new Idx(shape, bytes.toByteArray());
    }

    /** Writes it plain. */
    public void write(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(UNSIGNED_BYTE << 8 | shape.length);
        for (int size : shape) {
            data.writeInt(size);
        }
        data.write(bytes);
        data.flush();
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append("%02x ".formatted(b));
        }
        return bytes.length == 0 ? "missing" : text.toString().strip();
    }

    private static CajalException broken(String name, String problem) {
        return new CajalException(name + " cannot be read as IDX: " + problem);
    }
}
