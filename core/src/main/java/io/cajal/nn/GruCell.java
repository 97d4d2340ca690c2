package io.cajal.nn;

import io.cajal.backend.Recurrence;
import io.cajal.base.Rng;
import io.cajal.tensor.Param;
import java.util.List;

/**
 * A cell that is a leaner LSTM (Cho et al. 2014): with x̂ = x·W_ihᵀ + b_ih and ĥ = h·W_hhᵀ + b_hh, r, z = σ(x̂ + ĥ),
 * n = tanh(x̂ + r ⊙ ĥ), h ← (1 − z) ⊙ n + z ⊙ h. Cho's r meets h before the product; here, as in PyTorch, after it.
 *
 * @param weightIh [3·hidden × in], gates in the order r, z, n
 * @param weightHh [3·hidden × hidden]
 * @param biasIh [3·hidden] or null
 * @param biasHh [3·hidden] or null
 */
public record GruCell(Param weightIh, Param weightHh, Param biasIh, Param biasHh) implements RecurrentCell {
    public GruCell {
        Cells.check("GruCell", 3, weightIh, weightHh, biasIh, biasHh);
    }

    /** PyTorch's initialisation: uniform in ±1/√hidden. */
    public static GruCell of(int in, int hidden, Rng rng) {
        List<Param> p = Cells.drawn(Recurrence.Cell.GRU, in, hidden, rng);
        return new GruCell(p.get(0), p.get(1), p.get(2), p.get(3));
    }

    /** The same weights without the biases. */
    public GruCell withoutBias() {
        return new GruCell(weightIh, weightHh, null, null);
    }

    @Override
    public Recurrence.Cell kind() {
        return Recurrence.Cell.GRU;
    }
}
