package io.cajal.nn;

import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Attention as functions of tensors. */
public final class Attention {
    private Attention() {
    }

    /**
     * softmax(q·kᵀ/√d + mask)·v (Vaswani et al. 2017): each query gets the mean of the values, weighted by how well
     * their keys answer it. PyTorch's scaled_dot_product_attention, with queries q [… × L × d], keys k [… × S × d],
     * values v [… × S × e] and result [… × L × e]; leading axes broadcast.
     *
     * <p>A query that may look nowhere gets zeros, and passes no gradient on.
     *
     * @param mask is added to the scores [… × L × S], −∞ where a query must not look ({@link #mask}); null for none
     * @param causal whether the queries are the last L of the S places and each looks back only, at itself and
     *     before (PyTorch takes them for the first L, which is the same where L = S)
     */
    public static Tensor scaledDotProduct(Tensor q, Tensor k, Tensor v, Tensor mask, boolean causal) {
        return scaledDotProduct(q, k, v, mask, causal, null);
    }

    /** With dropout of the weights, unless it is null. */
    static Tensor scaledDotProduct(Tensor q, Tensor k, Tensor v, Tensor mask, boolean causal,
            Dropout dropout) {
        check(q, k, v);
        int length = q.size(-2);
        int places = k.size(-2);
        Tensor scores = q.mul(1 / Math.sqrt(q.size(-1))).matmulTransposed(k); // [… × L × S]
        if (mask != null && !stretches(mask.shape(), scores.shape())) {
            throw new ShapeException("attention: a mask %s does not stretch to the scores %s"
                    .formatted(mask.shape(), scores.shape()));
        }
        Tensor added = causal && length > 1 ? plus(mask, back(q, length, places)) : mask;
        Tensor open = null; // which queries may look somewhere
        if (added != null) {
            open = added.amax(-1).gt(Double.NEGATIVE_INFINITY).unsqueeze(-1); // [… × L × 1]
            boolean allOpen = open.sum().item() == open.shape().elements();
            scores = scores.add(allOpen ? added : Tensor.where(open, added, added.filled(0)));
            open = allOpen ? null : open;
        }
        Tensor weights = scores.softmax(-1);
        Tensor result = (dropout == null ? weights : dropout.apply(weights)).matmul(v); // [… × L × e]
        return open == null ? result : result.maskedFill(open.eq(0), 0);
    }

    private static boolean stretches(Shape shape, Shape to) {
        int more = to.rank() - shape.rank();
        return more >= 0 && IntStream.range(0, shape.rank())
                .allMatch(i -> shape.size(i) == 1 || shape.size(i) == to.size(more + i));
    }

    private static void check(Tensor q, Tensor k, Tensor v) {
        if (q.rank() < 2 || k.rank() < 2 || v.rank() < 2 || q.size(-1) != k.size(-1)
                || k.size(-2) != v.size(-2)) {
            throw new ShapeException(
                    "attention: needs queries [… × L × d], keys [… × S × d] and values [… × S × e], got %s, %s and %s"
                            .formatted(q.shape(), k.shape(), v.shape()));
        }
    }

    /** A mask to add to scores from which places may be looked at: 0 where {@code allowed} is not 0, −∞ elsewhere. */
    public static Tensor mask(Tensor allowed) {
        return allowed.filled(Double.NEGATIVE_INFINITY).maskedFill(allowed, 0);
    }

    private static Tensor plus(Tensor mask, Tensor more) {
        return mask == null ? more : mask.add(more);
    }

    /** 0 at and before each of the last {@code length} of so many places, −∞ after it. */
    private static Tensor back(Tensor like, int length, int places) {
        if (length > places) {
            throw new ShapeException(
                    "attention: %d queries cannot be the last of %d places".formatted(length, places));
        }
        double[] mask = new double[length * places];
        for (int i = 0; i < length; i++) {
            Arrays.fill(mask, i * places + places - length + i + 1, (i + 1) * places,
                    Double.NEGATIVE_INFINITY);
        }
        return Tensor.wrap(Shape.of(length, places), like.device(), like.device().of(mask));
    }
}
