package io.cajal.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose bytes all pass through the reading of many, which alone is to be written. */
abstract class Filtered extends FilterInputStream {
    Filtered(InputStream in) {
        super(in);
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
}
