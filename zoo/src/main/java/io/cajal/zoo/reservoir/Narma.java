package io.cajal.zoo.reservoir;

import io.cajal.base.Rng;

/**
 * NARMA-10, a system that remembers ten steps and multiplies (Atiya and Parlos 2000): y(t+1) = 0.3 y(t) + 0.05
 * y(t) Σ y(t−i), i = 0 … 9, + 1.5 u(t−9) u(t) + 0.1 for noise u in [0, 0.5). Now and then a path of it flies off
 * to infinity; those are drawn again.
 *
 * @param u inputs, what comes in at each step
 * @param y the answer of the step after: y[t] is y(t+1)
 */
record Narma(double[][] u, double[][] y) {
    private static final int MEMORY = 10;
    private static final double WILD = 2;

    static Narma draw(int length, Rng rng) {
        for (int path = 0;; path++) {
            double[] y = new double[length + 1];
            double[][] u = new double[length][1];
            Rng own = rng.split(path);
            double most = 0;
            for (int t = 0; t < length; t++) {
                u[t][0] = own.uniform(0, 0.5);
                double recent = 0;
                for (int i = 0; i < MEMORY && i <= t; i++) {
                    recent += y[t - i];
                }
                double earlier = t < MEMORY - 1 ? 0 : u[t - MEMORY + 1][0];
                y[t + 1] = 0.3 * y[t] + 0.05 * y[t] * recent + 1.5 * earlier * u[t][0] + 0.1;
                most = Math.max(most, y[t + 1]);
            }
            if (most < WILD) {
                double[][] answers = new double[length][1];
                for (int t = 0; t < length; t++) {
                    answers[t][0] = y[t + 1];
                }
                return new Narma(u, answers);
            }
        }
    }
}
