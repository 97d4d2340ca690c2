package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.nn.Made;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * How probable is an image? By the chain rule p(x) = Π p(xᵢ | x₁ … xᵢ₋₁), and a network that gives all these
 * conditionals learns by making −ln p(x) small, exactly. MADE (Germain, Gregor, Murray and Larochelle 2015)
 * is an autoencoder for this: its weights are multiplied by masks so that output i sees only the pixels
 * before i. One pass scores an image.
 *
 * <p>The paper's figures on binarised MNIST, in nats: 88.40 with one hidden layer of 8,000 units, 89.59 with
 * two of them, and 86.64 with two and 32 masks that take turns. Here two narrower layers have one mask, but
 * the pixels are drawn anew from the grey values whenever an image is seen, so that there is less to overfit.
 * Look at the completions: strokes go on where they were cut, though each pixel was drawn by itself, one
 * after the other.
 */
public final class MadeMnist implements Recipe {
    private static final int[] HIDDEN = {1200, 1200};

    @Override
    public About about() {
        return new About("made", "4", "digits drawn pixel by pixel, by an autoencoder with masks",
                Goal.atMost(88, "test −ln p(x), nats", 86.64, "Germain et al. 2015"), 40);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        Made model = Made.of(28, 28, HIDDEN, rng);
        return PixelByPixel.run(this, session, model, PixelByPixel.trainer(model, new Adam(model, 3e-3))
                .batchSize(100).epochs(session.epochs(epochs())).schedule(Schedule.oneCycle()));
    }
}
