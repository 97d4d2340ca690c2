package io.cajal.train;

import io.cajal.backend.Arena;
import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Loader;
import io.cajal.data.Prefetch;
import io.cajal.nn.BatchStatistics;
import io.cajal.nn.StateDict;
import io.cajal.optim.MovingAverage;
import io.cajal.optim.Objective;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One training under way, as a {@link Trainer} was set: steps, epochs, scores, checkpoints. */
final class Progression {
    /** What the loss is called where it has no name of its own. */
    private static final String LOSS = "loss";
    private final Trainer trainer;
    private final Loader loader;
    private final Rng noise;
    private final String training;
    private final Arena arena = Run.current().device().arena();
    private final Arena scoring = Run.current().device().arena();
    private final Shards pieces;
    private History history = History.EMPTY;
    private Map<String, Tensor> best = Map.of();
    private int bestEpoch;
    private double bestFigure;
    private final Map<String, Double> lastLosses = new LinkedHashMap<>();
    private final MovingAverage average;
    private final Map<String, Double> lossSums = new LinkedHashMap<>();
    private long saved = System.nanoTime();

    /** @param training what it is called in a checkpoint, which another training cannot go on from */
    Progression(Trainer trainer, Loader loader, Rng noise, String training) {
        this.trainer = trainer;
        this.loader = loader;
        this.noise = noise;
        this.training = training;
        pieces = new Shards(trainer.shards);
        average = trainer.averageEpochs > 0 ? MovingAverage.equal(trainer.model)
                : Double.isNaN(trainer.averageDecay) ? null
                        : new MovingAverage(trainer.model, trainer.averageDecay);
    }

    History run() throws IOException {
        int firstStep = trainer.resume && trainer.checkpoint != null && Files.exists(trainer.checkpoint)
                ? restore() : 0;
        Listener.Plan plan = new Listener.Plan(loader.data().size(), trainer.batchSize, loader.batches(),
                history.epochs().size() + 1, trainer.epochs);
        trainer.listeners.forEach(listener -> listener.started(plan));
        String reason = "";
        for (int epoch = history.epochs().size(); epoch < trainer.epochs && reason.isEmpty(); epoch++) {
            epoch(epoch, firstStep);
            firstStep = 0;
            if (trainer.earlyStopping != null
                    && history.epochs().size() - bestEpoch >= trainer.earlyStopping.patience()) {
                reason = "stopped early: no improvement since epoch " + bestEpoch;
            }
            boolean last = epoch + 1 == trainer.epochs || !reason.isEmpty();
            if (!last && trainer.stop.getAsBoolean()) {
                stopped(epoch + 1, 0);
            }
            if (trainer.checkpoint != null
                    && (last || System.nanoTime() - saved >= trainer.checkpointSeconds * 1e9)) {
                save(0);
            }
        }
        if (trainer.keepBest && !best.isEmpty()) {
            StateDict.load(trainer.model, best);
        } else if (isAveraged()) {
            average.finish();
            refresh();
        }
        trainer.optimizers.reset();
        String why = reason;
        trainer.listeners.forEach(listener -> listener.finished(history, why));
        return history;
    }

    private void epoch(int epoch, int firstStep) throws IOException {
        long start = System.nanoTime();
        int seen;
        try (Prefetch batches = new Prefetch(loader, loader.order(epoch), firstStep, trainer.prefetch)) {
            seen = steps(batches, epoch, firstStep, start);
        }
        Map<String, Double> means = new LinkedHashMap<>();
        lossSums.forEach((name, sum) -> means.put(name, sum / seen));
        finish(epoch, means, start);
        lossSums.clear();
    }

    /** The number of examples that were learned from in this epoch. */
    private int steps(Prefetch batches, int epoch, int firstStep, long start) throws IOException {
        int seen = firstStep * trainer.batchSize;
        for (int step = firstStep; step < loader.batches(); step++) {
            int number = step;
            Step.Losses losses = arena
                    .step(() -> batches.with(number, batch -> step(batch, epoch, number)));
            int size = Math.min(trainer.batchSize, loader.data().size() - seen);
            losses.values().forEach((name, value) -> lossSums.merge(name, value * size, Double::sum));
            seen += size;
            double seconds = (System.nanoTime() - start) * 1e-9;
            Listener.Step report = new Listener.Step(epoch + 1, step + 1, losses.first(),
                    lossSums.get(losses.firstName()) / seen,
                    (seen - firstStep * trainer.batchSize) / seconds);
            trainer.listeners.forEach(listener -> listener.stepped(report));
            if (step + 1 < loader.batches()) {
                if (trainer.stop.getAsBoolean()) {
                    stopped(epoch, step + 1);
                }
                if (trainer.checkpoint != null && trainer.checkpointSteps > 0
                        && (step + 1) % trainer.checkpointSteps == 0) {
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
        Schedule.Moment moment = new Schedule.Moment(number, (long) trainer.epochs * loader.batches(),
                trainer.epochs,
                losses);
        trainer.optimizers.follow(trainer.schedule.factor(moment), trainer.schedule.momentum(moment));
        Step.Losses values = Run.training(noise.split(number)).call(() -> trainer.rule != null
                ? check(trainer.rule.take(batch), epoch, step)
                : Step.Losses.of(LOSS, trainer.optimizers.first().step(() -> evaluate(batch, epoch, step))));
        lastLosses.putAll(values.values());
        if (average != null && trainer.averageEpochs == 0) {
            average.update();
        }
        return values;
    }

    private Objective.Value evaluate(Batch batch, int epoch, int step) {
        if (trainer.shards == 1) {
            Tensor value = trainer.batchLoss.of(batch);
            double number = value.item();
            check(number, batch, epoch, step);
            return new Objective.Value(number, clipped(shown(batch, value.backward())));
        }
        Objective.Value whole = pieces.evaluate(trainer.model, trainer.loss, batch,
                Run.current().rng("a batch in pieces"));
        check(whole.loss(), batch, epoch, step);
        return new Objective.Value(whole.loss(), clipped(shown(batch, whole.gradients())));
    }

    private Step.Losses check(Step.Losses losses, int epoch, int step) {
        losses.values().forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw Divergence.explain(name, value, epoch + 1, step + 1,
                        trainer.optimizers.learningRates(), lastLosses.getOrDefault(name, Double.NaN));
            }
        });
        return losses;
    }

    private void check(double number, Batch batch, int epoch, int step) {
        if (!Double.isFinite(number)) {
            throw Divergence.explain(trainer.model, batch.x(), batch.y(), number, epoch + 1, step + 1,
                    trainer.optimizers.first().learningRate(), lastLosses.getOrDefault(LOSS, Double.NaN));
        }
    }

    private Gradients shown(Batch batch, Gradients gradients) {
        for (Listener listener : trainer.listeners) {
            if (listener.looks()) {
                listener.looked(new Listener.Look(trainer.model, batch, gradients));
            }
        }
        return gradients;
    }

    private Gradients clipped(Gradients gradients) {
        Gradients shorter = trainer.clipNorm < Double.POSITIVE_INFINITY ? gradients.clipNorm(trainer.clipNorm)
                : gradients;
        return trainer.clipValue < Double.POSITIVE_INFINITY ? shorter.clipValue(trainer.clipValue) : shorter;
    }

    /** With the weights that the model would have if it were the last epoch. */
    private void finish(int epoch, Map<String, Double> losses, long start) {
        if (trainer.averageEpochs > 0 && epoch >= trainer.epochs - trainer.averageEpochs) {
            average.update();
        }
        if (!isAveraged()) {
            scored(epoch, losses, start);
            return;
        }
        Map<String, Tensor> statistics = trainer.averageEpochs > 0
                ? StateDict.copy(StateDict.of(trainer.model))
                : Map.of();
        average.during(() -> {
            refresh();
            scored(epoch, losses, start);
            return null;
        });
        if (!statistics.isEmpty()) {
            StateDict.load(trainer.model, statistics); // those of the training, to go on with
        }
    }

    private boolean isAveraged() {
        return average != null && !average.isEmpty();
    }

    /** The statistics of batch normalisations for weights that are the mean of epochs. */
    private void refresh() {
        if (trainer.averageEpochs > 0 && BatchStatistics.areKept(trainer.model)) {
            int[] order = loader.order(0);
            BatchStatistics.renew(trainer.model, loader.batches(), step -> loader.batch(order, step).x(),
                    noise.split("statistics"));
        }
    }

    private void scored(int epoch, Map<String, Double> losses, long start) {
        double validationLoss = Double.NaN;
        Map<String, Double> figures = new LinkedHashMap<>();
        if (trainer.validation != null && (trainer.loss != null || !trainer.metrics.isEmpty())) {
            Evaluation scored = Evaluation.of(trainer.model, trainer.validation, scoring);
            validationLoss = trainer.loss == null ? Double.NaN : scored.of(trainer.loss);
            figures.putAll(scored.of(trainer.metrics));
        }
        if (trainer.validation != null && trainer.batchLoss != null && trainer.loss == null) {
            validationLoss = Evaluation.mean(trainer.batchLoss, trainer.validation, scoring,
                    noise.split("validation"));
        }
        if (losses.size() > 1) {
            losses.forEach(figures::putIfAbsent);
        }
        double trainLoss = losses.values().iterator().next();
        History.Epoch done = new History.Epoch(epoch + 1, trainLoss, validationLoss, figures,
                trainer.optimizers.first().learningRate(), (System.nanoTime() - start) * 1e-9);
        history = history.with(done);
        boolean better = isBest(done);
        if (better && trainer.keepBest) {
            best = StateDict.copy(StateDict.of(trainer.model));
        }
        trainer.listeners.forEach(listener -> listener.finishedEpoch(done, better));
    }

    /** Whether this epoch is better than all before, and if so, remembers it. */
    private boolean isBest(History.Epoch epoch) {
        if (trainer.validation == null || trainer.rule != null && trainer.metrics.isEmpty()) {
            return false;
        }
        boolean lower = trainer.metrics.isEmpty() || trainer.metrics.getFirst().lowerIsBetter();
        double figure = trainer.metrics.isEmpty() ? epoch.validationLoss()
                : epoch.metrics().get(trainer.metrics.getFirst().name());
        double needed = trainer.earlyStopping == null ? 0 : trainer.earlyStopping.minDelta();
        boolean better = bestEpoch == 0
                || (lower ? figure < bestFigure - needed : figure > bestFigure + needed);
        if (better) {
            bestEpoch = epoch.number();
            bestFigure = figure;
        }
        return better;
    }

    private void stopped(int epoch, int step) throws IOException {
        if (trainer.checkpoint != null) {
            save(step);
        }
        if (isAveraged()) {
            average.finish();
            refresh();
        }
        throw new TrainingStopped(
                "the training was stopped after %d of %d epochs%s".formatted(epoch, trainer.epochs,
                        step == 0 ? "" : " and %d of %d steps".formatted(step, loader.batches())));
    }

    private void save(int step) throws IOException {
        saved = System.nanoTime();
        new Checkpoint(training, history.epochs().size(), step, lossSums, history,
                StateDict.of(trainer.model),
                trainer.optimizers.beside(trainer.model), trainer.optimizers.state(),
                average == null ? Map.of() : average.state(), best)
                .write(trainer.checkpoint);
    }

    /** Goes back to the checkpoint; returns the steps of the present epoch that are done. */
    private int restore() throws IOException {
        Checkpoint kept = Checkpoint.read(trainer.checkpoint, training);
        trainer.optimizers.loadBeside(trainer.model, kept.others(), trainer.checkpoint);
        StateDict.load(trainer.model, kept.model());
        if (average != null) {
            average.load(kept.average());
        }
        trainer.optimizers.load(kept.optimizer());
        history = kept.history();
        best = kept.best();
        lossSums.clear();
        lossSums.putAll(kept.lossSums());
        history.epochs().forEach(this::isBest);
        return kept.step();
    }
}
