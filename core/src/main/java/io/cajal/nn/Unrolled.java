package io.cajal.nn;

import io.cajal.backend.Recurrence;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A recurrent layer at work on one batch. Between its layers the sequences stay packed. */
final class Unrolled {
    private final Recurrent layer;
    private final Tensor x;
    private final String who;
    private final Packing packing;
    private final Recurrence r;
    /** Of each cell, while somebody wants the state in the end. */
    private final List<Tensor> lastH = new ArrayList<>();
    private final List<Tensor> lastC = new ArrayList<>();

    Unrolled(Recurrent layer, Tensor x, int[] lengths) {
        this.layer = layer;
        this.x = x;
        this.who = layer.getClass().getSimpleName();
        RecurrentCell first = layer.cells().getFirst();
        if (x.rank() != 3 || x.size(2) != first.in() || x.size(0) == 0 || x.size(1) == 0) {
            throw new ShapeException("%s: needs sequences [N × T × %d]%s, got %s".formatted(who, first.in(),
                    x.rank() == 3 && x.size(2) == first.in() ? " with one step or more" : "", x.shape()));
        }
        this.packing = Packing.of(who, x, lengths);
        this.r = new Recurrence(first.kind(), first.hidden(), packing.counts());
    }

    Recurrent.Result run(RecurrentState start, boolean wantsState) {
        int n = packing.sequences();
        int cells = layer.cells().size();
        RecurrentState from = start == null ? null
                : RecurrentState.orZeros(who, start, x, r.cell(), cells, n, r.hidden());
        Tensor rows = packing.pack(x);
        int first = 0; // of the rows that are outputs
        for (int cell = 0; cell < cells; cell += layer.directions()) {
            Tensor input = cell == 0 ? rows
                    : dropped(first == 0 ? rows : rows.narrow(0, first, packing.rows()), cell);
            rows = way(cell, input, from, wantsState);
            first = n;
            if (layer.bidirectional()) {
                Tensor back = way(cell + 1, packing.reversed(input, 0), from, wantsState);
                rows = Tensor.cat(1, rows.narrow(0, n, packing.rows()), packing.reversed(back, n));
                first = 0;
            }
        }
        return new Recurrent.Result(packing.unpack(rows, first), !wantsState ? null
                : new RecurrentState(stacked(lastH), r.hasCells() ? stacked(lastC) : null));
    }

    /** One cell through all steps; the result of {@link Tensor#recur}. */
    private Tensor way(int cell, Tensor input, RecurrentState from, boolean wantsState) {
        int n = packing.sequences();
        RecurrentState start = from != null ? from.at(cell)
                : RecurrentState.orZeros(who, null, x, r.cell(), n, r.hidden());
        Tensor y = Cells.through(layer.cells().get(cell), r, input, packing.ordered(start.h()),
                packing.ordered(start.c()));
        if (wantsState) {
            lastH.add(packing.last(y, n));
            if (r.hasCells()) {
                lastC.add(packing.inOrder(y, n + packing.rows()));
            }
        }
        return y;
    }

    private static Tensor stacked(List<Tensor> states) {
        return Tensor.stack(0, states.toArray(Tensor[]::new));
    }

    private Tensor dropped(Tensor rows, int cell) {
        return new Dropout(layer.dropout(), layer.stream() + cell).apply(rows);
    }
}
