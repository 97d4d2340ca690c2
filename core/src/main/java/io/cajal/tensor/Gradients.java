package io.cajal.tensor;

import io.cajal.base.CajalException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The gradients of one result, by leaf: a value. Accumulating over batches is {@link #plus}, averaging {@link
 * #times}, clipping {@link #clipNorm}; there is nothing to reset.
 */
public final class Gradients {
    public static final Gradients NONE = new Gradients(Map.of());
    private final Map<Tensor, Tensor> byLeaf;

    /** In the order in which the backward pass reached the leaves, which is the same for the same program. */
    Gradients(Map<Tensor, Tensor> byLeaf) {
        this.byLeaf = byLeaf;
    }

    /** The leaves reached. */
    public Set<Tensor> leaves() {
        return byLeaf.keySet();
    }

    public boolean has(Tensor leaf) {
        return byLeaf.containsKey(leaf);
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
        Tensor gradient = byLeaf.get(leaf);
        return gradient == null ? leaf.filled(0) : gradient;
    }

    public Gradients map(UnaryOperator<Tensor> change) {
        Map<Tensor, Tensor> changed = new LinkedHashMap<>();
        byLeaf.forEach((leaf, gradient) -> changed.put(leaf, change.apply(gradient)));
        return new Gradients(changed);
    }

    /** The sum, leaf by leaf. */
    public Gradients plus(Gradients other) {
        Map<Tensor, Tensor> sum = new LinkedHashMap<>(byLeaf);
        other.byLeaf.forEach((leaf, gradient) -> sum.merge(leaf, gradient, Tensor::add));
        return new Gradients(sum);
    }

    public Gradients times(double factor) {
        return map(gradient -> gradient.mul(factor));
    }

    /** The Euclidean norm of all gradients taken as one vector. */
    public double norm() {
        double sum = 0;
        for (Tensor gradient : byLeaf.values()) {
            sum += gradient.square().sum().item();
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
        return byLeaf.values().stream().allMatch(Tensor::isFinite);
    }
}
