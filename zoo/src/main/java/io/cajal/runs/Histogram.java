package io.cajal.runs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How often values fall into each of some equal steps from the least to the largest. */
public record Histogram(double least, double largest, List<Integer> counts) {
    public Histogram {
        counts = List.copyOf(counts);
    }

    /** Of the values that are numbers; the ends may lie beyond all of them. */
    static Histogram of(float[] values, double least, double largest, int bins) {
        List<Integer> counts = new ArrayList<>(Collections.nCopies(bins, 0));
        double width = (largest - least) / bins;
        for (float value : values) {
            if (Float.isFinite(value)) {
                int bin = width > 0 ? (int) Math.clamp((value - least) / width, 0, bins - 1.0) : 0;
                counts.set(bin, counts.get(bin) + 1);
            }
        }
        return new Histogram(least, largest, counts);
    }
}
