package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;

/**
 * sin x / x, 1 at 0, in [−0.22, 1], derivative cos x / x − sin x / x², 0 at 0 (deck 4).
 *
 * <p>One high peak and ripples that die out, as the answer of an ideal filter. Of no common use in networks:
 * most of its slopes are small and change their sign.
 */
public record Sinc() implements Activation {
    @Override
    public double at(double x) {
        return value(x);
    }

    @Override
    public double slope(double x, double y) {
        return slope(x);
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.apply(new Slope());
    }

    private static double value(double x) {
        return x == 0 ? 1 : StrictMath.sin(x) / x;
    }

    /** Near 0 both terms grow without bound while their difference vanishes: there the Taylor series. */
    private static double slope(double x) {
        double square = x * x;
        return Math.abs(x) < 0.02 ? x * (-1.0 / 3 + square * (1.0 / 30 - square / 840))
                : (StrictMath.cos(x) - StrictMath.sin(x) / x) / x;
    }

    /**
     * The derivative as an operation of its own. As x f″ + 2f′ + x f = 0, its derivative is −f − 2f′/x, and
     * −1/3 at 0.
     */
    private record Slope() implements UnaryOp {
        @Override
        public double at(double x) {
            return Sinc.slope(x);
        }

        @Override
        public double slope(double x, double y) {
            return x == 0 ? -1.0 / 3 : -value(x) - 2 * y / x;
        }

        @Override
        public Tensor slope(Tensor x, Tensor y) {
            Tensor zero = x.eq(0);
            Tensor safe = x.maskedFill(zero, 1);
            Tensor elsewhere = x.apply(new Sinc()).add(y.div(safe).mul(2)).neg();
            return Tensor.where(zero, x.filled(-1.0 / 3), elsewhere);
        }

        @Override
        public boolean keepsOutput() {
            return true;
        }
    }
}
