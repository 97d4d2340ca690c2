package io.cajal.nn;

import io.cajal.backend.Recurrence;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What all recurrent cells share. */
final class Cells {
    private Cells() {
    }

    /**
     * Packed rows through all steps; see {@link Tensor#recur}. A GRU's reset gate meets W_hh·h + b_hh. Elsewhere the two
     * biases are one, which costs nothing where the gates are: added to the input's product, it is a way through memory.
     */
    static Tensor through(RecurrentCell cell, Recurrence r, Tensor x, Tensor h0, Tensor c0) {
        boolean apart = r.cell() == Recurrence.Cell.GRU;
        Tensor bias = cell.biasHh() == null || apart ? cell.biasHh() : cell.biasIh().add(cell.biasHh());
        return x.linear(cell.weightIh(), apart ? cell.biasIh() : null).recur(r, cell.weightHh(), bias, h0,
                c0);
    }

    /** Throws unless the parameters' shapes go together. */
    static void check(String who, int gates, Param weightIh, Param weightHh, Param biasIh, Param biasHh) {
        int rows = weightHh.rank() == 2 ? gates * weightHh.size(1) : -1;
        boolean fits = weightIh.rank() == 2 && weightIh.size(0) == rows && weightHh.size(0) == rows
                && (biasIh == null) == (biasHh == null);
        for (Param bias : biasIh == null || biasHh == null ? List.<Param>of() : List.of(biasIh, biasHh)) {
            fits &= bias.rank() == 1 && bias.size(0) == rows;
        }
        if (!fits) {
            throw new ShapeException(
                    "%s: needs weights [%d·hidden × in], [%d·hidden × hidden] and two biases [%d·hidden], or none, got %s"
                            .formatted(who, gates, gates, gates, Stream.of(weightIh, weightHh, biasIh, biasHh)
                                    .map(p -> p == null ? "none" : p.shape().toString())
                                    .collect(Collectors.joining(", "))));
        }
    }

    /** PyTorch's initialisation: uniform in ±1/√hidden, of W_ih, W_hh and the two biases in this order. */
    static List<Param> drawn(Recurrence.Cell kind, int in, int hidden, Rng rng) {
        double bound = 1 / Math.sqrt(hidden);
        int rows = kind.gates() * hidden;
        return List.of(Init.uniform(bound, rng, rows, in), Init.uniform(bound, rng, rows, hidden),
                Init.uniform(bound, rng, rows), Init.uniform(bound, rng, rows));
    }

    /** The cells of layers one above the other, made for inputs of a size. */
    static <C> List<C> drawn(int in, int hidden, int layers, boolean bidirectional, IntFunction<C> made) {
        int directions = bidirectional ? 2 : 1;
        List<C> cells = new ArrayList<>();
        for (int i = 0; i < layers * directions; i++) {
            cells.add(made.apply(i < directions ? in : directions * hidden));
        }
        return cells;
    }

    /** The cells, if they can lie one above the other. */
    static <C extends RecurrentCell> List<C> stack(String who, List<C> cells, boolean bidirectional,
            double dropout) {
        int directions = bidirectional ? 2 : 1;
        if (cells.isEmpty() || cells.size() % directions != 0) {
            throw new CajalException("%s: needs %s, got %d cells".formatted(who,
                    bidirectional ? "two cells for each layer" : "a cell or more", cells.size()));
        }
        RecurrentCell first = cells.getFirst();
        for (int i = 0; i < cells.size(); i++) {
            int in = i < directions ? first.in() : directions * first.hidden();
            RecurrentCell cell = cells.get(i);
            if (cell.in() != in || cell.hidden() != first.hidden() || cell.kind() != first.kind()) {
                throw new ShapeException(
                        "%s: cell %d of %d must take %d numbers to %d, got %d to %d"
                                .formatted(who, i, cells.size(), in, first.hidden(), cell.in(),
                                        cell.hidden()));
            }
        }
        new Dropout(dropout, 0); // checks it
        return List.copyOf(cells);
    }
}
