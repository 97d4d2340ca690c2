package io.cajal.io;

import io.cajal.base.CajalException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * MNIST's IDX format (LeCun, Cortes and Burges), plain or gzipped, told apart by content: two zero bytes, the
 * element type, the number of axes, each size as 4 bytes, then the elements, all big-endian.
 *
 * @param type of the elements
 * @param shape sizes, outermost first
 * @param bytes the elements as in the file
 */
public record Idx(Type type, int[] shape, byte[] bytes) {
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    /** The element types with their codes and sizes. */
    public enum Type {
        UNSIGNED_BYTE(0x08, 1), BYTE(0x09, 1), SHORT(0x0b, 2), INT(0x0c, 4), FLOAT(0x0d, 4), DOUBLE(0x0e, 8);

        private final int code;
        private final int size;

        Type(int code, int size) {
            this.code = code;
            this.size = size;
        }
    }

    public Idx {
        long needed = type.size;
        for (int size : shape) {
            needed = size < 0 || needed > MOST_BYTES ? -1 : needed * size;
        }
        if (needed != bytes.length || shape.length > 255) {
            throw new CajalException("IDX: the shape %s of %s does not fit %d bytes"
                    .formatted(Arrays.toString(shape), type, bytes.length));
        }
    }

    /** Elements 0 … 255, as in MNIST. */
    public static Idx of(int[] shape, byte... unsigned) {
        return new Idx(Type.UNSIGNED_BYTE, shape, unsigned);
    }

    // Reading

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
        InputStream in = Gzip.unpacked(source, name);
        byte[] head = in.readNBytes(4);
        if (head.length < 4 || head[0] != 0 || head[1] != 0) {
            throw broken(name, "it begins with %s, expected 00 00, the element type and the number of axes%s"
                    .formatted(head.length == 0 ? "nothing" : HexFormat.ofDelimiter(" ").formatHex(head),
                            name.endsWith(".gz") ? " (or gzip's 1f 8b)" : ""));
        }
        Type type = null;
        for (Type known : Type.values()) {
            type = known.code == head[2] ? known : type;
        }
        if (type == null) {
            throw broken(name, "its element type is %02x, expected 08 (unsigned byte), 09, 0b, 0c, 0d or 0e"
                    .formatted(head[2]));
        }
        int[] shape = new int[head[3] & 0xff];
        ByteBuffer sizes = ByteBuffer.wrap(in.readNBytes(4 * shape.length));
        if (sizes.capacity() < 4 * shape.length) {
            throw broken(name, "its header ends before the sizes of its %d axes".formatted(shape.length));
        }
        long expected = type.size;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes.getInt();
            expected *= shape[i];
            if (shape[i] < 0 || expected > MOST_BYTES) {
                throw broken(name, "its header claims the impossible shape " + shown(shape));
            }
        }
        byte[] bytes = in.readNBytes((int) expected); // grows with what comes: the header may lie
        if (bytes.length < expected) {
            throw broken(name,
                    "its header claims %s, %d bytes, and %d follow".formatted(shown(shape), expected,
                            bytes.length));
        }
        if (in.read() >= 0) {
            throw broken(name, "it goes on after the %d bytes that its header claims".formatted(expected));
        }
        return new Idx(type, shape, bytes);
    }

    // Elements

    /** The elements of a file of unsigned bytes; for any other type an error that names the source. */
    public byte[] unsignedBytes(String name) {
        if (type != Type.UNSIGNED_BYTE) {
            throw broken(name, "expected elements of type UNSIGNED_BYTE, got " + type);
        }
        return bytes;
    }

    /** The elements, whatever their type. */
    public double[] toDoubles() {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        double[] values = new double[bytes.length / type.size];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case UNSIGNED_BYTE -> in.get() & 0xff;
                case BYTE -> in.get();
                case SHORT -> in.getShort();
                case INT -> in.getInt();
                case FLOAT -> in.getFloat();
                case DOUBLE -> in.getDouble();
            };
        }
        return values;
    }

    /** Writes it plain. */
    public void write(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(type.code << 8 | shape.length);
        for (int size : shape) {
            data.writeInt(size);
        }
        data.write(bytes);
        data.flush();
    }

    private static String shown(int[] shape) {
        return Shown.of(Arrays.stream(shape).boxed().toList());
    }

    private static CajalException broken(String name, String problem) {
        return new CajalException(name + " cannot be read as IDX: " + problem);
    }
}
