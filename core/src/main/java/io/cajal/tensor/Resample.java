package io.cajal.tensor;

import io.cajal.backend.Axis;
import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.backend.Resampling;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;

/** An axis made anew by a sparse matrix; the gradient goes back through the transpose. */
record Resample(int axis, Resampling matrix) implements Op {
    @Override
    public Shape shape(Tensor[] in) {
        if (in[0].size(axis) != matrix.columns()) {
            throw new ShapeException("resample: axis %d of %s has not the size %d".formatted(axis,
                    in[0].shape(), matrix.columns()));
        }
        return in[0].shape().with(axis, matrix.rows());
    }

    @Override
    public Data forward(Backend device, Shape out, Tensor[] in) {
        return device.resample(in[0].data(), Axis.of(in[0].shape(), axis), matrix);
    }

    @Override
    public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
        return Op.apply(new Resample(axis, matrix.transposed()), g);
    }

    @Override
    public boolean keepsInput(int i) {
        return false;
    }
}
