package io.cajal.optim;

import io.cajal.base.CajalException;
import java.util.Arrays;
import java.util.List;

/**
 * How the learning rate changes in the course of a training: a factor on the optimizer's rate, as a pure
 * function of the moment, so that a resumed training needs no state of it.
 */
@FunctionalInterface
public interface Schedule {
    double factor(Moment moment);

    /** The optimizer's momentum (Adam's β₁) at that moment; NaN leaves it as it is. */
    default double momentum(Moment moment) {
        return Double.NaN;
    }

    /**
     * Where the training stands.
     *
     * @param step the number of the coming step, from 0
     * @param steps planned
     * @param epochs planned
     * @param losses the validation (else training) loss of each finished epoch
     */
    record Moment(long step, long steps, double epochs, List<Double> losses) {
        /** Epochs passed so far, with the fraction of the present one. */
        public double epoch() {
            return steps == 0 ? 0 : step * epochs / steps;
        }

        /** The share that is done, 0 … 1. */
        public double done() {
            return steps == 0 ? 0 : Math.min(1, (double) step / steps);
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
        return moment -> StrictMath.pow(gamma, Math.floor(moment.epoch() / every));
    }

    /** Multiplied by γ when these numbers of epochs have passed. */
    static Schedule multiStep(double gamma, int... epochs) {
        int[] milestones = epochs.clone();
        return moment -> StrictMath.pow(gamma,
                Arrays.stream(milestones).filter(epoch -> epoch <= moment.epoch()).count());
    }

    /** γ to the number of finished epochs. */
    static Schedule exponential(double gamma) {
        return moment -> StrictMath.pow(gamma, Math.floor(moment.epoch()));
    }

    /** From 1 down to 0 as (1 − done)^power; a straight line for power 1. */
    static Schedule polynomial(double power) {
        return moment -> StrictMath.pow(1 - moment.done(), power);
    }

    /** Half a cosine from 1 down to {@code last} (Loshchilov and Hutter 2017). */
    static Schedule cosine(double last) {
        return moment -> between(1, last, moment.done());
    }

    /**
     * The same half cosine again and again (Loshchilov and Hutter's warm restarts): the first takes {@code
     * epochs}, each following one {@code growth} times as long.
     */
    static Schedule cosineRestarts(double epochs, double growth, double last) {
        if (!(epochs > 0 && growth >= 1)) {
            throw new CajalException(
                    "schedule: restarts need a first length above 0 and a growth of 1 or more, got "
                            + epochs + " and " + growth);
        }
        return moment -> {
            double since = moment.epoch();
            double length = epochs;
            while (since >= length) {
                since -= length;
                length *= growth;
            }
            return between(1, last, since / length);
        };
    }

    /**
     * Linear in the steps of the first epochs, from above 0 to below 1, then {@code rest}, which begins its
     * own count there.
     */
    static Schedule warmUp(double epochs, Schedule rest) {
        return new WarmUp(epochs, rest);
    }

    /** One cycle up and down; the optimizer's rate is the highest one. */
    static OneCycle oneCycle() {
        return new OneCycle(0.3, 1.0 / 25, 1.0 / 250_000, Double.NaN, Double.NaN);
    }

    /**
     * Multiplied by γ whenever the loss has not fallen below its best by more than 0.01 % for more than
     * {@code patience} epochs.
     */
    static Schedule plateau(int patience, double gamma) {
        return moment -> {
            Plateau plateau = new Plateau(patience, gamma);
            moment.losses.forEach(plateau::reached);
            return plateau.factor();
        };
    }

    /** From a to b on half a cosine, as t goes from 0 to 1. */
    static double between(double a, double b, double t) {
        return b + (a - b) * (1 + StrictMath.cos(Math.PI * t)) / 2;
    }
}
