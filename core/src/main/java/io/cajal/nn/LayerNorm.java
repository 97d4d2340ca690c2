package io.cajal.nn;

import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016): the features of each example get mean 0 and variance 1,
 * then a scale and a shift that are learned. No example depends on another, so it serves batches of one and
 * sequences.
 *
 * @param weight of the shape of the last axes, over which is normalised
 * @param bias of the same shape
 * @param eps is added to the variance
 */
public record LayerNorm(Param weight, Param bias, double eps) implements Layer {
    /** Over the last axes, of these sizes; ε = 1e-5. */
    public static LayerNorm of(int... sizes) {
        return new LayerNorm(Param.of(Tensor.ones(sizes)), Param.of(Tensor.zeros(sizes)), 1e-5);
    }

    @Override
    public Tensor forward(Tensor x) {
        Shape own = weight.shape();
        int outer = x.rank() - own.rank();
        for (int i = 0; i < own.rank(); i++) {
            if (outer < 0 || x.size(outer + i) != own.size(i)) {
                throw new ShapeException("layerNorm: the last axes must be %s, got an input of shape %s"
                        .formatted(own, x.shape()));
            }
        }
        return Normalization.byRow(x, x.shape().elements(0, outer), eps).mul(weight).add(bias);
    }
}
