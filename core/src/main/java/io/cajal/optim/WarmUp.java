package io.cajal.optim;

import io.cajal.base.CajalException;

/**
 * A linear rise in the first epochs, then another schedule that begins its count there. Of n steps of warm-up
 * step i has the factor (i + 1) / (n + 1), so that neither the first one is lost at rate 0 nor the last one
 * is one of the rest.
 */
record WarmUp(double epochs, Schedule rest) implements Schedule {
    WarmUp {
        if (!(epochs >= 0)) {
            throw new CajalException("schedule: the warm-up must take 0 epochs or more, got " + epochs);
        }
    }

    @Override
    public double factor(Moment moment) {
        long n = steps(moment);
        return moment.step() < n ? (moment.step() + 1.0) / (n + 1) : rest.factor(after(moment, n));
    }

    @Override
    public double momentum(Moment moment) {
        long n = steps(moment);
        return rest.momentum(after(moment, Math.min(n, moment.step())));
    }

    private long steps(Moment moment) {
        return Math.round(epochs * moment.steps() / moment.epochs());
    }

    private Moment after(Moment moment, long n) {
        return new Moment(moment.step() - n, Math.max(0, moment.steps() - n), moment.epochs() - epochs,
                moment.losses());
    }
}
