package io.cajal.tensor;

import io.cajal.backend.cpu.Kernels;
import io.cajal.base.Special;
import io.cajal.tensor.Elementary.FromResult;

/**
 * Powers, exponentials, logarithms, angles and what is made of them, in the three forms that {@link
 * Elementary} describes. They go through {@link StrictMath} or Cajal's own kernels, never through {@link
 * Math}, whose last bits differ between machines.
 */
final class Transcendental {
    static final Tanh TANH = new Tanh();
    static final Sigmoid SIGMOID = new Sigmoid();

    private Transcendental() {
    }

    /** x^p for a constant p */
    record Power(double p) implements UnaryOp {
        @Override
        public double at(double x) {
            return StrictMath.pow(x, p);
        }

        @Override
        public double slope(double x, double y) {
            return p == 0 ? 0 : p * StrictMath.pow(x, p - 1);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return p == 0 ? x.filled(0) : x.pow(p - 1).mul(p);
        }
    }

    /** eˣ */
    record Exp() implements FromResult {
        @Override
        public double at(double x) {
            return StrictMath.exp(x);
        }

        @Override
        public double slope(double x, double y) {
            return y;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return y;
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Kernels.best().exp(x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = g[i] * y[i];
            }
        }
    }

    /** eˣ − 1, exact near 0 */
    record Expm1() implements FromResult {
        @Override
        public double at(double x) {
            return StrictMath.expm1(x);
        }

        @Override
        public double slope(double x, double y) {
            return y + 1;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return y.add(1);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = g[i] * (y[i] + 1);
            }
        }
    }

    /** ln x */
    record Log() implements UnaryOp {
        @Override
        public double at(double x) {
            return StrictMath.log(x);
        }

        @Override
        public double slope(double x, double y) {
            return 1 / x;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.reciprocal();
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Kernels.best().log(x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = g[i] / x[i];
            }
        }
    }

    /** ln(1 + x), exact near 0 */
    record Log1p() implements UnaryOp {
        @Override
        public double at(double x) {
            return StrictMath.log1p(x);
        }

        @Override
        public double slope(double x, double y) {
            return 1 / (1 + x);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.add(1).reciprocal();
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = g[i] / (1 + x[i]);
            }
        }
    }

    /** sin x */
    record Sin() implements UnaryOp {
        @Override
        public double at(double x) {
            return StrictMath.sin(x);
        }

        @Override
        public double slope(double x, double y) {
            return StrictMath.cos(x);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.cos();
        }
    }

    /** cos x */
    record Cos() implements UnaryOp {
        @Override
        public double at(double x) {
            return StrictMath.cos(x);
        }

        @Override
        public double slope(double x, double y) {
            return -StrictMath.sin(x);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.sin().neg();
        }
    }

    /** tan x */
    record Tan() implements FromResult {
        @Override
        public double at(double x) {
            return StrictMath.tan(x);
        }

        @Override
        public double slope(double x, double y) {
            return 1 + y * y;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return y.square().add(1);
        }
    }

    /** arcsin x */
    record Asin() implements UnaryOp {
        @Override
        public double at(double x) {
            return StrictMath.asin(x);
        }

        @Override
        public double slope(double x, double y) {
            return 1 / Math.sqrt(1 - x * x);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.square().neg().add(1).sqrt().reciprocal();
        }
    }

    /** arccos x */
    record Acos() implements UnaryOp {
        @Override
        public double at(double x) {
            return StrictMath.acos(x);
        }

        @Override
        public double slope(double x, double y) {
            return -1 / Math.sqrt(1 - x * x);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.square().neg().add(1).sqrt().reciprocal().neg();
        }
    }

    /** arctan x */
    record Atan() implements UnaryOp {
        @Override
        public double at(double x) {
            return StrictMath.atan(x);
        }

        @Override
        public double slope(double x, double y) {
            return 1 / (1 + x * x);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.square().add(1).reciprocal();
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = g[i] / (1 + x[i] * x[i]);
            }
        }
    }

    /** sinh x */
    record Sinh() implements UnaryOp {
        @Override
        public double at(double x) {
            return StrictMath.sinh(x);
        }

        @Override
        public double slope(double x, double y) {
            return StrictMath.cosh(x);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.cosh();
        }
    }

    /** cosh x */
    record Cosh() implements UnaryOp {
        @Override
        public double at(double x) {
            return StrictMath.cosh(x);
        }

        @Override
        public double slope(double x, double y) {
            return StrictMath.sinh(x);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.sinh();
        }
    }

    /** tanh x = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ) */
    record Tanh() implements FromResult {
        @Override
        public double at(double x) {
            return StrictMath.tanh(x);
        }

        @Override
        public double slope(double x, double y) {
            return 1 - y * y;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return y.square().neg().add(1);
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Kernels.best().tanh(x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = g[i] * (1 - y[i] * y[i]);
            }
        }
    }

    /** erf x = 2/√π ∫₀ˣ exp(−t²) dt */
    record Erf() implements UnaryOp {
        @Override
        public double at(double x) {
            return Special.erf(x);
        }

        @Override
        public double slope(double x, double y) {
            return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.square().neg().exp().mul(2 / Math.sqrt(Math.PI));
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Kernels.best().erf(x, xo, y, yo, n);
        }
    }

    /**
     * The logistic function 1/(1 + e⁻ˣ). Its slope is y(1 − y); deck 0 prints 1 − y, which at x = 0.7 gives
     * 0.3318 where 0.2217 is right.
     */
    record Sigmoid() implements FromResult {
        @Override
        public double at(double x) {
            return Special.logistic(x);
        }

        @Override
        public double slope(double x, double y) {
            return y * (1 - y);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return y.mul(y.neg().add(1));
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Kernels.best().sigmoid(x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = g[i] * y[i] * (1 - y[i]);
            }
        }
    }

    /** ln(1 + eˣ), a smooth max(0, x), without overflow; its slope is the logistic function */
    record Softplus() implements UnaryOp {
        @Override
        public double at(double x) {
            return Special.softplus(x);
        }

        @Override
        public double slope(double x, double y) {
            return Special.logistic(x);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.sigmoid();
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Kernels.best().softplus(x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            Kernels.best().sigmoid(x, from, out, from, to - from);
            for (int i = from; i < to; i++) {
                out[i] *= g[i];
            }
        }
    }
}
