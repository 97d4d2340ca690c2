package io.cajal.studio.models;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights as tiles of pixels, −127 … 127 from the most negative to the most positive that {@code scale} names.
 *
 * @param kind {@code map} or {@code kernels}
 * @param tiles how many are shown, of {@code all}
 * @param across how many stand side by side; 0 where it does not matter
 * @param bands names of equal parts of the rows, from above
 * @param names of the rows
 */
record WeightPicture(String kind, int tiles, int all, int across, int height, int width, double scale,
        int[] pixels,
        List<String> bands, List<String> names) {
    static final int MOST_ROWS = 128;
    private static final int MOST_COLUMNS = 192;
    private static final int MOST_KERNELS = 64;
    private static final int MOST_INPUTS = 8;
    private static final int MOST_PIXELS = 60_000;
    private static final int FULL = 127;

    /** A matrix; where it is larger than the picture, a pixel is the mean of what it covers. */
    static WeightPicture map(float[] values, int rows, int columns, List<String> bands) {
        int height = Math.min(rows, MOST_ROWS);
        int width = Math.min(columns, MOST_COLUMNS);
        double[] means = new double[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                means[y * width + x] = mean(values, columns, from(y, rows, height), from(y + 1, rows, height),
                        from(x, columns, width), from(x + 1, columns, width));
            }
        }
        return picture("map", 1, 1, 1, height, width, means,
                rows % Math.max(1, bands.size()) == 0 ? bands : List.of(),
                List.of());
    }

    private static int from(int place, int size, int shown) {
        return (int) ((long) place * size / shown);
    }

    private static double mean(float[] values, int columns, int top, int bottom, int left, int right) {
        double sum = 0;
        for (int r = top; r < bottom; r++) {
            for (int c = left; c < right; c++) {
                sum += values[r * columns + c];
            }
        }
        return sum / ((long) (bottom - top) * (right - left));
    }

    /** The first rows of a matrix, each of which stands for something. */
    static WeightPicture rows(float[] values, int rows, int columns, List<String> names) {
        int height = Math.min(rows, MOST_ROWS);
        WeightPicture first = map(Arrays.copyOf(values, height * columns), height, columns, List.of());
        return new WeightPicture("map", 1, 1, 1, height, first.width, first.scale, first.pixels, List.of(),
                names);
    }

    /** Kernels [out × in × height × width], those of one output side by side. */
    static WeightPicture kernels(float[] values, int out, int in, int height, int width) {
        int size = height * width;
        int inputs = Math.min(in, MOST_INPUTS);
        int outputs = Math.max(1,
                Math.min(out, Math.min(MOST_KERNELS / inputs, MOST_PIXELS / size / inputs)));
        double[] shown = new double[outputs * inputs * size];
        for (int o = 0; o < outputs; o++) {
            for (int k = 0; k < inputs * size; k++) {
                shown[o * inputs * size + k] = values[o * in * size + k];
            }
        }
        return picture("kernels", outputs * inputs, out * in, inputs == 1 ? 0 : inputs, height, width, shown,
                List.of(),
                List.of());
    }

    private static WeightPicture picture(String kind, int tiles, int all, int across, int height, int width,
            double[] values, List<String> bands, List<String> names) {
        double largest = Arrays.stream(values).filter(Double::isFinite).map(Math::abs).max().orElse(0);
        int[] pixels = Arrays.stream(values).mapToInt(value -> largest == 0 || Double.isNaN(value) ? 0
                : (int) Math.round(Math.clamp(value / largest, -1, 1) * FULL)).toArray();
        return new WeightPicture(kind, tiles, all, across, height, width, largest, pixels, bands, names);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind);
        json.put("tiles", (long) tiles);
        json.put("all", (long) all);
        json.put("across", (long) across);
        json.put("height", (long) height);
        json.put("width", (long) width);
        json.put("scale", scale);
        json.put("pixels", Arrays.stream(pixels).boxed().toList());
        json.put("bands", bands);
        json.put("names", names);
        return json;
    }
}
