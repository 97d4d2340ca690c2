package io.cajal.optim;

import io.cajal.backend.UpdateFn;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * Adam (Kingma and Ba 2015): running means of the gradient and of its square (the second moment; deck 4 says
 * "second momentum"), m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², corrected for starting at 0, and w ← w −
 * η m̂ / (√v̂ + ε). With AMSGrad (Reddi, Kale and Kumar 2018) the largest v so far is used.
 */
public sealed class Adam extends Optimizer permits AdamW {
    private static final String FIRST = "exp_avg";
    private static final String SECOND = "exp_avg_sq";
    private static final String LARGEST = "max_exp_avg_sq";
    private double beta1 = 0.9;
    private double beta2 = 0.999;
    private double epsilon = 1e-8;
    private boolean amsGrad;
    private Rule last;
    private double lastRate;
    private long lastSteps;

    public Adam(Layer model, double rate) {
        super(model, rate);
    }

    public Adam(Map<String, Param> params, double rate) {
        super(params, rate);
    }

    public final Adam betas(double first, double second) {
        beta1 = share("β₁", first);
        beta2 = share("β₂", second);
        last = null;
        return this;
    }

    /** Sets β₁ alone. */
    @Override
    public final Adam momentum(double first) {
        return betas(first, beta2);
    }

    public final Adam epsilon(double value) {
        epsilon = finite("epsilon", value);
        last = null;
        return this;
    }

    public final Adam amsGrad() {
        amsGrad = true;
        return this;
    }

    @Override
    protected Set<String> keeps() {
        return amsGrad ? Set.of(FIRST, SECOND, LARGEST) : Set.of(FIRST, SECOND);
    }

    @Override
    protected void update(String name, Param param, Tensor gradient, double rate, double weightDecay) {
        moment(name, param, gradient, rate, 1, weightDecay);
    }

    /** Adam's step after multiplying the parameter by {@code shrink}, with an L2 penalty's {@code decay} in the gradient. */
    final void moment(String name, Param param, Tensor g, double rate, double shrink, double decay) {
        Tensor m = state(FIRST, name, 0);
        Tensor v = state(SECOND, name, 0);
        Rule rule = rule(rate, shrink, decay, steps(name));
        if (amsGrad) {
            param.update(rule, g, m, v, state(LARGEST, name, 0));
        } else {
            param.update(rule, g, m, v);
        }
    }

    /** The parameters of a model mostly share it. */
    private Rule rule(double rate, double shrink, double decay, long steps) {
        if (last == null || lastRate != rate || last.shrink != shrink || last.decay != decay
                || lastSteps != steps) {
            lastRate = rate;
            lastSteps = steps;
            last = new Rule(shrink, decay, 1 - beta1, beta2, 1 - beta2, rate / (1 - power(beta1, steps)),
                    Math.sqrt(1 - power(beta2, steps)), epsilon);
        }
        return last;
    }

    /** By repeated squaring: the same bits everywhere, as {@link StrictMath#pow} has them, but no object. */
    private static double power(double base, long exponent) {
        double power = 1;
        double square = base;
        for (long left = exponent; left > 0; left >>= 1, square *= square) {
            power *= (left & 1) == 1 ? square : 1;
        }
        return power;
    }

    private record Rule(double shrink, double decay, double fresh1, double keep2, double fresh2, double step,
            double root,
            double epsilon) implements UpdateFn {
        @Override
        public void at(double[] v) {
            double g = v[1] + decay * v[0];
            v[2] += (g - v[2]) * fresh1;
            v[3] = keep2 * v[3] + fresh2 * g * g;
            double second = v[3];
            if (v.length > 4) {
                v[4] = Math.max(v[4], v[3]);
                second = v[4];
            }
            v[0] = v[0] * shrink - step * v[2] / (Math.sqrt(second) / root + epsilon);
        }

        @Override
        public void forward(float[][] v, int from, int to) {
            float correct = (float) (1 / root);
            if (v.length > 4) {
                withLargest(v[0], v[1], v[2], v[3], v[4], from, to, correct);
            } else {
                plain(v[0], v[1], v[2], v[3], from, to, correct);
            }
        }

        /** In one sweep, as it waits for memory. */
        private void plain(float[] w, float[] g, float[] m, float[] s, int from, int to, float correct) {
            float f1 = (float) fresh1;
            float k2 = (float) keep2;
            float f2 = (float) fresh2;
            float keep = (float) shrink;
            float lambda = (float) decay;
            float eta = (float) step;
            float eps = (float) epsilon;
            for (int i = from; i < to; i++) {
                float slope = g[i] + lambda * w[i];
                float first = flushed(m[i] + (slope - m[i]) * f1);
                float second = flushed(k2 * s[i] + f2 * slope * slope);
                m[i] = first;
                s[i] = second;
                w[i] = w[i] * keep - eta * first / ((float) Math.sqrt(second) * correct + eps);
            }
        }

        private void withLargest(float[] w, float[] g, float[] m, float[] s, float[] max, int from, int to,
                float correct) {
            for (int i = from; i < to; i++) {
                float slope = g[i] + (float) decay * w[i];
                m[i] = flushed(m[i] + (slope - m[i]) * (float) fresh1);
                s[i] = flushed((float) keep2 * s[i] + (float) fresh2 * slope * slope);
                max[i] = Math.max(max[i], s[i]);
                float root = (float) Math.sqrt(max[i]) * correct + (float) epsilon;
                w[i] = w[i] * (float) shrink - (float) step * m[i] / root;
            }
        }
    }
}
