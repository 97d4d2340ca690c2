package io.cajal.io;

import io.cajal.base.CajalException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Streams that may be gzipped (RFC 1952). Their first two bytes tell, not their names. */
public final class Gzip {
    private static final int BUFFER = 1 << 16;

    private Gzip() {
    }

    /** What the stream holds, unpacked where it is packed; {@code name} stands for it in messages. */
    public static InputStream unpacked(InputStream source, String name) throws IOException {
        BufferedInputStream in = new BufferedInputStream(source, BUFFER);
        in.mark(2);
        boolean packed = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        if (!packed) {
            return in;
        }
        try {
            return new Checked(new GZIPInputStream(in, BUFFER), name);
        } catch (EOFException | ZipException e) {
            throw damaged(name, e);
        }
    }

    /** Names the file when the packed data is damaged: Java's own messages do not. */
    private static final class Checked extends Filtered {
        private final String name;

        Checked(InputStream in, String name) {
            super(in);
            this.name = name;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (EOFException | ZipException e) {
                throw damaged(name, e);
            }
        }
    }

    private static CajalException damaged(String name, IOException e) {
        return new CajalException(name + " cannot be unpacked: "
                + (e instanceof EOFException ? "its gzip data ends too early"
                        : "its gzip data is damaged, " + e.getMessage()),
                e);
    }
}
