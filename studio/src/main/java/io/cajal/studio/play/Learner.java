package io.cajal.studio.play;

import io.cajal.backend.Arena;
import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Loader;
import io.cajal.data.TensorDataset;
import io.cajal.nn.Parts;
import io.cajal.optim.Group;
import io.cajal.optim.Lbfgs;
import io.cajal.optim.Objective;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Optimizers;
import io.cajal.optim.Plateau;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A network that learns, one step after the other, as {@link io.cajal.train.Trainer} does it: batches in the
 * order of the epoch, the schedule's rate, the loss, its gradients, the optimizer. The state after k steps is
 * a function of the spec and k alone: the order of epoch e and the noise of step k are split off the seed by
 * their numbers. So a {@link Moment} that was kept can be gone on from, and gives the same bits.
 *
 * <p>For one thread at a time.
 */
final class Learner {
    /** Pairs that L-BFGS remembers: each is as large as the network, and a moment keeps them all. */
    static final int PAIRS = 10;

    private final Spec spec;
    private final Net net;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final Plateau plateau;
    private final double planEpochs;
    private final Loader loader;
    private final Rng noise;
    private final Scores scores;
    private final Arena arena = Run.current().device().arena();
    private List<Edit> edits;
    private long step;
    private double rate;
    private double penaltyRate;
    private int[] order;
    private long orderEpoch = -1;
    private double lastLoss = Double.NaN;

    Learner(Spec spec) {
        this.spec = spec;
        Rng rng = spec.rng();
        Points points = Points.of(spec);
        net = new Net(spec);
        noise = rng.split("noise");
        loader = loader(spec, points, rng.split("order"));
        scores = new Scores(spec, points);
        schedule = Plans.of(spec.schedule());
        plateau = Plans.plateau(spec.schedule());
        planEpochs = Plans.epochs(spec.schedule());
        optimizer = optimizer(spec, net);
        edits = spec.edits();
        rate = spec.optimizer().rate();
        penaltyRate(spec.penalty().rate());
    }

    private static Optimizer optimizer(Spec spec, Net net) {
        Spec.Optimizing asked = spec.optimizer();
        if (spec.learnsWhole()) {
            return new Lbfgs(net.whole(), asked.rate()).maxIterations(1).history(PAIRS).strongWolfe();
        }
        Optimizer optimizer = Optimizers.named(asked.name(), net.whole(), asked.rate(), 0);
        if (!Double.isNaN(asked.momentum())) {
            optimizer.momentum(asked.momentum());
        }
        Set<Tensor> weights = net.blocks().stream().map(block -> block.linear().weight())
                .collect(Collectors.toSet());
        Set<String> named = Parts.params(net.whole()).entrySet().stream()
                .filter(entry -> weights.contains(entry.getValue())).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return optimizer.group(new Group(name -> !named.contains(name), 1, 0));
    }

    private static Loader loader(Spec spec, Points points, Rng rng) {
        TensorDataset data = new TensorDataset(Points.features(spec.inputs(), points.train()),
                Points.targets(spec, points.train()));
        int batch = spec.learnsWhole() ? data.size() : Math.min(spec.batch(), data.size());
        boolean isLastAlone = data.size() % batch == 1;
        return new Loader(data, batch, rng, isLastAlone && spec.hasNorm()); // one example has no variance
    }

    // Where it stands

    Spec spec() {
        return spec;
    }

    Net net() {
        return net;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    Scores scores() {
        return scores;
    }

    long step() {
        return step;
    }

    int stepsPerEpoch() {
        return loader.batches();
    }

    /** Whole epochs that are done. */
    long epoch() {
        return step / loader.batches();
    }

    double penaltyRate() {
        return penaltyRate;
    }

    /** The loss of the batch before. */
    double lastLoss() {
        return lastLoss;
    }

    /** The learning rate of the coming step. */
    double rate() {
        return plateau != null ? rate * plateau.factor() : rate * schedule.factor(moment());
    }

    private Schedule.Moment moment() {
        return new Schedule.Moment(step, Math.round(planEpochs * loader.batches()), planEpochs, List.of());
    }

    // Learning

    /** Takes a step. When the loss is no number, nothing is changed, and the loss says so. */
    double take() {
        double loss = arena.step(this::inArena);
        if (!Double.isFinite(loss)) {
            return loss;
        }
        lastLoss = loss;
        step++;
        if (plateau != null && step % loader.batches() == 0) {
            plateau.reached(scores.watched(net));
        }
        return loss;
    }

    private double inArena() {
        optimizer.learningRate(rate());
        Batch batch = batch();
        return Run.training(noise.split(step)).call(() -> optimize(batch));
    }

    /** The batch of the coming step. */
    Batch batch() {
        return loader.batch(order(), (int) (step % loader.batches()));
    }

    /** The numbers of the examples of the coming step's batch. */
    int[] members() {
        int from = (int) (step % loader.batches()) * loader.batchSize();
        int[] all = order();
        return Arrays.copyOfRange(all, from, Math.min(all.length, from + loader.batchSize()));
    }

    private int[] order() {
        long epoch = epoch();
        if (orderEpoch != epoch) {
            order = loader.order((int) epoch);
            orderEpoch = epoch;
        }
        return order;
    }

    private double optimize(Batch batch) {
        Tensor value = net.loss().of(net.whole().apply(batch.x()), batch.y());
        double loss = value.item();
        if (Double.isFinite(loss)) {
            if (spec.learnsWhole()) {
                optimizer.step(() -> objective(batch));
            } else {
                optimizer.step(withPenalty(value.backward()));
            }
        }
        return loss;
    }

    /** Loss and gradient for an optimizer that compares losses: the penalty is in both. */
    private Objective.Value objective(Batch batch) {
        Tensor value = net.loss().of(net.whole().apply(batch.x()), batch.y());
        return new Objective.Value(value.item() + penalty(), withPenalty(value.backward()));
    }

    private double penalty() {
        return Run.recording(false).call(() -> {
            double sum = 0;
            for (Net.Block block : net.blocks()) {
                Tensor weight = block.linear().weight();
                sum += isL1() ? weight.abs().sum().item() : weight.square().sum().item() / 2;
            }
            return penaltyRate * sum;
        });
    }

    private boolean isL1() {
        return spec.penalty().name().equals("l1");
    }

    /** On weights alone; {@link Optimizer#l1} would take the biases along, and L-BFGS knows no weight decay. */
    private Gradients withPenalty(Gradients gradients) {
        if (penaltyRate == 0 || !isL1() && !spec.learnsWhole()) {
            return gradients;
        }
        return Run.recording(false).call(() -> {
            Map<Tensor, Tensor> shares = new HashMap<>();
            for (Net.Block block : net.blocks()) {
                Tensor weight = block.linear().weight();
                shares.put(weight, (isL1() ? weight.sign() : weight).mul(penaltyRate));
            }
            return gradients.plus(Gradients.of(shares));
        });
    }

    /** Runs something as the coming step would. */
    <T> T asInStep(Supplier<T> work) {
        return Run.training(noise.split(step)).call(work);
    }

    // Edits

    /** Other edits from now on; those of steps that are done are not made up for. */
    void edits(List<Edit> others) {
        edits = others;
    }

    /** To be called when a step is done, and its moment is kept. */
    void applyEdits() {
        for (Edit edit : edits) {
            if (edit.step() == step) {
                apply(edit);
            }
        }
    }

    void apply(Edit edit) {
        switch (edit.set()) {
            case Edit.RATE -> rate = edit.value();
            case Edit.PENALTY_RATE -> penaltyRate(edit.value());
            default -> net.set(new Link(edit.layer(), edit.unit(), edit.input()), edit.value());
        }
    }

    private void penaltyRate(double value) {
        penaltyRate = value;
        if (!spec.learnsWhole()) {
            optimizer.weightDecay(spec.penalty().name().equals("l2") ? value : 0);
        }
    }

    /** Whether a weight or bias was set by hand until now. */
    boolean editedWeights() {
        return edits.stream().anyMatch(edit -> edit.step() <= step && edit.layer() >= 0);
    }

    // Moments

    /** All that the future depends on, as it is before the edits of this step. */
    Moment keep() {
        return new Moment(step, net.numbers(), Moment.Packed.of(optimizer.state()), rate, penaltyRate,
                lastLoss,
                plateau == null ? null : plateau.state());
    }

    /** Goes to a kept moment, and makes the edits of its step. */
    void load(Moment moment) {
        net.load(moment.numbers());
        optimizer.load(moment.optimizer().tensors());
        step = moment.step();
        rate = moment.rate();
        penaltyRate(moment.penaltyRate());
        lastLoss = moment.lastLoss();
        if (plateau != null) {
            plateau.load(moment.plateau());
        }
        applyEdits();
    }
}
