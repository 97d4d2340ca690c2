package io.cajal.cli;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.cli.train.NetworkOptions;
import io.cajal.data.Batch;
import io.cajal.io.Json;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Loss;
import io.cajal.loss.Mse;
import io.cajal.nn.LanguageModel;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.optim.Optimizers;
import io.cajal.table.Plan;
import io.cajal.table.TableTask;
import io.cajal.table.Tables;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Cost;
import io.cajal.train.Model;
import io.cajal.train.Pace;
import io.cajal.data.Dataset;
import io.cajal.zoo.Recipes;
import io.cajal.zoo.kit.DataStore;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Untrained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal cost MODEL} or {@code cajal cost DATA --target COLUMN}: what a training will take. */
@Command(name = "cost", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Say what a network takes before it is trained: work, memory, and time on this machine.",
        footer = {"",
                "The time is measured on steps of the network itself, with AdamW or the optimizer that is named. It takes",
                "some ten seconds, as Java first compiles what it runs. Of a table, options say what cajal train would be",
                "told; of a model or recipe --batch and --optimizer count.",
                "Example: cajal cost houses.csv --target price --layers 128,64"})
final class CostCommand implements Callable<Integer> {
    private static final int USUAL_BATCH = 32;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL|RECIPE|DATA",
            description = "A model file, a recipe, or a table as for cajal train.")
    private Path path;

    @Option(names = "--target", paramLabel = "COLUMN", description = "The column of the table to learn.")
    private String target;

    @Option(names = "--examples", paramLabel = "N",
            description = "For a model: examples of an epoch, to be told how long one takes.")
    private Integer examples;

    @Mixin
    private NetworkOptions options;

    @Mixin
    private ThreadOption threads;

    @Option(names = "--json", description = "Print one line of JSON instead.")
    private boolean json;

    /** A network and what it would learn from. */
    private record Subject(Layer network, Loss loss, IntFunction<Batch> examples, int batch, int epoch,
            int epochs) {
    }

    @Override
    public Integer call() throws IOException {
        requirePositive("--batch", options.batch());
        requirePositive("--examples", examples);
        threads.apply();
        if (target == null && options.shapesNetworks()) {
            throw new ParameterException(spec.commandLine(),
                    "options of the network are for tables: give --target as well");
        }
        Subject subject = target == null ? ofModel() : ofTable();
        if (Parts.params(subject.network()).isEmpty()) {
            throw new CajalException(path + ": the network has no parameters, so there is nothing to train");
        }
        Cost cost = Cost.of(subject.network(), subject.loss(), subject.examples());
        if (!json) {
            System.out.println(CostReport.work(cost) + "\n");
        }
        int measured = Math.min(subject.batch(), fitting(cost));
        Pace pace = Pace.of(subject.network(), subject.loss(),
                Optimizers.named(options.optimizer(), subject.network(), 1e-6, 1e-2),
                subject.examples(), measured);
        CostReport report = new CostReport(cost, pace, subject.batch(), subject.epoch(), subject.epochs(),
                Workers.shared().threads());
        System.out.println(json ? Json.write(report.toJson()) : report.memoryAndTime());
        return 0;
    }

    private void requirePositive(String option, Integer value) {
        if (value != null && value < 1) {
            throw new ParameterException(spec.commandLine(), option + " must be 1 or more, got " + value);
        }
    }

    /** Examples of which a step surely fits into memory: some three times what it keeps, in half of the heap. */
    private static int fitting(Cost cost) {
        long bytes = 3 * Float.BYTES * Math.max(1, cost.keptPerExample());
        return Math.clamp(Runtime.getRuntime().maxMemory() / 2 / bytes, 2, Integer.MAX_VALUE);
    }

    private Subject ofTable() throws IOException {
        TableTask task = TableTask.of(Tables.read(path).target(target).table(), target, Rng.of(1));
        Plan plan = options.applied(task.plan());
        var rows = task.split().train();
        return new Subject(task.network(plan, Rng.of(1)), loss(task.isClasses()),
                n -> rows.batch(IntStream.range(0, n).map(i -> i % rows.size()).toArray()),
                options.batch() != null ? options.batch() : Math.min(plan.batchSize(), rows.size()),
                rows.size(), plan.epochs());
    }

    private Subject ofModel() throws IOException {
        String name = path.toString();
        Optional<Recipe> recipe = Files.exists(path) ? Optional.empty() : Recipes.find(name);
        if (recipe.isPresent()) {
            return ofRecipe(recipe.get());
        }
        if (name.matches("(?i).*\\.(csv|tsv|txt)(\\.gz)?") && Files.exists(path)) {
            throw new ParameterException(spec.commandLine(), "name the column to learn with --target");
        }
        Model model = Model.load(path);
        boolean writes = model.network() instanceof LanguageModel;
        return new Subject(model.network(), loss(writes || !model.classes().isEmpty()), n -> madeUp(model, n),
                options.batch() != null ? options.batch() : USUAL_BATCH, examples != null ? examples : 0, 0);
    }

    private Subject ofRecipe(Recipe recipe) {
        Untrained untrained = Untrained.of(recipe, 1, DataStore.standard(System.err));
        if (untrained.loss() == null) {
            throw new CajalException(
                    ("cost: recipe %s learns by a loss or a rule of its own, whose work is not known before it runs; "
                            + "count the networks that it leaves: cajal run %s --out DIR, cajal cost DIR/model.safetensors")
                            .formatted(recipe.name(), recipe.name()));
        }
        Dataset training = untrained.training();
        return new Subject(untrained.network(), untrained.loss(),
                n -> training.batch(IntStream.range(0, n).map(i -> i % training.size()).toArray()),
                options.batch() != null ? options.batch() : untrained.batchSize(), training.size(),
                untrained.epochs());
    }

    private static Loss loss(boolean ofClasses) {
        return ofClasses ? new CrossEntropy() : new Mse();
    }

    /** Examples of the right shape: the time does not depend on their numbers. */
    private static Batch madeUp(Model model, int count) {
        Tensor blank = model.input().blank(count);
        boolean isNumbers = List.of("numbers", "image").contains(model.input().kind()); // others are whole
        Tensor x = isNumbers ? Tensor.uniform(blank.shape(), 0, 1, Rng.of(1)) : blank;
        if (model.network() instanceof LanguageModel) {
            return new Batch(x, x); // a token after each
        }
        Tensor y = Run.evaluation().call(() -> model.network().apply(x)).filled(0);
        return new Batch(x, model.classes().isEmpty() ? y : Tensor.full(Shape.of(count), 0));
    }
}
