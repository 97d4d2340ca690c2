package io.cajal.loss;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * What keeps a critic from growing steep: a mean over examples of how its result changes with its input. The penalty is
 * itself made of gradients, and is differentiated again when the critic learns from it. Each example's result must depend on
 * that example alone, so a critic has no batch normalisation.
 */
public final class GradientPenalty {
    private GradientPenalty() {
    }

    /**
     * E (‖∇D(x̂)‖ − 1)² at random points x̂ between real examples and made ones (Gulrajani, Ahmed, Arjovsky, Dumoulin and
     * Courville 2017, "Improved training of Wasserstein GANs"): the critic that measures the Wasserstein distance has slope
     * 1 there. They add ten times it to the critic's loss.
     *
     * @param critic gives one number for each example
     * @param made as many examples as {@code real}
     */
    public static Tensor wasserstein(Layer critic, Tensor real, Tensor made, Rng rng) {
        if (!real.shape().equals(made.shape())) {
            throw new ShapeException(
                    "gradient penalty: needs as many made examples as real ones, got %s and %s"
                            .formatted(made.shape(), real.shape()));
        }
        int[] each = new int[real.rank()];
        Arrays.fill(each, 1);
        each[0] = real.size(0);
        Tensor share = Tensor.uniform(Shape.of(each), 0, 1, rng).to(real.device());
        Tensor between = real.detach().mul(share).add(made.detach().mul(share.neg().add(1)));
        return slopes(critic, between).norm(1).sub(1).square().mean();
    }

    /**
     * E ‖∇D(x)‖² at real examples (Mescheder, Geiger and Nowozin 2018, "Which training methods for GANs do actually
     * converge?", R₁): where the generator is right, the critic should have nothing to say, and so both come to rest. They add
     * γ/2 of it to the critic's loss, γ = 10.
     *
     * @param critic gives one number for each example
     */
    public static Tensor r1(Layer critic, Tensor real) {
        return slopes(critic, real.detach()).square().sum(1).mean();
    }

    /** The gradient of each example's result by the example, in a row [N × numbers]; recorded. */
    private static Tensor slopes(Layer critic, Tensor x) {
        Tensor input = x.tracked();
        Tensor y = critic.apply(input);
        if (y.shape().elements() != x.size(0)) {
            throw new ShapeException(
                    "gradient penalty: the critic must give one number for each of %d examples, got %s"
                            .formatted(x.size(0), y.shape()));
        }
        return y.backward(y.filled(1), true).get(input).flatten(1);
    }
}
