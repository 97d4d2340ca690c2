package io.cajal.backend;

/**
 * The geometry of a recurrent layer's way through sequences of any lengths, packed step by step as PyTorch's
 * PackedSequence: the longest sequence is number 0, and rows counts[0] + … + counts[s−1] and following hold step s of
 * the first counts[s] sequences, those that are as long.
 *
 * @param hidden units of the state
 * @param counts how many sequences have so many steps; they never grow
 */
public record Recurrence(Cell cell, int hidden, int[] counts) {

    /** What becomes of the state h′ and the input's share x, with u = W·h′ + b; σ is the logistic function. */
    public enum Cell {
        /** h = tanh(x + u). */
        TANH(1, 0),
        /** h = max(0, x + u). */
        RELU(1, 0),
        /**
         * i, f, o = σ(x + u) and g = tanh(x + u), in the order i, f, g, o; c = f c′ + i g, h = o tanh c (Hochreiter and
         * Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000).
         */
        LSTM(4, 4),
        /** r, z = σ(x + u), n = tanh(x + r u), h = (1 − z) n + z h′ (Cho et al. 2014; PyTorch's place for r). */
        GRU(3, 4);

        private final int gates;
        private final int kept;

        Cell(int gates, int kept) {
            this.gates = gates;
            this.kept = kept;
        }

        /** Parts of W, each of which has a row for each unit. */
        public int gates() {
            return gates;
        }

        /** Numbers that a unit keeps of each step for the backward pass, beside its state. */
        public int kept() {
            return kept;
        }
    }

    /**
     * What a forward pass makes.
     *
     * @param states rows of h0, then of the state after each step; for an LSTM then of the last c of each sequence
     * @param gates of each step: i, f, g, o, or r, z, n and n's part of u; null for others
     * @param cells of an LSTM: rows of c0, then of c after each step; null for others
     */
    public record Forward(Data states, Data gates, Data cells) {
    }

    /**
     * What a backward pass makes.
     *
     * @param input ∂L/∂x
     * @param hidden ∂L/∂u; the same block but for a GRU
     * @param state ∂L/∂h0
     * @param cell ∂L/∂c0 of an LSTM; null for others
     */
    public record Backward(Data input, Data hidden, Data state, Data cell) {
    }

    public boolean hasCells() {
        return cell == Cell.LSTM;
    }

    public int sequences() {
        return counts[0];
    }

    public int steps() {
        return counts.length;
    }

    /** Of all sequences together. */
    public int rows() {
        int rows = 0;
        for (int count : counts) {
            rows += count;
        }
        return rows;
    }

    /** Numbers of u. */
    public int gates() {
        return cell.gates * hidden;
    }

    /** Rows of {@link Forward#states}. */
    public int stateRows() {
        return sequences() * (hasCells() ? 2 : 1) + rows();
    }
}
