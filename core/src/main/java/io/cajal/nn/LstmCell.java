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
     * The same weights, and biases that let each unit remember for a time of its own, of up to so many steps: the forget
     * gate's is ln u, the input gate's −ln u, with u from 1 to steps − 1 (Tallec and Ollivier 2018, "Can recurrent neural
     * networks warp time?"; Gers, Schmidhuber and Cummins 2000 have one such bias for all).
     */
    public LstmCell withMemory(int steps, Rng rng) {
        if (biasIh == null || steps < 2) {
            throw new CajalException("LstmCell: a memory of 2 steps or more needs biases, got %d steps%s"
                    .formatted(steps, biasIh == null ? " and no biases" : ""));
        }
        double[] all = biasIh.toDoubles();
        double[] others = biasHh.toDoubles();
        int hidden = all.length / 4;
        for (int i = 0; i < hidden; i++) {
            double forget = StrictMath.log(rng.uniform(1, steps - 1));
            all[i] = -forget;
            all[hidden + i] = forget;
        }
        Arrays.fill(others, 0, 2 * hidden, 0);
        return new LstmCell(weightIh, weightHh, Param.of(Tensor.of(all)), Param.of(Tensor.of(others)));
    }

    @Override
    public Recurrence.Cell kind() {
        return Recurrence.Cell.LSTM;
    }
}
