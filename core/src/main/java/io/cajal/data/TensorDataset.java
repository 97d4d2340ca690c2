package io.cajal.data;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import java.util.List;

/**
 * A data set in memory.
 *
 * @param x inputs [N × …]
 * @param y targets, [N] class numbers or [N × …] values
 * @param classes the names of the classes, empty when the targets are values
 */
public record TensorDataset(Tensor x, Tensor y, List<String> classes) implements Dataset {
    public TensorDataset {
        if (x.rank() == 0 || y.rank() == 0 || x.size(0) != y.size(0)) {
            throw new ShapeException("data set: inputs %s and targets %s differ in the number of examples"
                    .formatted(x.shape(), y.shape()));
        }
        classes = List.copyOf(classes);
        if (!classes.isEmpty()) {
            y.toPositions("data set: labels", classes.size());
        }
    }

    /** Targets that are values. */
    public TensorDataset(Tensor x, Tensor y) {
        this(x, y, List.of());
    }

    @Override
    public int size() {
        return x.size(0);
    }

    @Override
    public Batch batch(int... numbers) {
        return new Batch(x.indexSelect(0, numbers), y.indexSelect(0, numbers));
    }

    @Override
    public Batch all() {
        return new Batch(x, y);
    }
}
