package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Loader;
import io.cajal.loss.Loss;
import io.cajal.nn.KeepsStatistics;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.optim.MovingAverage;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    // A Progression reads them.
    final Layer model;
    final Loss loss;
    final BatchLoss batchLoss;
    final Step rule;
    final Optimizers optimizers;
    final List<Metric> metrics = new ArrayList<>();
    final List<Listener> listeners = new ArrayList<>();
    int epochs = 10;
    int batchSize = 32;
    private boolean dropLast;
    Dataset validation;
    Schedule schedule = Schedule.constant();
    EarlyStopping earlyStopping;
    boolean keepBest;
    double averageDecay = Double.NaN;
    int averageEpochs;
    double clipNorm = Double.POSITIVE_INFINITY;
    double clipValue = Double.POSITIVE_INFINITY;
    int shards = 1;
    int prefetch;
    Path checkpoint;
    int checkpointSteps;
    double checkpointSeconds;
    boolean resume;
    BooleanSupplier stop = () -> false;

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
        Loader loader = new Loader(data, batchSize, rng.split("order"), dropLast);
        Progression state = new Progression(this, loader, rng.split("noise"), called(data, rng));
        try {
            return state.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells this training from others in its checkpoints. */
    private String called(Dataset data, Rng rng) {
        String averaged = averageEpochs > 0 ? " averaged over the last %d epochs".formatted(averageEpochs)
                : Double.isNaN(averageDecay) ? "" : " averaged by " + averageDecay;
        return "%d parameters%s, %d examples, batches of %d%s, key %016x".formatted(Parts.count(model),
                averaged,
                data.size(), batchSize, shards == 1 ? "" : " in " + shards + " pieces", rng.key());
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
}
