package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;
import java.util.List;

/** Layers that all see the same input; their results [N × C × …] stand side by side as channels. */
public record Parallel(List<Layer> branches) implements Layer {
    public Parallel {
        branches = List.copyOf(branches);
        if (branches.isEmpty()) {
            throw new CajalException("parallel: needs at least one layer");
        }
    }

    public static Parallel of(Layer... branches) {
        return new Parallel(List.of(branches));
    }

    @Override
    public Tensor forward(Tensor x) {
        return Tensor.cat(1, branches.stream().map(branch -> branch.apply(x)).toArray(Tensor[]::new));
    }
}
