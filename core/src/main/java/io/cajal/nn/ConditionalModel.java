package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;

/** A generative model that can be told which class to draw. */
public interface ConditionalModel extends GenerativeModel {
    /** How many classes it knows, numbered from 0. */
    int classes();

    /** As {@link #generate(int, Rng)}, of one class, which must be from 0 to {@link #classes} − 1. */
    Tensor generate(int count, int label, Rng rng);
}
