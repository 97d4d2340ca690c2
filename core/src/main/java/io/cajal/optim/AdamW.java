package io.cajal.optim;

import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019): w ← (1 − η λ) w before Adam's step, instead
 * of a penalty that the second moment would scale away. λ is 0.01 unless set, as in PyTorch.
 */
public final class AdamW extends Adam {
    public AdamW(Layer model, double rate) {
        super(model, rate);
        weightDecay(0.01);
    }

    public AdamW(Map<String, Param> params, double rate) {
        super(params, rate);
        weightDecay(0.01);
    }

    @Override
    protected void update(String name, Param param, Tensor gradient, double rate, double weightDecay) {
        moment(name, param, gradient, rate, 1 - rate * weightDecay, 0);
    }
}
