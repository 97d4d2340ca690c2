package io.cajal.optim;

import java.util.function.Predicate;

/**
 * Settings for some of the parameters, chosen by name: {@code new Group(name -> name.endsWith("bias"), 1, 0)}
 * takes the biases out of weight decay.
 *
 * @param members which names it is for
 * @param rateFactor multiplies the optimizer's learning rate; 0 freezes
 * @param weightDecay replaces the optimizer's
 */
public record Group(Predicate<String> members, double rateFactor, double weightDecay) {
}
