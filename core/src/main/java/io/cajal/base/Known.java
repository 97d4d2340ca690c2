package io.cajal.base;

/**
 * Tables of values that come again and again in a training, such as shapes: an array with one place for each remainder of
 * a mixed key. A value is made anew when another one stands in its place, and replaces it, so that a table never grows, to
 * look into it makes no object, and threads need no lock: what they may overwrite is immutable.
 */
public final class Known {
    private static final int BITS = 8;
    /** The length of a table. */
    public static final int PLACES = 1 << BITS;

    private Known() {
    }

    /** The place of a key. */
    public static int place(int key) {
        return key * 0x9e3779b9 >>> 32 - BITS;
    }

    /** The place of a key of several parts. */
    public static int place(int a, int b) {
        return place(a * 31 + b);
    }

    public static int place(int a, int b, int c) {
        return place((a * 31 + b) * 31 + c);
    }

    public static int place(int a, int b, int c, int d) {
        return place(((a * 31 + b) * 31 + c) * 31 + d);
    }
}
