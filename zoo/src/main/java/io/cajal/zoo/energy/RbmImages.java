package io.cajal.zoo.energy;

import io.cajal.base.Rng;
import io.cajal.nn.GenerativeModel;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Tensor;

/**
 * An {@link Rbm} whose visible units are the pixels of grey images [N × 1 × height × width]: it gives back
 * what it takes an image for, and draws new ones. Draws come from an annealing that begins with pixels that
 * do not know of each other, as in {@link AnnealedImportance}: a chain that began with one image would show
 * its like for long.
 *
 * @param base how often each pixel is on in the data, as biases [visible]
 */
record RbmImages(Rbm rbm, Buffer base, int height, int width) implements GenerativeModel {
    private static final int STEPS = 1000;

    /** The reconstruction: how likely each pixel is on, by what the hidden units make of the image. */
    @Override
    public Tensor forward(Tensor x) { // [N × 1 × height × width]
        return pictures(rbm.visible(rbm.apply(x)));
    }

    /** Probabilities, which look better than pictures drawn from them. */
    @Override
    public Tensor generate(int count, Rng rng) {
        return generate(count, STEPS, rng);
    }

    Tensor generate(int count, int steps, Rng rng) {
        return pictures(rbm.visible(rbm.hidden(AnnealedImportance.draws(rbm, base, count, steps, rng))));
    }

    /** Units [N × visible] as images. */
    Tensor pictures(Tensor v) {
        return v.reshape(v.size(0), 1, height, width);
    }
}
