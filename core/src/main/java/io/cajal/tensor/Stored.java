package io.cajal.tensor;

import io.cajal.backend.Data;
import io.cajal.backend.UpdateFn;
import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import java.util.Arrays;

/**
 * A tensor that belongs to a model and is saved with it. These are the only tensors whose numbers change: in
 * an optimizer's step, in loading, and, for a {@link Buffer}, in training. A reshaped one shares its numbers;
 * {@link Tensor#detach} takes a copy that stays.
 */
public abstract sealed class Stored extends Tensor permits Param, Buffer {
    private long version;
    /** For the blocks of an update; empty between two. */
    private Data[] blocks = {};

    Stored(Tensor initial, boolean trainable) {
        super(initial.shape(), initial.device(), initial.device().copyOf(initial.data()), trainable);
    }

    /** Overwrites the numbers; the shape stays. */
    public final void set(Tensor value) {
        if (!value.shape().equals(shape())) {
            throw new ShapeException("set: a tensor of shape %s cannot take numbers of shape %s"
                    .formatted(shape(), value.shape()));
        }
        device().assign(data(), value.to(device()).data());
        version++;
    }

    /**
     * One optimizer step in place, element by element; the gradient and the state have this tensor's shape.
     */
    public final void update(UpdateFn rule, Tensor gradient, Tensor... state) {
        prepare(gradient, state.length);
        for (int i = 0; i < state.length; i++) {
            blocks[2 + i] = fitting(state[i]);
        }
        update(rule);
    }

    /** The same with a state of one tensor. */
    public final void update(UpdateFn rule, Tensor gradient, Tensor state) {
        prepare(gradient, 1);
        blocks[2] = fitting(state);
        update(rule);
    }

    /** The same with a state of two tensors. */
    public final void update(UpdateFn rule, Tensor gradient, Tensor first, Tensor second) {
        prepare(gradient, 2);
        blocks[2] = fitting(first);
        blocks[3] = fitting(second);
        update(rule);
    }

    private void prepare(Tensor gradient, int states) {
        if (blocks.length != 2 + states) {
            blocks = new Data[2 + states];
        }
        blocks[0] = data();
        blocks[1] = fitting(gradient);
    }

    private void update(UpdateFn rule) {
        device().update(rule, blocks);
        Arrays.fill(blocks, null);
        version++;
    }

    private Data fitting(Tensor part) {
        if (!part.shape().equals(shape())) {
            throw new ShapeException(
                    "update: a parameter of shape %s cannot take a gradient or state of shape %s"
                            .formatted(shape(), part.shape()));
        }
        if (part.device() != device()) {
            throw new CajalException("update: a parameter on %s cannot take a gradient or state on %s"
                    .formatted(device().name(), part.device().name()));
        }
        return part.data();
    }

    final long version() {
        return version;
    }
}
