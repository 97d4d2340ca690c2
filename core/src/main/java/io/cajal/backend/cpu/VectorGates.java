package io.cajal.backend.cpu;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Gates} on the Vector API: {@link PlainGates} with vectors for numbers, operation by operation. */
final class VectorGates implements Gates {
    static final VectorGates INSTANCE = new VectorGates();

    private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
    private static final int LENGTH = VectorKernels.LENGTH;
    private static final PlainGates REST = PlainGates.INSTANCE;

    private VectorGates() {
    }

    @Override
    public void sigmoid(float[] x, int xo, float[] u, int uo, float[] y, int yo, int n) {
        int k = 0;
        for (; k <= n - LENGTH; k += LENGTH) {
            FloatVector sum = fromArray(SPECIES, x, xo + k).add(fromArray(SPECIES, u, uo + k));
            VectorKernels.sigmoid(sum).intoArray(y, yo + k);
        }
        REST.sigmoid(x, xo + k, u, uo + k, y, yo + k, n - k);
    }

    @Override
    public void tanh(float[] x, int xo, float[] u, int uo, float[] y, int yo, int n) {
        int k = 0;
        for (; k <= n - LENGTH; k += LENGTH) {
            FloatVector sum = fromArray(SPECIES, x, xo + k).add(fromArray(SPECIES, u, uo + k));
            VectorKernels.tanh(sum).intoArray(y, yo + k);
        }
        REST.tanh(x, xo + k, u, uo + k, y, yo + k, n - k);
    }

    @Override
    public void relu(float[] x, int xo, float[] u, int uo, float[] y, int yo, int n) {
        int k = 0;
        for (; k <= n - LENGTH; k += LENGTH) {
            FloatVector sum = fromArray(SPECIES, x, xo + k).add(fromArray(SPECIES, u, uo + k));
            sum.max(0).intoArray(y, yo + k);
        }
        REST.relu(x, xo + k, u, uo + k, y, yo + k, n - k);
    }

    @Override
    public void candidate(float[] x, int xo, float[] r, int ro, float[] u, int uo, float[] y, int yo, int n) {
        int k = 0;
        for (; k <= n - LENGTH; k += LENGTH) {
            FloatVector sum = fromArray(SPECIES, r, ro + k).fma(fromArray(SPECIES, u, uo + k),
                    fromArray(SPECIES, x, xo + k));
            VectorKernels.tanh(sum).intoArray(y, yo + k);
        }
        REST.candidate(x, xo + k, r, ro + k, u, uo + k, y, yo + k, n - k);
    }

    @Override
    public void cell(float[] gates, int at, float[] old, int oo, float[] c, int co, int n) {
        int k = 0;
        for (; k <= n - LENGTH; k += LENGTH) {
            FloatVector made = fromArray(SPECIES, gates, at + k)
                    .mul(fromArray(SPECIES, gates, at + 2 * n + k));
            fromArray(SPECIES, gates, at + n + k).fma(fromArray(SPECIES, old, oo + k), made).intoArray(c,
                    co + k);
        }
        PlainGates.cells(gates, at, old, oo, c, co, k, n);
    }

    @Override
    public void output(float[] gates, int at, float[] c, int co, float[] h, int ho, int n) {
        int k = 0;
        for (; k <= n - LENGTH; k += LENGTH) {
            FloatVector t = VectorKernels.tanh(fromArray(SPECIES, c, co + k));
            fromArray(SPECIES, gates, at + 3 * n + k).mul(t).intoArray(h, ho + k);
        }
        PlainGates.outputs(gates, at, c, co, h, ho, k, n);
    }

    @Override
    public void mix(float[] gates, int at, float[] old, int oo, float[] h, int ho, int n) {
        int k = 0;
        for (; k <= n - LENGTH; k += LENGTH) {
            FloatVector candidate = fromArray(SPECIES, gates, at + 2 * n + k);
            FloatVector z = fromArray(SPECIES, gates, at + n + k);
            z.fma(fromArray(SPECIES, old, oo + k).sub(candidate), candidate).intoArray(h, ho + k);
        }
        PlainGates.mixed(gates, at, old, oo, h, ho, k, n);
    }

    /** 1 − y². */
    private static FloatVector slope(FloatVector y) {
        return y.neg().fma(y, FloatVector.broadcast(SPECIES, 1));
    }

    /** 1 − y. */
    private static FloatVector rest(FloatVector y) {
        return FloatVector.broadcast(SPECIES, 1).sub(y);
    }

    @Override
    public void tanhBack(float[] g, int go, float[] u, int uo, float[] y, int yo, float[] d, int to, int n) {
        int k = 0;
        for (; k <= n - LENGTH; k += LENGTH) {
            FloatVector h = fromArray(SPECIES, g, go + k).add(fromArray(SPECIES, u, uo + k));
            h.mul(slope(fromArray(SPECIES, y, yo + k))).intoArray(d, to + k);
        }
        REST.tanhBack(g, go + k, u, uo + k, y, yo + k, d, to + k, n - k);
    }

    @Override
    public void reluBack(float[] g, int go, float[] u, int uo, float[] y, int yo, float[] d, int to, int n) {
        int k = 0;
        for (; k <= n - LENGTH; k += LENGTH) {
            FloatVector h = fromArray(SPECIES, g, go + k).add(fromArray(SPECIES, u, uo + k));
            FloatVector none = zero(SPECIES);
            none.blend(h, fromArray(SPECIES, y, yo + k).compare(VectorOperators.GT, none)).intoArray(d,
                    to + k);
        }
        REST.reluBack(g, go + k, u, uo + k, y, yo + k, d, to + k, n - k);
    }

    @Override
    public void lstmBack(float[] g, int go, float[] u, int uo, float[] gates, int at, float[] t, float[] old,
            int oo,
            float[] carried, int co, float[] d, int to, int n) {
        int k = 0;
        for (; k <= n - LENGTH; k += LENGTH) {
            FloatVector i = fromArray(SPECIES, gates, at + k);
            FloatVector f = fromArray(SPECIES, gates, at + n + k);
            FloatVector made = fromArray(SPECIES, gates, at + 2 * n + k);
            FloatVector o = fromArray(SPECIES, gates, at + 3 * n + k);
            FloatVector h = fromArray(SPECIES, g, go + k).add(fromArray(SPECIES, u, uo + k));
            FloatVector tanh = fromArray(SPECIES, t, k);
            FloatVector c = h.mul(o).fma(slope(tanh), fromArray(SPECIES, carried, co + k));
            FloatVector ci = c.mul(i);
            FloatVector cf = c.mul(f);
            ci.mul(made).mul(rest(i)).intoArray(d, to + k);
            cf.mul(fromArray(SPECIES, old, oo + k)).mul(rest(f)).intoArray(d, to + n + k);
            ci.mul(slope(made)).intoArray(d, to + 2 * n + k);
            h.mul(tanh).mul(o.mul(rest(o))).intoArray(d, to + 3 * n + k);
            cf.intoArray(carried, co + k);
        }
        PlainGates.lstmBacks(g, go, u, uo, gates, at, t, old, oo, carried, co, d, to, k, n);
    }

    @Override
    public void gruBack(float[] g, int go, float[] u, int uo, float[] gates, int at, float[] old, int oo,
            float[] carried, int co, float[] d, float[] e, int to, int n) {
        int k = 0;
        for (; k <= n - LENGTH; k += LENGTH) {
            FloatVector r = fromArray(SPECIES, gates, at + k);
            FloatVector z = fromArray(SPECIES, gates, at + n + k);
            FloatVector candidate = fromArray(SPECIES, gates, at + 2 * n + k);
            FloatVector h = fromArray(SPECIES, g, go + k).add(fromArray(SPECIES, u, uo + k));
            FloatVector hz = h.mul(z);
            FloatVector ofN = h.mul(rest(z)).mul(slope(candidate));
            FloatVector ofU = ofN.mul(r);
            FloatVector ofR = ofU.mul(fromArray(SPECIES, gates, at + 3 * n + k)).mul(rest(r));
            FloatVector ofZ = hz.mul(fromArray(SPECIES, old, oo + k).sub(candidate)).mul(rest(z));
            ofR.intoArray(d, to + k);
            ofR.intoArray(e, to + k);
            ofZ.intoArray(d, to + n + k);
            ofZ.intoArray(e, to + n + k);
            ofN.intoArray(d, to + 2 * n + k);
            ofU.intoArray(e, to + 2 * n + k);
            hz.intoArray(carried, co + k);
        }
        PlainGates.gruBacks(g, go, u, uo, gates, at, old, oo, carried, co, d, e, to, k, n);
    }
}
