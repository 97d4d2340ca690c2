package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.distribution.Bernoulli;
import io.cajal.tensor.Tensor;

/**
 * A model of images of pixels 0 and 1 that writes their probability as a product, p(x) = Π p(xᵢ | x before i), and
 * learns it exactly: no bound, no sampling. From images [N × 1 × H × W] it makes the logits of p(xᵢ = 1 | x before i) of
 * all pixels at once, as output i sees only the pixels before i. Drawing has to go pixel by pixel.
 */
public interface AutoregressiveModel extends GenerativeModel {

    /** The shape of an image [1 × H × W]. */
    Shape image();

    /**
     * Draws what is not known, pixel by pixel in the model's order, each given all pixels before it, known or drawn. What
     * comes later does not count: the lower half of an image follows from the upper one, not the other way round.
     * Example i depends on its own known pixels, {@code rng} and i alone.
     *
     * @param images [N × 1 × H × W]
     * @param known 1 for pixels that stay and 0 for those to draw, of a shape that stretches to the images'
     * @return the images, 0 or 1 where a pixel was drawn
     */
    Tensor complete(Tensor images, Tensor known, Rng rng);

    @Override
    default Tensor generate(int count, Rng rng) {
        Shape all = Shape.of(count).concat(image());
        return complete(Tensor.zeros(all.sizes()), Tensor.zeros(1), rng);
    }

    /** −ln p(x) of each image, in nats: [N × 1 × H × W] of zeros and ones to [N]. */
    default Tensor surprise(Tensor x) {
        return new Bernoulli(apply(x)).logProb(x).neg().flatten(1).sum(1);
    }
}
