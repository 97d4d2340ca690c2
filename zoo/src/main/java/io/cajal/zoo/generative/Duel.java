package io.cajal.zoo.generative;

import io.cajal.loss.Loss;
import io.cajal.nn.Layer;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Step;
import io.cajal.train.Trainer;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;

/**
 * A generator against a discriminator (Goodfellow et al. 2014), from pictures to pictures: it has to be
 * believed, and to be near to the truth.
 *
 * @param discriminator gives logits, high for what it takes as real
 */
record Duel(Layer generator, Layer discriminator) {
    static final String DISCRIMINATOR = "discriminator";
    static final String GENERATOR = "generator";
    static final String OFF = "off the truth";
    private static final double GUESSING = 2 * Math.log(2);
    /** Of the loss that guessing has: below it the discriminator is never in doubt, and teaches nothing. */
    private static final double SATURATED = 0.05;

    /**
     * @param tells changes the discriminator
     * @param fools changes the generator
     * @param shown what the discriminator is shown of an input and a picture
     * @param near what the distance from the truth weighs
     * @param believed what being believed weighs
     */
    Trainer trainer(Optimizer tells, Optimizer fools, BinaryOperator<Tensor> shown, Loss distance,
            double near, double believed) {
        Step step = batch -> {
            Tensor made = generator.apply(batch.x());
            Tensor told = asReal(discriminator.apply(shown.apply(batch.x(), batch.y())))
                    .add(asMade(discriminator.apply(shown.apply(batch.x(), made.detach()))));
            tells.step(told.backward());
            Tensor fooled = asReal(discriminator.apply(shown.apply(batch.x(), made)));
            Tensor off = distance.of(made, batch.y());
            fools.step(off.mul(near).add(fooled.mul(believed)).backward());
            return Step.Losses.of(GENERATOR, fooled.item()).and(DISCRIMINATOR, told.item()).and(OFF,
                    off.item());
        };
        return new Trainer(generator, step, List.of(tells, fools));
    }

    /** −log D: small when logits of any shape are high. */
    static Tensor asReal(Tensor logits) {
        return logits.neg().softplus().mean();
    }

    /** −log(1 − D): small when they are low. */
    static Tensor asMade(Tensor logits) {
        return logits.softplus().mean();
    }

    /** Whether the discriminator was never in doubt in the last epoch: the game is lost, and over. */
    static boolean saturated(History history) {
        return history.last().metrics().get(DISCRIMINATOR) < SATURATED * GUESSING;
    }

    /** How it stood in the last epoch, in words. */
    static String verdict(History history) {
        double loss = history.last().metrics().get(DISCRIMINATOR);
        return String.format(Locale.ROOT, saturated(history)
                ? "the discriminator is saturated: its loss is %.3f where guessing has %.3f, so it teaches nothing more"
                : "the discriminator is not saturated: its loss is %.3f, where guessing has %.3f", loss,
                GUESSING);
    }
}
