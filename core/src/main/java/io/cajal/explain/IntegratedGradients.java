package io.cajal.explain;

import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import io.cajal.base.Shape;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * What each number of an input contributes to an outcome (Sundararajan, Taly and Yan 2017): the gradient, averaged on
 * the straight way from a baseline to the input, times how far the number moved: {@snippet lang=text :
 * a_i = (x_i − b_i) · ∫₀¹ ∂f/∂x_i (b + α (x − b)) dα
 * }
 * The gradient at the input alone misses what has saturated there. The contributions add up to f(x) − f(b) (completeness);
 * {@link #gap} says how far the sum of {@code steps} midpoints is off. For pictures, whose numbers change smoothly; a
 * baseline that means "nothing there", such as black, is part of the question asked.
 *
 * @param contributions in the shape of the input
 * @param value the outcome of the input
 * @param base the outcome of the baseline
 */
public record IntegratedGradients(Tensor contributions, double value, double base) {
    /** Enough for networks whose outcome moves by a few percent a step. */
    public static final int STEPS = 200;
    private static final int BATCH = 50;

    /**
     * @param x one example [1 × …]
     * @param baseline of the same shape
     */
    public static IntegratedGradients of(Outcome outcome, Tensor x, Tensor baseline, int steps) {
        if (x.rank() == 0 || x.size(0) != 1 || !x.shape().equals(baseline.shape())) {
            throw new ShapeException(
                    "integrated gradients: needs one example [1 × …] and a baseline like it, got %s and %s"
                            .formatted(x.shape(), baseline.shape()));
        }
        if (steps < 1) {
            throw new CajalException("integrated gradients: needs 1 step or more, got " + steps);
        }
        Tensor way = x.sub(baseline);
        Tensor sum = null;
        for (int from = 0; from < steps; from += BATCH) {
            int count = Math.min(BATCH, steps - from);
            Tensor points = points(baseline, way, from, count, steps).tracked();
            Tensor gradient = Run.evaluation().call(() -> Run.recording(true)
                    .call(() -> outcome.of(points).sum().backward().get(points).sumKeep(0)));
            sum = sum == null ? gradient : sum.add(gradient);
        }
        return new IntegratedGradients(sum.mul(1.0 / steps).mul(way), outcome.values(x)[0],
                outcome.values(baseline)[0]);
    }

    /** The middles of {@code count} of the steps. */
    private static Tensor points(Tensor baseline, Tensor way, int from, int count, int steps) {
        double[] shares = new double[count];
        for (int i = 0; i < count; i++) {
            shares[i] = (from + i + 0.5) / steps;
        }
        int[] sizes = way.shape().sizes();
        Arrays.fill(sizes, 1);
        sizes[0] = count;
        return way.mul(Tensor.of(Shape.of(sizes), shares)).add(baseline);
    }

    /** How far the sum of the contributions is from f(x) − f(baseline). */
    public double gap() {
        double sum = 0;
        for (double contribution : contributions.toDoubles()) {
            sum += contribution;
        }
        return sum - (value - base);
    }
}
