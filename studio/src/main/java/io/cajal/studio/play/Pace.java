package io.cajal.studio.play;

/** How fast the steps come, and when the next one is due. */
final class Pace {
    /** Over which the speed is measured. */
    private static final long WINDOW = 250_000_000;

    private double limit; // steps a second; 0 for none
    private long start;
    private long sinceStart;
    private long mark;
    private long sinceMark;
    private double measured;

    /** @param stepsPerSecond 0 for as many as there can be */
    void begin(double stepsPerSecond, long now) {
        limit = stepsPerSecond;
        start = now;
        sinceStart = 0;
        mark = now;
        sinceMark = 0;
        measured = 0;
    }

    /** Nanoseconds until the next step is due; 0 or less when it is. */
    long untilDue(long now) {
        return limit == 0 ? 0 : start + (long) (sinceStart / limit * 1e9) - now;
    }

    void stepped(long now) {
        sinceStart++;
        sinceMark++;
        if (now - mark >= WINDOW) {
            measured = sinceMark * 1e9 / (now - mark);
            mark = now;
            sinceMark = 0;
        }
        if (limit > 0 && now - start > (long) (sinceStart / limit * 1e9) + 1_000_000_000) {
            start = now; // too slow for it: no rush when it gets lighter
            sinceStart = 0;
        }
    }

    double stepsPerSecond() {
        return measured;
    }
}
