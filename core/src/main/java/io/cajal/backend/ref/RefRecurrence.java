package io.cajal.backend.ref;

import io.cajal.backend.Data;
import io.cajal.backend.Recurrence;
import java.util.function.Function;

/** A recurrent layer's way through sequences, one number after the other. */
final class RefRecurrence {
    private final Recurrence r;
    private final int sequences;
    private final int hidden;
    private final double[] w;
    final double[] states;
    final double[] gates;
    final double[] cells;

    RefRecurrence(Recurrence r, double[] w) {
        this(r, w, new double[r.stateRows() * r.hidden()],
                new double[r.rows() * r.cell().kept() * r.hidden()],
                r.hasCells() ? new double[(r.sequences() + r.rows()) * r.hidden()] : null);
    }

    RefRecurrence(Recurrence r, double[] w, double[] states, double[] gates, double[] cells) {
        this.r = r;
        this.sequences = r.sequences();
        this.hidden = r.hidden();
        this.w = w;
        this.states = states;
        this.gates = gates;
        this.cells = cells;
    }

    void forward(double[] x, double[] bias, double[] h0, double[] c0) {
        System.arraycopy(h0, 0, states, 0, h0.length);
        if (cells != null) {
            System.arraycopy(c0, 0, cells, 0, c0.length);
        }
        double[] u = new double[r.gates()];
        int row = 0;
        for (int s = 0, before = 0; s < r.steps(); s++) {
            for (int n = 0; n < r.counts()[s]; n++, row++) {
                for (int j = 0; j < u.length; j++) {
                    u[j] = bias == null ? 0 : bias[j];
                    for (int k = 0; k < hidden; k++) {
                        u[j] += w[j * hidden + k] * states[(before + n) * hidden + k];
                    }
                }
                for (int k = 0; k < hidden; k++) {
                    step(x, u, row, before + n, k);
                }
                for (int k = 0; k < hidden && cells != null; k++) { // the sequence's last one stays
                    states[(sequences + r.rows() + n) * hidden + k] = cells[(sequences + row) * hidden + k];
                }
            }
            before = sequences + row - r.counts()[s];
        }
    }

    /** Unit k in that row; its state and those it comes from stand in other rows. */
    private void step(double[] x, double[] u, int row, int before, int k) {
        int at = row * r.gates() + k;
        int kept = 4 * row * hidden + k;
        double old = states[before * hidden + k];
        states[(sequences + row) * hidden + k] = switch (r.cell()) {
            case TANH -> StrictMath.tanh(x[at] + u[k]);
            case RELU -> Math.max(0, x[at] + u[k]);
            case LSTM -> {
                double i = gates[kept] = sigmoid(x[at] + u[k]);
                double f = gates[kept + hidden] = sigmoid(x[at + hidden] + u[hidden + k]);
                double g = gates[kept + 2 * hidden] = StrictMath.tanh(x[at + 2 * hidden] + u[2 * hidden + k]);
                double o = gates[kept + 3 * hidden] = sigmoid(x[at + 3 * hidden] + u[3 * hidden + k]);
                double c = cells[(sequences + row) * hidden + k] = f * cells[before * hidden + k] + i * g;
                yield o * StrictMath.tanh(c);
            }
            case GRU -> {
                double reset = gates[kept] = sigmoid(x[at] + u[k]);
                double z = gates[kept + hidden] = sigmoid(x[at + hidden] + u[hidden + k]);
                double part = gates[kept + 3 * hidden] = u[2 * hidden + k];
                double n = gates[kept + 2 * hidden] = StrictMath.tanh(x[at + 2 * hidden] + reset * part);
                yield (1 - z) * n + z * old;
            }
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    Recurrence.Backward backward(double[] g, Function<double[], Data> out) {
        double[] input = new double[r.rows() * r.gates()];
        double[] ofHidden = r.cell() == Recurrence.Cell.GRU ? new double[input.length] : input;
        double[] state = new double[sequences * hidden];
        double[] cell = new double[sequences * hidden];
        for (int i = 0; i < cell.length && cells != null; i++) {
            cell[i] = g[(sequences + r.rows()) * hidden + i];
        }
        int row = r.rows();
        for (int s = r.steps() - 1; s >= 0; s--) {
            row -= r.counts()[s];
            int before = s == 0 ? 0 : sequences + row - r.counts()[s - 1];
            for (int n = 0; n < r.counts()[s]; n++) {
                for (int k = 0; k < hidden; k++) {
                    double h = g[(sequences + row + n) * hidden + k] + state[n * hidden + k];
                    state[n * hidden + k] = back(h, row + n, before + n, n, k, input, ofHidden, cell);
                }
                for (int k = 0; k < hidden; k++) {
                    for (int j = 0; j < r.gates(); j++) {
                        state[n * hidden + k] += ofHidden[(row + n) * r.gates() + j] * w[j * hidden + k];
                    }
                }
            }
        }
        for (int i = 0; i < state.length; i++) {
            state[i] += g[i];
        }
        Data shared = out.apply(input);
        return new Recurrence.Backward(shared, ofHidden == input ? shared : out.apply(ofHidden),
                out.apply(state),
                cells == null ? null : out.apply(cell));
    }

    /** From ∂L/∂h of unit k: its gates', and what its old state gets directly. */
    private double back(double h, int row, int before, int n, int k, double[] input, double[] ofHidden,
            double[] cell) {
        int at = row * r.gates() + k;
        int kept = 4 * row * hidden + k;
        double y = states[(sequences + row) * hidden + k];
        switch (r.cell()) {
            case TANH -> input[at] = h * (1 - y * y);
            case RELU -> input[at] = y > 0 ? h : 0;
            case LSTM -> {
                double i = gates[kept];
                double f = gates[kept + hidden];
                double g = gates[kept + 2 * hidden];
                double o = gates[kept + 3 * hidden];
                double t = StrictMath.tanh(cells[(sequences + row) * hidden + k]);
                double c = cell[n * hidden + k] + h * o * (1 - t * t);
                input[at] = c * g * i * (1 - i);
                input[at + hidden] = c * cells[before * hidden + k] * f * (1 - f);
                input[at + 2 * hidden] = c * i * (1 - g * g);
                input[at + 3 * hidden] = h * t * o * (1 - o);
                cell[n * hidden + k] = c * f;
            }
            case GRU -> {
                double reset = gates[kept];
                double z = gates[kept + hidden];
                double candidate = gates[kept + 2 * hidden];
                double part = gates[kept + 3 * hidden];
                double ofN = h * (1 - z) * (1 - candidate * candidate);
                input[at] = ofHidden[at] = ofN * part * reset * (1 - reset);
                input[at + hidden] = ofHidden[at + hidden] = h * (states[before * hidden + k] - candidate) * z
                        * (1 - z);
                input[at + 2 * hidden] = ofN;
                ofHidden[at + 2 * hidden] = ofN * reset;
                return h * z;
            }
        }
        return 0;
    }
}
