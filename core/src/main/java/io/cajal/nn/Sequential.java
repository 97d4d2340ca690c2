package io.cajal.nn;

import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.List;

/**
 * Layers one after the other. An {@link Affine} layer and the function that follows it are one operation, with
 * the same numbers; when somebody observes, each layer runs by itself.
 */
public record Sequential(List<Layer> layers) implements Layer {
    public Sequential {
        layers = List.copyOf(layers);
    }

    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    @Override
    public Tensor forward(Tensor x) {
        boolean observed = Run.current().observer() != null;
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            if (!observed && layers.get(i) instanceof Affine affine && i + 1 < layers.size()
                    && layers.get(i + 1) instanceof Elementwise activation) {
                y = affine.apply(y, activation.function());
                i++;
            } else {
                y = layers.get(i).apply(y);
            }
        }
        return y;
    }
}
