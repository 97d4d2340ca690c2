package io.cajal.zoo.margin;

import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Goal;

/**
 * How alike two examples are: k(x, y) = ⟨φ(x), φ(y)⟩, the scalar product of what some map φ makes of them. A machine
 * that needs nothing but scalar products of examples can work in the space of φ, which may have endless dimensions,
 * without ever going there (Aizerman, Braverman and Rozonoer 1964; Boser, Guyon and Vapnik 1992). All three here
 * follow from x·y, ‖x‖² and ‖y‖², so that one product of matrices gives all pairs of two sets.
 *
 * <p>It is a layer, so that models which have one can be saved; as such it gives the similarities of a batch's examples
 * to each other.
 */
public sealed interface Kernel extends Layer {

    /**
     * k for all pairs.
     *
     * @param products x·y [N × M]
     * @param left ‖x‖² [N × 1]
     * @param right ‖y‖² [M]
     */
    Tensor of(Tensor products, Tensor left, Tensor right);

    /** k(x, x) for numbers ‖x‖² of any shape. */
    Tensor ofItself(Tensor squares);

    /** In a few characters. */
    String text();

    /** k for all pairs of x [N × D] and y [M × D]: [N × M]. */
    default Tensor between(Tensor x, Tensor y) {
        return of(x.matmulTransposed(y), x.square().sumKeep(1), y.square().sum(1));
    }

    @Override
    default Tensor forward(Tensor x) { // [N × …]
        Tensor rows = x.flatten(1);
        return between(rows, rows);    // [N × N]
    }

    /** x·y: a line, a plane. φ changes nothing. */
    record Linear() implements Kernel {
        @Override
        public Tensor of(Tensor products, Tensor left, Tensor right) {
            return products;
        }

        @Override
        public Tensor ofItself(Tensor squares) {
            return squares;
        }

        @Override
        public String text() {
            return "x·y";
        }
    }

    /** (x·y/divisor + shift)ᵈ: all products of up to d of the inputs are coordinates of φ. */
    record Polynomial(int degree, double divisor, double shift) implements Kernel {
        public Polynomial {
            if (degree < 1 || !(divisor > 0) || !(shift >= 0)) {
                throw new CajalException(
                        "polynomial kernel: needs a degree of 1 or more, a divisor above 0 and "
                                + "a shift of 0 or more, got %d, %s and %s".formatted(degree, divisor,
                                        shift));
            }
        }

        @Override
        public Tensor of(Tensor products, Tensor left, Tensor right) {
            return power(products);
        }

        @Override
        public Tensor ofItself(Tensor squares) {
            return power(squares);
        }

        /** By squaring: a product has the same bits everywhere. */
        private Tensor power(Tensor products) {
            Tensor base = products.div(divisor).add(shift);
            Tensor result = null;
            for (int left = degree; left > 0; left >>= 1, base = left > 0 ? base.square() : base) {
                if ((left & 1) == 1) {
                    result = result == null ? base : result.mul(base);
                }
            }
            return result;
        }

        @Override
        public String text() {
            return "(x·y/%s + %s)^%d".formatted(Goal.number(divisor), Goal.number(shift), degree);
        }
    }

    /** exp(−γ‖x − y‖²): what is near is alike, and φ has endless dimensions. */
    record Gaussian(double gamma) implements Kernel {
        public Gaussian {
            if (!(gamma > 0) || gamma == Double.POSITIVE_INFINITY) {
                throw new CajalException("gaussian kernel: gamma must be above 0, got " + gamma);
            }
        }

        @Override
        public Tensor of(Tensor products, Tensor left, Tensor right) {
            // Rounding may leave the distance of a point from itself a little below 0.
            return products.mul(-2).add(left).add(right).maximum(Tensor.scalar(0)).mul(-gamma).exp();
        }

        @Override
        public Tensor ofItself(Tensor squares) {
            return squares.filled(1);
        }

        @Override
        public String text() {
            return "exp(−%s ‖x − y‖²)".formatted(Double.toString(gamma));
        }
    }
}
