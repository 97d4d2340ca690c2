package io.cajal.backend.cpu;

import static io.cajal.backend.cpu.Coefficients.*;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.*;

import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels} on the Vector API: {@link PlainKernels} with vectors for numbers, operation by operation.
 * The elements that do not fill a last vector are left to the twin, which gives the same bits.
 */
final class VectorKernels implements Kernels {
    /** As wide as the hardware is fast with, but not beyond {@link Kernels#LANES}. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() > LANES
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;
    static final int LENGTH = SPECIES.length();

    /** The first so many lanes: made once, as a mask that is made in a loop would be an object. */
    static final List<VectorMask<Float>> FIRST = IntStream.rangeClosed(0, LENGTH)
            .mapToObj(n -> SPECIES.indexInRange(0, n)).toList();

    static final VectorKernels INSTANCE = new VectorKernels();

    private static final int SIGN = 0x80000000;
    /** Numbers that two loops, one after the other, find in the innermost cache; whole vectors. */
    private static final int SOME = 512;

    private VectorKernels() {
    }

    @Override
    public String name() {
        return "vector, " + SPECIES.vectorBitSize() + " bits";
    }

    // Functions of one vector. The compiler must inline all of a loop, as vectors that cross a call are
    // allocated: no method may exceed 325 bytes, and some 40 vector operations are the most that fit.

    private static FloatVector exp(FloatVector x) {
        x = x.max(EXP_MIN).min(EXP_MAX);
        FloatVector shifted = x.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
        IntVector k = shifted.reinterpretAsInts().sub(ROUND_BITS);
        FloatVector p = expm1Reduced(x, shifted.sub(ROUND)).add(1);
        IntVector half = k.lanewise(ASHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(k.sub(half)));
    }

    private static FloatVector expm1Reduced(FloatVector x, FloatVector n) {
        FloatVector r = n.fma(broadcast(SPECIES, -LN2_HI), x);
        r = n.fma(broadcast(SPECIES, -LN2_LO), r);
        FloatVector q = broadcast(SPECIES, E4);
        q = q.fma(r, broadcast(SPECIES, E3));
        q = q.fma(r, broadcast(SPECIES, E2));
        q = q.fma(r, broadcast(SPECIES, E1));
        q = q.fma(r, broadcast(SPECIES, E0));
        return r.mul(r).fma(q, r);
    }

    private static FloatVector powerOfTwo(IntVector k) {
        return k.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
    }

    private static FloatVector expm1(FloatVector x) {
        return withSign(expm1InRange(x.max(EXPM1_MIN).min(EXP_MAX)), x);
    }

    private static FloatVector expm1InRange(FloatVector x) {
        FloatVector shifted = x.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
        IntVector k = shifted.reinterpretAsInts().sub(ROUND_BITS);
        FloatVector e = expm1Reduced(x, shifted.sub(ROUND));
        FloatVector half = powerOfTwo(k.sub(1));
        return half.fma(e, half.sub(0.5f)).mul(2);
    }

    private static FloatVector withSign(FloatVector magnitude, FloatVector sign) {
        IntVector bits = magnitude.reinterpretAsInts().and(~SIGN);
        return bits.or(sign.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
    }

    private static FloatVector log(FloatVector x) {
        var denormal = x.lt(Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(TWO_POW_23), denormal).reinterpretAsInts();
        IntVector k = bits.sub(SQRT_HALF_BITS).lanewise(ASHR, 23);
        FloatVector f = bits.sub(k.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1);
        FloatVector n = (FloatVector) k.convert(I2F, 0);
        n = n.blend(n.sub(23), denormal);
        FloatVector square = f.mul(f);
        FloatVector low = square.mul(f).fma(logPolynomial(f), n.mul(LN2_LO));
        low = square.fma(broadcast(SPECIES, -0.5f), low).add(f);
        FloatVector y = n.fma(broadcast(SPECIES, LN2_HI), low);
        y = x.blend(y, x.lt(Float.POSITIVE_INFINITY));
        y = y.blend(Float.NaN, x.lt(0));
        return y.blend(Float.NEGATIVE_INFINITY, x.eq(0));
    }

    private static FloatVector logPolynomial(FloatVector f) {
        FloatVector q = broadcast(SPECIES, L7);
        q = q.fma(f, broadcast(SPECIES, L6));
        q = q.fma(f, broadcast(SPECIES, L5));
        q = q.fma(f, broadcast(SPECIES, L4));
        q = q.fma(f, broadcast(SPECIES, L3));
        q = q.fma(f, broadcast(SPECIES, L2));
        q = q.fma(f, broadcast(SPECIES, L1));
        return q.fma(f, broadcast(SPECIES, L0));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector t = expm1InRange(x.abs().min(TANH_MAX).mul(2));
        return withSign(t.div(t.add(2)), x);
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        return broadcast(SPECIES, 1).blend(e, x.lt(0)).div(e.add(1));
    }

    private static FloatVector erf(FloatVector x) {
        FloatVector a = x.abs().min(ERF_MAX);
        FloatVector q = broadcast(SPECIES, G8);
        q = q.fma(a, broadcast(SPECIES, G7));
        q = q.fma(a, broadcast(SPECIES, G6));
        q = q.fma(a, broadcast(SPECIES, G5));
        q = q.fma(a, broadcast(SPECIES, G4));
        q = q.fma(a, broadcast(SPECIES, G3));
        q = q.fma(a, broadcast(SPECIES, G2));
        q = q.fma(a, broadcast(SPECIES, G1));
        q = q.fma(a, broadcast(SPECIES, G0));
        return withSign(expm1InRange(a.mul(q)), x);
    }

    @Override
    public void exp(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            exp(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
        }
        PlainKernels.INSTANCE.exp(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void expm1(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            expm1(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
        }
        PlainKernels.INSTANCE.expm1(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void log(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            log(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
        }
        PlainKernels.INSTANCE.log(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void tanh(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            tanh(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
        }
        PlainKernels.INSTANCE.tanh(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            sigmoid(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
        }
        PlainKernels.INSTANCE.sigmoid(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void softplus(float[] x, int xo, float[] y, int yo, int n) {
        float[] e = Scratch.mine().exponentials(SOME);
        int whole = n - n % LENGTH;
        for (int from = 0; from < whole; from += SOME) {
            int count = Math.min(SOME, whole - from);
            expOfMinus(x, xo + from, e, count);
            addLog1p(x, xo + from, e, y, yo + from, count);
        }
        PlainKernels.INSTANCE.softplus(x, xo + whole, y, yo + whole, n - whole);
    }

    /** e = exp −|x| */
    private static void expOfMinus(float[] x, int xo, float[] e, int n) {
        for (int i = 0; i < n; i += LENGTH) {
            exp(fromArray(SPECIES, x, xo + i).abs().neg()).intoArray(e, i);
        }
    }

    /**
     * y = max(x, 0) + ln(1 + e): {@link #log(FloatVector)} without the cases that cannot be, and with its polynomial
     * written out. Larger than what the compiler inlines, so that it compiles this loop apart from the one above: in one
     * piece they are more than it inlines the vectors' methods into.
     */
    private static void addLog1p(float[] x, int xo, float[] e, float[] y, int yo, int n) {
        for (int i = 0; i < n; i += LENGTH) {
            FloatVector small = fromArray(SPECIES, e, i);
            FloatVector u = small.add(1);
            IntVector bits = u.reinterpretAsInts();
            IntVector k = bits.sub(SQRT_HALF_BITS).lanewise(ASHR, 23);
            FloatVector f = bits.sub(k.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1);
            FloatVector q = broadcast(SPECIES, L7);
            q = q.fma(f, broadcast(SPECIES, L6));
            q = q.fma(f, broadcast(SPECIES, L5));
            q = q.fma(f, broadcast(SPECIES, L4));
            q = q.fma(f, broadcast(SPECIES, L3));
            q = q.fma(f, broadcast(SPECIES, L2));
            q = q.fma(f, broadcast(SPECIES, L1));
            q = q.fma(f, broadcast(SPECIES, L0));
            FloatVector power = (FloatVector) k.convert(I2F, 0);
            FloatVector square = f.mul(f);
            FloatVector low = square.mul(f).fma(q, power.mul(LN2_LO));
            low = square.fma(broadcast(SPECIES, -0.5f), low).add(f);
            FloatVector log = power.fma(broadcast(SPECIES, LN2_HI), low);
            FloatVector above = u.sub(1);
            log = log.mul(small.div(above)).blend(small, above.eq(0));
            fromArray(SPECIES, x, xo + i).max(0).add(log).intoArray(y, yo + i);
        }
    }

    @Override
    public void erf(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            erf(fromArray(SPECIES, x, xo + i)).intoArray(y, yo + i);
        }
        PlainKernels.INSTANCE.erf(x, xo + i, y, yo + i, n - i);
    }

    // Reductions. Vectors narrower than LANES pass over the array once for each part of the lanes, which
    // leaves the order of additions as it is and needs no code for each width.

    @Override
    public float expMinus(float[] x, int xo, float max, float[] y, int yo, int n) {
        float[] lanes = PlainKernels.zeroLanes();
        int whole = n & -LANES;
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            expLanes(x, xo, max, y, yo, whole, lanes, lane);
            int left = n - whole - lane;
            if (left > 0) {
                expTail(x, xo + whole + lane, max, y, yo + whole + lane, Math.min(left, LENGTH), lanes, lane);
            }
        }
        return PlainKernels.sumOfLanes(lanes);
    }

    /** By a vector as well, as rows of a few classes are no more than this. */
    private static void expTail(float[] x, int xo, float max, float[] y, int yo, int n, float[] lanes,
            int lane) {
        VectorMask<Float> used = FIRST.get(n);
        FloatVector e = exp(fromArray(SPECIES, x, xo, used).sub(max));
        e.intoArray(y, yo, used);
        fromArray(SPECIES, lanes, lane).add(e, used).intoArray(lanes, lane);
    }

    // A vector that lives through a loop gets a method with no other loop: in a nest the compiler may keep it
    // as an object.

    private static void expLanes(float[] x, int xo, float max, float[] y, int yo, int whole, float[] lanes,
            int lane) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = lane; i < whole; i += LANES) {
            FloatVector e = exp(fromArray(SPECIES, x, xo + i).sub(max));
            e.intoArray(y, yo + i);
            sum = sum.add(e);
        }
        sum.intoArray(lanes, lane);
    }

    @Override
    public float sum(float[] x, int xo, int n) {
        float[] lanes = PlainKernels.zeroLanes();
        int whole = n & -LANES;
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            sumLanes(x, xo + lane, xo + whole, lanes, lane);
        }
        for (int i = whole; i < n; i++) {
            lanes[i - whole] += x[xo + i];
        }
        return PlainKernels.sumOfLanes(lanes);
    }

    private static void sumLanes(float[] x, int from, int to, float[] lanes, int lane) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = from; i < to; i += LANES) {
            sum = sum.add(fromArray(SPECIES, x, i));
        }
        sum.intoArray(lanes, lane);
    }

    @Override
    public float dot(float[] x, int xo, float[] y, int yo, int n) {
        float[] lanes = PlainKernels.zeroLanes();
        int whole = n & -LANES;
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            dotLanes(x, xo + lane, y, yo + lane, whole - lane, lanes, lane);
        }
        for (int i = whole; i < n; i++) {
            lanes[i - whole] = Math.fma(x[xo + i], y[yo + i], lanes[i - whole]);
        }
        return PlainKernels.sumOfLanes(lanes);
    }

    private static void dotLanes(float[] x, int xo, float[] y, int yo, int n, float[] lanes, int lane) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            sum = fromArray(SPECIES, x, xo + i).fma(fromArray(SPECIES, y, yo + i), sum);
        }
        sum.intoArray(lanes, lane);
    }

    @Override
    public float dotFrom(float[] x, int xo, float mx, float[] y, int yo, float my, int n) {
        float[] lanes = PlainKernels.zeroLanes();
        int whole = n & -LANES;
        for (int lane = 0; lane < LANES; lane += LENGTH) {
            dotFromLanes(x, xo + lane, mx, y, yo + lane, my, whole - lane, lanes, lane);
        }
        for (int i = whole; i < n; i++) {
            lanes[i - whole] = Math.fma(x[xo + i] - mx, y[yo + i] - my, lanes[i - whole]);
        }
        return PlainKernels.sumOfLanes(lanes);
    }

    private static void dotFromLanes(float[] x, int xo, float mx, float[] y, int yo, float my, int n,
            float[] lanes, int lane) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            FloatVector left = fromArray(SPECIES, x, xo + i).sub(mx);
            sum = left.fma(fromArray(SPECIES, y, yo + i).sub(my), sum);
        }
        sum.intoArray(lanes, lane);
    }

    /** In any order: the largest is the largest. */
    @Override
    public float max(float[] x, int xo, int n) {
        FloatVector max = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            max = max.max(fromArray(SPECIES, x, xo + i));
        }
        return Math.max(max.reduceLanes(MAX), PlainKernels.INSTANCE.max(x, xo + i, n - i));
    }

    @Override
    public void relu(float[] x, int xo, float[] y, int yo, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xo + i);
            v.blend(0, v.compare(LE, 0)).intoArray(y, yo + i);
        }
        PlainKernels.INSTANCE.relu(x, xo + i, y, yo + i, n - i);
    }

    @Override
    public void gate(float[] g, float[] x, float[] out, int from, int to) {
        int i = from;
        for (; i <= to - LENGTH; i += LENGTH) {
            FloatVector zero = FloatVector.zero(SPECIES);
            zero.blend(fromArray(SPECIES, g, i), fromArray(SPECIES, x, i).compare(GT, zero)).intoArray(out,
                    i);
        }
        PlainKernels.INSTANCE.gate(g, x, out, i, to);
    }

    @Override
    public void axpy(float alpha, float[] x, int xo, float[] y, int yo, int n) {
        FloatVector a = broadcast(SPECIES, alpha);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            a.fma(fromArray(SPECIES, x, xo + i), fromArray(SPECIES, y, yo + i)).intoArray(y, yo + i);
        }
        PlainKernels.INSTANCE.axpy(alpha, x, xo + i, y, yo + i, n - i);
    }
}
