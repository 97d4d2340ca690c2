package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;

/**
 * A fully connected layer with some connections cut: y = x·(W ⊙ M)ᵀ + b, where the mask M [out × in] has ones and zeros.
 * The gradient of a cut connection is exactly 0. What it is for: {@link Made}, whose outputs may not see what comes
 * after them.
 */
public record MaskedLinear(Param weight, Param bias, Buffer mask) implements Affine {
    public MaskedLinear {
        if (!mask.shape().equals(weight.shape())) {
            throw new ShapeException("maskedLinear: the weight is %s, the mask %s".formatted(weight.shape(),
                    mask.shape()));
        }
    }

    /**
     * Output i sees input j where the degree of i is at least that of j (Germain et al. 2015, equations 12 and 13).
     *
     * @param in the degrees of the inputs
     * @param out the degrees of the outputs
     * @param strict whether it must be higher
     */
    static MaskedLinear between(int[] in, int[] out, boolean strict, Rng rng) {
        float[] mask = new float[out.length * in.length];
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < in.length; j++) {
                mask[i * in.length + j] = out[i] > in[j] || !strict && out[i] == in[j] ? 1 : 0;
            }
        }
        Linear whole = Linear.of(in.length, out.length, rng);
        return new MaskedLinear(whole.weight(), whole.bias(),
                Buffer.of(Tensor.of(whole.weight().shape(), mask)));
    }

    /** The weights that are left. */
    Tensor seen() {
        return weight.mul(mask);
    }

    @Override
    public Tensor forward(Tensor x) { // [… × in]
        return x.linear(seen(), bias); // [… × out]
    }

    @Override
    public Tensor forward(Tensor x, UnaryOp f) {
        return x.linear(seen(), bias, f);
    }
}
