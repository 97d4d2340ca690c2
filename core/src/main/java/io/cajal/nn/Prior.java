package io.cajal.nn;

import io.cajal.base.Rng;

/** What a code is before anything is known: the distribution that a generator draws its codes from. */
public enum Prior {
    /** Independent normal numbers, mean 0 and deviation 1. */
    GAUSSIAN {
        @Override
        double draw(Rng rng) {
            return rng.normal();
        }
    },
    /** Independent numbers, uniform in −1 … 1. */
    UNIFORM {
        @Override
        double draw(Rng rng) {
            return rng.uniform(-1, 1);
        }
    };

    abstract double draw(Rng rng);
}
