package io.cajal.optim;

import io.cajal.base.CajalException;
import java.util.List;

/**
 * How the learning rate changes in the course of a training: a factor on the optimizer's rate, as a pure function of the moment, so
 * that a resumed training needs no state of it.
 */
@FunctionalInterface
public interface Schedule {
    double factor(Moment moment);

    /**
     * Where the training stands.
     *
     * @param epoch passed so far, with the fraction of the present one
     * @param epochs planned
     * @param losses the validation (else training) loss of each finished epoch
     */
    record Moment(double epoch, double epochs, List<Double> losses) {
        /** The share that is done, 0 … 1. */
        double done() {
            return epochs == 0 ? 0 : Math.min(1, epoch / epochs);
        }
    }

    /** Always 1. */
    static Schedule constant() {
        return moment -> 1;
    }

    /** Multiplied by γ every so many epochs: deck 3's character network has {@code step(3, 0.5)}. */
    static Schedule step(int every, double gamma) {
        if (every < 1) {
            throw new CajalException("schedule: step needs 1 epoch or more, got " + every);
        }
        return moment -> StrictMath.pow(gamma, Math.floor(moment.epoch / every));
    }

    /** γ to the number of finished epochs. */
    static Schedule exponential(double gamma) {
        return moment -> StrictMath.pow(gamma, Math.floor(moment.epoch));
    }

    /** Half a cosine from 1 down to {@code last} (Loshchilov and Hutter 2017). */
    static Schedule cosine(double last) {
        return moment -> between(1, last, moment.done());
    }

    /** Linear from nearly 0 to 1 in the first epochs, then {@code rest}, which begins its own count there. */
    static Schedule warmUp(double epochs, Schedule rest) {
        return moment -> moment.epoch < epochs ? (moment.epoch + 1e-3) / (epochs + 1e-3)
                : rest.factor(new Moment(moment.epoch - epochs, moment.epochs - epochs, moment.losses));
    }

    /**
     * One cycle (Smith and Topin 2018), in PyTorch's form: in the first 30 % from 1/25 up to 1 on half a cosine, then down to 1/250,000 on another. The optimizer's
     * rate is the highest one.
     */
    static Schedule oneCycle() {
        double rise = 0.3;
        return moment -> moment.done() < rise ? between(1.0 / 25, 1, moment.done() / rise)
                : between(1, 1.0 / 250_000, (moment.done() - rise) / (1 - rise));
    }

    /** Multiplied by γ whenever the loss has not fallen below its best by more than 0.01 % for more than {@code patience} epochs. */
    static Schedule plateau(int patience, double gamma) {
        return moment -> {
            double best = Double.POSITIVE_INFINITY;
            double factor = 1;
            int waited = 0;
            for (double loss : moment.losses) {
                if (loss < best * (1 - 1e-4)) {
                    best = loss;
                    waited = 0;
                } else if (++waited > patience) {
                    factor *= gamma;
                    waited = 0;
                }
            }
            return factor;
        };
    }

    /** From a to b on half a cosine, as t goes from 0 to 1. */
    private static double between(double a, double b, double t) {
        return b + (a - b) * (1 + StrictMath.cos(Math.PI * t)) / 2;
    }
}
