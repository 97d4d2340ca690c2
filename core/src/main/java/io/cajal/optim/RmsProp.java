package io.cajal.optim;

import io.cajal.backend.UpdateFn;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * RMSProp (Tieleman and Hinton 2012): s ← α s + (1 − α) g², w ← w − η g / (√s + ε). Centered (Graves 2013),
 * the gradient's running mean is taken off: √(s − ḡ²). With momentum the quotient goes into a velocity first.
 */
public final class RmsProp extends Optimizer {
    private static final String SQUARE = "square_avg";
    private static final String MEAN = "grad_avg";
    private static final String VELOCITY = "momentum_buffer";
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
        alpha = share("α", value);
        return this;
    }

    public RmsProp epsilon(double value) {
        epsilon = finite("epsilon", value);
        return this;
    }

    @Override
    public RmsProp momentum(double mu) {
        momentum = finite("momentum", mu);
        return this;
    }

    public RmsProp centered() {
        centered = true;
        return this;
    }

    @Override
    protected Set<String> keeps() {
        return Set.of(SQUARE, MEAN, VELOCITY);
    }

    @Override
    protected void update(String name, Param param, Tensor gradient, double rate, double weightDecay) {
        List<Tensor> kept = new ArrayList<>(List.of(state(SQUARE, name, 0)));
        if (centered) {
            kept.add(state(MEAN, name, 0));
        }
        if (momentum > 0) {
            kept.add(state(VELOCITY, name, 0));
        }
        param.update(new Rule(rate, alpha, epsilon, momentum, centered),
                decayed(gradient, param, weightDecay), kept.toArray(Tensor[]::new));
    }

    /** On w, g, s, then ḡ where centered, then the velocity where there is momentum. */
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
                spread = Math.max(0, spread - v[3] * v[3]); // a variance, but for rounding
            }
            double move = g / (Math.sqrt(spread) + epsilon);
            if (momentum > 0) {
                int last = v.length - 1;
                v[last] = momentum * v[last] + move;
                move = v[last];
            }
            v[0] -= rate * move;
        }

        @Override
        public void forward(float[][] v, int from, int to) {
            float[] g = v[1];
            float[] square = v[2];
            float keep = (float) alpha;
            float fresh = (float) (1 - alpha);
            for (int i = from; i < to; i++) {
                square[i] = flushed(keep * square[i] + fresh * g[i] * g[i]);
            }
            float[] move = new float[to - from];
            float eps = (float) epsilon;
            if (centered) {
                float[] mean = v[3];
                for (int i = from; i < to; i++) {
                    mean[i] = flushed(mean[i] + (g[i] - mean[i]) * fresh);
                    float spread = Math.max(0, square[i] - mean[i] * mean[i]);
                    move[i - from] = g[i] / ((float) Math.sqrt(spread) + eps);
                }
            } else {
                for (int i = from; i < to; i++) {
                    move[i - from] = g[i] / ((float) Math.sqrt(square[i]) + eps);
                }
            }
            if (momentum > 0) {
                float[] velocity = v[v.length - 1];
                float mu = (float) momentum;
                for (int i = from; i < to; i++) {
                    velocity[i] = flushed(mu * velocity[i] + move[i - from]);
                    move[i - from] = velocity[i];
                }
            }
            float[] w = v[0];
            float eta = (float) rate;
            for (int i = from; i < to; i++) {
                w[i] -= eta * move[i - from];
            }
        }
    }
}
