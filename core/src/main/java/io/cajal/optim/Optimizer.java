package io.cajal.optim;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes parameters so that the loss gets smaller: {@code optimizer.step(loss.backward())}. Gradient descent moves against the gradient, down
 * to a minimum that need not be the lowest (deck 4's picture has it climbing a hill).
 *
 * <p>Weight decay adds λ·w to the gradient (an L2 penalty ½λ‖w‖²), {@link #l1} adds λ·sign(w), and {@link #maxNorm} scales each
 * unit's incoming weights back to a given length after the step (Srivastava et al. 2014).
 */
public abstract class Optimizer {
    private static final String STEP = "step";
    private final Map<String, Param> params;
    private final Map<String, Buffer> state = new LinkedHashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private double rate;
    private double weightDecay;
    private double l1;
    private double maxNorm = Double.POSITIVE_INFINITY;
    private long steps;

    Optimizer(Map<String, Param> params, double rate) {
        if (params.isEmpty()) {
            throw new CajalException("optimizer: the model has no parameters to train");
        }
        this.params = new LinkedHashMap<>(params);
        learningRate(rate);
    }

    Optimizer(Layer model, double rate) {
        this(Parts.params(model), rate);
    }

    // Settings

    public final double learningRate() {
        return rate;
    }

    public final void learningRate(double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new CajalException("optimizer: the learning rate must be 0 or more, got " + value);
        }
        rate = value;
    }

    /** λ of the L2 penalty. */
    public Optimizer weightDecay(double lambda) {
        weightDecay = nonNegative("weight decay", lambda);
        return this;
    }

    /** λ of the L1 penalty λ‖w‖₁; at 0 its slope counts as 0. */
    public Optimizer l1(double lambda) {
        l1 = nonNegative("the L1 penalty", lambda);
        return this;
    }

    /** After each step, rows of weight matrices that are longer than {@code limit} are scaled back to it. */
    public Optimizer maxNorm(double limit) {
        maxNorm = nonNegative("the norm's limit", limit);
        return this;
    }

    /** Other settings for some parameters; of several groups that name one, the first counts. */
    public Optimizer group(Group group) {
        groups.add(group);
        return this;
    }

    private static double nonNegative(String what, double value) {
        if (!(value >= 0)) {
            throw new CajalException("optimizer: %s must be 0 or more, got %s".formatted(what, value));
        }
        return value;
    }

    // Steps

    /** One step along these gradients; parameters without one stay as they are. */
    public final void step(Gradients gradients) {
        Run.recording(false).run(() -> {
            begin(++steps);
            params.forEach((name, param) -> {
                if (gradients.has(param)) {
                    step(name, param, gradients.get(param));
                }
            });
        });
    }

    private void step(String name, Param param, Tensor gradient) {
        Group group = groups.stream().filter(g -> g.members().test(name)).findFirst().orElse(null);
        double own = group == null ? rate : rate * group.rateFactor();
        double decay = group == null ? weightDecay : group.weightDecay();
        Tensor g = l1 == 0 ? gradient : gradient.add(param.sign().mul(l1));
        if (own != 0) {
            update(name, param, g, own, decay);
            if (maxNorm < Double.POSITIVE_INFINITY && param.rank() >= 2) {
                Tensor rows = param.flatten(1);
                Tensor norm = rows.square().sumKeep(1).sqrt();
                Tensor scale = norm.clamp(0, maxNorm)
                        .div(norm.clamp(Float.MIN_NORMAL, Double.POSITIVE_INFINITY));
                param.set(rows.mul(scale).reshape(param.shape()));
            }
        }
    }

    /** One step; returns the loss before it. Optimizers that look ahead evaluate the objective more than once. */
    public double step(Objective objective) {
        Objective.Value value = objective.evaluate();
        step(value.gradients());
        return value.loss();
    }

    /** Before a step's updates; {@code step} counts from 1. */
    void begin(long step) {
    }

    /** Updates one parameter. */
    abstract void update(String name, Param param, Tensor gradient, double rate, double weightDecay);

    /** The gradient with the L2 penalty's. */
    static Tensor decayed(Tensor gradient, Param param, double weightDecay) {
        return weightDecay == 0 ? gradient : gradient.add(param.mul(weightDecay));
    }

    // State

    final Map<String, Param> params() {
        return params;
    }

    final long steps() {
        return steps;
    }

    /** A parameter's running quantity of that kind, made of {@code start} when first asked for. */
    final Buffer state(String kind, String name, Param param, double start) {
        return state.computeIfAbsent(kind + "." + name, key -> Buffer.of(param.filled(start)));
    }

    final boolean hasState(String kind, String name) {
        return state.containsKey(kind + "." + name);
    }

    /** Everything that a checkpoint must keep, by stable names such as {@code exp_avg.0.weight}. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>(state);
        all.put(STEP, Run.recording(false).call(() -> Tensor.of(Shape.SCALAR, (double) steps)));
        return all;
    }

    /** Goes on from a kept state, to the bit. */
    public void load(Map<String, Tensor> kept) {
        if (!kept.containsKey(STEP)) {
            throw new CajalException("optimizer: the kept state has no entry \"" + STEP + "\"");
        }
        state.clear();
        kept.forEach((name, value) -> {
            if (name.equals(STEP)) {
                steps = (long) value.item();
            } else {
                state.put(name, Buffer.of(value));
            }
        });
    }
}
