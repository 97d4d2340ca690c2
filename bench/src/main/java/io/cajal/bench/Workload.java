package io.cajal.bench;

import java.util.function.Supplier;

/**
 * One thing to time, under a name that both sides know.
 *
 * @param name as in docs/performance.md
 * @param samples examples in a step, for a rate; 0 where the time of a step is the figure
 * @param operations floating-point operations of a step, for products; 0 for others
 * @param make prepares the operands and gives the step
 */
record Workload(String name, int samples, double operations, Supplier<Runnable> make) {
    String unit() {
        return samples > 0 ? "samples/s" : "us/step";
    }

    /** Seconds of one step as the workload's figure. */
    double figure(double seconds) {
        return samples > 0 ? samples / seconds : seconds * 1e6;
    }
}
