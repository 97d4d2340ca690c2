package io.cajal.zoo;

import io.cajal.backend.UpdateFn;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Stochastic gradient descent with a rate for each weight (LeCun et al. 1989; LeCun et al. 1998, appendix C): w loses
 * η/(μ + h) ∂L/∂w, where h is the weight's curvature, the diagonal of the Gauss–Newton matrix: the mean over some
 * examples of Σ_o (∂y_o/∂w)² over the outputs y. Steep directions, such as kernels that act at hundreds of places,
 * get small rates, and flat ones large rates.
 *
 * <p>The sum over the outputs is estimated by one backward pass for each example: with random signs r,
 * (∂ Σ_o r_o y_o / ∂w)² has that sum for its mean.
 */
final class DiagonalLevenbergMarquardt extends Optimizer {
    private static final String CURVATURE = "curvature";
    private final Layer model;
    private final double mu;

    DiagonalLevenbergMarquardt(Layer model, double rate, double mu) {
        super(model, rate);
        this.model = model;
        this.mu = mu;
    }

    /** Measures the curvatures anew, on so many random examples. */
    void measure(Dataset data, int examples, Rng rng) {
        Map<Param, Tensor> sums = new LinkedHashMap<>();
        Map<String, Param> params = Parts.params(model);
        for (int i = 0; i < examples; i++) {
            Tensor x = data.batch(rng.below(data.size())).x();
            Gradients g = Run.recording(true).call(() -> {
                Tensor y = model.apply(x);
                double[] signs = new double[y.shape().elements()];
                for (int o = 0; o < signs.length; o++) {
                    signs[o] = rng.below(2) == 0 ? -1 : 1;
                }
                return y.mul(Tensor.of(y.shape(), signs)).sum().backward();
            });
            params.values().forEach(param -> sums.merge(param, g.get(param).square(), Tensor::add));
        }
        params.forEach((name, param) -> state(CURVATURE, name, 0)
                .set(sums.get(param).mul(1.0 / examples)));
    }

    @Override
    protected Set<String> keeps() {
        return Set.of(CURVATURE);
    }

    @Override
    protected void update(String name, Param param, Tensor gradient, double rate, double weightDecay) {
        param.update(new Rule(rate, mu), decayed(gradient, param, weightDecay), state(CURVATURE, name, 0));
    }

    private record Rule(double rate, double mu) implements UpdateFn {
        @Override
        public void at(double[] v) {
            v[0] -= rate / (mu + v[2]) * v[1];
        }

        @Override
        public void forward(float[][] v, int from, int to) {
            float eta = (float) rate;
            float damping = (float) mu;
            for (int i = from; i < to; i++) {
                v[0][i] -= eta / (damping + v[2][i]) * v[1][i];
            }
        }
    }
}
