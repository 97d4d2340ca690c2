package io.cajal.nn.activation;

import io.cajal.backend.cpu.Kernels;
import io.cajal.base.Special;
import io.cajal.tensor.Tensor;

/**
 * The Gaussian error linear unit x·Φ(x), Φ being the standard normal distribution (Hendrycks and Gimpel 2016);
 * exactly, by erf, or by their approximation ½x(1 + tanh(√(2/π)(x + 0.044715x³))). Derivative of the exact
 * form: Φ(x) + x·φ(x).
 */
public record Gelu(boolean approximate) implements Activation {
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
    private static final double SCALE = Math.sqrt(2 / Math.PI);
    private static final double CUBE = 0.044715;

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
                : cumulative(x) + x * StrictMath.exp(-x * x / 2) / ROOT_TWO_PI;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return approximate ? approximateSlope(x)
                : x.div(Math.sqrt(2)).erf().add(1).mul(0.5)
                        .add(x.square().mul(-0.5).exp().mul(x).div(ROOT_TWO_PI));
    }

    private static double cumulative(double x) {
        return (1 + Special.erf(x / Math.sqrt(2))) / 2;
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
        float[] part = new float[n];
        for (int i = 0; i < n; i++) {
            float v = x[xo + i];
            part[i] = approximate ? (float) SCALE * (v + (float) CUBE * v * v * v)
                    : v * (float) Math.sqrt(0.5);
        }
        if (approximate) {
            Kernels.best().tanh(part, 0, part, 0, n);
        } else {
            Kernels.best().erf(part, 0, part, 0, n);
        }
        for (int i = 0; i < n; i++) {
            y[yo + i] = 0.5f * x[xo + i] * (1 + part[i]);
        }
    }
}
