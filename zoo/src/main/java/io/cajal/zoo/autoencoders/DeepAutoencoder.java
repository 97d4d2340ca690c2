package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.Loss;
import io.cajal.nn.Flatten;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.RandomAffine;
import io.cajal.nn.Sequential;
import io.cajal.nn.Unflatten;
import io.cajal.nn.activation.Gelu;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Run;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The deep autoencoder of Hinton and Salakhutdinov (2006, "Reducing the dimensionality of data with neural
 * networks"): 784-1000-500-250-30 and back, trained on the 60,000 images of MNIST and judged on the 10,000
 * others, beside 30 principal components. As theirs it learns by cross-entropy, and the figure is theirs too:
 * the sum of the squared errors of an image's pixels, 3.00 for their network and 13.87 for the components.
 *
 * <p>In 2006 such a network did not learn from random weights: logistic units flatten signals, small weights
 * make them smaller with each layer, and so every layer was first trained by itself as a restricted Boltzmann
 * machine. Nothing of that is needed today. Weights scaled to their fan-in (He, Zhang, Ren and Sun 2015) keep
 * signals as they are, and Adam takes steps of the same size in every layer. Half of the batches are slightly
 * turned, stretched and slanted, as what the network lacks after so many epochs is more examples. Beside
 * smooth rectifiers (Hendrycks and Gimpel 2016) the same network is trained with the logistic units of 2006,
 * from weights scaled for their slope of ¼, for a quarter of the epochs.
 *
 * <p>A third one has a code of two numbers, the map of the paper's third figure: look how classes that two
 * principal components mix lie apart.
 */
public final class DeepAutoencoder implements Recipe {
    private static final int CODE = 30;
    private static final int[] WIDTHS = {784, 1000, 500, 250};
    private static final int SHARE = 4; // of the epochs, one in so many for the networks beside the one that counts
    private static final int MAPPED = 5_000;

    @Override
    public About about() {
        return new About("deep-autoencoder", "4, 5", "784-1000-500-250-30 and back, without pre-training",
                Goal.atMost(3.0, "squared error an image", 3.00,
                        "Hinton and Salakhutdinov 2006; PCA-30 13.87"),
                100);
    }

    /** The sum of squared errors of an image, of logits. */
    private record SquaredError() implements Metric {
        @Override
        public String name() {
            return "squared error";
        }

        @Override
        public boolean lowerIsBetter() {
            return true;
        }

        @Override
        public double of(Tensor logits, Tensor images) {
            return Autoencoding.squaredError(images, logits.sigmoid());
        }
    }

    /** Which units, and weights that suit them. */
    enum Units {
        GELU, LOGISTIC;

        Layer layer() {
            return this == GELU ? new Gelu() : new Sigmoid();
        }

        Linear linear(int in, int out, Rng rng) {
            return new Linear(this == GELU ? Init.kaimingNormal(Init.gain("relu"), rng, out, in)
                    : Init.xavierUniform(4, rng, out, in), Init.zeros(out));
        }
    }

    @Override
    public Result run(Session session) {
        Split images = Mnist.whole(session.data());
        int epochs = session.epochs(epochs());
        Rng rng = session.rng().split("weights");
        Pca pca = Pca.of(images.train(), CODE);
        Autoencoding.Score linear = Autoencoding.score(pca, images);
        session.say(linear.text("PCA-30"));
        Map<String, History> histories = new LinkedHashMap<>();
        Sequential encoder = encoder(CODE, Units.GELU, rng.split("encoder"));
        Sequential decoder = decoder(CODE, Units.GELU, rng.split("decoder"));
        Autoencoding.Score smooth = train(session, histories, "smooth rectifiers",
                Sequential.of(encoder, decoder),
                epochs, images);
        Sequential logistic = Sequential.of(encoder(CODE, Units.LOGISTIC, rng.split("logistic encoder")),
                decoder(CODE, Units.LOGISTIC, rng.split("logistic decoder")));
        int fewer = Math.max(1, epochs / SHARE);
        Autoencoding.Score old = train(session, histories, "logistic units", logistic, fewer, images);
        Sequential two = encoder(2, Units.GELU, rng.split("two encoder"));
        Autoencoding.Score flat = train(session, histories, "a code of 2",
                Sequential.of(two, decoder(2, Units.GELU, rng.split("two decoder"))),
                fewer, images);
        Autoencoding.save(this, session, encoder, decoder, images.train());
        if (session.folder() != null) {
            Map<String, Autoencoding.Score> scores = new LinkedHashMap<>();
            scores.put("PCA-30", linear);
            scores.put("smooth rectifiers, 30", smooth);
            scores.put("logistic units, 30, %d epochs".formatted(fewer), old);
            scores.put("smooth rectifiers, 2, %d epochs".formatted(fewer), flat);
            report(session, Sequential.of(encoder, decoder), two, pca, images, histories, scores);
        }
        return new Result(smooth.sse(), linear.sse());
    }

    private void report(Session session, Layer logits, Layer two, Pca pca, Split images,
            Map<String, History> histories,
            Map<String, Autoencoding.Score> scores) {
        List<List<String>> table = new ArrayList<>(
                List.of(List.of("", "squared error an image", "BCE a pixel")));
        scores.forEach((who, score) -> table.add(List.of(who, String.format(Locale.ROOT, "%.2f", score.sse()),
                String.format(Locale.ROOT, "%.4f", score.bce()))));
        table.add(List.of("Hinton and Salakhutdinov 2006, 30", "3.00", "–"));
        Gallery gallery = new Gallery(this, session);
        Autoencoding.reconstructions(gallery, logits, pca, images).table("Errors",
                "On the 10,000 test images.", table);
        maps(gallery, two, images);
        gallery.losses(histories)
                .write(String.format(Locale.ROOT,
                        "squared error an image %.2f, PCA-30 %.2f, on the test images",
                        scores.get("smooth rectifiers, 30").sse(), scores.get("PCA-30").sse()));
    }

    private Autoencoding.Score train(Session session, Map<String, History> histories, String name,
            Sequential logits,
            int epochs, Split images) {
        session.say(name);
        Split same = Unlabelled.of(images);
        Trainer trainer = new Trainer(logits, loss(logits), new Adam(logits, 1e-3)).batchSize(128)
                .epochs(epochs)
                .schedule(Schedule.oneCycle()).validation(same.validation()).metric(new SquaredError());
        histories.put(name, session.fit(name, trainer, same.train()));
        Autoencoding.Score score = Autoencoding.score(logits, images);
        session.say(score.text(name));
        return score;
    }

    private static void maps(Gallery gallery, Layer two, Split images) {
        Dataset some = images.test().first(MAPPED);
        Batch all = some.all();
        gallery.map("map", "A code of two numbers",
                String.format(Locale.ROOT,
                        "%,d test images where their codes lie; the labels were never learned from.",
                        some.size()),
                Autoencoding.outputs(two, some), all.y(), some.classes())
                .map("map-pca", "Two principal components", "The same images.",
                        Pca.of(images.train(), 2).encode(all.x()), all.y(), some.classes());
    }

    /**
     * Cross-entropy, of every second batch on average as it is, of the others a little turned, stretched and
     * slanted.
     */
    static BatchLoss loss(Layer logits) {
        Loss bce = new BceWithLogits();
        Layer warp = new RandomAffine(8, 0, 0.93, 1.07, 6, 1);
        return batch -> {
            boolean warped = Run.current().training()
                    && Run.current().rng("warps").split("coin").uniform() < 0.5;
            Tensor x = warped ? warp.apply(batch.x()) : batch.x();
            return bce.of(logits.apply(x), x);
        };
    }

    static Sequential encoder(int code, Units units, Rng rng) {
        List<Layer> layers = new ArrayList<>(List.of(new Flatten()));
        for (int i = 0; i + 1 < WIDTHS.length; i++) {
            layers.add(units.linear(WIDTHS[i], WIDTHS[i + 1], rng.split(i)));
            layers.add(units.layer());
        }
        int last = WIDTHS[WIDTHS.length - 1];
        layers.add(new Linear(Init.xavierNormal(1, rng.split("code"), code, last), Init.zeros(code)));
        return new Sequential(layers);
    }

    static Sequential decoder(int code, Units units, Rng rng) {
        List<Layer> layers = new ArrayList<>();
        int from = code;
        for (int i = WIDTHS.length - 1; i > 0; i--) {
            layers.add(units.linear(from, WIDTHS[i], rng.split(i)));
            layers.add(units.layer());
            from = WIDTHS[i];
        }
        layers.add(
                new Linear(Init.xavierNormal(1, rng.split("out"), WIDTHS[0], from), Init.zeros(WIDTHS[0])));
        layers.add(new Unflatten(Shape.of(1, 28, 28)));
        return new Sequential(layers);
    }
}
