package io.cajal.optim;

import io.cajal.backend.UpdateFn;
import io.cajal.base.CajalException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * Stochastic gradient descent, w ← w − η g; with momentum μ (Polyak 1964), v ← μ v + (1 − d) g and w ← w − η
 * v; with Nesterov's look ahead (1983; in the form of Sutskever et al. 2013), w ← w − η (g + μ v). Momentum
 * remembers past updates, not old parameters as deck 4 has it. As PyTorch's SGD, the first v is g itself.
 */
public final class Sgd extends Optimizer {
    private static final String MOMENTUM = "momentum_buffer";
    private double momentum;
    private double dampening;
    private boolean nesterov;
    private WithMomentum last;

    public Sgd(Layer model, double rate) {
        super(model, rate);
    }

    public Sgd(Map<String, Param> params, double rate) {
        super(params, rate);
    }

    @Override
    public Sgd momentum(double mu) {
        momentum = finite("momentum", mu);
        return this;
    }

    /** d above: how much less than the whole gradient goes into v. */
    public Sgd dampening(double d) {
        dampening = d;
        return this;
    }

    /** Needs momentum without dampening. */
    public Sgd nesterov() {
        nesterov = true;
        return this;
    }

    @Override
    protected Set<String> keeps() {
        return Set.of(MOMENTUM);
    }

    @Override
    protected void update(String name, Param param, Tensor gradient, double rate, double weightDecay) {
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new CajalException("sgd: Nesterov's form needs momentum above 0 and dampening 0, got "
                    + momentum + " and " + dampening);
        }
        if (momentum == 0) {
            param.update(new Plain(rate, weightDecay), gradient);
            return;
        }
        boolean first = !hasState(MOMENTUM, name);
        Tensor velocity = state(MOMENTUM, name, 0);
        param.update(rule(rate, weightDecay, first ? 0 : momentum, first ? 1 : 1 - dampening,
                nesterov ? momentum : Double.NaN), gradient, velocity);
    }

    /** The parameters of a model mostly share it, from step to step while the rate stays. */
    private WithMomentum rule(double rate, double decay, double keep, double take, double look) {
        if (last == null || last.rate != rate || last.decay != decay || last.keep != keep || last.take != take
                || Double.compare(last.look, look) != 0) {
            last = new WithMomentum(rate, decay, keep, take, look);
        }
        return last;
    }

    // The rules add the L2 penalty's slope, λ w, to the gradient themselves: a tensor for it would cost more than the step.

    private record Plain(double rate, double decay) implements UpdateFn {
        @Override
        public void at(double[] v) {
            v[0] -= rate * (v[1] + decay * v[0]);
        }

        @Override
        public void forward(float[][] v, int from, int to) {
            float[] w = v[0];
            float[] g = v[1];
            float eta = (float) rate;
            float lambda = (float) decay;
            for (int i = from; i < to; i++) {
                w[i] -= eta * (g[i] + lambda * w[i]);
            }
        }
    }

    /** v ← keep · v + take · g; look is Nesterov's μ, NaN without him. */
    private record WithMomentum(double rate, double decay, double keep, double take, double look)
            implements
                UpdateFn {
        @Override
        public void at(double[] v) {
            double g = v[1] + decay * v[0];
            v[2] = keep * v[2] + take * g;
            v[0] -= rate * (Double.isNaN(look) ? v[2] : g + look * v[2]);
        }

        @Override
        public void forward(float[][] v, int from, int to) {
            float[] w = v[0];
            float[] g = v[1];
            float[] m = v[2];
            float eta = (float) rate;
            float lambda = (float) decay;
            float mu = (float) keep;
            float share = (float) take;
            for (int i = from; i < to; i++) {
                m[i] = flushed(mu * m[i] + share * (g[i] + lambda * w[i]));
            }
            if (Double.isNaN(look)) {
                for (int i = from; i < to; i++) {
                    w[i] -= eta * m[i];
                }
            } else {
                float ahead = (float) look;
                for (int i = from; i < to; i++) {
                    w[i] -= eta * (g[i] + lambda * w[i] + ahead * m[i]);
                }
            }
        }
    }
}
