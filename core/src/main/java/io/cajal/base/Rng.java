package io.cajal.base;

import java.nio.charset.StandardCharsets;

/**
 * A counter-based, splittable random generator: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel
 * random numbers: as easy as 1, 2, 3", SC 2011). Block number <i>c</i> of a stream is a pure function of
 * (key, c), so that a stream can be continued from a stored position, and {@link #split} gives independent
 * streams that do not depend on how much was drawn before: putting in a layer moves no other layer's draws.
 * There is no global generator. The same seed gives the same numbers on every machine.
 *
 * <p>Not safe for use by several threads at once; split instead.
 */
public final class Rng {
    private static final int DRAWS = 0;
    private static final int SPLIT = 1;
    private static final int SPLIT_NAME = 2;
    private static final double TO_UNIT = 0x1p-53;

    private final long key;
    private long position;
    private final int[] block = new int[4];
    private long blockNumber = -1;

    private Rng(long key, long position) {
        this.key = key;
        this.position = position;
    }

    public static Rng of(long seed) {
        return new Rng(seed, 0);
    }

    /** A generator that goes on where another one stood: {@code Rng.resume(r.key(), r.position())}. */
    public static Rng resume(long key, long position) {
        return new Rng(key, position);
    }

    public long key() {
        return key;
    }

    /** How many 32-bit words were drawn so far. */
    public long position() {
        return position;
    }

    /** This stream from its word number {@code position} on; this generator stays where it is. */
    public Rng at(long position) {
        return new Rng(key, position);
    }

    /** The independent stream number {@code id} of this key, whatever was drawn from this generator. */
    public Rng split(long id) {
        return child(id, SPLIT);
    }

    /** The independent stream of that name. */
    public Rng split(String name) {
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return child(hash, SPLIT_NAME);
    }

    private Rng child(long id, int domain) {
        int[] out = new int[4];
        philox((int) id, (int) (id >>> 32), 0, domain, (int) key, (int) (key >>> 32), out);
        return new Rng((out[0] & 0xffffffffL) | ((long) out[1] << 32), 0);
    }

    /** 32 random bits. */
    public int bits() {
        long number = position >>> 2;
        if (number != blockNumber) {
            philox((int) number, (int) (number >>> 32), 0, DRAWS, (int) key, (int) (key >>> 32), block);
            blockNumber = number;
        }
        return block[(int) (position++ & 3)];
    }

    /** As many calls of {@link #bits}, several times faster. */
    public void bits(int[] out) {
        int i = 0;
        while (i < out.length && (position & 3) != 0) {
            out[i++] = bits();
        }
        int[] four = new int[4];
        for (; i + 4 <= out.length; i += 4, position += 4) {
            long number = position >>> 2;
            philox((int) number, (int) (number >>> 32), 0, DRAWS, (int) key, (int) (key >>> 32), four);
            out[i] = four[0];
            out[i + 1] = four[1];
            out[i + 2] = four[2];
            out[i + 3] = four[3];
        }
        while (i < out.length) {
            out[i++] = bits();
        }
    }

    public long bits64() {
        return (bits() & 0xffffffffL) | ((long) bits() << 32);
    }

    /** Uniform in [0, 1), 53 bits. */
    public double uniform() {
        return (bits64() >>> 11) * TO_UNIT;
    }

    /** Uniform in [low, high). */
    public double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** Normal with mean 0 and variance 1 (Box and Muller 1958), one number for two uniform draws. */
    public double normal() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform())); // 1−u is in (0, 1]
        return radius * StrictMath.cos(2 * Math.PI * uniform());
    }

    /**
     * Normal numbers with mean 0 and variance 1 for the elements from {@code from} to {@code to}: Box and
     * Muller's two for each two words, so that none is further than 6.7 from 0.
     */
    public void normal(float[] out, int from, int to) {
        int[] words = new int[to - from + 1 & ~1];
        bits(words);
        BoxMuller.normal(words, out, from, to);
    }

    /** Uniform in 0 … n−1, without bias (Lemire 2019). */
    public int below(int n) {
        if (n <= 0) {
            throw new CajalException("rng: below(n) needs n ≥ 1, got " + n);
        }
        long product = (bits() & 0xffffffffL) * n;
        if ((product & 0xffffffffL) < n) {
            long threshold = (1L << 32) % n;
            while ((product & 0xffffffffL) < threshold) {
                product = (bits() & 0xffffffffL) * n;
            }
        }
        return (int) (product >>> 32);
    }

    /** A random order of 0 … n−1 (Fisher and Yates). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    @Override
    public String toString() {
        return "Rng[key=%016x, position=%d]".formatted(key, position);
    }

    /**
     * Ten rounds over a 128-bit counter with a 64-bit key; the known answers are those of the Random123
     * library.
     */
    static void philox(int c0, int c1, int c2, int c3, int k0, int k1, int[] out) {
        for (int round = 0; round < 10; round++) {
            long p0 = (c0 & 0xffffffffL) * 0xD2511F53L;
            long p1 = (c2 & 0xffffffffL) * 0xCD9E8D57L;
            int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c1 = (int) p1;
            c3 = (int) p0;
            c0 = n0;
            c2 = n2;
            k0 += 0x9E3779B9; // golden ratio
            k1 += 0xBB67AE85; // √3 − 1
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
    }
}
