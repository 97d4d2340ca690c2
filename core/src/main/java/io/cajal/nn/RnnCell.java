package io.cajal.nn;

import io.cajal.backend.Recurrence;
import io.cajal.base.Rng;
import io.cajal.tensor.Param;
import java.util.List;

/**
 * The plain recurrent cell (Elman 1990): h ← f(x·W_ihᵀ + b_ih + h·W_hhᵀ + b_hh). Its gradient is multiplied by W_hh and f′
 * at each step back, and so vanishes or explodes over long sequences (Bengio, Simard and Frasconi 1994).
 *
 * @param weightIh [hidden × in]
 * @param weightHh [hidden × hidden]
 * @param biasIh [hidden] or null
 * @param biasHh [hidden] or null
 */
public record RnnCell(Param weightIh, Param weightHh, Param biasIh, Param biasHh, Nonlinearity nonlinearity)
        implements
            RecurrentCell {

    /** f. */
    public enum Nonlinearity {
        TANH, RELU
    }

    public RnnCell {
        Cells.check("RnnCell", 1, weightIh, weightHh, biasIh, biasHh);
    }

    /** With tanh; PyTorch's initialisation: uniform in ±1/√hidden. */
    public static RnnCell of(int in, int hidden, Rng rng) {
        return of(in, hidden, Nonlinearity.TANH, rng);
    }

    public static RnnCell of(int in, int hidden, Nonlinearity nonlinearity, Rng rng) {
        List<Param> p = Cells.drawn(Recurrence.Cell.TANH, in, hidden, rng);
        return new RnnCell(p.get(0), p.get(1), p.get(2), p.get(3), nonlinearity);
    }

    /** The same weights without the biases. */
    public RnnCell withoutBias() {
        return new RnnCell(weightIh, weightHh, null, null, nonlinearity);
    }

    @Override
    public Recurrence.Cell kind() {
        return nonlinearity == Nonlinearity.RELU ? Recurrence.Cell.RELU : Recurrence.Cell.TANH;
    }
}
