package io.cajal.studio.play;

import io.cajal.base.Rng;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.HalfSquaredError;
import io.cajal.loss.Loss;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Activations;
import io.cajal.nn.activation.Identity;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Stored;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The network of a spec. A layer of units is a {@link Block}: weighted sums, perhaps batch norm, the
 * activation, perhaps dropout; the last block makes the outputs. What comes out are logits where the loss is
 * the cross-entropy, which has the sigmoid or softmax inside.
 */
final class Net {
    private final List<Block> blocks = new ArrayList<>();
    private final Sequential whole;
    private final Stored[] parts;
    private final int size;
    private final Loss loss;

    /**
     * One layer of units.
     *
     * @param norm or null
     * @param dropout or null
     */
    record Block(Linear linear, BatchNorm1d norm, Layer activation, Dropout dropout) {
        List<Layer> layers() {
            List<Layer> layers = new ArrayList<>(List.of(linear));
            if (norm != null) {
                layers.add(norm);
            }
            if (!(activation instanceof Identity)) {
                layers.add(activation);
            }
            if (dropout != null) {
                layers.add(dropout);
            }
            return layers;
        }

        /** What the activation is given. */
        Tensor before(Tensor x) {
            Tensor z = linear.apply(x);
            return norm == null ? z : norm.apply(z);
        }

        Tensor after(Tensor u) {
            Tensor a = activation.apply(u);
            return dropout == null ? a : dropout.apply(a);
        }
    }

    Net(Spec spec) {
        Rng rng = spec.rng().split("network");
        int in = spec.inputs().size();
        for (int i = 0; i < spec.layers().size(); i++) {
            Spec.Hidden hidden = spec.layers().get(i);
            Rng own = rng.split(i);
            blocks.add(new Block(linear(spec, in, hidden.units(), own.split("linear")),
                    hidden.norm() ? BatchNorm1d.of(hidden.units()) : null,
                    Activations.named(hidden.activation()),
                    hidden.dropout() > 0 ? Dropout.of(hidden.dropout(), own.split("dropout")) : null));
            in = hidden.units();
        }
        boolean isTanh = spec.classes() == 2 && spec.loss().equals(Spec.SQUARE);
        blocks.add(new Block(
                linear(spec, in, spec.outputs(), rng.split(spec.layers().size()).split("linear")), null,
                isTanh ? new Tanh() : new Identity(), null));
        whole = new Sequential(blocks.stream().flatMap(block -> block.layers().stream()).toList());
        parts = Parts.stored(whole).values().toArray(Stored[]::new);
        int numbers = 0;
        for (Stored part : parts) {
            numbers += part.shape().elements();
        }
        size = numbers;
        loss = spec.loss().equals(Spec.SQUARE) ? new HalfSquaredError()
                : spec.classes() > 2 ? new CrossEntropy() : new BceWithLogits();
    }

    private static Linear linear(Spec spec, int in, int out, Rng rng) {
        return spec.initial().equals("playground")
                ? new Linear(Init.uniform(0.5, rng, out, in), Init.constant(0.1, out))
                : Linear.of(in, out, rng);
    }

    List<Block> blocks() {
        return blocks;
    }

    /** From inputs to outputs. */
    Sequential whole() {
        return whole;
    }

    /** What each layer's units answer, the outputs last. */
    List<Tensor> answers(Tensor x) {
        List<Tensor> answers = new ArrayList<>();
        Tensor a = x;
        for (Block block : blocks) {
            a = block.after(block.before(a));
            answers.add(a);
        }
        return answers;
    }

    Loss loss() {
        return loss;
    }

    /** All numbers of the network: weights, biases, and what batch norm keeps. */
    float[] numbers() {
        float[] all = new float[size];
        int at = 0;
        for (Stored part : parts) {
            float[] some = part.toFloats();
            System.arraycopy(some, 0, all, at, some.length);
            at += some.length;
        }
        return all;
    }

    /** Takes over the numbers of a network of the same spec. */
    void load(float[] all) {
        int at = 0;
        for (Stored part : parts) {
            float[] some = new float[part.shape().elements()];
            System.arraycopy(all, at, some, 0, some.length);
            part.set(Tensor.of(part.shape(), some));
            at += some.length;
        }
    }

    /** Sets one weight or bias. */
    void set(Link link, double value) {
        Linear linear = blocks.get(link.layer()).linear();
        Stored part = link.isBias() ? linear.bias() : linear.weight();
        float[] numbers = part.toFloats();
        numbers[index(link)] = (float) value;
        part.set(Tensor.of(part.shape(), numbers));
    }

    /** The place of a link in its weight matrix or bias. */
    int index(Link link) {
        return link.isBias() ? link.unit()
                : link.unit() * blocks.get(link.layer()).linear().weight().size(1) + link.input();
    }
}
