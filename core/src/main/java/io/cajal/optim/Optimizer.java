package io.cajal.optim;

import io.cajal.backend.cpu.Elementwise;
import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.tensor.BinaryOp;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Op;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Stored;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes parameters so that the loss gets smaller: {@code optimizer.step(loss.backward())}. Gradient descent
 * moves against the gradient, down to a minimum that need not be the lowest (deck 4's picture has it climbing
 * a hill).
 *
 * <p>Weight decay adds λ·w to the gradient (an L2 penalty ½λ‖w‖²), {@link #l1} adds λ·sign(w), and {@link
 * #maxNorm} scales each unit's incoming weights back to a given length after the step (Srivastava et al.
 * 2014).
 *
 * <p>One more optimizer is one more subclass: {@link #update} for one parameter, with a rule for one element,
 * and the names of what it {@link #keeps}. Whatever else it holds on to from one step to the next must be
 * {@link Tensor#keep kept}, as the step's memory is used again.
 */
public abstract class Optimizer {
    private static final String STEP = "step";
    private final Map<String, Param> params;
    private final Map<String, Stored> stored;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private double rate;
    private double weightDecay;
    private double l1;
    private double maxNorm = Double.POSITIVE_INFINITY;

    /** What is kept for one parameter. */
    private static final class Slot {
        private final String name;
        private final Param param;
        private final Map<String, Buffer> state = new LinkedHashMap<>();
        private Group group;
        private long steps;

        Slot(String name, Param param) {
            this.name = name;
            this.param = param;
        }
    }

    /**
     * The same, or 0 where {@code x} is below 2⁻¹²⁵ or so, which float holds only in part. Processors take many times as long
     * for such numbers, and what is kept of a gradient that has died would stay among them for ever, as 0.9 times the
     * least float is again the least float.
     */
    static float flushed(float x) {
        return x + 0x1p-100f - 0x1p-100f;
    }

    protected Optimizer(Map<String, Param> params, double rate) {
        this(params, params, rate);
    }

    protected Optimizer(Layer model, double rate) {
        this(Parts.params(model), Parts.stored(model), rate);
    }

    private Optimizer(Map<String, Param> params, Map<String, ? extends Stored> stored, double rate) {
        if (params.isEmpty()) {
            throw new CajalException("optimizer: the model has no parameters to train");
        }
        this.params = new LinkedHashMap<>(params);
        this.stored = new LinkedHashMap<>(stored);
        params.forEach((name, param) -> slots.put(name, new Slot(name, param)));
        learningRate(rate);
    }

    // Settings

    public final double learningRate() {
        return rate;
    }

    public final void learningRate(double value) {
        rate = finite("the learning rate", value);
    }

    /** Changes the share of past updates, for schedules that cycle it. */
    public Optimizer momentum(double value) {
        throw new CajalException("%s has no momentum to set".formatted(getClass().getSimpleName()));
    }

    /** λ of the L2 penalty. */
    public Optimizer weightDecay(double lambda) {
        weightDecay = finite("weight decay", lambda);
        return this;
    }

    /** λ of the L1 penalty λ‖w‖₁ on every parameter; at 0 its slope counts as 0. */
    public Optimizer l1(double lambda) {
        l1 = finite("the L1 penalty", lambda);
        return this;
    }

    /** After each step, rows of weight matrices that are longer than {@code limit} are scaled back to it. */
    public Optimizer maxNorm(double limit) {
        maxNorm = positive("the norm's limit", limit);
        return this;
    }

    /** Other settings for some parameters; of several groups that name one, the first counts. */
    public Optimizer group(Group group) {
        groups.add(group);
        for (Slot slot : slots.values()) {
            if (slot.group == null && group.members().test(slot.name)) {
                slot.group = group;
            }
        }
        return this;
    }

    /** {@code value} if it is 0 or more. */
    protected static double finite(String what, double value) {
        return checked(what, value, value >= 0 && value < Double.POSITIVE_INFINITY, "0 or more");
    }

    /** {@code value} if it is above 0. */
    protected static double positive(String what, double value) {
        return checked(what, value, value > 0, "above 0");
    }

    /** {@code value} if it can be the share that is kept of something: 0 or more, and less than 1. */
    protected static double share(String what, double value) {
        return checked(what, value, value >= 0 && value < 1, "0 or more and less than 1");
    }

    private static double checked(String what, double value, boolean good, String expected) {
        if (!good) {
            throw new CajalException("optimizer: %s must be %s, got %s".formatted(what, expected, value));
        }
        return value;
    }

    // Steps

    /** One step along these gradients; parameters without one stay as they are. */
    public final void step(Gradients gradients) {
        Run.recording(false).run(() -> {
            for (Slot slot : slots.values()) {
                if (gradients.has(slot.param)) {
                    step(slot, gradients.get(slot.param));
                }
            }
        });
    }

    private void step(Slot slot, Tensor gradient) {
        Group group = slot.group;
        if (group != null && group.rateFactor() == 0) {
            return;
        }
        double own = group == null ? rate : rate * group.rateFactor();
        double decay = group == null ? weightDecay : group.weightDecay();
        slot.steps++;
        Param param = slot.param;
        update(slot.name, param, l1 == 0 ? gradient : Op.apply(new WithL1(l1), gradient, param), own, decay);
        if (maxNorm < Double.POSITIVE_INFINITY && param.rank() >= 2) {
            shorten(param);
        }
    }

    /** g + λ sign(w), in one sweep: tensors for its parts would cost more than a step. */
    private record WithL1(double lambda) implements BinaryOp {
        @Override
        public double at(double g, double w) {
            return g + lambda * Math.signum(w);
        }

        @Override
        public Tensor pull(int i, Tensor g, Tensor y, Tensor gradient, Tensor weight) {
            return i == 0 ? g : null;
        }

        @Override
        public void forward(float[] g, int go, float[] w, int wo, float[] y, int yo, int n) {
            Elementwise loops = Elementwise.of(n);
            for (int i = 0; i < n; i += Elementwise.SHORT) { // which one loop after the other finds in the innermost cache
                int count = Math.min(Elementwise.SHORT, n - i);
                loops.sign(w, wo + i, y, yo + i, count);
                loops.affine((float) lambda, 0, y, yo + i, y, yo + i, count);
                loops.add(g, go + i, y, yo + i, y, yo + i, count);
            }
        }
    }

    /** Rows within the limit keep their bits: they are multiplied by norm / norm = 1. */
    private void shorten(Param param) {
        Tensor rows = param.flatten(1);
        Tensor norm = rows.square().sumKeep(1).sqrt();
        if (norm.amax().item() <= maxNorm) {
            return;
        }
        Tensor scale = norm.clamp(0, maxNorm).div(norm.clamp(Float.MIN_NORMAL, Double.POSITIVE_INFINITY));
        param.set(rows.mul(scale).reshape(param.shape()));
    }

    /**
     * One step; returns the loss before it. Optimizers that look ahead evaluate the objective more than once.
     */
    public double step(Objective objective) {
        Objective.Value value = objective.evaluate();
        step(value.gradients());
        return value.loss();
    }

    /**
     * Updates one parameter, most often by {@link Param#update} with a rule for one element.
     *
     * @param rate the learning rate of this parameter in this step
     * @param weightDecay λ, which is not yet in the gradient: see {@link #decayed}
     */
    protected abstract void update(String name, Param param, Tensor gradient, double rate,
            double weightDecay);

    /** The gradient with the L2 penalty's. */
    protected static Tensor decayed(Tensor gradient, Param param, double weightDecay) {
        return weightDecay == 0 ? gradient : gradient.add(param.mul(weightDecay));
    }

    /** Whether neither penalties nor limits nor groups were asked for. */
    final boolean isPlain() {
        return weightDecay == 0 && l1 == 0 && maxNorm == Double.POSITIVE_INFINITY && groups.isEmpty();
    }

    // State

    final Map<String, Param> params() {
        return params;
    }

    /** The parameters that it changes, and the buffers beside them where it was made for a whole model. */
    public final Map<String, Stored> stored() {
        return Collections.unmodifiableMap(stored);
    }

    /** How many steps it has taken, those before a checkpoint included: what a rule that changes with time goes by. */
    public final long steps() {
        return slots.values().stream().mapToLong(slot -> slot.steps).max().orElse(0);
    }

    /** How often this parameter was updated, the present time included. */
    protected final long steps(String name) {
        return slots.get(name).steps;
    }

    /**
     * The kinds of running quantities that {@link #state(String, String, double)} is asked for, such as
     * {@code exp_avg}.
     */
    protected abstract Set<String> keeps();

    /** A parameter's running quantity of that kind, filled with {@code start} when first asked for. */
    protected final Buffer state(String kind, String name, double start) {
        Slot slot = slots.get(name);
        Buffer known = slot.state.get(kind);
        if (known == null) {
            known = Buffer.of(slot.param.filled(start));
            slot.state.put(kind, known);
        }
        return known;
    }

    protected final boolean hasState(String kind, String name) {
        return slots.get(name).state.containsKey(kind);
    }

    /**
     * Everything that a checkpoint must keep, by stable names such as {@code exp_avg.0.weight}; {@code step}
     * counts the updates of each parameter. The tensors are the optimizer's own and change with its next
     * step.
     */
    public Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        slots.forEach((name, slot) -> slot.state.forEach((kind, part) -> all.put(kind + "." + name, part)));
        all.put(STEP, Exact.of(slots.values().stream().mapToDouble(slot -> slot.steps).toArray()));
        return all;
    }

    /** Goes on from a kept state, to the bit. A state that does not fit changes nothing. */
    public void load(Map<String, Tensor> kept) {
        double[] counts = kept.containsKey(STEP) ? Exact.numbers(kept.get(STEP)) : new double[0];
        if (counts.length != params.size()) {
            throw new CajalException(
                    "optimizer: the kept state counts steps of %d parameters, this model has %d"
                            .formatted(counts.length, params.size()));
        }
        Map<String, Buffer> fitting = new LinkedHashMap<>();
        kept.forEach((key, value) -> {
            if (!key.equals(STEP)) {
                fitting.put(key, fitting(key, value));
            }
        });
        int i = 0;
        for (Slot slot : slots.values()) {
            slot.steps = (long) counts[i++];
            slot.state.clear();
        }
        fitting.forEach((key, part) -> {
            int dot = key.indexOf('.');
            slots.get(key.substring(dot + 1)).state.put(key.substring(0, dot), part);
        });
    }

    private Buffer fitting(String key, Tensor value) {
        int dot = key.indexOf('.');
        Param param = params.get(key.substring(dot + 1));
        if (param == null || dot < 0 || !keeps().contains(key.substring(0, dot))) {
            throw new CajalException(
                    "optimizer: the kept state has \"%s\", for which %s of this model has no use"
                            .formatted(key, getClass().getSimpleName()));
        }
        if (!value.shape().equals(param.shape())) {
            throw new CajalException("optimizer: the kept state's \"%s\" is %s, the parameter %s"
                    .formatted(key, value.shape(), param.shape()));
        }
        return Buffer.of(value.to(param.device()));
    }
}
