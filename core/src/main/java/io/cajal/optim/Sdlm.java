package io.cajal.optim;

import io.cajal.backend.Arena;
import io.cajal.backend.UpdateFn;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.nn.Layer;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Stochastic gradient descent with a rate for each weight, the stochastic diagonal Levenberg–Marquardt method of the
 * first convolutional networks (Becker and LeCun 1989; LeCun, Bottou, Orr and Müller 1998, section 7): w ← w − η g / (h + μ),
 * where h is the curvature of the loss along that weight, and μ keeps steps short where it is flat. It is for networks
 * that learn by the mean squared error, example by example: {@snippet :
 * Optimizer optimizer = new Sdlm(model, 2e-3).measured(images.size(), model, rng -> some(images, 500, rng));
 * new Trainer(model, new Mse(), optimizer).batchSize(1).epochs(20).fit(images, Rng.of(1));
 * }
 * h is the diagonal of the Gauss–Newton matrix, the mean over examples of 2/C Σ (∂yᵢ/∂w)² over the C outputs: what is
 * left of the second derivative if the outputs count as linear in the weights. It is never below 0. One backward pass
 * an example is enough, as (∂ Σ ±yᵢ/∂w)² has that sum as its mean over random signs (Hutchinson 1990; the papers pass
 * second derivatives back instead, which comes to the same but for weights that are shared).
 */
public final class Sdlm extends Optimizer {
    private static final String CURVATURE = "curvature";
    private double damping = 0.02;
    private long interval;
    private Layer model;
    private Function<Rng, Tensor> examples;

    public Sdlm(Layer model, double rate) {
        super(model, rate);
    }

    public Sdlm(Map<String, Param> params, double rate) {
        super(params, rate);
    }

    /** μ above. */
    public Sdlm damping(double mu) {
        damping = positive("the damping", mu);
        return this;
    }

    /**
     * Measures the curvature before the first step and again after every {@code interval} steps, most often an epoch.
     *
     * @param examples draws inputs [N × …] for the model; some hundred are enough
     */
    public Sdlm measured(int interval, Layer model, Function<Rng, Tensor> examples) {
        this.interval = (long) positive("the number of steps between measurements", interval);
        this.model = model;
        this.examples = examples;
        return this;
    }

    /** Measures the curvature for the weights as they are, with inputs [N × …]. */
    public void measure(Layer model, Tensor inputs, Rng rng) {
        params().keySet().forEach(name -> state(CURVATURE, name, 0).set(state(CURVATURE, name, 0).filled(0)));
        Arena arena = Run.current().device().arena();
        for (int i = 0; i < inputs.size(0); i++) {
            Tensor input = inputs.narrow(0, i, 1);
            Rng signs = rng.split(i);
            arena.step(() -> add(model.apply(input), signs, 2.0 / inputs.size(0)));
        }
    }

    /** Adds one example's share of the curvature. */
    private void add(Tensor output, Rng rng, double weight) {
        double[] signs = new double[output.shape().elements()];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = rng.uniform() < 0.5 ? -1 : 1;
        }
        Gradients slopes = output.mul(Tensor.of(output.shape(), signs)).sum().backward();
        Run.recording(false).run(() -> params().forEach((name, param) -> {
            if (slopes.has(param)) {
                state(CURVATURE, name, 0).update(new Squares(weight / signs.length), slopes.get(param));
            }
        }));
    }

    @Override
    public double step(Objective objective) {
        if (examples != null && steps() % interval == 0) {
            Rng rng = Run.current().rng("sdlm");
            measure(model, examples.apply(rng.split("examples")), rng.split("signs"));
        }
        return super.step(objective);
    }

    @Override
    protected Set<String> keeps() {
        return Set.of(CURVATURE);
    }

    @Override
    protected void update(String name, Param param, Tensor gradient, double rate, double weightDecay) {
        if (!hasState(CURVATURE, name)) {
            throw new CajalException("sdlm: the curvature is not known before the first step: "
                    + "ask for it by measured(interval, model, examples), or call measure(model, inputs, rng)");
        }
        param.update(new Rule(rate, damping), decayed(gradient, param, weightDecay),
                state(CURVATURE, name, 0));
    }

    /** h ← h + weight · g². */
    private record Squares(double weight) implements UpdateFn {
        @Override
        public void at(double[] v) {
            v[0] += weight * v[1] * v[1];
        }

        @Override
        public void forward(float[][] v, int from, int to) {
            float[] h = v[0];
            float[] g = v[1];
            float share = (float) weight;
            for (int i = from; i < to; i++) {
                h[i] = flushed(h[i] + share * g[i] * g[i]);
            }
        }
    }

    private record Rule(double rate, double damping) implements UpdateFn {
        @Override
        public void at(double[] v) {
            v[0] -= rate * v[1] / (v[2] + damping);
        }

        @Override
        public void forward(float[][] v, int from, int to) {
            float[] w = v[0];
            float[] g = v[1];
            float[] h = v[2];
            float eta = (float) rate;
            float mu = (float) damping;
            for (int i = from; i < to; i++) {
                w[i] -= eta * g[i] / (h[i] + mu);
            }
        }
    }
}
