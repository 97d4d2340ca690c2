package io.cajal.tensor;

import io.cajal.backend.Axis;
import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.backend.Reduction;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import java.util.Arrays;

/**
 * Operations along one axis. Reductions keep the axis, with size 1, and {@link Tensor} drops it where asked;
 * only the sum, which every training needs at every turn, takes several axes and drops them itself.
 */
sealed interface Reduce extends Op {

    /**
     * The sum over the axes {@code from … to−1}, times {@code scale}: 1, or for the mean one over their number
     * of elements. Every element has the gradient of the sum.
     */
    record Sum(int from, int to, boolean keeps, double scale) implements Reduce {
        /** A matrix's rows added up. */
        static final Sum OF_ROWS = new Sum(0, 1, false, 1);
        /** Each image's planes added up: [N × C × H × W] to [N × C]. */
        static final Sum OF_PLANES = new Sum(2, 4, false, 1);

        @Override
        public String name() {
            return scale == 1 ? "sum" : "mean";
        }

        @Override
        public Shape shape(Tensor[] in) {
            return keeps ? kept(in[0].shape()) : in[0].shape().without(from, to);
        }

        private Shape kept(Shape shape) {
            Shape kept = shape;
            for (int axis = from; axis < to; axis++) {
                kept = kept.with(axis, 1);
            }
            return kept;
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            Data sum = device.reduce(Reduction.SUM, in[0].data(), Axis.of(in[0].shape(), from, to));
            return scale == 1 ? sum : device.unary(Elementary.Affine.of(scale, 0), sum);
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            Shape shape = in[0].shape();
            Tensor each = scale == 1 ? g : g.mul(scale);
            boolean aligned = keeps || from == 0; // behind the missing axes all others are in their places
            return (aligned ? each : each.reshape(kept(shape))).expand(shape);
        }

        @Override
        public boolean keepsInput(int i) {
            return false;
        }
    }

    /** Those along one axis that leave it with size 1. */
    sealed interface Kept extends Reduce {
        int axis();

        @Override
        default Shape shape(Tensor[] in) {
            return in[0].shape().with(in[0].shape().axis(name(), axis()), 1);
        }
    }

    /** Π over the axis. ∂y/∂x_i is the product of the others, computed as such where a factor is 0. */
    record Prod(int axis) implements Kept {
        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.reduce(Reduction.PROD, in[0].data(), axisOf(in[0], axis));
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            Tensor x = in[0];
            Tensor others = y.div(x);
            if (!others.device().isFinite(others.data()) || Run.current().recording()) {
                int at = x.shape().axis(axis);
                Tensor row = x.unsqueeze(at); // [… × 1 × n × …]: one row for each element left out
                int n = x.shape().size(at);
                Shape diagonal = x.shape().insert(at, n);
                int[] ones = new int[diagonal.rank()];
                Arrays.fill(ones, 1);
                ones[at] = n;
                ones[at + 1] = n;
                Tensor self = Tensor.eye(n, x.device()).reshape(ones).expand(diagonal);
                others = Tensor.where(self, self.filled(1), row.expand(diagonal)).prod(at + 1);
            }
            return g.mul(others);
        }

        @Override
        public boolean keepsOutput() {
            return true;
        }
    }

    /**
     * The largest (or smallest) element; elements that share it share its gradient evenly, as PyTorch's amax.
     */
    record Extreme(int axis, boolean max) implements Kept {
        @Override
        public String name() {
            return max ? "amax" : "amin";
        }

        @Override
        public Shape shape(Tensor[] in) {
            int at = in[0].shape().axis(name(), axis);
            if (in[0].shape().size(at) == 0) {
                throw new ShapeException(
                        "%s: axis %d of shape %s is empty".formatted(name(), axis, in[0].shape()));
            }
            return in[0].shape().with(at, 1);
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.reduce(max ? Reduction.MAX : Reduction.MIN, in[0].data(), axisOf(in[0], axis));
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            Tensor winners = in[0].eq(y);
            return g.div(winners.sumKeep(axis)).mul(winners);
        }

        @Override
        public boolean keepsOutput() {
            return true;
        }
    }

    /** y_i = Σ_{j ≤ i} x_j, or j ≥ i when reversed. */
    record CumSum(int axis, boolean reverse) implements Reduce {
        @Override
        public String name() {
            return "cumsum";
        }

        @Override
        public Shape shape(Tensor[] in) {
            in[0].shape().axis(name(), axis);
            return in[0].shape();
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.cumsum(in[0].data(), axisOf(in[0], axis), reverse);
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return Op.apply(new CumSum(axis, !reverse), g);
        }

        @Override
        public boolean keepsInput(int i) {
            return false;
        }
    }

    private static Axis axisOf(Tensor x, int axis) {
        return Axis.of(x.shape(), x.shape().axis(axis));
    }
}
