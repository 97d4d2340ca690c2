package io.cajal.nn;

import io.cajal.backend.Recurrence;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A cell with a memory that gates protect (Hochreiter and Schmidhuber 1997; the gate f is of Gers, Schmidhuber and
 * Cummins 2000): i, f, o = σ(x·W_ihᵀ + b_ih + h·W_hhᵀ + b_hh) and g = tanh(likewise), c ← f ⊙ c + i ⊙ g,
 * h = o ⊙ tanh c. The gradient of c passes through a step unchanged while f is 1, so that it need not vanish.
 *
 * @param weightIh [4·hidden × in], gates in the order i, f, g, o
 * @param weightHh [4·hidden × hidden]
 * @param biasIh [4·hidden] or null
 * @param biasHh [4·hidden] or null
 */
public record LstmCell(Param weightIh, Param weightHh, Param biasIh, Param biasHh) implements RecurrentCell {
    public LstmCell {
        Cells.check("LstmCell", 4, weightIh, weightHh, biasIh, biasHh);
    }

    /** PyTorch's initialisation: uniform in ±1/√hidden. */
    public static LstmCell of(int in, int hidden, Rng rng) {
        List<Param> p = Cells.drawn(Recurrence.Cell.LSTM, in, hidden, rng);
        return new LstmCell(p.get(0), p.get(1), p.get(2), p.get(3));
    }

    /** The same weights without the biases. */
    public LstmCell withoutBias() {
        return new LstmCell(weightIh, weightHh, null, null);
    }

    /**
     * The same weights, and forget gates that are open at first: their biases add up to {@code bias}, so that a memory lasts
     * for about {@code exp(bias)} steps (Gers, Schmidhuber and Cummins 2000; Jozefowicz, Zaremba and Sutskever 2015 advise 1,
     * and more for what lies farther back).
     */
    public LstmCell withForgetBias(double bias) {
        return new LstmCell(weightIh, weightHh, forget(biasIh, bias), forget(biasHh, 0));
    }

    private static Param forget(Param biases, double value) {
        if (biases == null) {
            throw new CajalException("LstmCell: without biases there is no forget bias");
        }
        double[] values = biases.toDoubles();
        int hidden = values.length / 4;
        Arrays.fill(values, hidden, 2 * hidden, value);
        return Param.of(Tensor.of(values));
    }

    @Override
    public Recurrence.Cell kind() {
        return Recurrence.Cell.LSTM;
    }
}
