package io.cajal.optim;

import io.cajal.backend.UpdateFn;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * AdaGrad (Duchi, Hazan and Singer 2011): s ← s + g², w ← w − η g / (√s + ε); parameters that were rarely
 * moved move further.
 */
public final class AdaGrad extends Optimizer {
    private double epsilon = 1e-10;
    private double rateDecay;
    private double initialSum;

    public AdaGrad(Layer model, double rate) {
        super(model, rate);
    }

    public AdaGrad(Map<String, Param> params, double rate) {
        super(params, rate);
    }

    public AdaGrad epsilon(double value) {
        epsilon = finite("epsilon", value);
        return this;
    }

    /** What s starts with. */
    public AdaGrad initialSum(double value) {
        initialSum = finite("the initial sum", value);
        return this;
    }

    /** η is divided by 1 + (t − 1) · decay in step t. */
    public AdaGrad rateDecay(double decay) {
        rateDecay = finite("the rate's decay", decay);
        return this;
    }

    @Override
    protected Set<String> keeps() {
        return Set.of("sum");
    }

    @Override
    protected void update(String name, Param param, Tensor gradient, double rate, double weightDecay) {
        double step = rate / (1 + (steps(name) - 1) * rateDecay);
        param.update(new Rule(step, epsilon), decayed(gradient, param, weightDecay),
                state("sum", name, initialSum));
    }

    private record Rule(double step, double epsilon) implements UpdateFn {
        @Override
        public void at(double[] v) {
            v[2] += v[1] * v[1];
            v[0] -= step * v[1] / (Math.sqrt(v[2]) + epsilon);
        }

        @Override
        public void forward(float[][] v, int from, int to) {
            float[] w = v[0];
            float[] g = v[1];
            float[] sum = v[2];
            float eta = (float) step;
            float eps = (float) epsilon;
            for (int i = from; i < to; i++) {
                sum[i] += g[i] * g[i];
                w[i] -= eta * g[i] / ((float) Math.sqrt(sum[i]) + eps);
            }
        }
    }
}
