package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Stored;
import io.cajal.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Those of one training: they follow its schedule together, and its checkpoints keep their state and all that they change. */
final class Optimizers {
    private final List<Optimizer> all;
    private final double[] rates; // before any schedule

    Optimizers(List<Optimizer> all) {
        if (all.isEmpty()) {
            throw new CajalException("trainer: needs an optimizer, got none");
        }
        this.all = List.copyOf(all);
        rates = learningRates();
    }

    /** The only one, unless a rule uses several. */
    Optimizer first() {
        return all.getFirst();
    }

    double[] learningRates() {
        return all.stream().mapToDouble(Optimizer::learningRate).toArray();
    }

    /** Each rate times the factor, and that momentum, unless it is NaN. */
    void follow(double factor, double momentum) {
        for (int i = 0; i < rates.length; i++) {
            all.get(i).learningRate(rates[i] * factor);
            if (!Double.isNaN(momentum)) {
                all.get(i).momentum(momentum);
            }
        }
    }

    /** Back to the rates before any schedule. */
    void reset() {
        follow(1, Double.NaN);
    }

    Map<String, Tensor> state() {
        Map<String, Tensor> states = new LinkedHashMap<>();
        for (int i = 0; i < rates.length; i++) {
            String prefix = prefix(i);
            all.get(i).state().forEach((name, tensor) -> states.put(prefix + name, tensor));
        }
        return states;
    }

    void load(Map<String, Tensor> states) {
        for (int i = 0; i < rates.length; i++) {
            all.get(i).load(Checkpoint.part(states, prefix(i)));
        }
    }

    private String prefix(int number) {
        return rates.length == 1 ? "" : number + ".";
    }

    /** What they change that is no part of the model, such as a critic. */
    Map<String, Tensor> beside(Layer model) {
        return new LinkedHashMap<>(others(model));
    }

    /** Goes back to what {@link #beside} gave; the checkpoint's path is for its errors. */
    void loadBeside(Layer model, Map<String, Tensor> kept, Path checkpoint) {
        Map<String, Stored> others = others(model);
        others.forEach((name, part) -> {
            if (!kept.containsKey(name) || !kept.get(name).shape().equals(part.shape())) {
                throw new CajalException(
                        "%s lacks \"%s\" %s, which is trained beside the model: delete it to start anew"
                                .formatted(checkpoint, name, part.shape()));
            }
        });
        others.forEach((name, part) -> part.set(kept.get(name)));
    }

    private Map<String, Stored> others(Layer model) {
        Set<Stored> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.addAll(Parts.stored(model).values());
        Map<String, Stored> others = new LinkedHashMap<>();
        for (int i = 0; i < rates.length; i++) {
            String prefix = i + ".";
            all.get(i).stored().forEach((name, part) -> {
                if (seen.add(part)) {
                    others.put(prefix + name, part);
                }
            });
        }
        return others;
    }
}
