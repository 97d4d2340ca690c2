package io.cajal.nn;

import io.cajal.backend.Recurrence;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * One step of a recurrent layer, with PyTorch's parameters: W_ih [gates × in] takes the input, W_hh [gates × hidden] the
 * state, each with a bias [gates], both of which may be left out. As a layer of one input it begins with a state of
 * zeros and gives the new h. {@link Rnn}, {@link Lstm} and {@link Gru} take cells through whole sequences.
 */
public sealed interface RecurrentCell extends Layer permits RnnCell, LstmCell, GruCell {
    Param weightIh();

    Param weightHh();

    /** Null for none. */
    Param biasIh();

    /** Null for none. */
    Param biasHh();

    /** What it does with inputs and state. */
    Recurrence.Cell kind();

    /** Numbers of an input. */
    default int in() {
        return weightIh().size(1);
    }

    /** Numbers of the state. */
    default int hidden() {
        return weightHh().size(1);
    }

    /** The new h [N × hidden] for inputs x [N × in], from a state of zeros. */
    @Override
    default Tensor forward(Tensor x) {
        return step(x, null).h();
    }

    /** The new state for inputs x [N × in]; {@code state} has rows for the same examples, and null is zeros. */
    default RecurrentState step(Tensor x, RecurrentState state) {
        if (x.rank() != 2 || x.size(1) != in() || x.size(0) == 0) {
            throw new ShapeException("%s: needs inputs [N × %d], got %s".formatted(word(), in(), x.shape()));
        }
        RecurrentState from = RecurrentState.orZeros(word(), state, x, kind(), x.size(0), hidden());
        Recurrence r = new Recurrence(kind(), hidden(), new int[] {x.size(0)});
        Tensor y = Cells.through(this, r, x, from.h(), from.c());
        int n = x.size(0);
        return new RecurrentState(y.narrow(0, n, n), from.c() == null ? null : y.narrow(0, 2 * n, n));
    }

    /** The name in messages. */
    private String word() {
        return getClass().getSimpleName();
    }
}
