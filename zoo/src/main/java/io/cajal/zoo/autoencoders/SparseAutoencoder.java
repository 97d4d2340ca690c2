package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.Loss;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.Unflatten;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.report.Sheet;
import io.cajal.tensor.Tensor;
import io.cajal.train.BatchLoss;
import io.cajal.train.History;
import io.cajal.train.Metric;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Pca;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Unlabelled;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The sparse autoencoder (Olshausen and Field 1996; Ng 2011): the code has more units than are needed, and
 * each image may use only few of them, so that a unit stands for a part: a piece of a stroke. Sparsity is a
 * penalty beside the reconstruction,
 *
 * <pre>  loss = BCE a pixel + λ · Σⱼ hⱼ ‖dⱼ‖,</pre>
 *
 * with hⱼ ≥ 0 how active a unit is and dⱼ what it draws. This is the L1 penalty, whose slope is the same at 0
 * as elsewhere and so presses units to exactly 0; squares would leave all of them a little active. The factor
 * ‖dⱼ‖ closes a way out: without it codes shrink and drawings grow, at no loss in the reconstruction.
 *
 * <p>Look at what the units draw, strokes in place of the waves of a dense code, and at a digit taken apart
 * into the units that drew it. An image has {@value #UNITS} units to choose from; the run says how many it
 * used, on the average test image. The baseline is as many principal components as the reference's code has
 * numbers.
 */
public final class SparseAutoencoder implements Recipe {
    private static final int UNITS = 512;
    private static final int DENSE = 32;
    private static final double LAMBDA = 2e-4;
    private static final int PIECES = 9;
    private static final int DRAWN = 200;

    @Override
    public About about() {
        return new About("sparse-autoencoder", "4, 5", "a code of many units of which few are active",
                Goal.atMost(0.091, "BCE a pixel", 0.10, "Keras blog, code 32 with an L1 penalty"), 20);
    }

    /** Encoder, rectified code and decoder, which gives logits. */
    record Network(Sequential encoder, Linear drawn) {
        static Network of(Rng rng) {
            return new Network(
                    Sequential.of(new Flatten(), Linear.of(784, UNITS, rng.split("in")), new Relu()),
                    Linear.of(UNITS, 784, rng.split("out")));
        }

        Sequential decoder() {
            return Sequential.of(drawn, new Unflatten(Shape.of(1, 28, 28)));
        }

        /** The length of what each unit draws: [UNITS]. */
        Tensor lengths() {
            return drawn.weight().square().sum(0).sqrt();
        }

        BatchLoss loss(double lambda) {
            Loss bce = new BceWithLogits();
            Sequential decoder = decoder();
            return batch -> {
                Tensor code = encoder.apply(batch.x());
                Tensor penalty = code.mul(lengths()).sum(1).mean();
                return bce.of(decoder.apply(code), batch.y()).add(penalty.mul(lambda));
            };
        }
    }

    /** The reconstruction alone, by epoch. */
    private record Reconstruction() implements Metric {
        @Override
        public String name() {
            return "bce";
        }

        @Override
        public boolean lowerIsBetter() {
            return true;
        }

        @Override
        public double of(Tensor outputs, Tensor targets) {
            return new BceWithLogits().of(outputs, targets).item();
        }
    }

    @Override
    public Result run(Session session) {
        Split images = Mnist.split(session.data());
        Pca pca = Pca.of(images.train(), DENSE);
        Autoencoding.Score dense = Autoencoding.score(pca, images);
        session.say(dense.text("PCA-32"));
        Network network = Network.of(session.rng().split("weights"));
        Sequential logits = Sequential.of(network.encoder(), network.decoder());
        Split same = Unlabelled.of(images);
        Trainer trainer = new Trainer(logits, network.loss(LAMBDA), new Adam(logits, 3e-3)).batchSize(128)
                .epochs(session.epochs(epochs())).schedule(Schedule.oneCycle()).validation(same.validation())
                .metric(new Reconstruction());
        History history = session.fit(trainer, same.train());
        Autoencoding.Score score = Autoencoding.score(logits, images);
        session.say(score.text("sparse code"));
        Tensor codes = Autoencoding.outputs(network.encoder(), images.test());
        double active = codes.gt(0).sum(1).mean().item();
        float[] often = codes.gt(0).mean(0).toFloats();
        long silent = IntStream.range(0, UNITS).filter(i -> often[i] == 0).count();
        session.say("on the average test image %.1f of %d units are active (%.1f %%); %d are never", active,
                UNITS,
                100 * active / UNITS, silent);
        report(session, network, logits, pca, images, codes, history,
                String.format(Locale.ROOT, "BCE a pixel %.4f with %.1f of %d units active", score.bce(),
                        active, UNITS));
        Autoencoding.save(this, session, network.encoder(), network.decoder(), images.train());
        return new Result(score.bce(), dense.bce());
    }

    private void report(Session session, Network network, Sequential logits, Pca pca, Split images,
            Tensor codes,
            History history, String figure) {
        if (session.folder() == null) {
            return;
        }
        Gallery gallery = new Gallery(this, session);
        Autoencoding.reconstructions(gallery, logits, pca, images)
                .picture("units", "What each unit draws",
                        "The %d that are active most often, each in a range of its own.".formatted(DRAWN),
                        () -> Sheet.of(drawings(network, codes), List.of(), 20, 1, true))
                .picture("pieces", "Digits taken apart",
                        "A test image, what comes back, and the units that add most to it, with the share of test images that use them.",
                        () -> pieces(network, logits, images.test(), codes))
                .table("How many units an image uses", "On the test images.", counts(codes))
                .losses(Map.of("", history));
        Autoencoding.map(gallery, network.encoder(), images).write(figure);
    }

    private static Tensor drawings(Network network, Tensor codes) {
        int[] order = codes.gt(0).mean(0).argsort(0, true).toPositions("order", UNITS);
        return Autoencoding
                .pictures(network.drawn().weight().t().indexSelect(0, Arrays.copyOf(order, DRAWN)));
    }

    /** One row a digit: the image, its reconstruction, and the drawings of its strongest units. */
    private static BufferedImage pieces(Network network, Sequential logits, Dataset test, Tensor codes) {
        float[] often = codes.gt(0).mean(0).toFloats();
        Tensor weights = network.drawn().weight().t();                                 // [units × 784]
        Tensor digits = Mnist.oneOfEach(test);
        Tensor strength = network.encoder().apply(digits).mul(network.lengths()).detach();
        Tensor back = Autoencoding.back(logits, digits);
        List<Tensor> shown = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < digits.size(0); i++) {
            shown.add(digits.narrow(0, i, 1).reshape(1, 28, 28));
            captions.add("image");
            shown.add(back.narrow(0, i, 1).reshape(1, 28, 28));
            captions.add("back");
            int[] strongest = strength.select(0, i).topK(PIECES, 0).positions().toPositions("strongest",
                    UNITS);
            for (int unit : strongest) {
                shown.add(Autoencoding.pictures(weights.narrow(0, unit, 1)));
                captions.add(String.format(Locale.ROOT, "%.0f %%", 100 * often[unit]));
            }
        }
        return Sheet.of(Tensor.cat(0, shown.toArray(Tensor[]::new)), captions, PIECES + 2, 2, true);
    }

    private static List<List<String>> counts(Tensor codes) {
        float[] active = codes.gt(0).sum(1).sort(0, false).values().toFloats();
        List<List<String>> rows = new ArrayList<>(List.of(List.of("share of the images", "use at most")));
        for (int percent : new int[] {1, 10, 50, 90, 99, 100}) {
            int at = Math.min(active.length - 1,
                    Math.max(0, (int) Math.ceil(percent / 100.0 * active.length) - 1));
            rows.add(List.of(percent + " %", String.format(Locale.ROOT, "%.0f units", active[at])));
        }
        return rows;
    }
}
