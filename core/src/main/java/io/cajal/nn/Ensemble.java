package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;
import java.util.List;

/**
 * Classifiers that vote: each gives probabilities, softmax of its logits [N × C], and the result is the logarithm
 * of their mean, logits again. Where members err independently the mean errs less than any of them
 * (Hansen and Salamon 1990).
 */
public record Ensemble(List<Layer> members) implements Layer {
    public Ensemble {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new CajalException("ensemble: needs at least one member");
        }
    }

    public static Ensemble of(Layer... members) {
        return new Ensemble(List.of(members));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor sum = null; // of the members' probabilities
        for (Layer member : members) {
            Tensor share = member.apply(x).softmax(-1);
            sum = sum == null ? share : sum.add(share);
        }
        return sum.mul(1.0 / members.size()).log();
    }
}
