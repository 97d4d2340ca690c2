package io.cajal.zoo.kit;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.Version;
import io.cajal.data.Dataset;
import io.cajal.data.Fingerprint;
import io.cajal.nn.GenerativeModel;
import io.cajal.nn.Layer;
import io.cajal.report.Page;
import io.cajal.runs.Console;
import io.cajal.runs.RunFolder;
import io.cajal.tensor.Run;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Progress;
import io.cajal.train.Trainer;
import io.cajal.train.TrainingStopped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One run of a recipe: its seed, where it prints, where it leaves files, and where data comes from.
 *
 * @param seed from which everything random in the run follows
 * @param epochs asked for by the user, or 0 for the recipe's own number
 * @param folder for log, model, history and checkpoint, or null to leave nothing
 * @param console where the run prints
 * @param data where data files come from
 * @param watch sees trainings begin, and may stop them
 */
public record Session(long seed, int epochs, RunFolder folder, Console console, DataStore data, Watch watch) {
    /** Sees trainings begin, and may stop them. */
    @FunctionalInterface
    public interface Watch {
        /** Asked after every step, and after every line. */
        boolean stops();

        default void begins(Trainer trainer, Dataset training) {
        }
    }

    /** One that is not stopped. */
    public Session(long seed, int epochs, RunFolder folder, Console console, DataStore data) {
        this(seed, epochs, folder, console, data, () -> false);
    }

    /** The root of all randomness in the run. */
    public Rng rng() {
        return Rng.of(seed);
    }

    /** Whether it is only to show the network at work, within a minute: what it reaches does not count. */
    public boolean quick() {
        return data.isQuick();
    }

    /** The user's number of epochs, else the recipe's, or a tenth of those in a quick run. */
    public int epochs(int usual) {
        if (epochs > 0) {
            return epochs;
        }
        return quick() ? Math.max(1, usual / 10) : usual;
    }

    /** How many examples a recipe makes that makes its own: its usual number, or a twentieth in a quick run. */
    public int examples(int usual) {
        return quick() ? Math.max(1, usual / DataStore.SHARE) : usual;
    }

    /** Prints a line; a recipe whose steps are its own may be stopped wherever it says something. */
    public void say(String line) {
        if (folder == null) {
            console.out().println(line);
        } else {
            folder.say(line);
        }
        if (watch.stops()) {
            throw new TrainingStopped("the recipe was stopped");
        }
    }

    /** Prints a line with numbers in it, which look the same in every country. */
    public void say(String format, Object... values) {
        say(String.format(Locale.ROOT, format, values));
    }

    /** The report in the run folder. */
    public Page page() {
        return folder.page();
    }

    /** Trains with progress shown; with a run folder, also with a checkpoint every epoch and a history. */
    public History fit(Trainer trainer, Dataset training) {
        return fit("", trainer, training);
    }

    /** One of several trainings of a recipe, whose files in the run folder begin with {@code name}. */
    public History fit(String name, Trainer trainer, Dataset training) {
        try {
            watch.begins(trainer, training);
            Rng rng = rng().split("training");
            if (folder == null) {
                return trainer.listener(new Progress(console.out(), console.terminal()))
                        .stopWhen(watch::stops).fit(training, rng);
            }
            History history = folder.watched(name, trainer, watch::stops).fit(training, rng);
            folder.keep(name, history);
            return history;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves the model in the run folder, if there is one, with how it was made. */
    public void save(Layer network, Model.Input input, Dataset training, Recipe recipe) {
        save(network, input, training, recipe, Map.of());
    }

    /** With {@code more} to say of how it is used. */
    public void save(Layer network, Model.Input input, Dataset training, Recipe recipe,
            Map<String, String> more) {
        if (folder == null) {
            return;
        }
        Map<String, String> provenance = new TreeMap<>(more);
        provenance.put("recipe", recipe.name());
        provenance.put("seed", Long.toString(seed));
        provenance.put("version", Version.TEXT);
        if (recipe.epochs() > 0) {
            provenance.put("epochs", Integer.toString(epochs(recipe.epochs())));
        }
        provenance.put("training_data_sha256", Fingerprint.of(training));
        try {
            folder.keep(new Model(network, input, classes(network, input, training), provenance));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of the data if the network tells them apart: an autoencoder of digits does not. */
    private List<String> classes(Layer network, Model.Input input, Dataset training) {
        List<String> classes = training.classes();
        if (classes.isEmpty() || network instanceof GenerativeModel) {
            return List.of();
        }
        Shape answer = Run.evaluation(rng()).call(() -> network.apply(input.blank(1))).shape();
        return answer.equals(Shape.of(1, classes.size())) ? classes : List.of();
    }
}
