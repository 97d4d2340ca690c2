package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;
import java.util.List;

/**
 * The mean of what several networks of values give. Where members err independently it errs less than they do
 * (Perrone and Cooper 1993); {@link Ensemble} is for classifiers.
 */
public record Averaged(List<Layer> members) implements Layer {
    public Averaged {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new CajalException("averaged: needs at least one member");
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor sum = members.getFirst().apply(x);
        for (Layer member : members.subList(1, members.size())) {
            sum = sum.add(member.apply(x));
        }
        return sum.mul(1.0 / members.size());
    }
}
