package io.cajal.nn;

import io.cajal.backend.Recurrence;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * What a recurrent layer remembers. Of a cell each is [N × hidden], of a layer [cells × N × hidden], with the cells in
 * PyTorch's order: layer by layer, forward before backward.
 *
 * @param h the state, which is also the output
 * @param c the cell state of an LSTM; null for others
 */
public record RecurrentState(Tensor h, Tensor c) {

    /** Of a layer without cell states. */
    public static RecurrentState of(Tensor h) {
        return new RecurrentState(h, null);
    }

    /** The same numbers without a gradient flowing back: for training on a long sequence part by part. */
    public RecurrentState detach() {
        return new RecurrentState(h.detach(), c == null ? null : c.detach());
    }

    /** The same numbers in memory of their own, for the next step of an arena. */
    public RecurrentState keep() {
        return new RecurrentState(h.keep(), c == null ? null : c.keep());
    }

    /** The state of one cell of a layer. */
    RecurrentState at(int cell) {
        return new RecurrentState(h.select(0, cell), c == null ? null : c.select(0, cell));
    }

    /** This state if it has these sizes, zeros like x for null. */
    static RecurrentState orZeros(String who, RecurrentState state, Tensor x, Recurrence.Cell kind,
            int... sizes) {
        boolean hasCells = kind == Recurrence.Cell.LSTM;
        Shape shape = Shape.of(sizes);
        if (state == null) {
            Tensor zeros = Tensor.wrap(shape, x.device(), x.device().full(shape.elements(), 0));
            return new RecurrentState(zeros, hasCells ? zeros : null);
        }
        if (!state.h.shape().equals(shape)) {
            throw new ShapeException(
                    "%s: the state h must be %s, got %s".formatted(who, shape, state.h.shape()));
        }
        if (hasCells && (state.c == null || !state.c.shape().equals(shape))) {
            throw new ShapeException("%s: the state c must be %s, got %s".formatted(who, shape,
                    state.c == null ? "none" : state.c.shape()));
        }
        return hasCells ? state : new RecurrentState(state.h, null);
    }
}
