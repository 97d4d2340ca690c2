package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * Drawn colour pictures of 64 × 64 pixels that are all edge and pattern: waves of stripes, checks, dots,
 * bricks, cells, rings and strokes like writing, in drawn directions, sizes and colours, under light that
 * falls off to one side. Nothing in them is finer than four pixels, so that after shrinking them by 4 it is
 * still there to be found; their edges are as sharp as pixels allow (each is the mean of 3 × 3 points).
 * Picture i follows from the generator and i alone.
 */
final class Textures {
    static final int SIDE = 64;
    private static final int POINTS = 3;
    private static final int PIXELS = SIDE * SIDE;

    /**
     * Which of three colours, 0, 1 or 2, a point has; u and v are in pixels, turned by the picture's own
     * angle.
     */
    private interface Pattern {
        int at(double u, double v);
    }

    private Textures() {
    }

    /**
     * So many pictures [N × 3 × 64 × 64] as a data set that is x and y at once; bytes in memory, as in files.
     */
    static Dataset pictures(int count, Rng rng) {
        byte[][] all = new byte[count][];
        IntStream.range(0, count).parallel().forEach(i -> all[i] = picture(rng.split(i)));
        return new Bytes(all);
    }

    private record Bytes(byte[][] images) implements Dataset {
        @Override
        public int size() {
            return images.length;
        }

        @Override
        public Batch batch(int... numbers) {
            float[] pixels = new float[numbers.length * 3 * PIXELS];
            for (int i = 0, to = 0; i < numbers.length; i++) {
                for (byte value : images[numbers[i]]) {
                    pixels[to++] = (value & 0xff) / 255f;
                }
            }
            Tensor x = Tensor.of(Shape.of(numbers.length, 3, SIDE, SIDE), pixels);
            return new Batch(x, x);
        }
    }

    private static byte[] picture(Rng rng) {
        double angle = rng.uniform(0, 2 * Math.PI);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        Pattern pattern = pattern(rng);
        double[][] colours = colours(rng);
        double light = rng.uniform(0, 0.3);
        byte[] bytes = new byte[3 * PIXELS];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int[] counts = new int[3];
                for (int point = 0; point < POINTS * POINTS; point++) {
                    double x = column + (point % POINTS + 0.5) / POINTS - SIDE / 2.0;
                    double y = row + (point / POINTS + 0.5) / POINTS - SIDE / 2.0;
                    counts[pattern.at(cos * x + sin * y, cos * y - sin * x)]++;
                }
                double shade = (1 - light * (0.5 + (cos * column + sin * row) / (3 * SIDE)))
                        / (POINTS * POINTS);
                for (int c = 0; c < 3; c++) {
                    double value = 0;
                    for (int k = 0; k < 3; k++) {
                        value += counts[k] * colours[k][c];
                    }
                    bytes[c * PIXELS + row * SIDE + column] = (byte) Math
                            .clamp(Math.round(255 * value * shade), 0, 255);
                }
            }
        }
        return bytes;
    }

    /** Three colours, the first two apart in brightness. */
    private static double[][] colours(Rng rng) {
        double[][] colours = new double[3][3];
        do {
            for (double[] colour : colours) {
                for (int c = 0; c < 3; c++) {
                    colour[c] = rng.uniform();
                }
            }
        } while (Math.abs(brightness(colours[0]) - brightness(colours[1])) < 0.25);
        return colours;
    }

    private static double brightness(double[] colour) {
        return 0.3 * colour[0] + 0.6 * colour[1] + 0.1 * colour[2];
    }

    private static Pattern pattern(Rng rng) {
        return switch (rng.below(7)) {
            case 0 -> waves(rng);
            case 1 -> checks(rng);
            case 2 -> dots(rng);
            case 3 -> bricks(rng);
            case 4 -> cells(rng);
            case 5 -> rings(rng);
            default -> strokes(rng);
        };
    }

    private static Pattern waves(Rng rng) {
        double period = rng.uniform(10, 24);
        double broad = rng.uniform(0.4, 0.6);
        double height = rng.uniform(0, 5);
        double length = rng.uniform(24, 60);
        return (u, v) -> {
            double at = (u + height * StrictMath.sin(2 * Math.PI * v / length)) / period;
            return at - Math.floor(at) < broad ? 0 : 1;
        };
    }

    private static Pattern checks(Rng rng) {
        double across = rng.uniform(6, 14);
        double down = rng.uniform(6, 14);
        return (u, v) -> Math.floorMod((int) Math.floor(u / across) + (int) Math.floor(v / down), 2);
    }

    private static Pattern dots(Rng rng) {
        double apart = rng.uniform(11, 20);
        double radius = apart * rng.uniform(0.25, 0.4);
        return (u, v) -> {
            double row = Math.floor(v / apart);
            double x = u / apart + (Math.floorMod((int) row, 2) == 0 ? 0 : 0.5);
            double dx = (x - Math.floor(x) - 0.5) * apart;
            double dy = (v / apart - row - 0.5) * apart;
            return dx * dx + dy * dy < radius * radius ? 0 : 1;
        };
    }

    private static Pattern bricks(Rng rng) {
        double height = rng.uniform(10, 16);
        double width = height * rng.uniform(1.6, 2.4);
        double mortar = rng.uniform(4, 5);
        return (u, v) -> {
            int row = (int) Math.floor(v / height);
            double x = u / width + (Math.floorMod(row, 2) == 0 ? 0 : 0.5);
            boolean joint = v - row * height < mortar || (x - Math.floor(x)) * width < mortar;
            return joint ? 0 : 1 + Math.floorMod(row, 2);
        };
    }

    /** Each point belongs to the nearest of some seeds; cells have three colours. */
    private static Pattern cells(Rng rng) {
        int count = 12 + rng.below(20);
        double[] seeds = new double[2 * count];
        for (int i = 0; i < seeds.length; i++) {
            seeds[i] = rng.uniform(-SIDE * 0.75, SIDE * 0.75);
        }
        return (u, v) -> {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < count; i++) {
                double dx = u - seeds[2 * i];
                double dy = v - seeds[2 * i + 1];
                if (dx * dx + dy * dy < least) {
                    least = dx * dx + dy * dy;
                    nearest = i;
                }
            }
            return nearest % 3;
        };
    }

    private static Pattern rings(Rng rng) {
        double period = rng.uniform(10, 24);
        double cu = rng.uniform(-SIDE / 2.0, SIDE / 2.0);
        double cv = rng.uniform(-SIDE / 2.0, SIDE / 2.0);
        return (u, v) -> {
            double at = Math.sqrt((u - cu) * (u - cu) + (v - cv) * (v - cv)) / period;
            return at - Math.floor(at) < 0.5 ? 0 : 1;
        };
    }

    /** Straight strokes of a pen, in two colours on a ground. */
    private static Pattern strokes(Rng rng) {
        int count = 8 + rng.below(8);
        double thick = rng.uniform(2, 3);
        double[] ends = new double[4 * count];
        for (int i = 0; i < ends.length; i += 4) {
            double x = rng.uniform(-SIDE * 0.7, SIDE * 0.7);
            double y = rng.uniform(-SIDE * 0.7, SIDE * 0.7);
            double angle = rng.uniform(0, 2 * Math.PI);
            double length = rng.uniform(12, 40);
            ends[i] = x;
            ends[i + 1] = y;
            ends[i + 2] = length * StrictMath.cos(angle);
            ends[i + 3] = length * StrictMath.sin(angle);
        }
        return (u, v) -> {
            for (int i = 0; i < ends.length; i += 4) {
                double x = u - ends[i];
                double y = v - ends[i + 1];
                double dx = ends[i + 2];
                double dy = ends[i + 3];
                double along = Math.clamp((x * dx + y * dy) / (dx * dx + dy * dy), 0, 1);
                double offX = x - along * dx;
                double offY = y - along * dy;
                if (offX * offX + offY * offY < thick * thick) {
                    return i % 8 == 0 ? 0 : 2;
                }
            }
            return 1;
        };
    }
}
