package io.cajal.tensor;

import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Reverse-mode differentiation (Linnainmaa 1970; Rumelhart, Hinton and Williams 1986). The recorded
 * operations are visited from the result backwards, newest first, so that each one has the whole of its
 * gradient before it hands the shares on to its operands. Iterative: depth is bounded by memory only. Shares
 * are added in the order of visiting, which the program alone determines.
 */
final class Autograd {
    private Autograd() {
    }

    static Gradients backward(Tensor result, Tensor seed, boolean createGraph) {
        if (result.node == null) {
            throw new CajalException("backward: the result depends on no tracked tensor; was it computed in "
                    + "Run.evaluation(), or from tensors that are neither Param nor tracked()?");
        }
        if (!seed.shape().equals(result.shape())) {
            throw new ShapeException("backward: the gradient %s must have the result's shape %s"
                    .formatted(seed.shape(), result.shape()));
        }
        return Run.recording(createGraph).call(() -> reverse(result, seed));
    }

    private static Gradients reverse(Tensor result, Tensor seed) {
        Map<Node, Tensor> pending = new HashMap<>();
        PriorityQueue<Node> queue = new PriorityQueue<>(
                Comparator.comparingLong((Node n) -> n.number).reversed());
        Map<Tensor, Tensor> leaves = new LinkedHashMap<>();
        pending.put(result.node, seed);
        queue.add(result.node);
        while (!queue.isEmpty()) {
            Node node = queue.poll();
            Tensor gradient = pending.remove(node);
            if (node.isLeaf()) {
                leaves.put(node.output, gradient);
                continue;
            }
            if (node.isStale()) {
                throw new CajalException("backward: %s has changed since %s read it; take the gradient before"
                        .formatted(node.changed(), node.op.name()) + " the optimizer's step");
            }
            for (int i = 0; i < node.inputs.length; i++) {
                Node input = node.inputs[i].node;
                if (input == null) {
                    continue;
                }
                Tensor share = node.op.gradient(i, gradient, node.output, node.inputs);
                if (share == null) {
                    continue;
                }
                Tensor known = pending.get(input);
                pending.put(input, known == null ? share : known.add(share));
                if (known == null) {
                    queue.add(input);
                }
            }
        }
        return new Gradients(leaves);
    }
}
