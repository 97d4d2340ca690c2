package io.cajal.tensor;

import io.cajal.backend.Axis;
import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.base.Shape;

/**
 * softmax(z)_j = exp z_j / Σ_k exp z_k along an axis, in (0, 1) and summing to 1; or its logarithm. Computed
 * from z − max z, so that nothing overflows. (Deck 4 prints the denominator as Σ_k e^k and the range as [−1,
 * 1]; both are wrong.) Gradient: with p = softmax z, ∂L/∂z = p ⊙ (g − Σ_k g_k p_k); for the logarithm, ∂L/∂z
 * = g − p Σ_k g_k.
 */
record Softmax(int axis, boolean log) implements Op {
    @Override
    public String name() {
        return log ? "logSoftmax" : "softmax";
    }

    @Override
    public Shape shape(Tensor[] in) {
        in[0].shape().axis(name(), axis);
        return in[0].shape();
    }

    @Override
    public Data forward(Backend device, Shape out, Tensor[] in) {
        return device.softmax(in[0].data(), Axis.of(out, out.axis(axis)), log);
    }

    @Override
    public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
        if (!log && !Run.current().recording()) {
            Axis along = Axis.of(g.shape(), g.shape().axis(axis));
            return new Tensor(g.shape(), g.device(), g.device().softmaxBackward(g.data(), y.data(), along),
                    null);
        }
        return log ? g.sub(y.exp().mul(g.sumKeep(axis))) : y.mul(g.sub(g.mul(y).sumKeep(axis)));
    }

    @Override
    public boolean keepsInput(int i) {
        return false;
    }

    @Override
    public boolean keepsOutput() {
        return true;
    }
}
