package io.cajal.zoo.reservoir;

/**
 * The series of Mackey and Glass ("Oscillation and chaos in physiological control systems", Science 197, 1977),
 * of how many blood cells there are when their making answers late: ẏ = 0.2 y(t−τ)/(1 + y(t−τ)¹⁰) − 0.1 y(t).
 * With τ = 17 it is mildly chaotic: two paths that differ by one part in a million stay together for some two
 * thousand steps.
 *
 * <p>Integrated by the Runge–Kutta rule of order 4 in steps of 1/10, the delayed value between two steps by the
 * cubic that has their values and slopes (Hermite's), so that the whole is of order 4; from a constant past, of
 * which the first 1000 units of time are left out; one value a unit of time. Only +, −, × and ÷: the same bits
 * everywhere.
 */
final class MackeyGlass {
    static final int DELAY = 17;
    private static final int LEFT_OUT = 1000;

    private MackeyGlass() {
    }

    /** So many values of the series whose past was {@code start}. */
    static double[] series(int length, double start) {
        return series(length, start, LEFT_OUT, 10);
    }

    static double[] series(int length, double start, int leftOut, int stepsPerUnit) {
        double h = 1.0 / stepsPerUnit;
        int delay = DELAY * stepsPerUnit;
        int steps = (leftOut + length - 1) * stepsPerUnit;
        double[] y = new double[delay + steps + 1];
        double[] slope = new double[y.length];
        for (int i = 0; i <= delay; i++) {
            y[i] = start; // at rest until time 0, which is place delay
        }
        slope[delay] = slope(start, start);
        for (int i = delay; i < delay + steps; i++) {
            int late = i - delay;
            // before time 0 the past is flat, also on the left of its last point
            double slopeAfter = late + 1 <= delay ? 0 : slope[late + 1];
            double between = (y[late] + y[late + 1]) / 2
                    + h / 8 * ((late < delay ? 0 : slope[late]) - slopeAfter);
            double k1 = slope[i];
            double k2 = slope(y[i] + h / 2 * k1, between);
            double k3 = slope(y[i] + h / 2 * k2, between);
            double k4 = slope(y[i] + h * k3, y[late + 1]);
            y[i + 1] = y[i] + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
            slope[i + 1] = slope(y[i + 1], y[late + 1]);
        }
        double[] series = new double[length];
        for (int t = 0; t < length; t++) {
            series[t] = y[delay + (leftOut + t) * stepsPerUnit];
        }
        return series;
    }

    private static double slope(double now, double late) {
        double square = late * late;
        double fourth = square * square;
        return 0.2 * late / (1 + fourth * fourth * square) - 0.1 * now;
    }
}
