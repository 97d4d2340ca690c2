package io.cajal.tensor;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What the backward pass knows of one tensor: the operation that made it and from what, or, for a leaf, just
 * the leaf. Numbers follow the order of creation, so descending numbers are a topological order of the graph.
 */
final class Node {
    private static final AtomicLong CREATED = new AtomicLong();

    final long number = CREATED.incrementAndGet();
    final Op op;
    final Tensor[] inputs;
    private final long versions;
    /** The result with its numbers if the operation keeps them, else without; for a leaf the leaf. */
    Tensor output;

    private Node(Op op, Tensor[] inputs) {
        this.op = op;
        this.inputs = inputs;
        this.versions = versions(inputs);
    }

    static Node leaf(Tensor leaf) {
        Node node = new Node(null, new Tensor[0]);
        node.output = leaf;
        return node;
    }

    static Tensor record(Op op, Tensor plain, Tensor[] in) {
        Tensor[] kept = new Tensor[in.length];
        for (int i = 0; i < in.length; i++) {
            kept[i] = op.keepsInput(i) || in[i] instanceof Stored ? in[i] : in[i].withoutNumbers();
        }
        Node node = new Node(op, kept);
        Tensor result = new Tensor(plain.shape(), plain.device(), plain.data(), node);
        node.output = op.keepsOutput() ? result : result.withoutNumbers();
        return result;
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
