package io.cajal.optim;

import io.cajal.base.CajalException;

/**
 * One cycle (Smith and Topin 2018), as PyTorch's OneCycleLR: half a cosine up to the optimizer's rate, then
 * another one down to nearly 0 in the last step. If asked for, momentum goes the other way: low where the
 * rate is high.
 *
 * @param rise the share of the steps that go up
 * @param first the factor of the first step
 * @param last the factor of the last one
 * @param low the momentum at the top; NaN leaves the optimizer's
 * @param high the momentum at both ends
 */
public record OneCycle(double rise, double first, double last, double low, double high) implements Schedule {
    public OneCycle {
        if (!(rise > 0 && rise < 1)) {
            throw new CajalException("schedule: the share that goes up must be between 0 and 1, got " + rise);
        }
    }

    public OneCycle withRise(double share) {
        return new OneCycle(share, first, last, low, high);
    }

    /** PyTorch has 0.85 and 0.95. */
    public OneCycle withMomentum(double lowest, double highest) {
        return new OneCycle(rise, first, last, lowest, highest);
    }

    @Override
    public double factor(Moment moment) {
        return at(moment, first, 1, last);
    }

    @Override
    public double momentum(Moment moment) {
        return at(moment, high, low, high);
    }

    /** From a up to b at the top, and on to c in the last step. */
    private double at(Moment moment, double a, double b, double c) {
        double top = Math.max(0, rise * moment.steps() - 1);
        if (moment.step() < top) {
            return Schedule.between(a, b, moment.step() / top);
        }
        double rest = Math.max(1, moment.steps() - 1 - top);
        return Schedule.between(b, c, Math.min(1, (moment.step() - top) / rest));
    }
}
