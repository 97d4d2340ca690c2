package io.cajal.optim;

import io.cajal.tensor.Tensor;
import java.util.function.DoubleFunction;

/**
 * Finds a length t along a direction d that fulfils the strong Wolfe conditions: f(t) ≤ f(0) + c₁ t f′(0) and
 * |f′(t)| ≤ c₂ |f′(0)|, with c₁ = 1e-4 and c₂ = 0.9. First the length grows until the wanted one is
 * bracketed, then the bracket shrinks, both by cubic interpolation (Nocedal and Wright 2006, algorithms 3.5
 * and 3.6), with the safeguards of PyTorch's LBFGS, so that both take the same steps.
 */
final class WolfeSearch {
    private static final double C1 = 1e-4;
    private static final double C2 = 0.9;
    private static final int MAX_ROUNDS = 25;

    private final DoubleFunction<Lbfgs.Point> at;
    private final Tensor direction;
    private final Trial start;
    private int evaluations;
    private int rounds;

    /** What was found: its length, the loss and gradient there, and how often the objective was evaluated. */
    record Found(double length, Lbfgs.Point point, int evaluations) {
    }

    /** A length with its loss, gradient, and slope along the direction. */
    private record Trial(double t, Lbfgs.Point point, double slope) {
        /** Too far away the loss may be infinite or NaN: then it is at any rate too high. */
        double loss() {
            return Double.isNaN(point.loss()) ? Double.POSITIVE_INFINITY : point.loss();
        }
    }

    /**
     * {@code at} evaluates the objective at a length; {@code origin} and {@code slope} are f(0) and f′(0).
     */
    WolfeSearch(DoubleFunction<Lbfgs.Point> at, Tensor direction, Lbfgs.Point origin, double slope) {
        this.at = at;
        this.direction = direction;
        this.start = new Trial(0, origin, slope);
    }

    Found from(double length) {
        Trial before = start;
        Trial now = attempt(length);
        while (rounds < MAX_ROUNDS) {
            if (tooHigh(now) || rounds > 1 && now.loss() >= before.loss()) {
                return shrink(before, now);
            }
            if (flatEnough(now)) {
                return found(now);
            }
            if (now.slope >= 0) {
                return shrink(before, now);
            }
            double longer = cubic(before, now, now.t + 0.01 * (now.t - before.t), now.t * 10);
            before = now;
            now = attempt(longer);
            rounds++;
        }
        return found(start.loss() <= now.loss() ? start : now);
    }

    private Found shrink(Trial a, Trial b) {
        Trial[] bracket = {a, b};
        boolean stuck = false;
        int low = a.loss() <= b.loss() ? 0 : 1;
        double size = Lbfgs.largest(direction);
        while (rounds < MAX_ROUNDS) {
            double min = Math.min(bracket[0].t, bracket[1].t);
            double max = Math.max(bracket[0].t, bracket[1].t);
            if ((max - min) * size < Lbfgs.TOLERANCE_CHANGE) {
                break;
            }
            double t = cubic(bracket[0], bracket[1], min, max);
            double edge = 0.1 * (max - min);
            if (Math.min(max - t, t - min) < edge) { // twice in a row this near to an end, move off it
                boolean off = stuck || t >= max || t <= min;
                if (off) {
                    t = Math.abs(t - max) < Math.abs(t - min) ? max - edge : min + edge;
                }
                stuck = !off;
            } else {
                stuck = false;
            }
            Trial now = attempt(t);
            rounds++;
            if (tooHigh(now) || now.loss() >= bracket[low].loss()) {
                bracket[1 - low] = now;
                low = bracket[0].loss() <= bracket[1].loss() ? 0 : 1;
                continue;
            }
            boolean done = flatEnough(now);
            if (!done && now.slope * (bracket[1 - low].t - bracket[low].t) >= 0) {
                bracket[1 - low] = bracket[low];
            }
            bracket[low] = now;
            if (done) {
                break;
            }
        }
        return found(bracket[low]);
    }

    private Trial attempt(double t) {
        evaluations++;
        Lbfgs.Point point = at.apply(t);
        return new Trial(t, point, Lbfgs.dot(point.gradient(), direction));
    }

    private Found found(Trial trial) {
        return new Found(trial.t, trial.point, evaluations);
    }

    private boolean tooHigh(Trial trial) {
        return trial.loss() > start.loss() + C1 * trial.t * start.slope;
    }

    private boolean flatEnough(Trial trial) {
        return Math.abs(trial.slope) <= -C2 * start.slope;
    }

    /**
     * The minimum of the cubic through two points with their slopes, held between the bounds; their middle
     * when it has none.
     */
    private static double cubic(Trial a, Trial b, double least, double most) {
        Trial left = a.t <= b.t ? a : b;
        Trial right = a.t <= b.t ? b : a;
        double d1 = left.slope + right.slope - 3 * (left.loss() - right.loss()) / (left.t - right.t);
        double square = d1 * d1 - left.slope * right.slope;
        if (square < 0) {
            return (least + most) / 2;
        }
        double d2 = Math.sqrt(square);
        double minimum = right.t
                - (right.t - left.t) * ((right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2));
        return Double.isNaN(minimum) ? (least + most) / 2 : Math.min(Math.max(minimum, least), most);
    }
}
