package io.cajal.nn.activation;

import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * The parametric rectified linear unit: x for x &gt; 0, a·x else, with an a that is learned (He, Zhang, Ren
 * and Sun 2015), in (−∞, ∞). ∂f/∂x is 1 or a (a at 0, as in PyTorch); ∂f/∂a is 0 or x.
 *
 * <p>Where {@link Relu} loses too much and {@link LeakyRelu}'s a is a guess. Let no weight decay act on a: it
 * would draw the unit back to a {@link Relu}.
 *
 * @param weight a: [1] for all units, or [channels], one for each place of axis 1
 */
public record PRelu(Param weight) implements Layer {

    /** One a for all units, starting at 0.25 as in PyTorch. */
    public static PRelu of() {
        return of(1);
    }

    /** An a for each channel, starting at 0.25 as in PyTorch. */
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
            throw new ShapeException("prelu: a layer of %d channels needs that size at axis 1, got input %s"
                    .formatted(channels, x.shape()));
        }
        Shape shape = Shape.of(channels);
        for (int axis = 2; axis < x.rank(); axis++) {
            shape = shape.insert(-1, 1);
        }
        return weight.reshape(shape);
    }
}
