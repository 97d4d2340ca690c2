package io.cajal.tensor;

import io.cajal.backend.cpu.Elementwise;

/** Arithmetic and comparisons of two tensors, each with its derivatives. */
final class Arithmetic {
    private Arithmetic() {
    }

    /** 1 where an operand wins, ½ where both are equal. */
    private static Tensor share(Tensor wins, Tensor equal) {
        return wins.add(equal.mul(0.5));
    }

    /** a + b */
    record Add() implements BinaryOp {
        @Override
        public double at(double a, double b) {
            return a + b;
        }

        @Override
        public Tensor pull(int i, Tensor g, Tensor y, Tensor a, Tensor b) {
            return g;
        }

        @Override
        public boolean keepsInput(int i) {
            return false;
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).add(a, ao, b, bo, y, yo, n);
        }
    }

    /** a − b */
    record Sub() implements BinaryOp {
        @Override
        public double at(double a, double b) {
            return a - b;
        }

        @Override
        public Tensor pull(int i, Tensor g, Tensor y, Tensor a, Tensor b) {
            return i == 0 ? g : g.neg();
        }

        @Override
        public boolean keepsInput(int i) {
            return false;
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).sub(a, ao, b, bo, y, yo, n);
        }
    }

    /** a · b */
    record Mul() implements BinaryOp {
        @Override
        public double at(double a, double b) {
            return a * b;
        }

        @Override
        public Tensor pull(int i, Tensor g, Tensor y, Tensor a, Tensor b) {
            return g.mul(i == 0 ? b : a);
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).mul(a, ao, b, bo, y, yo, n);
        }
    }

    /** a / b */
    record Div() implements BinaryOp {
        @Override
        public double at(double a, double b) {
            return a / b;
        }

        @Override
        public Tensor pull(int i, Tensor g, Tensor y, Tensor a, Tensor b) {
            return i == 0 ? g.div(b) : g.mul(a.div(b)).div(b).neg(); // b² might overflow
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).div(a, ao, b, bo, y, yo, n);
        }
    }

    /**
     * a^b; ∂/∂a = b·a^(b−1), which is 0 where a and b are, and ∂/∂b = a^b·ln a, which is 0 where a is and b
     * is not negative
     */
    record Pow() implements BinaryOp {
        @Override
        public double at(double a, double b) {
            return StrictMath.pow(a, b);
        }

        @Override
        public Tensor pull(int i, Tensor g, Tensor y, Tensor a, Tensor b) {
            Tensor slope = i == 0 ? b.mul(a.pow(b.sub(1))).maskedFill(a.eq(0).mul(b.eq(0)), 0)
                    : y.mul(a.log()).maskedFill(a.eq(0).mul(b.ge(0)), 0);
            return g.mul(slope);
        }

        @Override
        public boolean keepsOutput() {
            return true;
        }
    }

    /** The larger; where both are equal each takes half of the gradient, as in PyTorch */
    record Maximum() implements BinaryOp {
        @Override
        public double at(double a, double b) {
            return Math.max(a, b);
        }

        @Override
        public Tensor pull(int i, Tensor g, Tensor y, Tensor a, Tensor b) {
            return g.mul(share(i == 0 ? a.gt(b) : b.gt(a), a.eq(b)));
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).max(a, ao, b, bo, y, yo, n);
        }
    }

    /** The smaller; where both are equal each takes half of the gradient, as in PyTorch */
    record Minimum() implements BinaryOp {
        @Override
        public double at(double a, double b) {
            return Math.min(a, b);
        }

        @Override
        public Tensor pull(int i, Tensor g, Tensor y, Tensor a, Tensor b) {
            return g.mul(share(i == 0 ? a.lt(b) : b.lt(a), a.eq(b)));
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).min(a, ao, b, bo, y, yo, n);
        }
    }

    /** The angle of the point (b, a) from the x axis, in radians */
    record Atan2() implements BinaryOp {
        @Override
        public double at(double a, double b) {
            return StrictMath.atan2(a, b);
        }

        @Override
        public Tensor pull(int i, Tensor g, Tensor y, Tensor a, Tensor b) {
            return i == 0 ? g.mul(b).div(a.square().add(b.square()))
                    : g.mul(a).div(a.square().add(b.square())).neg();
        }
    }

    /** 1 where it holds, else 0; no gradient */
    private interface Comparison extends BinaryOp {
        @Override
        default Tensor pull(int i, Tensor g, Tensor y, Tensor a, Tensor b) {
            return null;
        }

        @Override
        default boolean keepsInput(int i) {
            return false;
        }
    }

    /** a = b */
    record Eq() implements Comparison {
        @Override
        public double at(double a, double b) {
            return a == b ? 1 : 0;
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).eq(a, ao, b, bo, y, yo, n);
        }
    }

    /** a ≠ b */
    record Ne() implements Comparison {
        @Override
        public double at(double a, double b) {
            return a != b ? 1 : 0;
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).ne(a, ao, b, bo, y, yo, n);
        }
    }

    /** a &lt; b */
    record Lt() implements Comparison {
        @Override
        public double at(double a, double b) {
            return a < b ? 1 : 0;
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).lt(a, ao, b, bo, y, yo, n);
        }
    }

    /** a ≤ b */
    record Le() implements Comparison {
        @Override
        public double at(double a, double b) {
            return a <= b ? 1 : 0;
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).le(a, ao, b, bo, y, yo, n);
        }
    }

    /** a &gt; b */
    record Gt() implements Comparison {
        @Override
        public double at(double a, double b) {
            return a > b ? 1 : 0;
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).gt(a, ao, b, bo, y, yo, n);
        }
    }

    /** a ≥ b */
    record Ge() implements Comparison {
        @Override
        public double at(double a, double b) {
            return a >= b ? 1 : 0;
        }

        @Override
        public void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
            Elementwise.of(n).ge(a, ao, b, bo, y, yo, n);
        }
    }
}
