package io.cajal.nn.activation;

import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * min(max(0, x), 6) (Krizhevsky 2010), in [0, 6], derivative 1 inside, 0 elsewhere.
 *
 * <p>A {@link Relu} whose outputs numbers of few bits can hold, for small devices (Howard et al. 2017).
 */
public record Relu6() implements Layer {
    private static final Hardtanh BOUNDED = new Hardtanh(0, 6);

    @Override
    public Tensor forward(Tensor x) {
        return x.apply(BOUNDED);
    }
}
