package io.cajal.tensor;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Counts what recorded operations cost. The measure of work is the multiply-add, of which products and
 * convolutions consist. What runs without recording is not counted.
 */
public final class Tally {
    private final Set<Node> counted = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Multiply-adds of the operations that lead from x to y, but for those that were counted before. */
    public long forward(Tensor x, Tensor y) {
        return count(x.node, y.node);
    }

    /** Walks through what was counted before, as there may be more behind it. */
    private long count(Node from, Node to) {
        long sum = 0;
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Node> open = new ArrayDeque<>();
        open(to, from, seen, open);
        while (!open.isEmpty()) {
            Node node = open.pop();
            sum += counted.add(node) ? work(node) : 0;
            for (Tensor input : node.inputs) {
                open(input.node, from, seen, open);
            }
        }
        return sum;
    }

    private static void open(Node node, Node end, Set<Node> seen, Deque<Node> open) {
        if (node != null && node != end && !node.isLeaf() && seen.add(node)) {
            open.push(node);
        }
    }

    /** Multiply-adds of the backward pass from a result, which leaves out gradients that nobody wants. */
    public static long backward(Tensor result) {
        return all(result).stream()
                .mapToLong(node -> work(node) * ((wanted(node, 0) ? 1 : 0) + (wanted(node, 1) ? 1 : 0)))
                .sum();
    }

    private static boolean wanted(Node node, int i) {
        return i < node.inputs.length && node.inputs[i].node != null;
    }

    /** Numbers that are kept until the backward pass from a result, beside parameters and buffers. */
    public static long kept(Tensor result) {
        Set<Object> blocks = Collections.newSetFromMap(new IdentityHashMap<>());
        long sum = 0;
        for (Node node : all(result)) {
            for (int i = 0; i < node.inputs.length; i++) {
                Tensor input = node.inputs[i];
                if (node.op.keepsInput(i) && !(input instanceof Stored) && blocks.add(input.data())) {
                    sum += input.shape().elements();
                }
            }
            sum += node.op.keepsBeside();
            Tensor output = node.kept();
            if (output != null && blocks.add(output.data())) {
                sum += output.shape().elements();
            }
        }
        return sum;
    }

    private static long work(Node node) {
        return node.op.multiplyAdds(node.output().shape(), node.inputs);
    }

    /** The operations that lead to a result. */
    private static Set<Node> all(Tensor result) {
        Tally tally = new Tally();
        tally.count(null, result.node);
        return tally.counted;
    }
}
