package io.cajal.zoo.kit;

import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.report.ImageReport;
import io.cajal.train.Accuracy;
import io.cajal.train.ConfusionMatrix;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** What recipes that classify images do alike: train, look at the test set once, show the mistakes, save. */
public final class Classification {
    private static final int MISTAKES = 4;

    private Classification() {
    }

    /** On MNIST: the percentage of errors on its test images, beside that of the most frequent digit. */
    public static Recipe.Result onMnist(Recipe recipe, Session session, Layer network, Trainer trainer) {
        return on(Mnist.split(session.data()), recipe, session, network, trainer);
    }

    /** The percentage of errors on the test part, beside that of the most frequent class. */
    public static Recipe.Result on(Split data, Recipe recipe, Session session, Layer network,
            Trainer trainer) {
        session.say(String.format(Locale.ROOT,
                "%,d parameters; %,d images to learn from, %,d to watch, %,d for the test",
                Parts.count(network), data.train().size(), data.validation().size(), data.test().size()));
        trainer.validation(data.validation()).metric(new Accuracy());
        History history = session.fit(trainer, data.train());
        return tested(data, recipe, session, network, Map.of("", history));
    }

    /**
     * The same of a network that is trained: looks at the test part, shows the mistakes, leaves it in the run folder;
     * {@code histories} by what was trained.
     */
    public static Recipe.Result tested(Split data, Recipe recipe, Session session, Layer network,
            Map<String, History> histories) {
        Evaluation test = Evaluation.of(network, data.test());
        session.say("");
        session.say(ConfusionMatrix.of(test.outputs(), test.targets()).table(data.test().classes()));
        session.say(Pictures.mistakes(data.test(), test, MISTAKES));
        leave(recipe, session, network, histories, data, test);
        return new Recipe.Result(test.of(new ErrorRate()), mostFrequentError(data.train(), data.test()));
    }

    /** Leaves a trained network in the run folder, with a report on it; {@code histories} by what was trained. */
    public static void leave(Recipe recipe, Session session, Layer network, Map<String, History> histories,
            Split data,
            Evaluation scored) {
        if (session.folder() == null) {
            return;
        }
        try {
            session.say("report: " + ImageReport.write(session.page(),
                    "%s: %s".formatted(recipe.name(), recipe.shows()), "seed " + session.seed(), network,
                    histories,
                    data.test(), scored));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shape image = data.test().batch(0).x().shape();
        session.save(network, Model.Input.image(image.size(1), image.size(2), image.size(3)), data.train(),
                recipe);
    }

    /** Trivial baseline: the percentage of errors of always answering the training set's most frequent class. */
    public static double mostFrequentError(Dataset training, Dataset test) {
        return Evaluation.trivial(training, test).of(new ErrorRate());
    }
}
