package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.base.Shape;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What the backward pass knows of one tensor: the operation that made it and from what, or, for a leaf, just
 * the leaf. Numbers follow the order of creation, so descending numbers are a topological order of the graph.
 */
final class Node {
    private static final AtomicLong CREATED = new AtomicLong();
    private static final Tensor[] NO_INPUTS = {};

    final long number = CREATED.incrementAndGet();
    final Op op;
    final Tensor[] inputs;
    private final long versions;
    /** The result, if the operation keeps its numbers; for a leaf the leaf. */
    private Tensor output;
    private final Shape shape;
    private final Backend device;
    /** What has come in of the gradient while a backward pass is under way. */
    Tensor gradient;

    private Node(Op op, Tensor[] inputs, Shape shape, Backend device) {
        this.op = op;
        this.inputs = inputs;
        this.versions = versions(inputs);
        this.shape = shape;
        this.device = device;
    }

    static Node leaf(Tensor leaf) {
        Node node = new Node(null, NO_INPUTS, leaf.shape(), leaf.device());
        node.output = leaf;
        return node;
    }

    /** The result, if the operation keeps its numbers; else null. */
    Tensor kept() {
        return output;
    }

    /** The result with its numbers if the operation keeps them, else without; for a leaf the leaf. */
    Tensor output() {
        return output == null ? new Tensor(shape, device, null, this) : output;
    }

    /** The operands are read and not kept: the array is the caller's. */
    static Tensor record(Op op, Shape shape, Backend device, Data data, Tensor[] in) {
        Tensor[] kept = in.clone();
        for (int i = 0; i < in.length; i++) {
            if (!op.keepsInput(i) && !isKeptAnyway(in[i])) {
                kept[i] = in[i].withoutNumbers();
            }
        }
        Node node = new Node(op, kept, shape, device);
        Tensor result = new Tensor(shape, device, data, node);
        node.output = op.keepsOutput() ? result : null;
        return result;
    }

    /** A parameter, or a result that its own operation keeps. */
    private static boolean isKeptAnyway(Tensor input) {
        return input instanceof Stored || input.node != null && input.node.output == input;
    }

    boolean isLeaf() {
        return op == null;
    }

    /** Whether a parameter that this operation read has changed since. */
    boolean isStale() {
        return versions != versions(inputs);
    }

    /** The parameters and buffers that this operation read, for a message. */
    String changed() {
        return Arrays.stream(inputs).filter(Stored.class::isInstance)
                .map(input -> (input instanceof Param ? "a parameter " : "a buffer ") + input.shape())
                .collect(Collectors.joining(" or "));
    }

    private static long versions(Tensor[] inputs) {
        long sum = 0;
        for (Tensor input : inputs) {
            sum += input instanceof Stored stored ? stored.version() : 0;
        }
        return sum;
    }
}
