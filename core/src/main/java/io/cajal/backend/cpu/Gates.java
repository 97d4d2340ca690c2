package io.cajal.backend.cpu;

/**
 * The inner loops of recurrent layers over the units of one row, n of them; see {@link io.cajal.backend.Recurrence}
 * for the formulas. Arrays come with the place where to begin, as in {@link Kernels}, and as there a plain and a
 * vector implementation return the same bits. The parts of a row of gates follow each other, n numbers each.
 */
interface Gates {
    /** y = σ(x + u). */
    void sigmoid(float[] x, int xo, float[] u, int uo, float[] y, int yo, int n);

    /** y = tanh(x + u). */
    void tanh(float[] x, int xo, float[] u, int uo, float[] y, int yo, int n);

    /** y = max(0, x + u). */
    void relu(float[] x, int xo, float[] u, int uo, float[] y, int yo, int n);

    /** y = tanh(x + r u). */
    void candidate(float[] x, int xo, float[] r, int ro, float[] u, int uo, float[] y, int yo, int n);

    /** c = f c′ + i g, of gates i, f, g, o; {@code old} is c′. */
    void cell(float[] gates, int at, float[] old, int oo, float[] c, int co, int n);

    /** h = o tanh c, of gates i, f, g, o. */
    void output(float[] gates, int at, float[] c, int co, float[] h, int ho, int n);

    /** h = n + z (h′ − n), of gates r, z, n; {@code old} is h′. */
    void mix(float[] gates, int at, float[] old, int oo, float[] h, int ho, int n);

    /** d = (g + u) (1 − y²). */
    void tanhBack(float[] g, int go, float[] u, int uo, float[] y, int yo, float[] d, int to, int n);

    /** d = g + u where y is above 0, else 0. */
    void reluBack(float[] g, int go, float[] u, int uo, float[] y, int yo, float[] d, int to, int n);

    /**
     * The gradients d of an LSTM's gates, from g + u, that of h, and {@code carried}, that of c, which becomes that of
     * c′; {@code t} is tanh c from its beginning on.
     */
    void lstmBack(float[] g, int go, float[] u, int uo, float[] gates, int at, float[] t, float[] old, int oo,
            float[] carried, int co, float[] d, int to, int n);

    /**
     * The gradients of a GRU's gates, from g + u, that of h, as parts of x (d) and of u (e); {@code carried} becomes what
     * h′ gets directly.
     */
    void gruBack(float[] g, int go, float[] u, int uo, float[] gates, int at, float[] old, int oo,
            float[] carried,
            int co, float[] d, float[] e, int to, int n);
}
