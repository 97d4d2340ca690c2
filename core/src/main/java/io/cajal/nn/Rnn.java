package io.cajal.nn;

import io.cajal.base.Rng;
import java.util.List;

/**
 * A plain recurrent network, of {@link RnnCell}s: for short memories. {@link Lstm} and {@link Gru} remember longer.
 *
 * @param cells layer by layer from below, where it goes both ways forward before backward
 * @param bidirectional whether each layer also goes through the sequences from their ends
 * @param dropout the share of outputs that is dropped between layers in training
 * @param stream tells its dropout's draws from those of others
 */
public record Rnn(List<RnnCell> cells, boolean bidirectional, double dropout,
        long stream) implements Recurrent {
    public Rnn {
        cells = Cells.stack("Rnn", cells, bidirectional, dropout);
    }

    /** One layer with tanh that goes forward. */
    public static Rnn of(int in, int hidden, Rng rng) {
        return of(in, hidden, RnnCell.Nonlinearity.TANH, 1, false, 0, rng);
    }

    /** Layers of so many units, each of which goes one way or both. */
    public static Rnn of(int in, int hidden, RnnCell.Nonlinearity nonlinearity, int layers,
            boolean bidirectional,
            double dropout, Rng rng) {
        return new Rnn(Cells.drawn(in, hidden, layers, bidirectional,
                size -> RnnCell.of(size, hidden, nonlinearity, rng)), bidirectional, dropout, rng.bits64());
    }

    /** The same cells without their biases. */
    public Rnn withoutBias() {
        return new Rnn(cells.stream().map(RnnCell::withoutBias).toList(), bidirectional, dropout, stream);
    }
}
