package io.cajal.zoo.kit;

import io.cajal.backend.Arena;
import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Loader;
import io.cajal.data.Split;
import io.cajal.data.TensorDataset;
import io.cajal.distribution.Bernoulli;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.function.BiFunction;

/**
 * MNIST with pixels of 0 and 1, each 1 with the probability that its grey value says (Salakhutdinov and
 * Murray 2008). To learn from, pixels are drawn anew whenever an image is seen; to watch and to test, they
 * were drawn once, the same for every seed. The published figures are for Larochelle's file, which is another
 * such draw: 10,000 images' mean moves by some 0.1 nats from draw to draw, and those who learned from one
 * fixed draw overfit it sooner.
 */
public final class BinaryDigits {
    private static final long DRAWN_ONCE = 2008;

    private BinaryDigits() {
    }

    /** Grey images to learn from, which {@link #drawn} makes binary; binary ones to watch and to test. */
    public static Split split(DataStore store) {
        Split grey = Mnist.split(store);
        return new Split(grey.train(), fixed(grey.validation(), "validation"), fixed(grey.test(), "test"));
    }

    private static Dataset fixed(Dataset grey, String part) {
        Batch all = grey.all();
        return new TensorDataset(drawn(all.x(), Rng.of(DRAWN_ONCE).split(part)), all.y());
    }

    /** 1 with the probability that each pixel says; what is binary already stays. */
    public static Tensor drawn(Tensor grey, Rng rng) {
        return Bernoulli.draw(grey, rng);
    }

    /**
     * The mean over images of one number for each.
     *
     * @param batch how many are looked at together
     * @param rng for what the figure draws, a stream for each batch
     * @param figure from images [N × 1 × 28 × 28] to numbers [N]
     */
    public static double mean(Dataset images, int batch, Rng rng, BiFunction<Tensor, Rng, Tensor> figure) {
        Loader loader = Loader.inOrder(images, batch);
        Arena arena = Run.current().device().arena();
        double sum = 0;
        for (int i = 0; i < loader.batches(); i++) {
            int index = i;
            sum += Run.evaluation().call(() -> arena.step(() -> figure
                    .apply(loader.batch(loader.order(0), index).x(), rng.split(index)).sum().item()));
        }
        return sum / images.size();
    }
}
