package io.cajal.tensor;

import io.cajal.base.Known;
import io.cajal.backend.cpu.Elementwise;
import io.cajal.backend.cpu.Kernels;

/**
 * Functions of one number that need no more than arithmetic and roots, each with its derivative: in double,
 * the oracle; with tensor operations, for higher derivatives; and, where speed matters, as a float loop.
 */
final class Elementary {
    static final Relu RELU = new Relu();

    private Elementary() {
    }

    /**
     * A function whose slope follows from its result alone, so that only the result is kept for the backward
     * pass.
     */
    interface FromResult extends UnaryOp {
        @Override
        default boolean keepsInput(int i) {
            return false;
        }

        @Override
        default boolean keepsOutput() {
            return true;
        }
    }

    /** A function whose slope is the same everywhere: nothing is kept. */
    interface Straight extends UnaryOp {
        @Override
        default boolean keepsInput(int i) {
            return false;
        }
    }

    /** A function of steps, whose slope is 0. */
    private interface Flat extends Straight {
        @Override
        default double slope(double x, double y) {
            return 0;
        }

        @Override
        default Tensor slope(Tensor x, Tensor y) {
            return x.filled(0);
        }
    }

    /** −x */
    record Neg() implements Straight {
        @Override
        public double at(double x) {
            return -x;
        }

        @Override
        public double slope(double x, double y) {
            return -1;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.filled(-1);
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Elementwise.of(n).neg(x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = -g[i];
            }
        }
    }

    /** a·x + b */
    record Affine(double a, double b) implements Straight {
        private static final Affine[] KNOWN = new Affine[Known.PLACES];

        /** The last ones are kept. */
        static Affine of(double a, double b) {
            int place = Known.place(Double.hashCode(a), Double.hashCode(b));
            Affine known = KNOWN[place];
            if (known == null || Double.compare(known.a, a) != 0 || Double.compare(known.b, b) != 0) {
                known = new Affine(a, b);
                KNOWN[place] = known;
            }
            return known;
        }

        @Override
        public double at(double x) {
            return a * x + b;
        }

        @Override
        public double slope(double x, double y) {
            return a;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.filled(a);
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Elementwise.of(n).affine((float) a, (float) b, x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = g[i] * (float) a;
            }
        }
    }

    /** |x|; slope 0 at 0, as in PyTorch */
    record Abs() implements UnaryOp {
        @Override
        public double at(double x) {
            return Math.abs(x);
        }

        @Override
        public double slope(double x, double y) {
            return Math.signum(x);
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.sign();
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Elementwise.of(n).abs(x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = g[i] * Math.signum(x[i]);
            }
        }
    }

    /** x² */
    record Square() implements UnaryOp {
        @Override
        public double at(double x) {
            return x * x;
        }

        @Override
        public double slope(double x, double y) {
            return 2 * x;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.mul(2);
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Elementwise.of(n).square(x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = g[i] * 2 * x[i];
            }
        }
    }

    /** 1/x */
    record Reciprocal() implements FromResult {
        @Override
        public double at(double x) {
            return 1 / x;
        }

        @Override
        public double slope(double x, double y) {
            return -y * y;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return y.square().neg();
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Elementwise.of(n).reciprocal(x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = -g[i] * y[i] * y[i];
            }
        }
    }

    /** √x */
    record Sqrt() implements FromResult {
        @Override
        public double at(double x) {
            return Math.sqrt(x);
        }

        @Override
        public double slope(double x, double y) {
            return 0.5 / y;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return y.reciprocal().mul(0.5);
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Elementwise.of(n).sqrt(x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            for (int i = from; i < to; i++) {
                out[i] = g[i] * 0.5f / y[i];
            }
        }
    }

    /** max(0, x); slope 0 at 0 as in PyTorch and deck 1 (decks 2 and 4 take 1) */
    record Relu() implements FromResult {
        @Override
        public double at(double x) {
            return x > 0 ? x : x != x ? x : 0;
        }

        @Override
        public double slope(double x, double y) {
            return y > 0 ? 1 : 0;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return y.gt(0);
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Kernels.best().relu(x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            Kernels.best().gate(g, y, out, from, to);
        }
    }

    /** x held between low and high; slope 1 inside and on the bounds, as in PyTorch */
    record Clamp(double low, double high) implements UnaryOp {
        @Override
        public double at(double x) {
            return Math.min(Math.max(x, low), high);
        }

        @Override
        public double slope(double x, double y) {
            return x >= low && x <= high ? 1 : 0;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            return x.ge(low).mul(x.le(high));
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Elementwise.of(n).clamp((float) low, (float) high, x, xo, y, yo, n);
        }

        @Override
        public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
            Elementwise.of(to - from).within((float) low, (float) high, g, x, out, from, to);
        }
    }

    /** −1, 0 or 1 */
    record Sign() implements Flat {
        @Override
        public double at(double x) {
            return Math.signum(x);
        }

        @Override
        public void forward(float[] x, int xo, float[] y, int yo, int n) {
            Elementwise.of(n).sign(x, xo, y, yo, n);
        }
    }

    /** Rounded down */
    record Floor() implements Flat {
        @Override
        public double at(double x) {
            return Math.floor(x);
        }
    }

    /** Rounded up */
    record Ceil() implements Flat {
        @Override
        public double at(double x) {
            return Math.ceil(x);
        }
    }

    /** To the nearest integer, halves to even */
    record Round() implements Flat {
        @Override
        public double at(double x) {
            return Math.rint(x);
        }
    }
}
