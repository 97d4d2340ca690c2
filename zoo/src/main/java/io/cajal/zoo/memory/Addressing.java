package io.cajal.zoo.memory;

import io.cajal.tensor.Tensor;

/**
 * How a head finds its place on the tape (Graves, Wayne and Danihelka 2014, section 3.3), in the paper's order. Weights w
 * [N × slots] say how much of each slot a head takes; they are positive and sum to 1. The memory is [N × width × slots].
 */
final class Addressing {
    /** Added to squared lengths: what is shorter than 0.1 is like nothing, and its gradient is not a thousand times as long. */
    static final float SMALL = 1e-2f;
    /** Keeps logarithms of weights finite. */
    static final float TINY = 1e-12f;

    private Addressing() {
    }

    /** K[k, M(i)] = k·M(i) / (|k| |M(i)|), the likeness of a key [N × width] to each slot: the cosine of their angle. */
    static Tensor likeness(Tensor key, Tensor memory) {
        Tensor products = key.unsqueeze(1).matmul(memory).squeeze(1); // [N × slots]
        return products.mul(key.square().sumKeep(1).add(SMALL).rsqrt())
                .mul(memory.square().sum(1).add(SMALL).rsqrt());
    }

    /** By content: softmax(β K), equations 5 and 6; the larger β [N × 1], the more the likest slot wins. */
    static Tensor content(Tensor likeness, Tensor strength) {
        return likeness.mul(strength).softmax(1);
    }

    /** Where the head was is as good: g w꜀ + (1 − g) w₋₁, equation 7, with a gate g [N × 1] in 0 … 1. */
    static Tensor interpolate(Tensor content, Tensor before, Tensor gate) {
        return gate.mul(content.sub(before)).add(before);
    }

    /**
     * By location: a circular convolution, equation 8. The shift s [N × 2R+1] sums to 1; its number j says how much of the
     * head moves j − R slots on.
     */
    static Tensor shift(Tensor weights, Tensor shift) {
        int reach = shift.size(1) / 2;
        Tensor moved = null;
        for (int j = 0; j < shift.size(1); j++) {
            Tensor part = weights.roll(1, j - reach).mul(shift.narrow(1, j, 1));
            moved = moved == null ? part : moved.add(part);
        }
        return moved;
    }

    /** wᵢ^γ / Σ w^γ, equation 9: what shifts have blurred gets sharp again, with γ [N × 1] from 1 on. */
    static Tensor sharpen(Tensor weights, Tensor sharpness) {
        return weights.add(TINY).log().mul(sharpness).softmax(1);
    }
}
