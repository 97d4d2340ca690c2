package io.cajal.nn.activation;

import io.cajal.backend.cpu.Elementwise;
import io.cajal.backend.cpu.Kernels;
import io.cajal.base.Special;
import io.cajal.tensor.Tensor;

/**
 * The Gaussian error linear unit x·Φ(x), Φ being the standard normal distribution function and φ its density
 * (Hendrycks and Gimpel 2016), in [−0.17, ∞), derivative Φ(x) + x·φ(x).
 *
 * <p>The usual choice in Transformers. It lets an input through in proportion to how large it is among
 * others, smoothly, and is a little negative around −0.75. Dearer than {@link Relu}, which it seldom beats in
 * small networks.
 *
 * @param approximate whether to take ½x(1 + tanh(√(2/π)(x + 0.044715x³))), which differs by 0.0005 at most:
 *    for weights that were trained with it, such as GPT-2's (in PyTorch, {@code approximate="tanh"})
 */
public record Gelu(boolean approximate) implements Activation {
    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);
    /** From here on tanh is 1 in float. */
    private static final float FAR = 100;
    private static final double SCALE = Math.sqrt(2 / Math.PI);
    private static final double CUBE = 0.044715;
    /** Numbers that one loop after the other finds in the innermost cache. */
    private static final int SOME = 1024;

    /** The exact form. */
    public Gelu() {
        this(false);
    }

    @Override
    public double at(double x) {
        return approximate ? 0.5 * x * (1 + StrictMath.tanh(inner(x))) : x * cumulative(x);
    }

    @Override
    public double slope(double x, double y) {
        return approximate ? approximateSlope(x)
                : cumulative(x) + x * StrictMath.exp(-x * x / 2) * DENSITY;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return approximate ? approximateSlope(x)
                : x.mul(Math.sqrt(0.5)).erf().add(1).mul(0.5)
                        .add(x.square().mul(-0.5).exp().mul(x).mul(DENSITY));
    }

    private static double cumulative(double x) {
        return (1 + Special.erf(x * Math.sqrt(0.5))) / 2;
    }

    private static double inner(double x) {
        return SCALE * (x + CUBE * x * x * x);
    }

    private static double approximateSlope(double x) {
        double t = StrictMath.tanh(inner(x));
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * SCALE * (1 + 3 * CUBE * x * x);
    }

    private static Tensor approximateSlope(Tensor x) {
        Tensor t = x.pow(3).mul(CUBE).add(x).mul(SCALE).tanh();
        Tensor innerSlope = x.square().mul(3 * CUBE).add(1).mul(SCALE);
        return t.add(1).mul(0.5).add(x.mul(0.5).mul(t.square().neg().add(1)).mul(innerSlope));
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        cumulative(x, xo, y, yo, n);
        Elementwise.of(n).mul(x, xo, y, yo, y, yo, n);
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        if (approximate) {
            bend(x, from, out, from, to - from);
            for (int i = from; i < to; i++) {
                float t = out[i];
                float v = Math.max(-FAR, Math.min(FAR, x[i])); // there t is ±1, and v² may not overflow
                float innerSlope = (float) SCALE * (1 + (float) (3 * CUBE) * v * v);
                out[i] = g[i] * 0.5f * (1 + t + v * (1 - t * t) * innerSlope);
            }
            return;
        }
        Elementwise loops = Elementwise.of(to - from);
        float[] shares = new float[Math.min(SOME, to - from)];
        for (int at = from; at < to; at += SOME) {
            int n = Math.min(SOME, to - at);
            cumulative(x, at, shares, 0, n);
            loops.square(x, at, out, at, n);
            loops.affine(-0.5f, 0, out, at, out, at, n);
            Kernels.best().exp(out, at, out, at, n);
            loops.mul(x, at, out, at, out, at, n);
            loops.affine((float) DENSITY, 0, out, at, out, at, n);
            loops.add(shares, 0, out, at, out, at, n);
            loops.mul(g, at, out, at, out, at, n);
        }
    }

    /** Φ(x). */
    private void cumulative(float[] x, int xo, float[] y, int yo, int n) {
        bend(x, xo, y, yo, n);
        Elementwise.of(n).affine(0.5f, 0.5f, y, yo, y, yo, n);
    }

    /** 2Φ(x) − 1: by erf, or nearly so by tanh. */
    private void bend(float[] x, int xo, float[] y, int yo, int n) {
        Elementwise loops = Elementwise.of(n);
        if (approximate) {
            loops.square(x, xo, y, yo, n);
            loops.affine((float) (SCALE * CUBE), (float) SCALE, y, yo, y, yo, n);
            loops.mul(x, xo, y, yo, y, yo, n);
            Kernels.best().tanh(y, yo, y, yo, n);
        } else {
            loops.affine((float) Math.sqrt(0.5), 0, x, xo, y, yo, n);
            Kernels.best().erf(y, yo, y, yo, n);
        }
    }
}
