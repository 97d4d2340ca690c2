package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.base.Shape;

/**
 * The cross-entropy of each row of logits z [N × C] with its label, softmax and logarithm in one sweep: y_i =
 * ln Σ_j exp z_ij − z_i,label(i). Gradient: ∂L/∂z_ij = g_i (softmax(z)_ij − [j = label(i)]).
 */
record LabelLoss() implements Op {
    static final LabelLoss LOSS = new LabelLoss();

    @Override
    public String name() {
        return "crossEntropy";
    }

    @Override
    public Shape shape(Tensor[] in) {
        return in[1].shape();
    }

    @Override
    public Data forward(Backend device, Shape out, Tensor[] in) {
        return device.labelLoss(in[0].data(), in[1].data(), in[0].size(1));
    }

    @Override
    public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
        if (i == 1) {
            return null;
        }
        Tensor logits = in[0];
        if (Run.current().recording()) {
            return logits.softmax(1).sub(in[1].oneHot(logits.size(1))).mul(g.unsqueeze(1));
        }
        Data share = g.device().labelLossBackward(g.data(), logits.data(), in[1].data(), logits.size(1));
        return new Tensor(logits.shape(), g.device(), share, null);
    }
}
