package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.nn.PixelCnn;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * The same as {@link MadeMnist}, by convolutions: a pixel is guessed from a neighbourhood above and to the
 * left, with the same weights at every place. PixelCNN (van den Oord, Kalchbrenner and Kavukcuoglu 2016)
 * reached 81.30 nats on binarised MNIST with masked kernels; the gated one (van den Oord et al. 2016) has no
 * blind spot any more, thanks to two stacks. Here a pixel sees 16 rows up, most of a digit.
 *
 * <p>Drawing is slow only if all is computed anew for each pixel: features that cannot change any more are
 * kept, so a batch of images costs one pass over the network in small pieces. Look at the completions: it is
 * what Image GPT does with a transformer in place of convolutions.
 */
public final class PixelCnnMnist implements Recipe {
    private static final int CHANNELS = 24;
    private static final int BLOCKS = 6;
    private static final int KERNEL = 9;
    private static final int WIDE = 32;

    @Override
    public About about() {
        return new About("pixelcnn", "4",
                "digits drawn pixel by pixel, by convolutions that see what came before",
                Goal.atMost(82.5, "test −ln p(x), nats", 81.3, "van den Oord et al. 2016"), 12);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        PixelCnn model = PixelCnn.of(28, 28, CHANNELS, BLOCKS, KERNEL, WIDE, rng);
        return PixelByPixel.run(this, session, model, PixelByPixel.trainer(model, new Adam(model, 3e-3))
                .batchSize(32).clipNorm(100).epochs(session.epochs(epochs())).schedule(Schedule.oneCycle()));
    }
}
