package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.data.TensorDataset;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Shapes;
import io.cajal.zoo.kit.Shapes.Figure;
import io.cajal.zoo.kit.Shapes.Hue;
import io.cajal.zoo.kit.Shapes.Kind;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures of two shapes side by side whose kinds say their hues; place, size, angle, light and ground are
 * chance.
 */
final class ColouredScenes {
    static final int SIZE = 32;

    /** All kinds but the last, each with the hue of its number; white, which has no hue, is left out. */
    private static final List<Kind> KINDS = List.of(Kind.values()).subList(0, 7);

    private ColouredScenes() {
    }

    static Hue hue(Kind kind) {
        return Hue.values()[kind.ordinal()];
    }

    /** Pictures [N × 3 × 32 × 32], the kinds of their left and right shapes [N × 2] as targets. */
    static TensorDataset draw(int count, Rng rng) {
        List<List<Figure>> scenes = IntStream.range(0, count).mapToObj(i -> scene(rng.split(i))).toList();
        double[][] kinds = scenes.stream()
                .map(scene -> scene.stream().mapToDouble(figure -> figure.kind().ordinal()).toArray())
                .toArray(double[][]::new);
        return new TensorDataset(Shapes.scenes(scenes, SIZE, 3), Tensor.of(kinds));
    }

    private static List<Figure> scene(Rng rng) {
        double ground = rng.uniform(0, 0.6);
        return List.of(figure(rng.split("left"), -0.5, ground), figure(rng.split("right"), 0.5, ground));
    }

    private static Figure figure(Rng rng, double middle, double ground) {
        Kind kind = KINDS.get(rng.below(KINDS.size()));
        double scale = rng.uniform(0.34, 0.46);
        double room = 0.5 - scale; // to either side, so that no shape crosses the middle or the edge
        return new Figure(kind, hue(kind), middle + rng.uniform(-room, room), rng.uniform(-0.5, 0.5), scale,
                rng.uniform(0, 2 * Math.PI), rng.uniform(-1, 1), ground);
    }

    /**
     * The percentage of shapes that come out in their hue: that of their pixels' mean colour lies nearer to
     * the right one than to any other.
     */
    static double right(Tensor coloured, TensorDataset scenes) {
        Tensor truth = scenes.x();
        float[] kinds = scenes.y().toFloats();
        float[] seen = coloured.toFloats();
        float[] meant = truth.toFloats();
        int area = SIZE * SIZE;
        int right = 0;
        int shapes = 2 * truth.size(0);
        for (int shape = 0; shape < shapes; shape++) {
            double[] mean = new double[3];
            for (int i = 0; i < area / 2; i++) {
                int at = shape / 2 * 3 * area + i / (SIZE / 2) * SIZE + shape % 2 * SIZE / 2 + i % (SIZE / 2);
                if (spread(meant[at], meant[at + area], meant[at + 2 * area]) > 0.2) { // the ground is grey
                    for (int c = 0; c < 3; c++) {
                        mean[c] += seen[at + c * area];
                    }
                }
            }
            if (nearest(angle(mean)) == hue(Kind.values()[(int) kinds[shape]])) {
                right++;
            }
        }
        return 100.0 * right / shapes;
    }

    private static double spread(double... rgb) {
        return Math.max(rgb[0], Math.max(rgb[1], rgb[2])) - Math.min(rgb[0], Math.min(rgb[1], rgb[2]));
    }

    private static Hue nearest(double angle) {
        Hue best = Hue.RED;
        for (Kind kind : KINDS) {
            if (apart(angle, angle(hue(kind).rgb())) < apart(angle, angle(best.rgb()))) {
                best = hue(kind);
            }
        }
        return best;
    }

    private static double apart(double a, double b) {
        double turn = Math.abs(a - b) % 360;
        return Math.min(turn, 360 - turn);
    }

    /**
     * On the wheel of hues, in degrees: red 0, green 120, blue 240; it does not depend on how bright a colour
     * is.
     */
    private static double angle(double[] rgb) {
        double spread = spread(rgb);
        double max = Math.max(rgb[0], Math.max(rgb[1], rgb[2]));
        if (spread == 0) {
            return 0;
        }
        double sixth = max == rgb[0] ? (rgb[1] - rgb[2]) / spread
                : max == rgb[1] ? 2 + (rgb[2] - rgb[0]) / spread : 4 + (rgb[0] - rgb[1]) / spread;
        return (60 * sixth + 360) % 360;
    }
}
