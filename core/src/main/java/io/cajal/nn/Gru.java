package io.cajal.nn;

import io.cajal.base.Rng;
import java.util.List;

/**
 * A recurrent network of {@link GruCell}s: three quarters of the weights of an {@link Lstm}.
 *
 * @param cells layer by layer from below, where it goes both ways forward before backward
 * @param bidirectional whether each layer also goes through the sequences from their ends
 * @param dropout the share of outputs that is dropped between layers in training
 * @param stream tells its dropout's draws from those of others
 */
public record Gru(List<GruCell> cells, boolean bidirectional, double dropout,
        long stream) implements Recurrent {
    public Gru {
        cells = Cells.stack("Gru", cells, bidirectional, dropout);
    }

    /** One layer that goes forward. */
    public static Gru of(int in, int hidden, Rng rng) {
        return of(in, hidden, 1, false, 0, rng);
    }

    /** Layers of so many units, each of which goes one way or both. */
    public static Gru of(int in, int hidden, int layers, boolean bidirectional, double dropout, Rng rng) {
        return new Gru(Cells.drawn(in, hidden, layers, bidirectional, size -> GruCell.of(size, hidden, rng)),
                bidirectional,
                dropout, rng.bits64());
    }

    /** The same cells without their biases. */
    public Gru withoutBias() {
        return new Gru(cells.stream().map(GruCell::withoutBias).toList(), bidirectional, dropout, stream);
    }
}
