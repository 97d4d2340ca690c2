package io.cajal.studio.models;

import io.cajal.base.CajalException;
import io.cajal.io.Safetensors;
import io.cajal.nn.Summary;
import io.cajal.train.Model;
import java.util.Map;

/**
 * A model's file that was read, and found to run.
 *
 * @param id by which the page asks for it
 * @param name for people
 * @param run what the training's run.json says; empty without one
 */
record Bundle(String id, String name, long bytes, Model model, Summary summary, Map<?, ?> run) {
    /** Numbers of an example; more would be no example that a model was trained on. */
    private static final long MOST_INPUTS = 10_000_000;

    static Bundle of(String id, String name, byte[] file, Map<?, ?> run) {
        Model model = Model.of(Safetensors.read(file, name), name);
        return new Bundle(id, name, file.length, model, summary(name, model), run);
    }

    /** Runs the network once, which shows all shapes; a file may claim what does not fit together. */
    private static Summary summary(String name, Model model) {
        double inputs = model.input().shape().stream().mapToDouble(size -> size).reduce(1, (a, b) -> a * b);
        if (inputs > MOST_INPUTS) {
            throw new CajalException(
                    "%s: its input has the shape %s, which is more than %,d numbers".formatted(name,
                            model.input().shape(), MOST_INPUTS));
        }
        try {
            return Summary.of(model.network(), model.input().blank(1));
        } catch (CajalException e) {
            throw new CajalException(
                    "%s: the network does not take the model's own input %s: %s".formatted(name,
                            model.input().shape(), e.getMessage()),
                    e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new CajalException(
                    "%s: the network does not run on the model's own input %s (%s)".formatted(name,
                            model.input().shape(), e.getClass().getSimpleName()),
                    e);
        }
    }
}
