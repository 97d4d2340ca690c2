package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.List;

/**
 * A layer that goes through sequences x [N × T × in], batch first (PyTorch's {@code batch_first=True}), step by step,
 * and gives its state after each: [N × T × hidden], or twice as wide where it also goes backward. Layers lie one above
 * the other; each takes the outputs of the one below. Parameters have PyTorch's names: {@code weight_ih_l0}, {@code
 * weight_hh_l0_reverse}.
 */
public sealed interface Recurrent extends Layer permits Rnn, Lstm, Gru {

    /** Layer by layer from below, where it goes both ways forward before backward. */
    List<? extends RecurrentCell> cells();

    /** Whether each layer also goes through the sequences from their ends. */
    boolean bidirectional();

    /** The share of outputs that is dropped between layers in training; see {@link Dropout}. */
    double dropout();

    /** Tells its dropout's draws from those of others. */
    long stream();

    /** All outputs, and the state in the end: of each sequence that after its last step. */
    record Result(Tensor outputs, RecurrentState state) {
    }

    /** The outputs of all steps, from a state of zeros. */
    @Override
    default Tensor forward(Tensor x) {
        return new Unrolled(this, x, null).run(null, false).outputs();
    }

    /**
     * From a given state, with sequences of different lengths, as PyTorch's pack_padded_sequence has it: outputs beyond
     * a sequence's length are 0, its state in the end is that of its last step, and the way back begins there.
     *
     * @param lengths the steps of each sequence, in any order; null for all
     * @param state [cells × N × hidden]; null for zeros
     */
    default Result run(Tensor x, int[] lengths, RecurrentState state) {
        try {
            Result result = new Unrolled(this, x, lengths).run(state, true);
            Run.Observer observer = Run.current().observer();
            if (observer != null) {
                observer.saw(this, x, result.outputs());
            }
            return result;
        } catch (ShapeException e) {
            throw e.in(this, null);
        }
    }

    /** Ways through the sequences: 1 or 2. */
    default int directions() {
        return bidirectional() ? 2 : 1;
    }

    /** What the names of a cell's parameters end in: {@code _l1_reverse}. */
    default String suffix(int cell) {
        return "_l" + cell / directions() + (cell % directions() == 0 ? "" : "_reverse");
    }
}
