package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.data.Dataset;
import io.cajal.io.Json;
import io.cajal.runs.Console;
import io.cajal.runs.RunFolder;
import io.cajal.train.Trainer;
import io.cajal.train.TrainingStopped;
import io.cajal.zoo.kit.DataStore;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.Recipes;
import io.cajal.zoo.kit.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal run NAME}: one recipe, from its data to its verdict. */
@Command(name = "run", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Run a recipe: train a system of the lectures and compare what it reaches with the reference.",
        footer = {"",
                "Exit status: 0 the goal was met or the run was a quick one, 3 it was not, 130 stopped by Ctrl-C, 2 bad usage, 1 anything else.",
                "Example: cajal run digits --seed 7 --out runs/digits"})
final class RunCommand implements Callable<Integer> {
    private static final int MISSED = 3;
    /** Where the studio looks, unless told otherwise. */
    private static final Path RUNS = Path.of("runs");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", completionCandidates = RecipeNames.class,
            description = "The recipe; cajal recipes lists them.")
    private String name;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Everything random follows from it (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--epochs", paramLabel = "N",
            description = "Train for so many epochs instead of the recipe's own number.")
    private Integer epochs;

    @Option(names = "--quick",
            description = "See it at work within a minute, on a part of its data: the figure does not count.")
    private boolean quick;

    @Mixin
    private ThreadOption threads;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Leave model, history and checkpoint in this folder.")
    private Path out;

    @Option(names = "--resume", description = "Go on from the checkpoint in --out DIR, if there is one.")
    private boolean resume;

    @Option(names = "--json", description = "End with one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Recipe recipe = recipe();
        if (epochs != null && epochs < 1) {
            throw usage("--epochs must be 1 or more, got " + epochs);
        }
        if (epochs != null && recipe.epochs() == 0) {
            throw usage("recipe " + recipe.name() + " is not trained in epochs: leave --epochs out");
        }
        if (resume && out == null) {
            throw usage("--resume needs --out DIR, the folder of the training that stopped");
        }
        threads.apply();
        try (Interruption interruption = new Interruption()) {
            return run(recipe, interruption);
        }
    }

    private int run(Recipe recipe, Interruption interruption) throws IOException {
        Console console = Console.standard();
        DataStore data = DataStore.standard(console.out());
        try (RunFolder folder = out != null ? RunFolder.ofRecipe(out, resume, console)
                : RunFolder.passing(RUNS, recipe.name(), console).orElse(null)) {
            Session session = new Session(seed, epochs == null ? 0 : epochs, out == null ? null : folder,
                    console,
                    quick ? data.quick() : data, watch(folder, interruption));
            return folder == null ? run(recipe, session)
                    : folder.live(recipe.name(),
                            out == null ? io.cajal.runs.Command.here(List.of()) : Interruption.again(spec),
                            () -> run(recipe, session));
        } catch (TrainingStopped e) {
            return Interruption.stopped(e, out == null ? "nothing of it is kept, as there is no --out DIR"
                    : Interruption.goOn(spec));
        }
    }

    /** Stops what is asked to stop, and has a run that leaves nothing watched all the same. */
    private Session.Watch watch(RunFolder folder, Interruption interruption) {
        return new Session.Watch() {
            @Override
            public boolean stops() {
                return interruption.asked() || folder != null && folder.isStopped();
            }

            @Override
            public void begins(Trainer trainer, Dataset training) {
                if (out == null && folder != null) {
                    folder.recorded("", trainer);
                }
            }
        };
    }

    private int run(Recipe recipe, Session session) throws IOException {
        session.say(recipe.name() + ": " + recipe.shows());
        long start = System.nanoTime();
        Recipe.Result result = recipe.run(session);
        return done(recipe, session, result, (System.nanoTime() - start) * 1e-9);
    }

    private int done(Recipe recipe, Session session, Recipe.Result result, double seconds)
            throws IOException {
        boolean met = !quick && recipe.goal().met(result.value());
        report(session, recipe.goal(), result, met, seconds);
        Map<String, Object> line = record(recipe, seed, result, seconds);
        if (quick) {
            line.put("quick", true);
            line.put("passed", false);
        }
        if (session.folder() != null) {
            session.folder().record(line);
        }
        if (json) {
            System.out.println(Json.write(line));
        }
        return met || quick ? 0 : MISSED;
    }

    private Recipe recipe() {
        try {
            return Recipes.named(name);
        } catch (CajalException e) {
            throw usage(e.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void report(Session session, Goal goal, Recipe.Result result, boolean met, double seconds) {
        session.say("");
        session.say(String.format(Locale.ROOT, "%-11s %s", "measured", Double.isNaN(result.value())
                ? "no figure: another condition of the goal, named above, does not hold"
                : Goal.number(result.value()) + "  " + goal.metric()));
        session.say(String.format(Locale.ROOT, "%-11s %s", "accept", goal.acceptText()));
        if (!Double.isNaN(goal.reference())) {
            session.say(String.format(Locale.ROOT, "%-11s %s  %s", "reference", goal.referenceText(),
                    goal.source()));
        }
        if (!Double.isNaN(result.baseline())) {
            session.say(
                    String.format(Locale.ROOT, "%-11s %s", "baseline", Goal.number(result.baseline())));
        }
        session.say(String.format(Locale.ROOT, "%-11s %s, seed %d, %.1f s", "result",
                quick ? "none, as a quick run sees a part of its data only" : met ? "met" : "NOT met", seed,
                seconds));
    }

    /** What {@code run.json} says of it. */
    static Map<String, Object> record(Recipe recipe, long seed, Recipe.Result result, double seconds) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("recipe", recipe.name());
        line.put("metric", recipe.goal().metric());
        line.put("value", orNull(result.value()));
        line.put("baseline", orNull(result.baseline()));
        line.put("reference", orNull(recipe.goal().reference()));
        line.put("accept", recipe.goal().accept());
        line.put("passed", recipe.goal().met(result.value()));
        line.put("seconds", Math.round(seconds * 1000) / 1000.0);
        line.put("seed", seed);
        return line;
    }

    private static Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
