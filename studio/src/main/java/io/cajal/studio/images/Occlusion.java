package io.cajal.studio.images;

import io.cajal.explain.Outcome;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * What the network says when a square of the picture is covered, for each place of the square (Zeiler and Fergus 2014):
 * where the probability falls, there was what it had looked at.
 *
 * @param probabilities [rows × columns], by where the middle of the square is
 * @param step from one place to the next
 * @param whole the probability of the picture as it is
 */
record Occlusion(float[] probabilities, int rows, int columns, int step, double whole) {
    private static final long BUDGET = 600_000_000;

    /**
     * @param size of the square
     * @param shade that it has, from 0 to 1
     */
    static Occlusion of(Scene scene, int place, int size, double shade) {
        Net net = scene.net();
        int step = 1;
        while (places(net.height(), step) * places(net.width(), step) > net.passes(BUDGET)
                && step < Math.max(net.height(), net.width())) {
            step++;
        }
        int rows = places(net.height(), step);
        int columns = places(net.width(), step);
        Outcome outcome = Outcome.probability(net.model().network(), place);
        float[] found = new float[rows * columns];
        int spacing = step;
        return Run.evaluation().call(() -> {
            Tensor seen = scene.seen();
            float[] clean = seen.toFloats();
            for (int row = 0; row < rows; row++) { // a row of places at a time, so that memory stays small
                float[] covered = new float[columns * clean.length];
                for (int column = 0; column < columns; column++) {
                    System.arraycopy(clean, 0, covered, column * clean.length, clean.length);
                    cover(net, covered, column * clean.length, row * spacing + spacing / 2,
                            column * spacing + spacing / 2, size, (float) shade);
                }
                double[] values = outcome.values(Tensor.of(net.batch(columns), covered));
                for (int column = 0; column < columns; column++) {
                    found[row * columns + column] = (float) values[column];
                }
            }
            return new Occlusion(found, rows, columns, spacing, outcome.values(seen)[0]);
        });
    }

    private static int places(int length, int step) {
        return (length + step - 1) / step;
    }

    /** Covers a square about a middle, as far as it lies in the picture. */
    private static void cover(Net net, float[] pixels, int from, int middleY, int middleX, int size,
            float shade) {
        int top = middleY - size / 2;
        int left = middleX - size / 2;
        for (int c = 0; c < net.channels(); c++) {
            for (int y = Math.max(0, top); y < Math.min(net.height(), top + size); y++) {
                for (int x = Math.max(0, left); x < Math.min(net.width(), left + size); x++) {
                    pixels[from + (c * net.height() + y) * net.width() + x] = shade;
                }
            }
        }
    }

    Frame frame() {
        return new Frame().put("step", step).put("whole", whole).part("map", probabilities, rows, columns);
    }
}
