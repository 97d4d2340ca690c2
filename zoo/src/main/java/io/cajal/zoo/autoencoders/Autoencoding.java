package io.cajal.zoo.autoencoders;

import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.data.TensorDataset;
import io.cajal.loss.Bce;
import io.cajal.loss.BceWithLogits;
import io.cajal.nn.Layer;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Pca;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Unlabelled;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the recipes of autoencoders do alike: learn images from themselves, and show held-out ones beside what
 * comes back.
 */
final class Autoencoding {
    private static final int SHOWN = 10;
    private static final int MAPPED = 4_000;
    /**
     * How near to 0 and 1 the pixels of a linear code may come, as certainty that is wrong costs too much.
     */
    private static final double[] CLIPS = {0.002, 0.005, 0.01, 0.02, 0.04};

    private Autoencoding() {
    }

    /**
     * How far reconstructions are from the images.
     *
     * @param bce binary cross-entropy, the mean over all pixels, in nats
     * @param sse the sum of squared errors of an image, the mean over the images
     */
    record Score(double bce, double sse) {
        /** Of reconstructions with values in 0 … 1. */
        static Score of(Tensor images, Tensor back) {
            return Run.evaluation()
                    .call(() -> new Score(new Bce().of(back, images).item(), squaredError(images, back)));
        }

        /** For the head of a report. */
        String figure() {
            return String.format(Locale.ROOT, "BCE a pixel %.4f on the test images", bce);
        }

        String text(String who) {
            return String.format(Locale.ROOT, "%-28s BCE a pixel %.4f, squared error an image %.2f", who, bce,
                    sse);
        }
    }

    /** The sum of squared errors of an image, the mean over the images. */
    static double squaredError(Tensor images, Tensor back) {
        return images.sub(back).square().flatten(1).sum(1).mean().item();
    }

    /** The score of principal components, held as far from 0 and 1 as is best for the validation images. */
    static Score score(Pca pca, Split images) {
        Tensor seen = images.validation().all().x();
        Tensor back = pca.reconstruct(seen);
        double best = CLIPS[0];
        double lowest = Double.POSITIVE_INFINITY;
        for (double clip : CLIPS) {
            double bce = Score.of(seen, back.clamp(clip, 1 - clip)).bce();
            if (bce < lowest) {
                lowest = bce;
                best = clip;
            }
        }
        Tensor test = images.test().all().x();
        Tensor clipped = pca.reconstruct(test).clamp(best, 1 - best);
        return new Score(Score.of(test, clipped).bce(), squaredError(test, pca.reconstruct(test)));
    }

    /** The score of a network that gives logits, on the test images. */
    static Score score(Layer logits, Split images) {
        Evaluation scored = Evaluation.of(logits, new Unlabelled(images.test()));
        return new Score(scored.of(new BceWithLogits()),
                squaredError(scored.targets(), scored.outputs().sigmoid()));
    }

    /** What a network that gives logits makes of images, with values in 0 … 1. */
    static Tensor back(Layer logits, Tensor images) {
        return Run.evaluation().call(() -> logits.apply(images).sigmoid());
    }

    /** What a layer makes of all examples, without their targets. */
    static Tensor outputs(Layer layer, Dataset images) {
        return Evaluation.of(layer, new Unlabelled(images)).outputs();
    }

    /**
     * The rows that a reader looks for: test images, what principal components give back, what the network
     * does.
     */
    static Gallery reconstructions(Gallery gallery, Layer logits, Pca pca, Split images) {
        Tensor test = images.test().all().x();
        Tensor error = test.sub(back(logits, test)).square().flatten(1).sum(1);
        Tensor worst = images.test()
                .batch(error.topK(SHOWN, 0).positions().toPositions("worst", test.size(0))).x();
        int components = pca.axes().size(0);
        return gallery
                .rows("reconstructions", "What comes back",
                        "Test images, what is left of them after %d principal components, and after the code."
                                .formatted(components),
                        rows(Mnist.oneOfEach(images.test()), logits, pca), 3)
                .rows("worst", "The worst of the test images", "By squared error.", rows(worst, logits, pca),
                        3);
    }

    private static Map<String, Tensor> rows(Tensor x, Layer logits, Pca pca) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        rows.put("image", x);
        rows.put("PCA-" + pca.axes().size(0), pca.reconstruct(x).clamp(0, 1));
        rows.put("autoencoder", back(logits, x));
        return rows;
    }

    /** The codes of test images on the two axes along which these codes vary most. */
    static Gallery map(Gallery gallery, Layer encoder, Split images) {
        Dataset some = images.test().first(MAPPED);
        Tensor codes = outputs(encoder, some).flatten(1);
        Pca plane = Pca.of(new Unlabelled(new TensorDataset(codes, codes)), 2);
        return gallery.map("codes", "A map of the codes",
                String.format(Locale.ROOT,
                        "%,d test images by the first two principal components of their codes; the labels were never learned from.",
                        some.size()),
                plane.encode(codes), some.all().y(), some.classes());
    }

    /** Weights [units × 784] as pictures of 28 × 28, each in its own range. */
    static Tensor pictures(Tensor weights) {
        return weights.detach().reshape(Shape.of(weights.size(0), 28, 28));
    }

    /** Encoder and decoder as they were trained, and a sigmoid, so that images come out. */
    static void save(Recipe recipe, Session session, Layer encoder, Layer decoder, Dataset training) {
        session.save(Sequential.of(encoder, decoder, new Sigmoid()), Model.Input.image(1, 28, 28),
                new Unlabelled(training),
                recipe);
    }
}
