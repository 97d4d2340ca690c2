package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import java.util.Arrays;

/**
 * A {@link RowRule} at work: by its loops where the device has float arrays, else composed.
 *
 * @param memory what the forward pass keeps beside its result
 */
record RowWise(RowRule rule, Memory memory) implements Op {

    /** Of the forward pass, and of the backward pass for the gradient that was asked for last. */
    static final class Memory {
        private Tensor kept;
        private Tensor gradient;
        private boolean recorded;
        private Tensor[] shares;
    }

    @Override
    public String name() {
        return rule.name();
    }

    @Override
    public Shape shape(Tensor[] in) {
        int[] widths = new int[in.length];
        for (int i = 0; i < in.length; i++) {
            if (in[i].rank() != 2 || in[i].size(0) != in[0].size(0)) {
                throw new ShapeException("%s: needs operands [rows × …] of equally many rows, got %s"
                        .formatted(name(), Arrays.stream(in).map(Tensor::shape).toList()));
            }
            widths[i] = in[i].size(1);
        }
        return Shape.of(in[0].size(0), rule.width(widths));
    }

    @Override
    public Data forward(Backend device, Shape out, Tensor[] in) {
        int rows = out.size(0);
        Data[] made = device.rows((x, y, from, to) -> {
            for (int row = from; row < to; row++) {
                rule.forward(x, y[0], y[1], row);
            }
        }, rows, new int[] {out.size(1), rule.kept()}, data(in));
        if (made == null) {
            return Run.recording(false).call(() -> rule.composed(in)).data();
        }
        if (Run.current().recording()) {
            memory.kept = new Tensor(Shape.of(rows, rule.kept()), device, made[1], null);
        }
        return made[0];
    }

    private static Data[] data(Tensor[] in) {
        return Arrays.stream(in).map(Tensor::data).toArray(Data[]::new);
    }

    @Override
    public boolean keepsOutput() {
        return true;
    }

    @Override
    public long keepsBeside() {
        return memory.kept == null ? 0 : memory.kept.shape().elements();
    }

    @Override
    public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
        boolean recording = Run.current().recording();
        if (memory.gradient != g || memory.recorded != recording) {
            memory.shares = recording || memory.kept == null ? composed(g, in) : shares(g, y, in);
            memory.gradient = g;
            memory.recorded = recording;
        }
        return memory.shares[i];
    }

    private Tensor[] shares(Tensor g, Tensor y, Tensor[] in) {
        int[] widths = Arrays.stream(in).mapToInt(x -> x.size(1)).toArray();
        Data[] operands = Arrays.copyOf(data(in), in.length + 3);
        operands[in.length] = y.data();
        operands[in.length + 1] = memory.kept.data();
        operands[in.length + 2] = g.data();
        Data[] made = g.device().rows((x, out, from, to) -> {
            for (int row = from; row < to; row++) {
                rule.backward(x, x[in.length], x[in.length + 1], x[in.length + 2], out, row);
            }
        }, g.size(0), widths, operands);
        Tensor[] shares = new Tensor[in.length];
        Arrays.setAll(shares, i -> new Tensor(in[i].shape(), g.device(), made[i], null));
        return shares;
    }

    /** Through the composed form, whose gradient can be differentiated again. */
    private Tensor[] composed(Tensor g, Tensor[] in) {
        Tensor[] own = new Tensor[in.length];
        Tensor result = Run.recording(true).call(() -> {
            Arrays.setAll(own, i -> Op.apply(new Move.Reshape(in[i].shape()), in[i])); // one that comes twice is two
            return rule.composed(own);
        });
        return Autograd.between(own, result, g);
    }
}
