package io.cajal.tensor;

import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import java.util.Arrays;

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
        Gradients.Sum leaves = new Gradients.Sum();
        Newest open = new Newest();
        try {
            receive(result.node, seed, open, leaves);
            for (Node node = open.poll(); node != null; node = open.poll()) {
                share(node, open, leaves);
            }
        } finally {
            open.forget();
        }
        return leaves.done();
    }

    /**
     * The gradients of ⟨seed, result⟩ for tensors on the way to it, null where it does not depend on one: for an
     * operation that is differentiated through others. Nothing but these tensors may lead to leaves.
     */
    static Tensor[] between(Tensor[] from, Tensor result, Tensor seed) {
        Gradients.Sum none = new Gradients.Sum();
        Newest open = new Newest();
        Tensor[] gradients = new Tensor[from.length];
        try {
            receive(result.node, seed, open, none);
            for (Node node = open.poll(); node != null; node = open.poll()) {
                int place = 0;
                while (place < from.length && from[place].node != node) {
                    place++;
                }
                if (place < from.length) {
                    gradients[place] = node.gradient;
                    node.gradient = null;
                } else {
                    share(node, open, none);
                }
            }
        } finally {
            open.forget();
        }
        return gradients;
    }

    /** Hands a node's gradient on to its operands. */
    private static void share(Node node, Newest open, Gradients.Sum leaves) {
        Tensor gradient = node.gradient;
        node.gradient = null;
        if (node.isStale()) {
            throw new CajalException("backward: %s has changed since %s read it; take the gradient before"
                    .formatted(node.changed(), node.op.name()) + " the optimizer's step");
        }
        Tensor output = node.kept();
        Tensor inner = node.op.inner(gradient, output);
        for (int i = 0; i < node.inputs.length; i++) {
            Node input = node.inputs[i].node;
            Tensor share = input == null ? null : node.op.gradient(i, inner, output, node.inputs);
            if (share != null) {
                receive(input, share, open, leaves);
            }
        }
    }

    /** Leaves may be shared with other graphs, even in other threads: theirs is added up apart. */
    private static void receive(Node node, Tensor share, Newest open, Gradients.Sum leaves) {
        if (node.isLeaf()) {
            leaves.add(node.output(), share);
        } else if (node.gradient == null) {
            node.gradient = share;
            open.add(node);
        } else {
            node.gradient = node.gradient.add(share);
        }
    }

    /** The nodes that wait for their turn, as a heap with the newest on top. */
    private static final class Newest {
        private Node[] heap = new Node[4];
        private int size;

        void add(Node node) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            int at = size++;
            while (at > 0 && heap[(at - 1) / 2].number < node.number) {
                heap[at] = heap[(at - 1) / 2];
                at = (at - 1) / 2;
            }
            heap[at] = node;
        }

        Node poll() {
            if (size == 0) {
                return null;
            }
            Node top = heap[0];
            Node last = heap[--size];
            int at = 0;
            for (int child = 1; child < size; child = 2 * at + 1) {
                child += child + 1 < size && heap[child + 1].number > heap[child].number ? 1 : 0;
                if (heap[child].number <= last.number) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
            }
            heap[at] = last;
            return top;
        }

        /** After a failure: another backward pass may follow. */
        void forget() {
            while (size > 0) {
                heap[--size].gradient = null;
            }
        }
    }
}
