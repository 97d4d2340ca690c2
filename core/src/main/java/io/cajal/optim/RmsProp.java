package io.cajal.optim;

import io.cajal.backend.UpdateFn;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.Map;

/**
 * RMSProp (Tieleman and Hinton 2012): s ← α s + (1 − α) g², w ← w − η g / (√s + ε). Centered (Graves 2013), the gradient's running mean is taken off: √(s − ḡ²).
 * With momentum the quotient goes into a velocity first.
 */
public final class RmsProp extends Optimizer {
    private double alpha = 0.99;
    private double epsilon = 1e-8;
    private double momentum;
    private boolean centered;

    public RmsProp(Layer model, double rate) {
        super(model, rate);
    }

    public RmsProp(Map<String, Param> params, double rate) {
        super(params, rate);
    }

    public RmsProp alpha(double value) {
        alpha = value;
        return this;
    }

    public RmsProp epsilon(double value) {
        epsilon = value;
        return this;
    }

    public RmsProp momentum(double mu) {
        momentum = mu;
        return this;
    }

    public RmsProp centered() {
        centered = true;
        return this;
    }

    @Override
    void update(String name, Param param, Tensor gradient, double rate, double weightDecay) {
        Tensor g = decayed(gradient, param, weightDecay);
        Tensor square = state("square_avg", name, param, 0);
        Tensor mean = state("grad_avg", name, param, 0);
        Tensor velocity = state("momentum_buffer", name, param, 0);
        param.update(new Rule(rate, alpha, epsilon, momentum, centered), g, square, mean, velocity);
    }

    private record Rule(double rate, double alpha, double epsilon, double momentum, boolean centered)
            implements
                UpdateFn {
        @Override
        public void at(double[] v) {
            double g = v[1];
            v[2] = alpha * v[2] + (1 - alpha) * g * g;
            double spread = v[2];
            if (centered) {
                v[3] += (g - v[3]) * (1 - alpha);
                spread -= v[3] * v[3];
            }
            v[4] = momentum * v[4] + g / (Math.sqrt(spread) + epsilon);
            v[0] -= rate * v[4];
        }

        @Override
        public void forward(float[][] v, int from, int to) {
            float[] w = v[0];
            float[] g = v[1];
            float[] square = v[2];
            float[] mean = v[3];
            float[] velocity = v[4];
            float eta = (float) rate;
            float keep = (float) alpha;
            float fresh = (float) (1 - alpha);
            float mu = (float) momentum;
            float eps = (float) epsilon;
            float centre = centered ? 1 : 0;
            for (int i = from; i < to; i++) {
                square[i] = keep * square[i] + fresh * g[i] * g[i];
                mean[i] += (g[i] - mean[i]) * fresh;
                float spread = square[i] - centre * mean[i] * mean[i];
                velocity[i] = mu * velocity[i] + g[i] / ((float) Math.sqrt(spread) + eps);
                w[i] -= eta * velocity[i];
            }
        }
    }
}
