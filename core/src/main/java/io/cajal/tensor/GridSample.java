package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.backend.Sampling;
import io.cajal.backend.Sampling.Slope;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;

/**
 * Images read between their pixels at the places of a grid (Jaderberg, Simonyan, Zisserman and Kavukcuoglu 2015),
 * bilinearly. The result is linear in the image, and its slope in a place is the same surface's derivative; the
 * two operations are each other's adjoint.
 */
sealed interface GridSample extends Op {
    Sampling geometry();

    /** Operand 1 of both is the grid [N × H × W × 2]. */
    private static Tensor slopes(Tensor g, Sampling geometry, Tensor image, Tensor grid) {
        return Tensor.cat(3, slope(g, geometry, geometry.slope().alsoX(), image, grid),
                slope(g, geometry, geometry.slope().alsoY(), image, grid));
    }

    /** Σ over the channels of g times one derivative more, [N × H × W × 1]. */
    private static Tensor slope(Tensor g, Sampling geometry, Slope slope, Tensor image, Tensor grid) {
        return slope == null ? g.select(1, 0).unsqueeze(3).mul(0)
                : Op.apply(new Read(geometry.with(slope)), image, grid).mul(g).sum(1).unsqueeze(3);
    }

    /** y[n, c, i, j] = the surface of x[n, c] at grid[n, i, j]. */
    record Read(Sampling geometry) implements GridSample {
        static Read of(Shape x, Shape grid) {
            if (x.rank() != 4 || grid.rank() != 4 || grid.size(3) != 2 || grid.size(0) != x.size(0)) {
                throw new ShapeException(
                        "gridSample: needs images [N × channels × height × width] and a grid [N × height × width × 2], got %s and %s"
                                .formatted(x, grid));
            }
            return new Read(
                    new Sampling(x.size(0), x.size(1), x.size(2), x.size(3), grid.size(1), grid.size(2),
                            Slope.NONE));
        }

        @Override
        public String name() {
            return "gridSample";
        }

        @Override
        public Shape shape(Tensor[] in) {
            return Shape.of(geometry.batch(), geometry.channels(), geometry.outHeight(), geometry.outWidth());
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.sample(in[0].data(), in[1].data(), geometry);
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return i == 0 ? Op.apply(new Write(geometry), g, in[1]) : slopes(g, geometry, in[0], in[1]);
        }
    }

    /** Its adjoint in the image: each number is shared out among the four pixels it would be read from. */
    record Write(Sampling geometry) implements GridSample {
        @Override
        public String name() {
            return "gridSampleBackward";
        }

        @Override
        public Shape shape(Tensor[] in) {
            return Shape.of(geometry.batch(), geometry.channels(), geometry.height(), geometry.width());
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.sampleBackward(in[0].data(), in[1].data(), geometry);
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return i == 0 ? Op.apply(new Read(geometry), g, in[1]) : slopes(in[0], geometry, g, in[1]);
        }
    }
}
