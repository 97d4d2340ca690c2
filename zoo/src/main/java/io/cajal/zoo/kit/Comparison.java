package io.cajal.zoo.kit;

import io.cajal.data.Split;
import io.cajal.nn.Layer;
import io.cajal.train.Accuracy;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Trainer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Several classifiers of the same images, trained one after the other: each is looked at on the test set once, and
 * the best is reported and saved.
 */
public final class Comparison {
    private final Recipe recipe;
    private final Session session;
    private final Split data;
    private final Map<String, History> histories = new LinkedHashMap<>();
    private Layer best;
    private Evaluation bestScored;
    private double lowest = Double.POSITIVE_INFINITY;

    public Comparison(Recipe recipe, Session session, Split data) {
        this.recipe = recipe;
        this.session = session;
        this.data = data;
    }

    /** Trains one, and returns its percentage of errors on the test images. */
    public double train(String name, Layer network, Trainer trainer) {
        session.say(name);
        History history = session.fit(name, trainer.validation(data.validation()).metric(new Accuracy()),
                data.train());
        histories.put(name, history);
        return test(name, network);
    }

    /** Looks at one that is trained: its percentage of errors on the test images. */
    public double test(String name, Layer network) {
        Evaluation scored = Evaluation.of(network, data.test());
        double error = scored.of(new ErrorRate());
        session.say(String.format(Locale.ROOT, "%s: %.2f %% of the test images are wrong", name, error));
        if (error < lowest) {
            lowest = error;
            best = network;
            bestScored = scored;
        }
        return error;
    }

    /** The training of that name. */
    public History history(String name) {
        return histories.get(name);
    }

    /** What the best one learned goes into the run folder, beside the learning curves of all. */
    public void report() {
        Classification.leave(recipe, session, best, histories, data, bestScored);
    }

    /** Of always answering the most frequent class: the trivial baseline. */
    public double baseline() {
        return Classification.mostFrequentError(data.train(), data.test());
    }
}
