package io.cajal.tensor;

import io.cajal.base.CajalException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The gradients of one result, by leaf: a value. Accumulating over batches is {@link #plus}, averaging {@link
 * #times}, clipping {@link #clipNorm}; there is nothing to reset.
 */
public final class Gradients {
    public static final Gradients NONE = new Sum().done();
    /** Up to so many leaves are found by looking at each. */
    private static final int FEW = 16;

    private final Tensor[] leaves;
    private final Tensor[] values;
    private final int count;
    /** Where each leaf stands, when there are many. */
    private final Map<Tensor, Integer> places;

    private Gradients(Sum sum) {
        leaves = sum.leaves;
        values = sum.values;
        count = sum.count;
        places = sum.places;
    }

    /** Gradients that were computed apart, by leaf. */
    public static Gradients of(Map<Tensor, Tensor> values) {
        Sum sum = new Sum();
        values.forEach(sum::add);
        return sum.done();
    }

    /** Gradients that are still being added up. */
    static final class Sum {
        private Tensor[] leaves = new Tensor[12];
        private Tensor[] values = new Tensor[12];
        private int count;
        private Map<Tensor, Integer> places;

        void add(Tensor leaf, Tensor share) {
            int at = place(leaf, leaves, count, places);
            if (at >= 0) {
                values[at] = values[at].add(share);
                return;
            }
            if (count == leaves.length) {
                leaves = Arrays.copyOf(leaves, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            leaves[count] = leaf;
            values[count] = share;
            if (count == FEW) {
                places = new HashMap<>();
                for (int i = 0; i < FEW; i++) {
                    places.put(leaves[i], i);
                }
            }
            if (places != null) {
                places.put(leaf, count);
            }
            count++;
        }

        Gradients done() {
            return new Gradients(this);
        }
    }

    private static int place(Tensor leaf, Tensor[] leaves, int count, Map<Tensor, Integer> places) {
        if (places != null) {
            return places.getOrDefault(leaf, -1);
        }
        for (int i = 0; i < count; i++) {
            if (leaves[i] == leaf) {
                return i;
            }
        }
        return -1;
    }

    private int place(Tensor leaf) {
        return place(leaf, leaves, count, places);
    }

    /** The leaves reached, in the order in which the backward pass reached them: the program decides it. */
    public List<Tensor> leaves() {
        return List.of(Arrays.copyOf(leaves, count));
    }

    public boolean has(Tensor leaf) {
        return place(leaf) >= 0;
    }

    /** ∂result/∂leaf, in the leaf's shape; 0 where the result does not depend on it. */
    public Tensor get(Tensor leaf) {
        if (!leaf.isTracked()) {
            throw new CajalException("gradients: a tensor of shape " + leaf.shape()
                    + " was not tracked; use a Param, or tracked() before computing the result");
        }
        if (!leaf.node.isLeaf()) {
            throw new CajalException("gradients: the tensor of shape " + leaf.shape() + " is the result of "
                    + leaf.node.op.name() + ", and only leaves have gradients: a Param, or tracked()");
        }
        int at = place(leaf);
        return at < 0 ? leaf.filled(0) : values[at];
    }

    public Gradients map(UnaryOperator<Tensor> change) {
        Sum changed = new Sum();
        for (int i = 0; i < count; i++) {
            changed.add(leaves[i], change.apply(values[i]));
        }
        return changed.done();
    }

    /** The sum, leaf by leaf. */
    public Gradients plus(Gradients other) {
        Sum sum = new Sum();
        for (Gradients part : new Gradients[] {this, other}) {
            for (int i = 0; i < part.count; i++) {
                sum.add(part.leaves[i], part.values[i]);
            }
        }
        return sum.done();
    }

    public Gradients times(double factor) {
        return map(gradient -> gradient.mul(factor));
    }

    /** The Euclidean norm of all gradients taken as one vector. */
    public double norm() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i].square().sum().item();
        }
        return Math.sqrt(sum);
    }

    /**
     * Scaled down so that the norm is at most {@code limit} (Pascanu, Mikolov and Bengio 2013), as PyTorch's
     * clip_grad_norm_.
     */
    public Gradients clipNorm(double limit) {
        double norm = norm();
        return norm > limit ? times(limit / (norm + 1e-6)) : this;
    }

    /** Every component held within ±limit. */
    public Gradients clipValue(double limit) {
        return map(gradient -> gradient.clamp(-limit, limit));
    }

    public boolean isFinite() {
        for (int i = 0; i < count; i++) {
            if (!values[i].isFinite()) {
                return false;
            }
        }
        return true;
    }
}
