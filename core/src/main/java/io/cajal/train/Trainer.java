package io.cajal.train;

import io.cajal.backend.Arena;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Loader;
import io.cajal.data.Prefetch;
import io.cajal.loss.Loss;
import io.cajal.nn.BatchStatistics;
import io.cajal.nn.KeepsStatistics;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.nn.StateDict;
import io.cajal.optim.MovingAverage;
import io.cajal.optim.Objective;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Trains a model: epochs of shuffled mini-batches, scored on validation data, kept at its best, stopped in
 * time. {@snippet :
 * History history = new Trainer(model, new CrossEntropy(), new Adam(model, 1e-3))
 *         .epochs(10).batchSize(64).validation(split.validation()).metric(new Accuracy()).fit(split.train(), Rng.of(1));
 * }
 * A batch of one example makes it stochastic gradient descent, a batch of the whole set plain gradient
 * descent. The same generator gives the same bits on any number of threads, and after resuming from a
 * checkpoint as if it had never stopped.
 */
public final class Trainer {
    /** What the loss is called where it has no name of its own. */
    private static final String LOSS = "loss";
    private final Layer model;
    private final Loss loss;
    private final BatchLoss batchLoss;
    private final Step rule;
    private final Optimizers optimizers;
    private final List<Metric> metrics = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private int epochs = 10;
    private int batchSize = 32;
    private boolean dropLast;
    private Dataset validation;
    private Schedule schedule = Schedule.constant();
    private EarlyStopping earlyStopping;
    private boolean keepBest;
    private double averageDecay = Double.NaN;
    private int averageEpochs;
    private double clipNorm = Double.POSITIVE_INFINITY;
    private double clipValue = Double.POSITIVE_INFINITY;
    private int shards = 1;
    private int prefetch;
    private Path checkpoint;
    private int checkpointSteps;
    private double checkpointSeconds;
    private boolean resume;
    private BooleanSupplier stop = () -> false;

    public Trainer(Layer model, Loss loss, Optimizer optimizer) {
        this(model, loss, batch -> loss.of(model.apply(batch.x()), batch.y()), null, List.of(optimizer));
    }

    /** Makes a loss of whole batches small. */
    public Trainer(Layer model, BatchLoss loss, Optimizer optimizer) {
        this(model, null, loss, null, List.of(optimizer));
    }

    /**
     * Learns by a rule of its own.
     *
     * @param optimizers which the rule uses
     */
    public Trainer(Layer model, Step rule, List<Optimizer> optimizers) {
        this(model, null, null, rule, optimizers);
    }

    private Trainer(Layer model, Loss loss, BatchLoss batchLoss, Step rule, List<Optimizer> optimizers) {
        this.model = model;
        this.loss = loss;
        this.batchLoss = batchLoss;
        this.rule = rule;
        this.optimizers = new Optimizers(optimizers);
    }

    // Settings

    public Trainer epochs(int count) {
        epochs = atLeast(1, "epochs", count);
        return this;
    }

    public Trainer batchSize(int examples) {
        batchSize = atLeast(1, "the batch size", examples);
        return this;
    }

    /** Leaves out a last batch that is not full. */
    public Trainer dropLast() {
        dropLast = true;
        return this;
    }

    /** Scored after each epoch, never learned from. */
    public Trainer validation(Dataset data) {
        validation = data;
        return this;
    }

    /**
     * Computed on the validation data. The first metric, if any, decides which epoch is best; else the
     * validation loss does.
     */
    public Trainer metric(Metric metric) {
        metrics.add(metric);
        return this;
    }

    public Trainer schedule(Schedule value) {
        schedule = value;
        return this;
    }

    /** Stops once the best epoch lies too far back; needs validation data. */
    public Trainer earlyStopping(int patience) {
        earlyStopping = EarlyStopping.of(atLeast(1, "patience", patience));
        return this;
    }

    public Trainer earlyStopping(EarlyStopping rule) {
        earlyStopping = rule;
        return this;
    }

    /** At the end, gives the model the parameters of its best epoch on the validation data. */
    public Trainer keepBest() {
        keepBest = true;
        return this;
    }

    /**
     * Scores the model with a {@linkplain MovingAverage running mean} of its weights over its last steps, and gives it that mean
     * at the end.
     *
     * @param decay 0.999 averages over some thousand steps
     */
    public Trainer average(double decay) {
        averageDecay = decay;
        return this;
    }

    /**
     * Gives the model the equal mean of its weights at the ends of the last so many epochs (stochastic weight averaging,
     * Izmailov et al. 2018), and scores it with that mean from then on; batch normalisations get statistics that belong to
     * it from the training data.
     */
    public Trainer averageLast(int epochs) {
        averageEpochs = atLeast(1, "the number of epochs to average", epochs);
        return this;
    }

    /** Scales gradients down to this norm at most. */
    public Trainer clipNorm(double limit) {
        clipNorm = limit;
        return this;
    }

    /** Holds each component of the gradients within ±limit. */
    public Trainer clipValue(double limit) {
        clipValue = limit;
        return this;
    }

    /**
     * Cuts each batch into {@code count} pieces that run through the model side by side, each on one thread,
     * and adds their gradients in order. It pays for networks whose single operations are too small to be
     * shared out, in batches of hundreds. The bits depend on the number of pieces, not on that of threads.
     * The loss must be a mean over the examples, and no layer may keep statistics of what it sees.
     */
    public Trainer shards(int count) {
        shards = atLeast(1, "the number of pieces of a batch", count);
        return this;
    }

    /**
     * Lets {@code threads} threads make the next batches ready while one is learned from: for data that must be read or
     * decoded, such as {@link io.cajal.data.ImageFolder#open}. Data in memory gains nothing. Results are the same
     * bits as without.
     */
    public Trainer prefetch(int threads) {
        prefetch = atLeast(0, "the number of loading threads", threads);
        return this;
    }

    public Trainer listener(Listener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Writes a checkpoint after each epoch; with {@code resume}, goes on from the one that is there, if any.
     */
    public Trainer checkpoint(Path path, boolean resume) {
        checkpoint = path;
        this.resume = resume;
        return this;
    }

    /** Also writes one every so many steps. */
    public Trainer checkpointEvery(int steps) {
        checkpointSteps = atLeast(1, "steps between checkpoints", steps);
        return this;
    }

    /** Writes none after an epoch if the last is not so many seconds old: for epochs that take less than a file. */
    public Trainer checkpointSeconds(double pause) {
        checkpointSeconds = pause;
        return this;
    }

    /**
     * Asked after every step. Once the answer is yes, a checkpoint is written, if one was wanted, and {@link #fit} ends
     * with {@link TrainingStopped}.
     */
    public Trainer stopWhen(BooleanSupplier asked) {
        stop = asked;
        return this;
    }

    private static int atLeast(int least, String what, int value) {
        if (value < least) {
            throw new CajalException("trainer: %s must be %d or more, got %d".formatted(what, least, value));
        }
        return value;
    }

    // What was set

    public Layer model() {
        return model;
    }

    /** What compares outputs with targets; null where a loss of whole batches or a rule of its own takes its place. */
    public Loss loss() {
        return loss;
    }

    public int epochs() {
        return epochs;
    }

    public int batchSize() {
        return batchSize;
    }

    // Training

    /** Trains; {@code rng} decides the order of the examples and all noise. */
    public History fit(Dataset data, Rng rng) {
        checkScoring();
        checkAverages();
        checkRule();
        checkPieces();
        Progression state = new Progression(new Loader(data, batchSize, rng.split("order"), dropLast),
                rng.split("noise"),
                "%d parameters%s, %d examples, batches of %d%s, key %016x".formatted(Parts.count(model),
                        averageEpochs > 0 ? " averaged over the last %d epochs".formatted(averageEpochs)
                                : Double.isNaN(averageDecay) ? "" : " averaged by " + averageDecay,
                        data.size(),
                        batchSize,
                        shards == 1 ? "" : " in " + shards + " pieces", rng.key()));
        try {
            return state.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkScoring() {
        if ((earlyStopping != null || keepBest || !metrics.isEmpty()) && validation == null) {
            throw new CajalException(
                    "trainer: early stopping, keeping the best epoch and metrics need validation data: "
                            + "give it with validation(data)");
        }
    }

    private void checkAverages() {
        if (averageEpochs > 0 && !Double.isNaN(averageDecay)) {
            throw new CajalException(
                    "trainer: weights are averaged either by average(decay) or by averageLast(epochs), not by both");
        }
        if (averageEpochs > epochs) {
            throw new CajalException("trainer: the last %d epochs cannot be averaged, as there are %d"
                    .formatted(averageEpochs, epochs));
        }
    }

    private void checkRule() {
        if (rule != null && metrics.isEmpty() && (earlyStopping != null || keepBest)) {
            throw new CajalException("trainer: to tell the best epoch of a rule of its own takes a metric: "
                    + "give it with metric(metric)");
        }
        if (rule != null && (clipNorm < Double.POSITIVE_INFINITY || clipValue < Double.POSITIVE_INFINITY)) {
            throw new CajalException("trainer: a rule of its own must clip its gradients itself: "
                    + "optimizer.step(loss.backward().clipNorm(limit))");
        }
    }

    private void checkPieces() {
        if (shards > 1 && loss == null) {
            throw new CajalException("trainer: a batch can be cut into %d pieces only where a loss compares "
                    .formatted(shards) + "outputs with targets");
        }
        Parts.layers(model).forEach((name, layer) -> {
            if (shards > 1 && layer instanceof KeepsStatistics) {
                throw new CajalException(
                        "trainer: a batch cannot be cut into %d pieces, as %s%s keeps statistics of whole batches"
                                .formatted(shards, layer.getClass().getSimpleName(),
                                        name.isEmpty() ? "" : " (layer " + name + ")"));
            }
        });
    }

    /** One training under way. */
    private final class Progression {
        private final Loader loader;
        private final Rng noise;
        private final String training;
        private final Arena arena = Run.current().device().arena();
        private final Arena scoring = Run.current().device().arena();
        private final Shards pieces = new Shards(shards);
        private History history = History.EMPTY;
        private Map<String, Tensor> best = Map.of();
        private int bestEpoch;
        private double bestFigure;
        private final Map<String, Double> lastLosses = new LinkedHashMap<>();
        private final MovingAverage average = averageEpochs > 0 ? MovingAverage.equal(model)
                : Double.isNaN(averageDecay) ? null : new MovingAverage(model, averageDecay);
        private final Map<String, Double> lossSums = new LinkedHashMap<>();
        private long saved = System.nanoTime();

        Progression(Loader loader, Rng noise, String training) {
            this.loader = loader;
            this.noise = noise;
            this.training = training;
        }

        History run() throws IOException {
            int firstStep = resume && checkpoint != null && Files.exists(checkpoint) ? restore() : 0;
            Listener.Plan plan = new Listener.Plan(loader.data().size(), batchSize, loader.batches(),
                    history.epochs().size() + 1, epochs);
            listeners.forEach(listener -> listener.started(plan));
            String reason = "";
            for (int epoch = history.epochs().size(); epoch < epochs && reason.isEmpty(); epoch++) {
                epoch(epoch, firstStep);
                firstStep = 0;
                if (earlyStopping != null
                        && history.epochs().size() - bestEpoch >= earlyStopping.patience()) {
                    reason = "stopped early: no improvement since epoch " + bestEpoch;
                }
                boolean last = epoch + 1 == epochs || !reason.isEmpty();
                if (!last && stop.getAsBoolean()) {
                    stopped(epoch + 1, 0);
                }
                if (checkpoint != null && (last || System.nanoTime() - saved >= checkpointSeconds * 1e9)) {
                    save(0);
                }
            }
            if (keepBest && !best.isEmpty()) {
                StateDict.load(model, best);
            } else if (isAveraged()) {
                average.finish();
                refresh();
            }
            optimizers.reset();
            String why = reason;
            listeners.forEach(listener -> listener.finished(history, why));
            return history;
        }

        private void epoch(int epoch, int firstStep) throws IOException {
            long start = System.nanoTime();
            int seen;
            try (Prefetch batches = new Prefetch(loader, loader.order(epoch), firstStep, prefetch)) {
                seen = steps(batches, epoch, firstStep, start);
            }
            Map<String, Double> means = new LinkedHashMap<>();
            lossSums.forEach((name, sum) -> means.put(name, sum / seen));
            finish(epoch, means, start);
            lossSums.clear();
        }

        /** The number of examples that were learned from in this epoch. */
        private int steps(Prefetch batches, int epoch, int firstStep, long start) throws IOException {
            int seen = firstStep * batchSize;
            for (int step = firstStep; step < loader.batches(); step++) {
                int number = step;
                Step.Losses losses = arena
                        .step(() -> batches.with(number, batch -> step(batch, epoch, number)));
                int size = Math.min(batchSize, loader.data().size() - seen);
                losses.values().forEach((name, value) -> lossSums.merge(name, value * size, Double::sum));
                seen += size;
                double seconds = (System.nanoTime() - start) * 1e-9;
                Listener.Step report = new Listener.Step(epoch + 1, step + 1, losses.first(),
                        lossSums.get(losses.firstName()) / seen, (seen - firstStep * batchSize) / seconds);
                listeners.forEach(listener -> listener.stepped(report));
                if (step + 1 < loader.batches()) {
                    if (stop.getAsBoolean()) {
                        stopped(epoch, step + 1);
                    }
                    if (checkpoint != null && checkpointSteps > 0 && (step + 1) % checkpointSteps == 0) {
                        save(step + 1);
                    }
                }
            }
            return seen;
        }

        private Step.Losses step(Batch batch, int epoch, int step) {
            List<Double> losses = history.epochs().stream()
                    .map(e -> Double.isNaN(e.validationLoss()) ? e.trainLoss() : e.validationLoss()).toList();
            long number = (long) epoch * loader.batches() + step;
            Schedule.Moment moment = new Schedule.Moment(number, (long) epochs * loader.batches(), epochs,
                    losses);
            optimizers.follow(schedule.factor(moment), schedule.momentum(moment));
            Step.Losses values = Run.training(noise.split(number)).call(() -> rule != null
                    ? check(rule.take(batch), epoch, step)
                    : Step.Losses.of(LOSS, optimizers.first().step(() -> evaluate(batch, epoch, step))));
            lastLosses.putAll(values.values());
            if (average != null && averageEpochs == 0) {
                average.update();
            }
            return values;
        }

        private Objective.Value evaluate(Batch batch, int epoch, int step) {
            if (shards == 1) {
                Tensor value = batchLoss.of(batch);
                double number = value.item();
                check(number, batch, epoch, step);
                return new Objective.Value(number, clipped(shown(batch, value.backward())));
            }
            Objective.Value whole = pieces.evaluate(model, loss, batch,
                    Run.current().rng("a batch in pieces"));
            check(whole.loss(), batch, epoch, step);
            return new Objective.Value(whole.loss(), clipped(shown(batch, whole.gradients())));
        }

        private Step.Losses check(Step.Losses losses, int epoch, int step) {
            losses.values().forEach((name, value) -> {
                if (!Double.isFinite(value)) {
                    throw Divergence.explain(name, value, epoch + 1, step + 1,
                            optimizers.learningRates(), lastLosses.getOrDefault(name, Double.NaN));
                }
            });
            return losses;
        }

        private void check(double number, Batch batch, int epoch, int step) {
            if (!Double.isFinite(number)) {
                throw Divergence.explain(model, batch.x(), batch.y(), number, epoch + 1, step + 1,
                        optimizers.first().learningRate(), lastLosses.getOrDefault(LOSS, Double.NaN));
            }
        }

        private Gradients shown(Batch batch, Gradients gradients) {
            for (Listener listener : listeners) {
                if (listener.looks()) {
                    listener.looked(new Listener.Look(model, batch, gradients));
                }
            }
            return gradients;
        }

        private Gradients clipped(Gradients gradients) {
            Gradients shorter = clipNorm < Double.POSITIVE_INFINITY ? gradients.clipNorm(clipNorm)
                    : gradients;
            return clipValue < Double.POSITIVE_INFINITY ? shorter.clipValue(clipValue) : shorter;
        }

        /** With the weights that the model would have if it were the last epoch. */
        private void finish(int epoch, Map<String, Double> losses, long start) {
            if (averageEpochs > 0 && epoch >= epochs - averageEpochs) {
                average.update();
            }
            if (!isAveraged()) {
                scored(epoch, losses, start);
                return;
            }
            Map<String, Tensor> statistics = averageEpochs > 0 ? StateDict.copy(StateDict.of(model))
                    : Map.of();
            average.during(() -> {
                refresh();
                scored(epoch, losses, start);
                return null;
            });
            if (!statistics.isEmpty()) {
                StateDict.load(model, statistics); // those of the training, to go on with
            }
        }

        private boolean isAveraged() {
            return average != null && !average.isEmpty();
        }

        /** The statistics of batch normalisations for weights that are the mean of epochs. */
        private void refresh() {
            if (averageEpochs > 0 && BatchStatistics.areKept(model)) {
                int[] order = loader.order(0);
                BatchStatistics.renew(model, loader.batches(), step -> loader.batch(order, step).x(),
                        noise.split("statistics"));
            }
        }

        private void scored(int epoch, Map<String, Double> losses, long start) {
            double validationLoss = Double.NaN;
            Map<String, Double> figures = new LinkedHashMap<>();
            if (validation != null && (loss != null || !metrics.isEmpty())) {
                Evaluation scored = Evaluation.of(model, validation, scoring);
                validationLoss = loss == null ? Double.NaN : scored.of(loss);
                figures.putAll(scored.of(metrics));
            }
            if (validation != null && batchLoss != null && loss == null) {
                validationLoss = Evaluation.mean(batchLoss, validation, scoring, noise.split("validation"));
            }
            if (losses.size() > 1) {
                losses.forEach(figures::putIfAbsent);
            }
            double trainLoss = losses.values().iterator().next();
            History.Epoch done = new History.Epoch(epoch + 1, trainLoss, validationLoss, figures,
                    optimizers.first().learningRate(), (System.nanoTime() - start) * 1e-9);
            history = history.with(done);
            boolean better = isBest(done);
            if (better && keepBest) {
                best = StateDict.copy(StateDict.of(model));
            }
            listeners.forEach(listener -> listener.finishedEpoch(done, better));
        }

        /** Whether this epoch is better than all before, and if so, remembers it. */
        private boolean isBest(History.Epoch epoch) {
            if (validation == null || rule != null && metrics.isEmpty()) {
                return false;
            }
            boolean lower = metrics.isEmpty() || metrics.getFirst().lowerIsBetter();
            double figure = metrics.isEmpty() ? epoch.validationLoss()
                    : epoch.metrics().get(metrics.getFirst().name());
            double needed = earlyStopping == null ? 0 : earlyStopping.minDelta();
            boolean better = bestEpoch == 0
                    || (lower ? figure < bestFigure - needed : figure > bestFigure + needed);
            if (better) {
                bestEpoch = epoch.number();
                bestFigure = figure;
            }
            return better;
        }

        private void stopped(int epoch, int step) throws IOException {
            if (checkpoint != null) {
                save(step);
            }
            if (isAveraged()) {
                average.finish();
                refresh();
            }
            throw new TrainingStopped(
                    "the training was stopped after %d of %d epochs%s".formatted(epoch, epochs,
                            step == 0 ? "" : " and %d of %d steps".formatted(step, loader.batches())));
        }

        private void save(int step) throws IOException {
            saved = System.nanoTime();
            new Checkpoint(training, history.epochs().size(), step, lossSums, history, StateDict.of(model),
                    optimizers.beside(model), optimizers.state(),
                    average == null ? Map.of() : average.state(), best)
                    .write(checkpoint);
        }

        /** Goes back to the checkpoint; returns the steps of the present epoch that are done. */
        private int restore() throws IOException {
            Checkpoint kept = Checkpoint.read(checkpoint, training);
            optimizers.loadBeside(model, kept.others(), checkpoint);
            StateDict.load(model, kept.model());
            if (average != null) {
                average.load(kept.average());
            }
            optimizers.load(kept.optimizer());
            history = kept.history();
            best = kept.best();
            lossSums.clear();
            lossSums.putAll(kept.lossSums());
            history.epochs().forEach(this::isBest);
            return kept.step();
        }
    }
}
