package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.backend.Recurrence;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A state's way through packed sequences, all steps in one operation; {@link Recurrence} has the formulas and the
 * order of rows. Operands: the input's share of the gates x [rows × gates], W [gates × hidden], h0 [sequences ×
 * hidden], c0 of an LSTM, and last, unless it is left out, b [gates]. The result has rows of h0, of the states, and
 * of the last cells.
 *
 * <p>Backward through time (Werbos 1990): each step's gates get the gradient of its own state and what W hands back
 * from the step after it; ∂L/∂W is one product over all steps.
 *
 * @param memory what the forward pass keeps beside its result
 */
record Recur(Recurrence r, Memory memory) implements Op {

    /** Of the forward pass, and of the backward pass for the gradient that was asked for last. */
    static final class Memory {
        private Tensor gates;
        private Tensor cells;
        private Tensor gradient;
        private boolean recorded;
        private Tensor[] shares;

        private void keep(Recurrence r, Backend device, Recurrence.Forward made) {
            gates = made.gates() == null ? null
                    : tensor(device, made.gates(), r.rows(), r.cell().kept() * r.hidden());
            cells = made.cells() == null ? null
                    : tensor(device, made.cells(), r.sequences() + r.rows(), r.hidden());
        }

        private static Data data(Tensor kept) {
            return kept == null ? null : kept.data();
        }
    }

    private static Tensor tensor(Backend device, Data data, int rows, int columns) {
        return new Tensor(Shape.of(rows, columns), device, data, null);
    }

    @Override
    public String name() {
        return "recurrence";
    }

    /** Operands but for the bias. */
    private int operands() {
        return r.hasCells() ? 4 : 3;
    }

    private boolean hasBias(Tensor[] in) {
        return in.length > operands();
    }

    @Override
    public Shape shape(Tensor[] in) {
        boolean fits = in.length == operands() || in.length == operands() + 1;
        for (int i = 0; i < in.length && fits; i++) {
            fits = in[i].shape().equals(expected(i));
        }
        if (!fits) {
            throw new ShapeException("recurrence: expected shapes %s, got %s".formatted(
                    IntStream.range(0, operands() + (hasBias(in) ? 1 : 0)).mapToObj(this::expected).toList(),
                    Arrays.stream(in).map(Tensor::shape).toList()));
        }
        return Shape.of(r.stateRows(), r.hidden());
    }

    private Shape expected(int operand) {
        return operand == 0 ? Shape.of(r.rows(), r.gates())
                : operand == 1 ? Shape.of(r.gates(), r.hidden())
                        : operand < operands() ? Shape.of(r.sequences(), r.hidden()) : Shape.of(r.gates());
    }

    @Override
    public Data forward(Backend device, Shape out, Tensor[] in) {
        Recurrence.Forward made = device.recur(r, in[0].data(), in[1].data(),
                hasBias(in) ? in[in.length - 1].data() : null, in[2].data(),
                r.hasCells() ? in[3].data() : null);
        if (Run.current().recording()) {
            memory.keep(r, device, made);
        }
        return made.states();
    }

    @Override
    public long multiplyAdds(Shape out, Tensor[] in) {
        return (long) r.rows() * r.gates() * r.hidden();
    }

    @Override
    public long keepsBeside() {
        return (long) r.rows() * r.cell().kept() * r.hidden()
                + (r.hasCells() ? (r.sequences() + r.rows()) * r.hidden() : 0);
    }

    /** The recorded gradient takes all steps anew. */
    @Override
    public boolean keepsInput(int i) {
        return true;
    }

    @Override
    public boolean keepsOutput() {
        return true;
    }

    @Override
    public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
        boolean recording = Run.current().recording();
        if (memory.gradient != g || memory.recorded != recording) {
            memory.shares = recording ? recorded(g, in) : shares(g, y, in);
            memory.gradient = g;
            memory.recorded = recording;
        }
        if (recording) {
            return memory.shares[i];
        }
        Tensor ofU = memory.shares[1];
        boolean isState = i == 2 || i == 3 && r.hasCells();
        return i == 0 || isState ? memory.shares[i]
                : i == 1 ? Op.apply(Product.MatMul.LEFT_TURNED, ofU, before(y))
                        : Op.apply(Reduce.Sum.OF_ROWS, ofU);
    }

    /** Gradients of x, u, h0 and c0. */
    private Tensor[] shares(Tensor g, Tensor y, Tensor[] in) {
        Recurrence.Forward kept = new Recurrence.Forward(y.data(), Memory.data(memory.gates),
                Memory.data(memory.cells));
        Recurrence.Backward made = g.device().recurBackward(r, g.data(), kept, in[1].data());
        Tensor ofX = tensor(g.device(), made.input(), r.rows(), r.gates());
        Tensor ofU = made.hidden() == made.input() ? ofX
                : tensor(g.device(), made.hidden(), r.rows(), r.gates());
        Tensor ofState = tensor(g.device(), made.state(), r.sequences(), r.hidden());
        return new Tensor[] {ofX, ofU, ofState,
                made.cell() == null ? null : tensor(g.device(), made.cell(), r.sequences(), r.hidden())};
    }

    /** The state before each row: while no sequence ends, the rows one step up. */
    private Tensor before(Tensor y) {
        int[] counts = r.counts();
        int sequences = r.sequences();
        if (counts[counts.length - 1] == sequences) {
            return y.narrow(0, 0, r.rows());
        }
        int[] rows = new int[r.rows()];
        int row = 0;
        for (int s = 0, above = 0; s < counts.length; s++) {
            for (int n = 0; n < counts[s]; n++) {
                rows[row++] = above + n;
            }
            above = sequences + row - counts[s];
        }
        return y.indexSelect(0, rows);
    }

    /** Through {@link #composed}, whose gradient can be differentiated again. */
    private Tensor[] recorded(Tensor g, Tensor[] in) {
        Tensor[] own = new Tensor[in.length];
        Arrays.setAll(own, i -> Op.apply(new Move.Reshape(in[i].shape()), in[i])); // one that comes twice is two
        return Autograd.between(own, composed(r, own), g);
    }

    /** The same result, from operations on one step after the other. */
    static Tensor composed(Recurrence r, Tensor... in) {
        int width = r.cell() == Recurrence.Cell.LSTM ? 4 : 3;
        Tensor bias = in.length > width ? in[width] : null;
        Tensor h = in[2];
        Tensor c = r.hasCells() ? in[3] : null;
        List<Tensor> states = new ArrayList<>(List.of(h));
        List<Tensor> lasts = new ArrayList<>();
        int row = 0;
        for (int s = 0; s < r.steps(); s++) {
            int n = r.counts()[s];
            if (c != null && n < c.size(0)) {
                lasts.addFirst(c.narrow(0, n, c.size(0) - n));
                c = c.narrow(0, 0, n);
            }
            h = h.narrow(0, 0, n);
            Tensor x = in[0].narrow(0, row, n);
            Tensor u = h.linear(in[1], bias);
            switch (r.cell()) {
                case TANH -> h = x.add(u).tanh();
                case RELU -> h = x.add(u).relu();
                case LSTM -> {
                    Tensor[] gates = x.add(u).split(1, r.hidden());
                    c = gates[1].sigmoid().mul(c).add(gates[0].sigmoid().mul(gates[2].tanh()));
                    h = gates[3].sigmoid().mul(c.tanh());
                }
                case GRU -> {
                    Tensor[] xs = x.split(1, r.hidden());
                    Tensor[] us = u.split(1, r.hidden());
                    Tensor z = xs[1].add(us[1]).sigmoid();
                    Tensor candidate = xs[2].add(xs[0].add(us[0]).sigmoid().mul(us[2])).tanh();
                    h = candidate.add(z.mul(h.sub(candidate)));
                }
            }
            states.add(h);
            row += n;
        }
        if (c != null) {
            lasts.addFirst(c);
            states.addAll(lasts);
        }
        return Tensor.cat(0, states.toArray(Tensor[]::new));
    }
}
