package io.cajal.backend.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Taps} on the Vector API: tiles of 8 × 3 vectors, or 4 × 2 where AVX2 has but 16 registers. The
 * methods are as long as those of {@link VectorTiles}, for the same reason.
 */
final class VectorTaps implements Taps {
    static final VectorTaps INSTANCE = new VectorTaps();

    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    /** Two such multiply-adds are as fast as one of sixteen, and two such loads faster. */
    private static final int LENGTH = VectorKernels.LENGTH;
    /** Eight lanes mean AVX2, as machines with AVX-512 have sixteen. */
    private static final boolean WIDE = LENGTH != 8;

    /** Lanes 0, 2, 4, …, in both halves. */
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(SPECIES, i -> 2 * i % LENGTH);
    /** Every fourth lane, in all quarters. */
    private static final VectorShuffle<Float> FOURTH_0 = fourth(0);
    private static final VectorShuffle<Float> FOURTH_1 = fourth(1);
    private static final VectorShuffle<Float> FOURTH_2 = fourth(2);
    private static final VectorShuffle<Float> FOURTH_3 = fourth(3);
    /** The lanes of a quarter. */
    private static final VectorMask<Float> SECOND = quarter(1);
    private static final VectorMask<Float> THIRD = quarter(2);
    private static final VectorMask<Float> LAST = quarter(3);
    /** Each lane of a half twice. */
    private static final VectorShuffle<Float> LOW = VectorShuffle.fromOp(SPECIES, i -> i / 2);
    private static final VectorShuffle<Float> HIGH = VectorShuffle.fromOp(SPECIES, i -> (LENGTH + i) / 2);
    private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0xaaaa);
    private static final VectorMask<Float> UPPER = VectorMask.fromLong(SPECIES, -1L << LENGTH / 2);

    private VectorTaps() {
    }

    private static VectorShuffle<Float> fourth(int first) {
        return VectorShuffle.fromOp(SPECIES, i -> (4 * i + first) % LENGTH);
    }

    private static VectorMask<Float> quarter(int number) {
        int lanes = LENGTH / 4;
        return VectorMask.fromLong(SPECIES, ((1L << lanes) - 1) << number * lanes);
    }

    @Override
    public void rows(int high, int n, int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y,
            int yo,
            int ldy) {
        if (!WIDE) {
            for (int t = 0; t < n; t += 2 * LENGTH) {
                for (int i = 0; i < high; i += 4) { // of six rows the last two twice
                    int from = Math.min(i, high - 4);
                    fourByTwo(kc, w, wo + from, high, at, x, xo + t, y, yo + from * ldy + t, ldy);
                }
            }
        } else if (high == EIGHT) {
            eight(n, kc, w, wo, at, x, xo, y, yo, ldy);
        } else if (high == SIX) {
            six(n, kc, w, wo, at, x, xo, y, yo, ldy);
        } else {
            four(n, kc, w, wo, at, x, xo, y, yo, ldy);
        }
    }

    private static void eight(int n, int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y,
            int yo,
            int ldy) {
        int t = 0;
        for (; t < n - 2 * LENGTH; t += 3 * LENGTH) {
            eightByThree(kc, w, wo, at, x, xo + t, y, yo + t, ldy);
        }
        if (t < n - LENGTH) {
            eightByTwo(kc, w, wo, at, x, xo + t, y, yo + t, ldy);
        } else if (t < n) {
            eightByOne(kc, w, wo, at, x, xo + t, y, yo + t, ldy);
        }
    }

    private static void six(int n, int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y, int yo,
            int ldy) {
        int t = 0;
        for (; t < n - 2 * LENGTH; t += 4 * LENGTH) {
            sixByFour(kc, w, wo, at, x, xo + t, y, yo + t, ldy);
        }
        if (t < n) {
            sixByTwo(kc, w, wo, at, x, xo + t, y, yo + t, ldy);
        }
    }

    private static void four(int n, int kc, float[] w, int wo, int[] at, float[] x, int xo, float[] y, int yo,
            int ldy) {
        int t = 0;
        for (; t < n - 2 * LENGTH; t += 4 * LENGTH) {
            fourByFour(kc, w, wo, at, x, xo + t, y, yo + t, ldy);
        }
        if (t < n) {
            fourByTwo(kc, w, wo, FOUR, at, x, xo + t, y, yo + t, ldy);
        }
    }

    @Override
    public void outer(int rows, int n, float[] x, int xo, int[] at, int from, float[] g, int go, int width,
            float[] sums, int so) {
        VectorOuter.add(rows, n, x, xo, at, from, g, go, width, sums, so);
    }

    @Override
    public int strip() {
        return VectorOuter.STRIP;
    }

    @Override
    public void largest(int n, int[] at, float[] away, float[] x, int xo, float[] corners, float[] y) {
        for (int t = 0; t < n; t += LENGTH) {
            largest(at, away, x, xo + t, corners, y, t);
        }
    }

    private static void largest(int[] at, float[] away, float[] x, int xo, float[] corners, float[] y,
            int t) {
        FloatVector best = fromArray(SPECIES, x, xo + at[0]);
        FloatVector place = broadcast(SPECIES, away[0]);
        for (int k = 1; k < at.length; k++) {
            FloatVector v = fromArray(SPECIES, x, xo + at[k]);
            VectorMask<Float> above = v.compare(GT, best)
                    .or(v.compare(NE, v).and(best.compare(EQ, best)));
            best = best.blend(v, above);
            place = place.blend(away[k], above);
        }
        place.add(fromArray(SPECIES, corners, t)).intoArray(y, t);
    }

    @Override
    public void everyOther(int n, int step, float[] x, int xo, float[] y, int yo) {
        int i = 0;
        if (step == 2) {
            for (; i <= n - LENGTH && xo + 2 * (i + LENGTH) <= x.length; i += LENGTH) {
                FloatVector low = fromArray(SPECIES, x, xo + 2 * i).rearrange(EVEN);
                FloatVector high = fromArray(SPECIES, x, xo + 2 * i + LENGTH).rearrange(EVEN);
                low.blend(high, UPPER).intoArray(y, yo + i);
            }
            if (i < n && xo + 2 * (i + LENGTH) <= x.length && yo + i + LENGTH <= y.length) {
                FloatVector low = fromArray(SPECIES, x, xo + 2 * i).rearrange(EVEN);
                FloatVector high = fromArray(SPECIES, x, xo + 2 * i + LENGTH).rearrange(EVEN);
                low.blend(high, UPPER).intoArray(y, yo + i, SPECIES.indexInRange(0, n - i));
                return;
            }
        }
        PlainTaps.INSTANCE.everyOther(n - i, step, x, xo + i * step, y, yo + i);
    }

    @Override
    public void spread(int n, float[] x, int xo, int[] at, float[] v, int vo, int step, float[] room) {
        for (int t = 0; t < n; t += LENGTH) {
            for (int j = 0; j < 6; j++) {
                forth(x, xo + at[j] + t, xo + at[6 + j] + t, xo + at[12 + j] + t, xo + at[18 + j] + t,
                        xo + at[24 + j] + t, xo + at[30 + j] + t, room, j * LENGTH, 6 * LENGTH);
            }
            for (int i = 0; i < 6; i++) {
                int from = 6 * i * LENGTH;
                forth(room, from, from + LENGTH, from + 2 * LENGTH, from + 3 * LENGTH, from + 4 * LENGTH,
                        from + 5 * LENGTH, v, vo + 6 * i * step + t, step);
            }
        }
    }

    // Vectors are not handed over: a method that is not inlined would get them as objects.

    private static void forth(float[] x, int from0, int from1, int from2, int from3, int from4, int from5,
            float[] y,
            int at, int step) {
        FloatVector d1 = fromArray(SPECIES, x, from1);
        FloatVector d2 = fromArray(SPECIES, x, from2);
        FloatVector d3 = fromArray(SPECIES, x, from3);
        FloatVector d4 = fromArray(SPECIES, x, from4);
        FloatVector a = broadcast(SPECIES, -4).fma(d2, d4);
        FloatVector b = broadcast(SPECIES, -4).fma(d1, d3);
        FloatVector c = d4.sub(d2);
        FloatVector e = d3.sub(d1).mul(2);
        broadcast(SPECIES, 4).fma(fromArray(SPECIES, x, from0), broadcast(SPECIES, -5).fma(d2, d4))
                .intoArray(y, at);
        a.add(b).intoArray(y, at + step);
        a.sub(b).intoArray(y, at + 2 * step);
        c.add(e).intoArray(y, at + 3 * step);
        c.sub(e).intoArray(y, at + 4 * step);
        broadcast(SPECIES, 4).fma(d1, broadcast(SPECIES, -5).fma(d3, fromArray(SPECIES, x, from5)))
                .intoArray(y, at + 5 * step);
    }

    @Override
    public void gather(int n, float[] m, int mo, int step, float bias, float[] y, int ldy, float[] room) {
        for (int t = 0; t < n; t += LENGTH) {
            for (int j = 0; j < 6; j++) {
                back(m, mo + j * step + t, 6 * step, room, j * LENGTH);
            }
            for (int i = 0; i < 4; i++) {
                backInTurn(room, 6 * i * LENGTH, bias, y, i * ldy + 4 * t);
            }
        }
    }

    private static void back(float[] m, int from, int step, float[] y, int at) {
        FloatVector m1 = fromArray(SPECIES, m, from + step);
        FloatVector m2 = fromArray(SPECIES, m, from + 2 * step);
        FloatVector m3 = fromArray(SPECIES, m, from + 3 * step);
        FloatVector m4 = fromArray(SPECIES, m, from + 4 * step);
        FloatVector a = m1.add(m2);
        FloatVector b = m1.sub(m2);
        FloatVector c = m3.add(m4);
        FloatVector e = m3.sub(m4);
        fromArray(SPECIES, m, from).add(a).add(c).intoArray(y, at);
        broadcast(SPECIES, 2).fma(e, b).intoArray(y, at + 6 * LENGTH);
        broadcast(SPECIES, 4).fma(c, a).intoArray(y, at + 12 * LENGTH);
        broadcast(SPECIES, 8).fma(e, b).add(fromArray(SPECIES, m, from + 5 * step))
                .intoArray(y, at + 18 * LENGTH);
    }

    /** The same from neighbours, with the bias, and the four results dealt out in turn. */
    private static void backInTurn(float[] m, int from, float bias, float[] y, int at) {
        FloatVector m1 = fromArray(SPECIES, m, from + LENGTH);
        FloatVector m2 = fromArray(SPECIES, m, from + 2 * LENGTH);
        FloatVector m3 = fromArray(SPECIES, m, from + 3 * LENGTH);
        FloatVector m4 = fromArray(SPECIES, m, from + 4 * LENGTH);
        FloatVector a = m1.add(m2);
        FloatVector b = m1.sub(m2);
        FloatVector c = m3.add(m4);
        FloatVector e = m3.sub(m4);
        FloatVector y0 = fromArray(SPECIES, m, from).add(a).add(c).add(bias);
        FloatVector y1 = broadcast(SPECIES, 2).fma(e, b).add(bias);
        FloatVector y2 = broadcast(SPECIES, 4).fma(c, a).add(bias);
        FloatVector y3 = broadcast(SPECIES, 8).fma(e, b).add(fromArray(SPECIES, m, from + 5 * LENGTH))
                .add(bias);
        FloatVector even = zip(y0, y2, LOW);
        FloatVector odd = zip(y1, y3, LOW);
        zip(even, odd, LOW).intoArray(y, at);
        zip(even, odd, HIGH).intoArray(y, at + LENGTH);
        FloatVector evenHigh = zip(y0, y2, HIGH);
        FloatVector oddHigh = zip(y1, y3, HIGH);
        zip(evenHigh, oddHigh, LOW).intoArray(y, at + 2 * LENGTH);
        zip(evenHigh, oddHigh, HIGH).intoArray(y, at + 3 * LENGTH);
    }

    /** The lower or the upper halves of two vectors in turn. */
    private static FloatVector zip(FloatVector even, FloatVector odd, VectorShuffle<Float> half) {
        return even.rearrange(half).blend(odd.rearrange(half), ODD);
    }

    @Override
    public void unzip(int n, float[] x, float[] y, int step) {
        for (int t = 0; t < n; t += LENGTH) {
            FloatVector x0 = fromArray(SPECIES, x, 4 * t);
            FloatVector x1 = fromArray(SPECIES, x, 4 * t + LENGTH);
            FloatVector x2 = fromArray(SPECIES, x, 4 * t + 2 * LENGTH);
            FloatVector x3 = fromArray(SPECIES, x, 4 * t + 3 * LENGTH);
            x0.rearrange(FOURTH_0).blend(x1.rearrange(FOURTH_0), SECOND).blend(x2.rearrange(FOURTH_0), THIRD)
                    .blend(x3.rearrange(FOURTH_0), LAST).intoArray(y, t);
            x0.rearrange(FOURTH_1).blend(x1.rearrange(FOURTH_1), SECOND).blend(x2.rearrange(FOURTH_1), THIRD)
                    .blend(x3.rearrange(FOURTH_1), LAST).intoArray(y, step + t);
            x0.rearrange(FOURTH_2).blend(x1.rearrange(FOURTH_2), SECOND).blend(x2.rearrange(FOURTH_2), THIRD)
                    .blend(x3.rearrange(FOURTH_2), LAST).intoArray(y, 2 * step + t);
            x0.rearrange(FOURTH_3).blend(x1.rearrange(FOURTH_3), SECOND).blend(x2.rearrange(FOURTH_3), THIRD)
                    .blend(x3.rearrange(FOURTH_3), LAST).intoArray(y, 3 * step + t);
        }
    }

    // Rows by vectors.

    private static void eightByThree(int kc, float[] w, int wo, int[] at, float[] x, int xo,
            float[] y, int yo, int ldy) {
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector c0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector c1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        FloatVector c2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector b3 = zero(SPECIES);
        FloatVector c3 = zero(SPECIES);
        FloatVector a4 = zero(SPECIES);
        FloatVector b4 = zero(SPECIES);
        FloatVector c4 = zero(SPECIES);
        FloatVector a5 = zero(SPECIES);
        FloatVector b5 = zero(SPECIES);
        FloatVector c5 = zero(SPECIES);
        FloatVector a6 = zero(SPECIES);
        FloatVector b6 = zero(SPECIES);
        FloatVector c6 = zero(SPECIES);
        FloatVector a7 = zero(SPECIES);
        FloatVector b7 = zero(SPECIES);
        FloatVector c7 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            int run = xo + at[k];
            FloatVector x0 = fromArray(SPECIES, x, run);
            FloatVector x1 = fromArray(SPECIES, x, run + LENGTH);
            FloatVector x2 = fromArray(SPECIES, x, run + 2 * LENGTH);
            FloatVector w0 = broadcast(SPECIES, w[wo + 8 * k]);
            a0 = w0.fma(x0, a0);
            b0 = w0.fma(x1, b0);
            c0 = w0.fma(x2, c0);
            FloatVector w1 = broadcast(SPECIES, w[wo + 8 * k + 1]);
            a1 = w1.fma(x0, a1);
            b1 = w1.fma(x1, b1);
            c1 = w1.fma(x2, c1);
            FloatVector w2 = broadcast(SPECIES, w[wo + 8 * k + 2]);
            a2 = w2.fma(x0, a2);
            b2 = w2.fma(x1, b2);
            c2 = w2.fma(x2, c2);
            FloatVector w3 = broadcast(SPECIES, w[wo + 8 * k + 3]);
            a3 = w3.fma(x0, a3);
            b3 = w3.fma(x1, b3);
            c3 = w3.fma(x2, c3);
            FloatVector w4 = broadcast(SPECIES, w[wo + 8 * k + 4]);
            a4 = w4.fma(x0, a4);
            b4 = w4.fma(x1, b4);
            c4 = w4.fma(x2, c4);
            FloatVector w5 = broadcast(SPECIES, w[wo + 8 * k + 5]);
            a5 = w5.fma(x0, a5);
            b5 = w5.fma(x1, b5);
            c5 = w5.fma(x2, c5);
            FloatVector w6 = broadcast(SPECIES, w[wo + 8 * k + 6]);
            a6 = w6.fma(x0, a6);
            b6 = w6.fma(x1, b6);
            c6 = w6.fma(x2, c6);
            FloatVector w7 = broadcast(SPECIES, w[wo + 8 * k + 7]);
            a7 = w7.fma(x0, a7);
            b7 = w7.fma(x1, b7);
            c7 = w7.fma(x2, c7);
        }
        a0.intoArray(y, yo);
        b0.intoArray(y, yo + LENGTH);
        c0.intoArray(y, yo + 2 * LENGTH);
        a1.intoArray(y, yo + ldy);
        b1.intoArray(y, yo + ldy + LENGTH);
        c1.intoArray(y, yo + ldy + 2 * LENGTH);
        a2.intoArray(y, yo + 2 * ldy);
        b2.intoArray(y, yo + 2 * ldy + LENGTH);
        c2.intoArray(y, yo + 2 * ldy + 2 * LENGTH);
        a3.intoArray(y, yo + 3 * ldy);
        b3.intoArray(y, yo + 3 * ldy + LENGTH);
        c3.intoArray(y, yo + 3 * ldy + 2 * LENGTH);
        a4.intoArray(y, yo + 4 * ldy);
        b4.intoArray(y, yo + 4 * ldy + LENGTH);
        c4.intoArray(y, yo + 4 * ldy + 2 * LENGTH);
        a5.intoArray(y, yo + 5 * ldy);
        b5.intoArray(y, yo + 5 * ldy + LENGTH);
        c5.intoArray(y, yo + 5 * ldy + 2 * LENGTH);
        a6.intoArray(y, yo + 6 * ldy);
        b6.intoArray(y, yo + 6 * ldy + LENGTH);
        c6.intoArray(y, yo + 6 * ldy + 2 * LENGTH);
        a7.intoArray(y, yo + 7 * ldy);
        b7.intoArray(y, yo + 7 * ldy + LENGTH);
        c7.intoArray(y, yo + 7 * ldy + 2 * LENGTH);
    }

    private static void eightByTwo(int kc, float[] w, int wo, int[] at, float[] x, int xo,
            float[] y, int yo, int ldy) {
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector b3 = zero(SPECIES);
        FloatVector a4 = zero(SPECIES);
        FloatVector b4 = zero(SPECIES);
        FloatVector a5 = zero(SPECIES);
        FloatVector b5 = zero(SPECIES);
        FloatVector a6 = zero(SPECIES);
        FloatVector b6 = zero(SPECIES);
        FloatVector a7 = zero(SPECIES);
        FloatVector b7 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            int run = xo + at[k];
            FloatVector x0 = fromArray(SPECIES, x, run);
            FloatVector x1 = fromArray(SPECIES, x, run + LENGTH);
            FloatVector w0 = broadcast(SPECIES, w[wo + 8 * k]);
            a0 = w0.fma(x0, a0);
            b0 = w0.fma(x1, b0);
            FloatVector w1 = broadcast(SPECIES, w[wo + 8 * k + 1]);
            a1 = w1.fma(x0, a1);
            b1 = w1.fma(x1, b1);
            FloatVector w2 = broadcast(SPECIES, w[wo + 8 * k + 2]);
            a2 = w2.fma(x0, a2);
            b2 = w2.fma(x1, b2);
            FloatVector w3 = broadcast(SPECIES, w[wo + 8 * k + 3]);
            a3 = w3.fma(x0, a3);
            b3 = w3.fma(x1, b3);
            FloatVector w4 = broadcast(SPECIES, w[wo + 8 * k + 4]);
            a4 = w4.fma(x0, a4);
            b4 = w4.fma(x1, b4);
            FloatVector w5 = broadcast(SPECIES, w[wo + 8 * k + 5]);
            a5 = w5.fma(x0, a5);
            b5 = w5.fma(x1, b5);
            FloatVector w6 = broadcast(SPECIES, w[wo + 8 * k + 6]);
            a6 = w6.fma(x0, a6);
            b6 = w6.fma(x1, b6);
            FloatVector w7 = broadcast(SPECIES, w[wo + 8 * k + 7]);
            a7 = w7.fma(x0, a7);
            b7 = w7.fma(x1, b7);
        }
        a0.intoArray(y, yo);
        b0.intoArray(y, yo + LENGTH);
        a1.intoArray(y, yo + ldy);
        b1.intoArray(y, yo + ldy + LENGTH);
        a2.intoArray(y, yo + 2 * ldy);
        b2.intoArray(y, yo + 2 * ldy + LENGTH);
        a3.intoArray(y, yo + 3 * ldy);
        b3.intoArray(y, yo + 3 * ldy + LENGTH);
        a4.intoArray(y, yo + 4 * ldy);
        b4.intoArray(y, yo + 4 * ldy + LENGTH);
        a5.intoArray(y, yo + 5 * ldy);
        b5.intoArray(y, yo + 5 * ldy + LENGTH);
        a6.intoArray(y, yo + 6 * ldy);
        b6.intoArray(y, yo + 6 * ldy + LENGTH);
        a7.intoArray(y, yo + 7 * ldy);
        b7.intoArray(y, yo + 7 * ldy + LENGTH);
    }

    private static void eightByOne(int kc, float[] w, int wo, int[] at, float[] x, int xo,
            float[] y, int yo, int ldy) {
        FloatVector a0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector a4 = zero(SPECIES);
        FloatVector a5 = zero(SPECIES);
        FloatVector a6 = zero(SPECIES);
        FloatVector a7 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            FloatVector x0 = fromArray(SPECIES, x, xo + at[k]);
            FloatVector w0 = broadcast(SPECIES, w[wo + 8 * k]);
            a0 = w0.fma(x0, a0);
            FloatVector w1 = broadcast(SPECIES, w[wo + 8 * k + 1]);
            a1 = w1.fma(x0, a1);
            FloatVector w2 = broadcast(SPECIES, w[wo + 8 * k + 2]);
            a2 = w2.fma(x0, a2);
            FloatVector w3 = broadcast(SPECIES, w[wo + 8 * k + 3]);
            a3 = w3.fma(x0, a3);
            FloatVector w4 = broadcast(SPECIES, w[wo + 8 * k + 4]);
            a4 = w4.fma(x0, a4);
            FloatVector w5 = broadcast(SPECIES, w[wo + 8 * k + 5]);
            a5 = w5.fma(x0, a5);
            FloatVector w6 = broadcast(SPECIES, w[wo + 8 * k + 6]);
            a6 = w6.fma(x0, a6);
            FloatVector w7 = broadcast(SPECIES, w[wo + 8 * k + 7]);
            a7 = w7.fma(x0, a7);
        }
        a0.intoArray(y, yo);
        a1.intoArray(y, yo + ldy);
        a2.intoArray(y, yo + 2 * ldy);
        a3.intoArray(y, yo + 3 * ldy);
        a4.intoArray(y, yo + 4 * ldy);
        a5.intoArray(y, yo + 5 * ldy);
        a6.intoArray(y, yo + 6 * ldy);
        a7.intoArray(y, yo + 7 * ldy);
    }

    private static void sixByFour(int kc, float[] w, int wo, int[] at, float[] x, int xo,
            float[] y, int yo, int ldy) {
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector c0 = zero(SPECIES);
        FloatVector d0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector c1 = zero(SPECIES);
        FloatVector d1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        FloatVector c2 = zero(SPECIES);
        FloatVector d2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector b3 = zero(SPECIES);
        FloatVector c3 = zero(SPECIES);
        FloatVector d3 = zero(SPECIES);
        FloatVector a4 = zero(SPECIES);
        FloatVector b4 = zero(SPECIES);
        FloatVector c4 = zero(SPECIES);
        FloatVector d4 = zero(SPECIES);
        FloatVector a5 = zero(SPECIES);
        FloatVector b5 = zero(SPECIES);
        FloatVector c5 = zero(SPECIES);
        FloatVector d5 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            int run = xo + at[k];
            FloatVector x0 = fromArray(SPECIES, x, run);
            FloatVector x1 = fromArray(SPECIES, x, run + LENGTH);
            FloatVector x2 = fromArray(SPECIES, x, run + 2 * LENGTH);
            FloatVector x3 = fromArray(SPECIES, x, run + 3 * LENGTH);
            FloatVector w0 = broadcast(SPECIES, w[wo + 6 * k]);
            a0 = w0.fma(x0, a0);
            b0 = w0.fma(x1, b0);
            c0 = w0.fma(x2, c0);
            d0 = w0.fma(x3, d0);
            FloatVector w1 = broadcast(SPECIES, w[wo + 6 * k + 1]);
            a1 = w1.fma(x0, a1);
            b1 = w1.fma(x1, b1);
            c1 = w1.fma(x2, c1);
            d1 = w1.fma(x3, d1);
            FloatVector w2 = broadcast(SPECIES, w[wo + 6 * k + 2]);
            a2 = w2.fma(x0, a2);
            b2 = w2.fma(x1, b2);
            c2 = w2.fma(x2, c2);
            d2 = w2.fma(x3, d2);
            FloatVector w3 = broadcast(SPECIES, w[wo + 6 * k + 3]);
            a3 = w3.fma(x0, a3);
            b3 = w3.fma(x1, b3);
            c3 = w3.fma(x2, c3);
            d3 = w3.fma(x3, d3);
            FloatVector w4 = broadcast(SPECIES, w[wo + 6 * k + 4]);
            a4 = w4.fma(x0, a4);
            b4 = w4.fma(x1, b4);
            c4 = w4.fma(x2, c4);
            d4 = w4.fma(x3, d4);
            FloatVector w5 = broadcast(SPECIES, w[wo + 6 * k + 5]);
            a5 = w5.fma(x0, a5);
            b5 = w5.fma(x1, b5);
            c5 = w5.fma(x2, c5);
            d5 = w5.fma(x3, d5);
        }
        a0.intoArray(y, yo);
        b0.intoArray(y, yo + LENGTH);
        c0.intoArray(y, yo + 2 * LENGTH);
        d0.intoArray(y, yo + 3 * LENGTH);
        a1.intoArray(y, yo + ldy);
        b1.intoArray(y, yo + ldy + LENGTH);
        c1.intoArray(y, yo + ldy + 2 * LENGTH);
        d1.intoArray(y, yo + ldy + 3 * LENGTH);
        a2.intoArray(y, yo + 2 * ldy);
        b2.intoArray(y, yo + 2 * ldy + LENGTH);
        c2.intoArray(y, yo + 2 * ldy + 2 * LENGTH);
        d2.intoArray(y, yo + 2 * ldy + 3 * LENGTH);
        a3.intoArray(y, yo + 3 * ldy);
        b3.intoArray(y, yo + 3 * ldy + LENGTH);
        c3.intoArray(y, yo + 3 * ldy + 2 * LENGTH);
        d3.intoArray(y, yo + 3 * ldy + 3 * LENGTH);
        a4.intoArray(y, yo + 4 * ldy);
        b4.intoArray(y, yo + 4 * ldy + LENGTH);
        c4.intoArray(y, yo + 4 * ldy + 2 * LENGTH);
        d4.intoArray(y, yo + 4 * ldy + 3 * LENGTH);
        a5.intoArray(y, yo + 5 * ldy);
        b5.intoArray(y, yo + 5 * ldy + LENGTH);
        c5.intoArray(y, yo + 5 * ldy + 2 * LENGTH);
        d5.intoArray(y, yo + 5 * ldy + 3 * LENGTH);
    }

    private static void sixByTwo(int kc, float[] w, int wo, int[] at, float[] x, int xo,
            float[] y, int yo, int ldy) {
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector b3 = zero(SPECIES);
        FloatVector a4 = zero(SPECIES);
        FloatVector b4 = zero(SPECIES);
        FloatVector a5 = zero(SPECIES);
        FloatVector b5 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            int run = xo + at[k];
            FloatVector x0 = fromArray(SPECIES, x, run);
            FloatVector x1 = fromArray(SPECIES, x, run + LENGTH);
            FloatVector w0 = broadcast(SPECIES, w[wo + 6 * k]);
            a0 = w0.fma(x0, a0);
            b0 = w0.fma(x1, b0);
            FloatVector w1 = broadcast(SPECIES, w[wo + 6 * k + 1]);
            a1 = w1.fma(x0, a1);
            b1 = w1.fma(x1, b1);
            FloatVector w2 = broadcast(SPECIES, w[wo + 6 * k + 2]);
            a2 = w2.fma(x0, a2);
            b2 = w2.fma(x1, b2);
            FloatVector w3 = broadcast(SPECIES, w[wo + 6 * k + 3]);
            a3 = w3.fma(x0, a3);
            b3 = w3.fma(x1, b3);
            FloatVector w4 = broadcast(SPECIES, w[wo + 6 * k + 4]);
            a4 = w4.fma(x0, a4);
            b4 = w4.fma(x1, b4);
            FloatVector w5 = broadcast(SPECIES, w[wo + 6 * k + 5]);
            a5 = w5.fma(x0, a5);
            b5 = w5.fma(x1, b5);
        }
        a0.intoArray(y, yo);
        b0.intoArray(y, yo + LENGTH);
        a1.intoArray(y, yo + ldy);
        b1.intoArray(y, yo + ldy + LENGTH);
        a2.intoArray(y, yo + 2 * ldy);
        b2.intoArray(y, yo + 2 * ldy + LENGTH);
        a3.intoArray(y, yo + 3 * ldy);
        b3.intoArray(y, yo + 3 * ldy + LENGTH);
        a4.intoArray(y, yo + 4 * ldy);
        b4.intoArray(y, yo + 4 * ldy + LENGTH);
        a5.intoArray(y, yo + 5 * ldy);
        b5.intoArray(y, yo + 5 * ldy + LENGTH);
    }

    private static void fourByFour(int kc, float[] w, int wo, int[] at, float[] x, int xo,
            float[] y, int yo, int ldy) {
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector c0 = zero(SPECIES);
        FloatVector d0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector c1 = zero(SPECIES);
        FloatVector d1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        FloatVector c2 = zero(SPECIES);
        FloatVector d2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector b3 = zero(SPECIES);
        FloatVector c3 = zero(SPECIES);
        FloatVector d3 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            int run = xo + at[k];
            FloatVector x0 = fromArray(SPECIES, x, run);
            FloatVector x1 = fromArray(SPECIES, x, run + LENGTH);
            FloatVector x2 = fromArray(SPECIES, x, run + 2 * LENGTH);
            FloatVector x3 = fromArray(SPECIES, x, run + 3 * LENGTH);
            FloatVector w0 = broadcast(SPECIES, w[wo + 4 * k]);
            a0 = w0.fma(x0, a0);
            b0 = w0.fma(x1, b0);
            c0 = w0.fma(x2, c0);
            d0 = w0.fma(x3, d0);
            FloatVector w1 = broadcast(SPECIES, w[wo + 4 * k + 1]);
            a1 = w1.fma(x0, a1);
            b1 = w1.fma(x1, b1);
            c1 = w1.fma(x2, c1);
            d1 = w1.fma(x3, d1);
            FloatVector w2 = broadcast(SPECIES, w[wo + 4 * k + 2]);
            a2 = w2.fma(x0, a2);
            b2 = w2.fma(x1, b2);
            c2 = w2.fma(x2, c2);
            d2 = w2.fma(x3, d2);
            FloatVector w3 = broadcast(SPECIES, w[wo + 4 * k + 3]);
            a3 = w3.fma(x0, a3);
            b3 = w3.fma(x1, b3);
            c3 = w3.fma(x2, c3);
            d3 = w3.fma(x3, d3);
        }
        a0.intoArray(y, yo);
        b0.intoArray(y, yo + LENGTH);
        c0.intoArray(y, yo + 2 * LENGTH);
        d0.intoArray(y, yo + 3 * LENGTH);
        a1.intoArray(y, yo + ldy);
        b1.intoArray(y, yo + ldy + LENGTH);
        c1.intoArray(y, yo + ldy + 2 * LENGTH);
        d1.intoArray(y, yo + ldy + 3 * LENGTH);
        a2.intoArray(y, yo + 2 * ldy);
        b2.intoArray(y, yo + 2 * ldy + LENGTH);
        c2.intoArray(y, yo + 2 * ldy + 2 * LENGTH);
        d2.intoArray(y, yo + 2 * ldy + 3 * LENGTH);
        a3.intoArray(y, yo + 3 * ldy);
        b3.intoArray(y, yo + 3 * ldy + LENGTH);
        c3.intoArray(y, yo + 3 * ldy + 2 * LENGTH);
        d3.intoArray(y, yo + 3 * ldy + 3 * LENGTH);
    }

    private static void fourByTwo(int kc, float[] w, int wo, int step, int[] at, float[] x, int xo,
            float[] y, int yo, int ldy) {
        FloatVector a0 = zero(SPECIES);
        FloatVector b0 = zero(SPECIES);
        FloatVector a1 = zero(SPECIES);
        FloatVector b1 = zero(SPECIES);
        FloatVector a2 = zero(SPECIES);
        FloatVector b2 = zero(SPECIES);
        FloatVector a3 = zero(SPECIES);
        FloatVector b3 = zero(SPECIES);
        for (int k = 0; k < kc; k++) {
            int run = xo + at[k];
            FloatVector x0 = fromArray(SPECIES, x, run);
            FloatVector x1 = fromArray(SPECIES, x, run + LENGTH);
            FloatVector w0 = broadcast(SPECIES, w[wo + step * k]);
            a0 = w0.fma(x0, a0);
            b0 = w0.fma(x1, b0);
            FloatVector w1 = broadcast(SPECIES, w[wo + step * k + 1]);
            a1 = w1.fma(x0, a1);
            b1 = w1.fma(x1, b1);
            FloatVector w2 = broadcast(SPECIES, w[wo + step * k + 2]);
            a2 = w2.fma(x0, a2);
            b2 = w2.fma(x1, b2);
            FloatVector w3 = broadcast(SPECIES, w[wo + step * k + 3]);
            a3 = w3.fma(x0, a3);
            b3 = w3.fma(x1, b3);
        }
        a0.intoArray(y, yo);
        b0.intoArray(y, yo + LENGTH);
        a1.intoArray(y, yo + ldy);
        b1.intoArray(y, yo + ldy + LENGTH);
        a2.intoArray(y, yo + 2 * ldy);
        b2.intoArray(y, yo + 2 * ldy + LENGTH);
        a3.intoArray(y, yo + 3 * ldy);
        b3.intoArray(y, yo + 3 * ldy + LENGTH);
    }

    // Rows that there are not are taken to be the last one.
}
