package io.cajal.backend.cpu;

import static java.lang.Math.fma;

/** The scalar twin of {@link VectorGates}, which leaves to it the units that do not fill a vector. */
final class PlainGates implements Gates {
    static final PlainGates INSTANCE = new PlainGates();

    private PlainGates() {
    }

    @Override
    public void sigmoid(float[] x, int xo, float[] u, int uo, float[] y, int yo, int n) {
        for (int k = 0; k < n; k++) {
            y[yo + k] = PlainKernels.sigmoid(x[xo + k] + u[uo + k]);
        }
    }

    @Override
    public void tanh(float[] x, int xo, float[] u, int uo, float[] y, int yo, int n) {
        for (int k = 0; k < n; k++) {
            y[yo + k] = PlainKernels.tanh(x[xo + k] + u[uo + k]);
        }
    }

    @Override
    public void relu(float[] x, int xo, float[] u, int uo, float[] y, int yo, int n) {
        for (int k = 0; k < n; k++) {
            y[yo + k] = Math.max(x[xo + k] + u[uo + k], 0);
        }
    }

    @Override
    public void candidate(float[] x, int xo, float[] r, int ro, float[] u, int uo, float[] y, int yo, int n) {
        for (int k = 0; k < n; k++) {
            y[yo + k] = PlainKernels.tanh(fma(r[ro + k], u[uo + k], x[xo + k]));
        }
    }

    @Override
    public void cell(float[] gates, int at, float[] old, int oo, float[] c, int co, int n) {
        cells(gates, at, old, oo, c, co, 0, n);
    }

    static void cells(float[] gates, int at, float[] old, int oo, float[] c, int co, int from, int n) {
        for (int k = from; k < n; k++) {
            c[co + k] = fma(gates[at + n + k], old[oo + k], gates[at + k] * gates[at + 2 * n + k]);
        }
    }

    @Override
    public void output(float[] gates, int at, float[] c, int co, float[] h, int ho, int n) {
        outputs(gates, at, c, co, h, ho, 0, n);
    }

    static void outputs(float[] gates, int at, float[] c, int co, float[] h, int ho, int from, int n) {
        for (int k = from; k < n; k++) {
            h[ho + k] = gates[at + 3 * n + k] * PlainKernels.tanh(c[co + k]);
        }
    }

    @Override
    public void mix(float[] gates, int at, float[] old, int oo, float[] h, int ho, int n) {
        mixed(gates, at, old, oo, h, ho, 0, n);
    }

    static void mixed(float[] gates, int at, float[] old, int oo, float[] h, int ho, int from, int n) {
        for (int k = from; k < n; k++) {
            float candidate = gates[at + 2 * n + k];
            h[ho + k] = fma(gates[at + n + k], old[oo + k] - candidate, candidate);
        }
    }

    @Override
    public void tanhBack(float[] g, int go, float[] u, int uo, float[] y, int yo, float[] d, int to, int n) {
        for (int k = 0; k < n; k++) {
            d[to + k] = (g[go + k] + u[uo + k]) * fma(-y[yo + k], y[yo + k], 1);
        }
    }

    @Override
    public void reluBack(float[] g, int go, float[] u, int uo, float[] y, int yo, float[] d, int to, int n) {
        for (int k = 0; k < n; k++) {
            d[to + k] = y[yo + k] > 0 ? g[go + k] + u[uo + k] : 0;
        }
    }

    @Override
    public void lstmBack(float[] g, int go, float[] u, int uo, float[] gates, int at, float[] t, float[] old,
            int oo,
            float[] carried, int co, float[] d, int to, int n) {
        lstmBacks(g, go, u, uo, gates, at, t, old, oo, carried, co, d, to, 0, n);
    }

    static void lstmBacks(float[] g, int go, float[] u, int uo, float[] gates, int at, float[] t, float[] old,
            int oo, float[] carried, int co, float[] d, int to, int from, int n) {
        for (int k = from; k < n; k++) {
            float i = gates[at + k];
            float f = gates[at + n + k];
            float made = gates[at + 2 * n + k];
            float o = gates[at + 3 * n + k];
            float h = g[go + k] + u[uo + k];
            float c = fma(h * o, fma(-t[k], t[k], 1), carried[co + k]);
            float ci = c * i;
            float cf = c * f;
            d[to + k] = ci * made * (1 - i);
            d[to + n + k] = cf * old[oo + k] * (1 - f);
            d[to + 2 * n + k] = ci * fma(-made, made, 1);
            d[to + 3 * n + k] = h * t[k] * (o * (1 - o));
            carried[co + k] = cf;
        }
    }

    @Override
    public void gruBack(float[] g, int go, float[] u, int uo, float[] gates, int at, float[] old, int oo,
            float[] carried, int co, float[] d, float[] e, int to, int n) {
        gruBacks(g, go, u, uo, gates, at, old, oo, carried, co, d, e, to, 0, n);
    }

    static void gruBacks(float[] g, int go, float[] u, int uo, float[] gates, int at, float[] old, int oo,
            float[] carried, int co, float[] d, float[] e, int to, int from, int n) {
        for (int k = from; k < n; k++) {
            float r = gates[at + k];
            float z = gates[at + n + k];
            float candidate = gates[at + 2 * n + k];
            float h = g[go + k] + u[uo + k];
            float hz = h * z;
            float ofN = h * (1 - z) * fma(-candidate, candidate, 1);
            float ofU = ofN * r;
            float ofR = ofU * gates[at + 3 * n + k] * (1 - r);
            float ofZ = hz * (old[oo + k] - candidate) * (1 - z);
            d[to + k] = ofR;
            e[to + k] = ofR;
            d[to + n + k] = ofZ;
            e[to + n + k] = ofZ;
            d[to + 2 * n + k] = ofN;
            e[to + 2 * n + k] = ofU;
            carried[co + k] = hz;
        }
    }
}
