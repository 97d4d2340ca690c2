package io.cajal.nn.activation;

import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * The parametric rectified linear unit: x for x &gt; 0, a·x else, a being learned (He et al. 2015). ∂f/∂x is 1 or a (a at 0, as in
 * PyTorch), ∂f/∂a is 0 or x.
 *
 * @param weight a, [1] for all or [channels] for one on each place of axis 1
 */
public record PRelu(Param weight) implements Layer {

    /** With one a for each channel, or 1 for all, starting at 0.25 as in PyTorch. */
    public static PRelu of(int channels) {
        return new PRelu(Param.of(Tensor.full(Shape.of(channels), 0.25)));
    }

    @Override
    public Tensor forward(Tensor x) {
        return Tensor.where(x.gt(0), x, x.mul(alongAxis1(x)));
    }

    private Tensor alongAxis1(Tensor x) {
        int channels = weight.shape().elements();
        if (channels == 1) {
            return weight;
        }
        if (x.rank() < 2 || x.size(1) != channels) {
            throw new ShapeException(
                    "prelu: the layer has %d channels, the input has shape %s; axis 1 is for channels"
                            .formatted(channels, x.shape()));
        }
        Shape shape = Shape.of(channels);
        for (int axis = 2; axis < x.rank(); axis++) {
            shape = shape.insert(-1, 1);
        }
        return weight.reshape(shape);
    }
}
