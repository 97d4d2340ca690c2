package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;

/**
 * The fully connected layer y = x·Wᵀ + b: rows are examples, W is [out × in], b is [out] or null. (Deck 2
 * mixes W·x + b with x·W + b; here, as in PyTorch, a batch of rows meets a transposed W.)
 */
public record Linear(Param weight, Param bias) implements Affine {

    /** PyTorch's initialisation: weight and bias uniform in ±1/√in. */
    public static Linear of(int in, int out, Rng rng) {
        return new Linear(Init.standard(rng, out, in), Init.uniform(1 / Math.sqrt(in), rng, out));
    }

    /** Without a bias. */
    public static Linear withoutBias(int in, int out, Rng rng) {
        return new Linear(Init.standard(rng, out, in), null);
    }

    @Override
    public Tensor forward(Tensor x) { // [… × in]
        return x.linear(weight, bias); // [… × out]
    }

    @Override
    public Tensor forward(Tensor x, UnaryOp f) {
        return x.linear(weight, bias, f);
    }
}
