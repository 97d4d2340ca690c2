package io.cajal.zoo.kit;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;

/**
 * How a machine comes from data where no gradient is followed: least squares, a quadratic programme, a rule of
 * its own. What implements it holds the settings and does not change; what it gives has learned.
 */
@FunctionalInterface
public interface Fits<M extends Predicts> {
    M fit(Dataset data, Rng rng);
}
