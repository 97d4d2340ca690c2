package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.Standardize;
import io.cajal.nn.Unflatten;
import io.cajal.nn.Vae;
import io.cajal.nn.activation.Gelu;
import io.cajal.optim.Adam;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.BatchLoss;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.BinaryDigits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * What the recipes of variational autoencoders do alike: networks for binary digits, how they learn, how they
 * are measured.
 */
final class Variational {
    private static final int SIDE = 28;
    private static final int PIXELS = SIDE * SIDE;
    /** Beyond these no pixel is held for impossible, or certain, before anything is learned. */
    private static final double RAREST = 0.01;
    /**
     * Some times the usual norm of a gradient. Now and then an image gets a code with a large variance, and
     * its exponential a gradient that undoes what was learned.
     */
    private static final double WILD = 100;
    /** Burda et al.: a number of the code is used when its mean varies by more than that over the images. */
    private static final double ACTIVE = 0.01;

    private Variational() {
    }

    /**
     * Two hidden layers on each side, the second with a shortcut. It begins where the mean image is known:
     * the encoder sees how an image differs from it, the decoder's biases draw it. Else an epoch or more goes
     * by until they have found it.
     */
    static Vae network(int latent, int hidden, Dataset training, Rng rng) {
        Tensor centre = Tensor.of(Shape.of(1, SIDE, SIDE), PixelByPixel.means(training));
        Linear last = Linear.of(hidden, PIXELS, rng.split("pixels"));
        Tensor p = centre.reshape(PIXELS).clamp(RAREST, 1 - RAREST);
        last.bias().set(p.div(p.neg().add(1)).log());
        Sequential encoder = Sequential.of(Standardize.of(centre, Tensor.scalar(1)), new Flatten(),
                Linear.of(PIXELS, hidden, rng.split("encoder 1")), new Gelu(true),
                block(hidden, rng.split("encoder 2")),
                Linear.of(hidden, 2 * latent, rng.split("code")));
        Sequential decoder = Sequential.of(Linear.of(latent, hidden, rng.split("decoder 1")), new Gelu(true),
                block(hidden, rng.split("decoder 2")), last,
                new Unflatten(Shape.of(1, SIDE, SIDE)));
        return new Vae(encoder, decoder, latent);
    }

    private static Residual block(int hidden, Rng rng) {
        return Residual.of(Linear.of(hidden, hidden, rng), new Gelu(true));
    }

    /**
     * Makes the bound large, of pixels that are drawn anew at each step: with one draw of the code the ELBO,
     * with more the importance-weighted one.
     */
    static Trainer trainer(Vae vae, int draws, double rate) {
        BatchLoss loss = batch -> {
            Rng rng = Run.current().rng("vae");
            Tensor x = BinaryDigits.drawn(batch.x(), rng.split("pixels"));
            Rng codes = rng.split("codes");
            return (draws == 1 ? vae.elbo(x, codes) : vae.bound(x, draws, codes)).mean().neg();
        };
        return new Trainer(vae, loss, new Adam(vae, rate)).clipNorm(WILD);
    }

    /**
     * −ln p(x) in nats, the mean over binary images, estimated with so many draws for each: too large on
     * average, the less the more.
     */
    static double surprise(Vae vae, Dataset images, int draws, Rng rng) {
        return -mean(images, rng, (x, own) -> vae.logLikelihood(x, draws, own));
    }

    /** The ELBO in nats, the mean over binary images. */
    static double elbo(Vae vae, Dataset images, Rng rng) {
        return mean(images, rng, vae::elbo);
    }

    /** KL(q(z|x) ‖ p(z)) in nats, the mean over images: what the code says of an image. */
    static double information(Vae vae, Dataset images) {
        return mean(images, Rng.of(0), (x, rng) -> vae.encode(x).klToStandard().sum(1));
    }

    private static double mean(Dataset images, Rng rng, BiFunction<Tensor, Rng, Tensor> figure) {
        return BinaryDigits.mean(images, 100, rng, figure);
    }

    /** The means of the codes of images [N × latent]. */
    static Tensor codes(Vae vae, Dataset images) {
        List<Tensor> parts = new ArrayList<>();
        images.forEachBatch(
                batch -> parts.add(Run.evaluation().call(() -> vae.encode(batch.x()).loc())));
        return Tensor.cat(0, parts.toArray(Tensor[]::new));
    }

    /** The numbers of the code that are used, those whose means vary most first. */
    static List<Integer> active(Tensor codes) {
        double[] variances = codes.variance(0, 0).toDoubles();
        return IntStream.range(0, variances.length).filter(i -> variances[i] > ACTIVE).boxed()
                .sorted(Comparator.comparingDouble(i -> -variances[i])).toList();
    }
}
