package io.cajal.io;

import io.cajal.base.CajalException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads text in UTF-8 strictly: the first byte that is none ends the reading with its position. A byte order mark at the
 * start is left out. Memory does not grow with the file.
 */
public final class Utf8 extends Reader {
    private static final int BUFFER = 1 << 13;
    private static final char MARK = '\ufeff';

    private final InputStream in;
    private final String source;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    private long consumed;
    private int pending = -1;
    private boolean begun;
    private boolean ended;

    /** {@code from} is the stream's first byte's place in the source, which messages name. */
    public Utf8(InputStream in, String source, long from) {
        this.in = in;
        this.source = source;
        consumed = from;
        begun = from > 0;
    }

    /** A file, unpacked where it is gzipped. */
    public static Utf8 open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new CajalException(path + " is a folder, expected a text file");
        }
        InputStream in = Files.newInputStream(path);
        try {
            return new Utf8(Gzip.unpacked(in, path.toString()), path.toString(), 0);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** The bytes {@code from … to−1} of a file, as they are. */
    public static Utf8 open(Path path, long from, long to) throws IOException {
        FileChannel channel = FileChannel.open(path);
        try {
            InputStream in = Channels.newInputStream(channel.position(from));
            return new Utf8(new BufferedInputStream(new Part(in, to - from)), path.toString(), from);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** A whole text. */
    public static String text(Path path) throws IOException {
        try (Utf8 reader = open(path)) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        }
    }

    /** How many bytes a part of a text takes; half a surrogate pair counts as 3. */
    public static long length(CharSequence text, int from, int to) {
        long length = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c) && i + 1 < to
                    && Character.isLowSurrogate(text.charAt(i + 1));
            length += c < 0x80 ? 1 : c < 0x800 ? 2 : pair ? 4 : 3;
            i += pair ? 1 : 0;
        }
        return length;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (pending >= 0) {
            target[offset] = (char) pending;
            pending = -1;
            return 1;
        }
        if (length == 1) { // no room for two, which some characters take
            char[] two = new char[2];
            int count = read(two, 0, 2);
            target[offset] = two[0];
            pending = count == 2 ? two[1] : -1;
            return Math.min(count, 1);
        }
        CharBuffer out = CharBuffer.wrap(target, offset, length);
        while (out.position() == 0) {
            decode(out);
            if (!begun && out.position() > 0) {
                begun = true;
                if (target[offset] == MARK) {
                    out.position(out.position() - 1);
                    System.arraycopy(target, offset + 1, target, offset, out.position());
                }
            }
            if (out.position() == 0 && !fill()) {
                return -1;
            }
        }
        return out.position();
    }

    private void decode(CharBuffer out) {
        int before = bytes.position();
        CoderResult result = decoder.decode(bytes, out, ended);
        consumed += bytes.position() - before;
        if (result.isError()) {
            throw new CajalException("%s: byte %d (0x%02x) is not UTF-8; expected a text in UTF-8"
                    .formatted(source, consumed, bytes.get(bytes.position())));
        }
    }

    /** More bytes; false when there were none and the decoder knows it. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = count < 0;
        bytes.position(bytes.position() + Math.max(0, count)).flip();
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** The first so many bytes of a stream. */
    private static final class Part extends Filtered {
        private long left;

        Part(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = left == 0 ? -1 : in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
