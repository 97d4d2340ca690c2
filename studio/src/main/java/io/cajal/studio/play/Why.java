package io.cajal.studio.play;

import io.cajal.base.CajalException;
import io.cajal.data.Batch;
import io.cajal.nn.Parts;
import io.cajal.nn.activation.Identity;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a weight changes: the chain rule with the numbers of the coming step. With z = Σ w·x + b and a = φ(z),
 * the loss ℓ of one example has the slope
 *
 * <p>∂ℓ/∂w = ∂ℓ/∂a · φ′(z) · x = δ · x,
 *
 * <p>and the gradient is its mean over the batch: a weight is changed most where its input is large, its unit
 * is not saturated, and the loss depends on the unit. The numbers are autograd's own: the network is cut at
 * z, and once more at a, and the gradient of the loss is taken there. Then a copy of the training takes the
 * step, to show where it leads.
 */
final class Why {
    /** Examples that are listed; the sums are over all. */
    private static final int SHOWN = 100;

    private final Learner learner;
    private final Moment moment;
    private final Link link;
    private final Net.Block block;
    private final Output output;
    private final boolean isOutput;

    /** @param learner a copy, which this may do with as it likes */
    Why(Learner learner, Moment moment, Link link) {
        this.learner = learner;
        this.moment = moment;
        this.link = link;
        block = learner.net().blocks().get(link.layer());
        isOutput = link.layer() == learner.spec().layers().size();
        output = Output.of(learner.spec());
        learner.load(moment);
    }

    /** One number for each example; null for what does not exist. */
    private record Factors(double[] input, double[] z, double[] normed, double[] slope, double[] a,
            double[] upstream, double[] delta, double[] loss) {
        double gradient() {
            double sum = 0;
            for (int i = 0; i < delta.length; i++) {
                sum += delta[i] * input[i];
            }
            return sum / delta.length;
        }
    }

    Map<String, Object> toJson() {
        int[] members = learner.members();
        Batch batch = learner.batch();
        Factors factors = learner.asInStep(() -> factors(batch));
        double gradient = factors.gradient();
        double old = number();
        double penalty = penalty(old);
        boolean isApart = learner.spec().optimizer().name().equals("adamw")
                && learner.spec().penalty().name().equals("l2");
        Map<String, Object> json = Spec.ordered("layer", link.layer(), "unit", link.unit(), "input",
                link.isBias() ? null : (Integer) link.input(), "step", learner.step(), "activation",
                activation(),
                "count", members.length, "examples", examples(factors, members), "gradient",
                Numbers.finite(gradient),
                "penalty", Numbers.finite(penalty), "penaltyApart", isApart, "total",
                Numbers.finite(isApart ? gradient : gradient + penalty));
        json.putAll(step(old));
        return json;
    }

    // The chain rule

    private Factors factors(Batch batch) {
        Net net = learner.net();
        Tensor x = batch.x();
        for (int i = 0; i < link.layer(); i++) {
            x = net.blocks().get(i).after(net.blocks().get(i).before(x));
        }
        Tensor z = block.linear().apply(x).tracked();
        Tensor u = block.norm() == null ? z : block.norm().apply(z);
        Tensor a = block.activation().apply(u);
        Tensor outputs = rest(a);
        double[] delta = each(net.loss().of(outputs, batch.y()).backward().get(z));
        Tensor cut = a.tracked();
        double[] upstream = each(net.loss().of(rest(cut), batch.y()).backward().get(cut));
        double[] slope = column(slope(u));
        double[] shown = column(a);
        if (isOutput && output == Output.PROBABILITY) {
            shown = column(output.told(outputs));
            slope = Arrays.stream(shown).map(p -> p * (1 - p)).toArray();
            upstream = quotients(delta, slope);
        } else if (isOutput && output == Output.SOFTMAX) {
            shown = column(output.told(outputs));
            slope = null;
            upstream = null;
        }
        return new Factors(input(x), column(z), block.norm() == null ? null : column(u), slope, shown,
                upstream, delta,
                losses(outputs, batch.y()));
    }

    /** From what the unit's activation gives to the outputs. */
    private Tensor rest(Tensor a) {
        Tensor y = block.dropout() == null ? a : block.dropout().apply(a);
        for (Net.Block next : learner.net().blocks().subList(link.layer() + 1,
                learner.net().blocks().size())) {
            y = next.after(next.before(y));
        }
        return y;
    }

    private Tensor slope(Tensor u) {
        if (block.activation() instanceof Identity) {
            return u.filled(1);
        }
        Tensor cut = u.tracked();
        return block.activation().apply(cut).backward(u.filled(1), false).get(cut);
    }

    /** Of the mean over the batch, the unit's share for each example alone. */
    private double[] each(Tensor gradient) {
        double[] column = column(gradient);
        return Arrays.stream(column).map(share -> share * column.length).toArray();
    }

    private double[] column(Tensor units) {
        return units.narrow(1, link.unit(), 1).toDoubles();
    }

    private double[] input(Tensor x) {
        double[] ones = new double[x.size(0)];
        Arrays.fill(ones, 1);
        return link.isBias() ? ones : x.narrow(1, link.input(), 1).toDoubles();
    }

    private static double[] quotients(double[] over, double[] under) {
        double[] quotients = new double[over.length];
        Arrays.setAll(quotients, i -> over[i] / under[i]);
        return quotients;
    }

    private double[] losses(Tensor outputs, Tensor targets) {
        double[] losses = new double[outputs.size(0)];
        Arrays.setAll(losses,
                i -> learner.net().loss().of(outputs.narrow(0, i, 1), targets.narrow(0, i, 1)).item());
        return losses;
    }

    private String activation() {
        if (isOutput) {
            return switch (output) {
                case VALUE -> "Identity";
                case TANH -> "Tanh";
                case PROBABILITY -> "Sigmoid";
                case SOFTMAX -> "Softmax";
            };
        }
        return learner.spec().layers().get(link.layer()).activation();
    }

    private List<Object> examples(Factors f, int[] members) {
        double[][] points = Points.of(learner.spec()).train();
        List<Object> examples = new ArrayList<>();
        for (int i = 0; i < Math.min(SHOWN, members.length); i++) {
            examples.add(Spec.ordered("point", Numbers.list(points[members[i]]), "loss", at(f.loss, i),
                    "input",
                    at(f.input, i), "z", at(f.z, i), "normed", at(f.normed, i), "slope", at(f.slope, i), "a",
                    at(f.a, i), "upstream", at(f.upstream, i), "delta", at(f.delta, i), "share",
                    Numbers.finite(f.delta[i] * f.input[i])));
        }
        return examples;
    }

    private static Double at(double[] values, int i) {
        return values == null ? null : Numbers.finite(values[i]);
    }

    // The step

    private Param param() {
        return link.isBias() ? block.linear().bias() : block.linear().weight();
    }

    private double number() {
        return param().toFloats()[learner.net().index(link)];
    }

    private double penalty(double weight) {
        if (link.isBias()) {
            return 0;
        }
        return switch (learner.spec().penalty().name()) {
            case "l1" -> learner.penaltyRate() * Math.signum(weight);
            case "l2" -> learner.penaltyRate() * weight;
            default -> 0;
        };
    }

    private Map<String, Object> step(double old) {
        learner.load(moment);
        double rate = learner.rate();
        Map<String, Double> before = state();
        if (!Double.isFinite(learner.take())) {
            throw new CajalException("why: the loss of the next step is no number, so nothing will change");
        }
        Map<String, Object> states = new LinkedHashMap<>();
        state().forEach((name, after) -> states.put(name,
                Numbers.list(before.getOrDefault(name, 0.0), after)));
        Spec.Optimizing optimizer = learner.spec().optimizer();
        Map<String, Object> told = Spec.ordered("name", optimizer.name(), "rate", rate, "t",
                moment.step() + 1,
                "state", states, "settings", settings(optimizer));
        return Spec.ordered("optimizer", told, "old", Numbers.finite(old), "new", Numbers.finite(number()));
    }

    /** What the optimizer remembers of this number, by the names of its checkpoints. */
    private Map<String, Double> state() {
        String name = Parts.params(learner.net().whole()).entrySet().stream()
                .filter(entry -> entry.getValue() == param()).findFirst().orElseThrow().getKey();
        Map<String, Double> state = new LinkedHashMap<>();
        learner.optimizer().state().forEach((key, tensor) -> {
            if (key.endsWith("." + name) && key.indexOf('.') == key.length() - name.length() - 1) {
                state.put(key.substring(0, key.indexOf('.')),
                        (double) tensor.toFloats()[learner.net().index(link)]);
            }
        });
        return state;
    }

    private static Map<String, Object> settings(Spec.Optimizing optimizer) {
        return switch (optimizer.name()) {
            case "adam", "adamw" ->
                Spec.ordered("beta1", optimizer.momentum(), "beta2", 0.999, "epsilon", 1e-8);
            case "rmsprop" -> Spec.ordered("alpha", 0.99, "epsilon", 1e-8, "momentum", optimizer.momentum());
            case "adagrad" -> Spec.ordered("epsilon", 1e-10);
            case Spec.LBFGS -> Spec.ordered("pairs", (long) Learner.PAIRS);
            default -> Spec.ordered("momentum", optimizer.momentum());
        };
    }
}
