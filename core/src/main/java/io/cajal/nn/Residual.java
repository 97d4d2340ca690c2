package io.cajal.nn;

import io.cajal.tensor.Tensor;

/**
 * body(x) + x (He, Zhang, Ren and Sun 2016, "Deep residual learning for image recognition"): the body has only
 * to learn what to change. To do nothing it needs zeros, where plain layers would have to learn the identity,
 * and the gradient reaches the input undiminished; so nets of a hundred layers train.
 *
 * @param shortcut what x goes through instead, where the body changes its shape; null for nothing
 */
public record Residual(Layer body, Layer shortcut) implements Layer {
    public static Residual of(Layer... body) {
        return new Residual(Sequential.of(body), null);
    }

    @Override
    public Tensor forward(Tensor x) {
        return body.apply(x).add(shortcut == null ? x : shortcut.apply(x));
    }
}
