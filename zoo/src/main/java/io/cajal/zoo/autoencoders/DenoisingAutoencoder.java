package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.data.Split;
import io.cajal.nn.Layer;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Hardtanh;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.zoo.kit.Cifar10;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The denoising autoencoder (Vincent, Larochelle, Bengio and Manzagol 2008): noise w is added to a picture x,
 * and what the network makes of it, g(f(x + w)), is to be x again, (g(f(x + w)) − x)² → min. The best that
 * can be done is the mean of all pictures that could lie under the noise, E[x | x + w]; so the network has to
 * learn which pictures there are. A filter knows less of them: that neighbours resemble each other (median,
 * local Wiener) or how closely, by distance and direction (linear Wiener, learned from training pictures
 * here). On digits a fifth of 1 − {@link io.cajal.train.Ssim} is added to the squared error, which makes
 * black ground black (Zhao, Gallo, Frosio and Kautz 2017).
 *
 * <p>On MNIST the noise has the deviation 0.5, half of the way from black to white, and is not cut off at 0
 * and 1. All methods see the same pictures, filters are told the noise's variance, and all results are held
 * within 0 … 1. The figure is how many decibels the network lies above the best filter; besides, its
 * structural similarity with the true digits must reach 0.90. Then the same on colour photographs with the
 * deviation 25/255, where the network learns what to take away (Zhang, Zuo, Chen, Meng and Zhang 2017,
 * "Beyond a Gaussian denoiser").
 */
public final class DenoisingAutoencoder implements Recipe {
    private static final double STRONG = 0.5;
    private static final double WEAK = 25 / 255.0;
    private static final double SIMILAR = 0.90;
    private static final double LIKENESS = 0.2;
    private static final int WIDTH = 32;
    private static final int PHOTO_EPOCHS = 24;
    private static final int EXAMPLES = 500; // for the linear filter

    @Override
    public About about() {
        return new About("denoising-autoencoder", "2, 3", "digits and photographs cleaned of noise",
                Goal.atLeast(4, "dB above the best filter", Double.NaN, ""), 5);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        Split digits = Mnist.split(session.data());
        Layer reader = Hourglass.of(1, 1, WIDTH, rng.split("digits"));
        Restoration onDigits = restoration(session, "digits", digits, STRONG, reader);
        Map<String, History> histories = new LinkedHashMap<>();
        histories.put("digits", onDigits.train(session.epochs(epochs()), 32, 0, LIKENESS));
        Map<String, PictureScore> digitScores = onDigits.test(null);

        Split photos = Cifar10.split(session.data());
        Layer cleaner = Residual.of(Hourglass.of(3, 3, WIDTH, rng.split("photos")));
        Restoration onPhotos = restoration(session, "photos", photos, WEAK, cleaner);
        histories.put("photos", onPhotos.train(session.epochs(PHOTO_EPOCHS), 32, 0, 0));
        Map<String, PictureScore> photoScores = onPhotos.test(null);

        double gain = gain(session, "digits", digitScores);
        gain(session, "photos", photoScores);
        double similar = digitScores.get(Restoration.NETWORK).ssim();
        boolean holds = similar >= SIMILAR;
        session.say("SSIM of the cleaned digits: %.3f, %s %.2f", similar, holds ? "at least" : "which misses",
                SIMILAR);
        Gallery gallery = new Gallery(this, session);
        onDigits.show(gallery, digitScores, "Digits", "Held-out digits with noise of deviation 0.5.", 3,
                Damage.Damaged::seen);
        onPhotos.show(gallery, photoScores, "Photographs",
                "Held-out photographs with noise of deviation 25/255.", 3, Damage.Damaged::seen);
        gallery.losses(histories).write(String.format(Locale.ROOT, "%.2f dB above the best filter", gain),
                holds ? List.of() : List.of("digits less similar to the true ones than the goal asks"));
        session.save(Sequential.of(reader, new Hardtanh(0, 1)), Model.Input.image(1, 28, 28), digits.train(),
                this);
        return Result.provided(holds, gain, 0);
    }

    private static Restoration restoration(Session session, String name, Split pictures, double deviation,
            Layer network) {
        Damage noise = new WhiteNoise(deviation);
        double variance = deviation * deviation;
        Filters.Linear linear = Run.evaluation().call(() -> {
            Tensor some = pictures.train().range(0, EXAMPLES).all().x();
            Rng rng = session.rng().split(name).split("filter");
            return Filters.Linear.learn(noise.of(some, rng).seen(), some, 9);
        });
        return new Restoration(session, name, pictures, noise, noise, network)
                .beside("median 3 × 3", damaged -> Filters.median(damaged.seen(), 3))
                .beside("median 5 × 5", damaged -> Filters.median(damaged.seen(), 5))
                .beside("Wiener, local 3 × 3", damaged -> Filters.wiener(damaged.seen(), 3, variance))
                .beside("Wiener, local 5 × 5", damaged -> Filters.wiener(damaged.seen(), 5, variance))
                .beside("Wiener, linear 9 × 9", damaged -> linear.of(damaged.seen()));
    }

    /** Decibels above the best of the others. */
    private static double gain(Session session, String name, Map<String, PictureScore> scores) {
        Map.Entry<String, PictureScore> best = Restoration.others(scores).entrySet().stream()
                .reduce((a, b) -> b.getValue().psnr() > a.getValue().psnr() ? b : a).orElseThrow();
        double gain = scores.get(Restoration.NETWORK).psnr() - best.getValue().psnr();
        session.say("%s: %.2f dB above the best filter (%s)", name, gain,
                best.getKey());
        return gain;
    }
}
