package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Split;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Loss;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.report.Charts;
import io.cajal.report.Sheet;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.BatchLoss;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Comparison;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Unlabelled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Stacked denoising autoencoders (Vincent, Larochelle, Lajoie, Bengio and Manzagol 2010): three layers of
 * 1,000 logistic units learn without labels, one after the other, and then all together to classify. Each
 * layer first sees its input x with a quarter of the numbers set to 0, and has to give back all of x,
 *
 * <pre>  h = σ(W x̃ + b),   y = σ(Wᵀ h + c),   loss = BCE(y, x).</pre>
 *
 * To fill in what is missing it must know which pixels go together: its units become detectors of strokes,
 * where those of a plain autoencoder of 1,000 units could copy the 784 pixels. The next layer does the same
 * with the codes of the one below. What is learned so is the start of the classifier; what the labels then
 * have to teach is little.
 *
 * <p>The same network, trained from random weights by the same labels for as many epochs, stands beside it.
 * Look at what the first layer's units look for, before any label: pieces of strokes. In fine-tuning dropout
 * replaces the early stopping of the paper.
 */
public final class StackedDenoising implements Recipe {
    static final int UNITS = 1000;
    static final int LAYERS = 3;
    private static final double NOISE = 0.25;
    private static final double HIDDEN_DROPOUT = 0.3;
    private static final int SHOWN = 80;
    private static final int PRE_SHARE = 3; // pre-training takes one epoch a layer for so many of fine-tuning

    @Override
    public About about() {
        return new About("stacked-denoising", "4, 5", "layers that first learn to mend what noise took away",
                Goal.atMost(1.28, "test error %", 1.28, "Vincent et al. 2010, SdA-3"), 50);
    }

    /** Sets some numbers to 0, in training. Unlike in dropout the others stay as they are. */
    record Masking(Dropout dropout) implements Layer {
        static Masking of(double share, Rng rng) {
            return new Masking(Dropout.of(share, rng));
        }

        @Override
        public Tensor forward(Tensor x) {
            return Run.current().training() ? dropout.apply(x).mul(1 - dropout.p()) : x;
        }
    }

    /** One layer with its way back, which has the same weights. */
    record Denoiser(Masking noise, Linear encoder, Param back) implements Layer {
        static Denoiser of(Linear encoder, Rng rng) {
            return new Denoiser(Masking.of(NOISE, rng), encoder, Init.zeros(encoder.weight().size(1)));
        }

        /** Logits of what was there before the noise. */
        @Override
        public Tensor forward(Tensor x) {
            Tensor code = encoder.apply(noise.apply(x)).sigmoid();
            return code.linear(encoder.weight().t(), back);
        }

        /** On what the layers below make of images. */
        BatchLoss above(Layer below) {
            Loss bce = new BceWithLogits();
            return batch -> {
                Tensor x = Run.recording(false).call(() -> below.apply(batch.x()));
                return bce.of(apply(x), x);
            };
        }
    }

    @Override
    public Result run(Session session) {
        Split images = Mnist.whole(session.data());
        Rng rng = session.rng().split("weights");
        List<Linear> layers = layers(1, rng.split("stack"));
        Denoiser first = pretrain(session, layers, images, rng.split("noise"));
        Tensor strokes = pictures(layers);
        Map<String, Tensor> mended = mended(first, images, session.rng().split("mended")); // now, as fine-tuning changes the weights
        Comparison comparison = new Comparison(this, session, images);
        Sequential network = classifier(layers, rng.split("pre-trained"));
        double error = finetune(session, comparison, "pre-trained", network);
        List<Linear> random = layers(4, rng.split("random"));
        double without = finetune(session, comparison, "random weights",
                classifier(random, rng.split("from random")));
        session.save(network, Model.Input.image(1, 28, 28), images.train(), this);
        report(session, comparison, mended, strokes, pictures(random), error, without);
        return new Result(error, comparison.baseline());
    }

    private void report(Session session, Comparison comparison, Map<String, Tensor> mended, Tensor strokes,
            Tensor random, double error, double without) {
        Map<String, History> histories = new LinkedHashMap<>();
        List.of("pre-trained", "random weights")
                .forEach(name -> histories.put(name, comparison.history(name)));
        String figure = String.format(Locale.ROOT, "test error %.2f %%, without pre-training %.2f %%", error,
                without);
        new Gallery(this, session)
                .rows("denoising", "What the first layer mends",
                        "Test images, the same with a quarter of the pixels set to 0, and what the layer makes of them. It has seen no label.",
                        mended, 3)
                .picture("strokes", "What the first layer looks for, before any label",
                        String.format(Locale.ROOT,
                                "Weights from the pixels to the first %d of its %,d units.", SHOWN,
                                UNITS),
                        () -> Sheet.of(strokes, List.of(), 16, 1, true))
                .picture("random", "The same from random weights, after training by labels", "",
                        () -> Sheet.of(random, List.of(), 16, 1, true))
                .picture("accuracy", "Fine-tuning",
                        "Both networks, by the labels; the images watched are among those learned from.",
                        () -> Charts.metric(histories, new Accuracy().name()))
                .losses(histories).write(figure);
    }

    /** Layer after layer, without labels; returns the first one with its way back. */
    private Denoiser pretrain(Session session, List<Linear> layers, Split images, Rng rng) {
        Split same = Unlabelled.of(images);
        int epochs = Math.max(1, session.epochs(epochs()) / PRE_SHARE);
        List<Layer> below = new ArrayList<>(List.of(new Flatten()));
        Denoiser first = null;
        for (int i = 0; i < layers.size(); i++) {
            String name = "layer %d without labels".formatted(i + 1);
            session.say(name);
            Denoiser denoiser = Denoiser.of(layers.get(i), rng.split(i));
            Trainer trainer = new Trainer(denoiser, denoiser.above(new Sequential(below)),
                    new Adam(denoiser, 1e-3))
                    .batchSize(128).epochs(epochs).schedule(Schedule.oneCycle())
                    .validation(same.validation());
            session.fit(name, trainer, same.train());
            below.add(layers.get(i));
            below.add(new Sigmoid());
            first = first == null ? denoiser : first;
        }
        return first;
    }

    private double finetune(Session session, Comparison comparison, String name, Sequential network) {
        return comparison.train(name, network,
                new Trainer(network, new CrossEntropy(), new Adam(network, 1e-3))
                        .batchSize(128).epochs(session.epochs(epochs())).schedule(Schedule.oneCycle()));
    }

    /**
     * Xavier's weights: with gain 4 they make up for the slope of logistic units, with 1 what is learned
     * shows soon.
     */
    static List<Linear> layers(double gain, Rng rng) {
        List<Linear> layers = new ArrayList<>();
        for (int i = 0; i < LAYERS; i++) {
            layers.add(new Linear(Init.xavierUniform(gain, rng.split(i), UNITS, i == 0 ? 784 : UNITS),
                    Init.zeros(UNITS)));
        }
        return layers;
    }

    /** These layers and a softmax, with dropout between them. */
    static Sequential classifier(List<Linear> layers, Rng rng) {
        List<Layer> all = new ArrayList<>(List.of(new Flatten(), Dropout.of(NOISE, rng.split("drop"))));
        for (int i = 0; i < layers.size(); i++) {
            all.add(layers.get(i));
            all.add(new Sigmoid());
            all.add(Dropout.of(HIDDEN_DROPOUT, rng.split(i)));
        }
        all.add(new Linear(Init.zeros(10, layers.getLast().weight().size(0)), Init.zeros(10)));
        return new Sequential(all);
    }

    private static Map<String, Tensor> mended(Denoiser first, Split images, Rng rng) {
        Tensor digits = Mnist.oneOfEach(images.test());
        Tensor noisy = Run.training(rng).call(() -> first.noise().apply(digits));
        Map<String, Tensor> rows = new LinkedHashMap<>();
        rows.put("image", digits);
        rows.put("a quarter missing", noisy);
        rows.put("mended",
                Run.evaluation().call(() -> first.apply(noisy.flatten(1)).sigmoid().reshape(digits.shape())));
        return rows;
    }

    private static Tensor pictures(List<Linear> layers) {
        Tensor weights = layers.getFirst().weight().narrow(0, 0, SHOWN).detach();
        return weights.reshape(Shape.of(SHOWN, 28, 28)).keep();
    }
}
