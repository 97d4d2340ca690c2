package io.cajal.zoo.margin;

import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;

/**
 * Odds of k classes from those of their pairs (Wu, Lin and Weng 2004, their second method). Given rᵢⱼ = P(i | i or j)
 * from machines that need not agree, p minimises Σᵢ Σⱼ≠ᵢ (rⱼᵢpᵢ − rᵢⱼpⱼ)² where Σ pᵢ = 1. That is pᵀQp with Qᵢᵢ = Σⱼ rⱼᵢ²
 * and Qᵢⱼ = −rⱼᵢrᵢⱼ. Adding (Σ pᵢ)², which is 1, changes no minimum, and makes the matrix positive definite: so p is what
 * solves (Q + 11ᵀ) p = 1, divided by its sum.
 */
final class Coupling {
    /** Below this, rounding decides. */
    private static final double LEAST = 1e-7;

    private Coupling() {
    }

    /** How many pairs k classes have. */
    static int pairs(int classes) {
        return classes * (classes - 1) / 2;
    }

    /**
     * @param r of the pairs (0, 1), (0, 2), …, (1, 2), … [N × pairs]
     * @return p [N × classes], each at least 1e-7
     */
    static Tensor probabilities(Tensor r, int classes) {
        int n = r.size(0);
        int pairs = pairs(classes);
        int[] place = new int[classes * classes]; // on the diagonal stays a pair for nothing: it is cut below
        int next = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = i + 1; j < classes; j++) {
                place[i * classes + j] = next;
                place[j * classes + i] = pairs + next++;
            }
        }
        Tensor off = Tensor.eye(classes).neg().add(1);
        Tensor won = Tensor.cat(1, r, r.neg().add(1)).indexSelect(1, place)
                .reshape(n, classes, classes).mul(off);                                          // rᵢⱼ
        Tensor lost = won.transpose(1, 2);                                                       // rⱼᵢ
        Tensor q = lost.square().sumKeep(2).mul(Tensor.eye(classes)).sub(won.mul(lost));
        Tensor p = solve(q.add(1), classes).clamp(LEAST, 1);
        return p.div(p.sumKeep(1));
    }

    /** The solutions of M x = 1 for positive definite matrices [N × k × k], by Gauss and Jordan. */
    private static Tensor solve(Tensor m, int k) {
        Tensor a = m.pad(2, 0, 1, 1); // [N × k × (k+1)], the last column being 1
        Tensor eye = Tensor.eye(k);
        for (int t = 0; t < k; t++) {
            Tensor row = a.narrow(1, t, 1).div(a.narrow(1, t, 1).narrow(2, t, 1));
            Tensor column = a.narrow(2, t, 1).sub(eye.narrow(1, t, 1)); // row t itself is to become row
            a = a.sub(column.mul(row));
        }
        Tensor x = a.select(2, k);
        return x.div(x.sumKeep(1));
    }
}
