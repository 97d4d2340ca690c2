package io.cajal.nn;

import io.cajal.base.Rng;
import java.util.List;

/**
 * Long short-term memory: a recurrent network of {@link LstmCell}s.
 *
 * @param cells layer by layer from below, where it goes both ways forward before backward
 * @param bidirectional whether each layer also goes through the sequences from their ends
 * @param dropout the share of outputs that is dropped between layers in training
 * @param stream tells its dropout's draws from those of others
 */
public record Lstm(List<LstmCell> cells, boolean bidirectional, double dropout,
        long stream) implements Recurrent {
    public Lstm {
        cells = Cells.stack("Lstm", cells, bidirectional, dropout);
    }

    /** One layer that goes forward. */
    public static Lstm of(int in, int hidden, Rng rng) {
        return of(in, hidden, 1, false, 0, rng);
    }

    /** Layers of so many units, each of which goes one way or both. */
    public static Lstm of(int in, int hidden, int layers, boolean bidirectional, double dropout, Rng rng) {
        return new Lstm(
                Cells.drawn(in, hidden, layers, bidirectional, size -> LstmCell.of(size, hidden, rng)),
                bidirectional,
                dropout, rng.bits64());
    }

    /** The same cells without their biases. */
    public Lstm withoutBias() {
        return new Lstm(cells.stream().map(LstmCell::withoutBias).toList(), bidirectional, dropout, stream);
    }

    /** The same with {@link LstmCell#withMemory} in all cells. */
    public Lstm withMemory(int steps, Rng rng) {
        return new Lstm(cells.stream().map(cell -> cell.withMemory(steps, rng)).toList(), bidirectional,
                dropout,
                stream);
    }
}
