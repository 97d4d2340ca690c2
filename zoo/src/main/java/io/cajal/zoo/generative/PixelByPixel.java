package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.nn.AutoregressiveModel;
import io.cajal.nn.Parts;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.BatchLoss;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.BinaryDigits;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Samples;
import io.cajal.zoo.kit.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the recipes of autoregressive models do alike: learn binary digits, score them exactly, draw and
 * complete.
 */
final class PixelByPixel {
    private static final int SIDE = 28;
    private static final int BATCH = 125;
    private static final int ACROSS = 10;
    private static final int ZOOM = 2;
    /** What is added to the counts of both values of a pixel, so that neither is impossible. */
    private static final double RARE = 0.5;

    private PixelByPixel() {
    }

    /** Makes −ln p(x) small, with pixels drawn anew from the grey values at each step. */
    static Trainer trainer(AutoregressiveModel model, Optimizer optimizer) {
        BatchLoss loss = batch -> model
                .surprise(BinaryDigits.drawn(batch.x(), Run.current().rng("binary digits"))).mean();
        return new Trainer(model, loss, optimizer);
    }

    /** On MNIST. The figure is the mean of −ln p(x) over the test images, in nats. */
    static Recipe.Result run(Recipe recipe, Session session, AutoregressiveModel model, Trainer trainer) {
        return run(recipe, session, model, trainer, BinaryDigits.split(session.data()));
    }

    /** Trains, looks at the test images once, and leaves model and report. */
    static Recipe.Result run(Recipe recipe, Session session, AutoregressiveModel model, Trainer trainer,
            Split digits) {
        session.say("%,d parameters; %,d images to learn from, %,d to watch, %,d for the test",
                Parts.count(model),
                digits.train().size(), digits.validation().size(), digits.test().size());
        Samples samples = new Samples(session, trainer.epochs(),
                () -> model.generate(ACROSS, session.rng().split("samples")));
        History history = session.fit(trainer.validation(digits.validation()).listener(samples),
                digits.train());
        double nats = surprise(model, digits.test());
        double baseline = independent(digits.train(), digits.test());
        session.say(
                "test: %.2f nats for an image, %.3f bits for a pixel; pixels that know nothing of each other: %.2f nats",
                nats, nats / Math.log(2) / (SIDE * SIDE), baseline);
        session.save(model, Model.Input.image(1, SIDE, SIDE), digits.train(), recipe);
        report(recipe, session, model, history, samples, digits.test(), nats, baseline);
        return new Recipe.Result(nats, baseline);
    }

    /** The mean of −ln p(x). */
    static double surprise(AutoregressiveModel model, Dataset images) {
        return BinaryDigits.mean(images, BATCH, Rng.of(0), (x, _) -> model.surprise(x));
    }

    /** The same for pixels that are drawn by themselves, each as often 1 as in the training images. */
    static double independent(Dataset training, Dataset images) {
        double[] on = means(training);
        double[] share = means(images);
        double sum = 0;
        for (int i = 0; i < on.length; i++) {
            double p = (on[i] * training.size() + RARE) / (training.size() + 2 * RARE);
            sum -= share[i] * Math.log(p) + (1 - share[i]) * Math.log1p(-p);
        }
        return sum;
    }

    /** Of each pixel. */
    static double[] means(Dataset images) {
        double[] sums = new double[SIDE * SIDE];
        images.forEachBatch(batch -> {
            float[] x = batch.x().toFloats();
            for (int i = 0; i < x.length; i++) {
                sums[i % sums.length] += (double) x[i] / images.size();
            }
        });
        return sums;
    }

    private static void report(Recipe recipe, Session session, AutoregressiveModel model, History history,
            Samples samples, Dataset test, double nats, double baseline) {
        if (session.folder() == null) {
            return;
        }
        Rng rng = session.rng().split("report");
        Tensor drawn = model.generate(ACROSS * ACROSS, rng.split("drawn"));
        new Gallery(recipe, session)
                .grid("drawn", "Drawn", "Digits that nobody wrote: each pixel drawn given those before it.",
                        drawn, ACROSS, ZOOM)
                .rows("completions", "Completed",
                        "The upper half of a test image is given, the lower one drawn pixel by pixel, four times "
                                + "with other random numbers: where the upper half leaves it open, the digits differ.",
                        completions(model, test, rng), ZOOM)
                .rows("expected", "Expected",
                        "Test images, and how probable each of their pixels was to be white, given all pixels before it.",
                        expected(model, test), ZOOM)
                .rows("samples", "Drawn by epoch", "With the same random numbers.", samples.rows(), ZOOM)
                .table("How surprising the test images are",
                        "Published figures are for another draw of the pixels.",
                        figures(recipe, nats, baseline))
                .losses(Map.of("", history))
                .write(String.format(Locale.ROOT, "−ln p(x) of test images: %.2f nats", nats));
    }

    private static List<List<String>> figures(Recipe recipe, double nats, double baseline) {
        return List.of(List.of("", "nats for an image", "bits for a pixel"),
                row("pixels that know nothing of each other", baseline),
                row(recipe.goal().source(), recipe.goal().reference()), row("this network", nats));
    }

    private static List<String> row(String who, double nats) {
        return List.of(who, String.format(Locale.ROOT, "%.2f", nats),
                String.format(Locale.ROOT, "%.3f", nats / Math.log(2) / (SIDE * SIDE)));
    }

    /** What is given of test images, four ways to go on, and what they were. */
    static Map<String, Tensor> completions(AutoregressiveModel model, Dataset test, Rng rng) {
        Tensor original = Mnist.oneOfEach(test);
        Tensor known = upperHalf();
        Map<String, Tensor> rows = new LinkedHashMap<>();
        Tensor unknown = known.neg().add(1).mul(0.4); // grey, to tell it from black
        rows.put("given", original.mul(known).add(unknown));
        for (int i = 1; i <= 4; i++) {
            rows.put("completion " + i, model.complete(original, known, rng.split(i)));
        }
        rows.put("original", original);
        return rows;
    }

    /** 1 in the rows of the upper half of an image. */
    static Tensor upperHalf() {
        return Tensor.arange(SIDE).lt((double) SIDE / 2).reshape(SIDE, 1).expand(Shape.of(SIDE, SIDE));
    }

    private static Map<String, Tensor> expected(AutoregressiveModel model, Dataset test) {
        Tensor original = Mnist.oneOfEach(test);
        Map<String, Tensor> rows = new LinkedHashMap<>();
        rows.put("original", original);
        rows.put("expected", Run.evaluation().call(() -> model.apply(original).sigmoid()));
        return rows;
    }
}
