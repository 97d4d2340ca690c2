package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * Films of three balls in a box (Sutskever, Hinton and Taylor 2008), with the numbers that all who compare on
 * them use: a box of 10 × 10, radius 1.2, equal masses, velocities drawn from a normal distribution and
 * scaled so that all six numbers together have the length 0.5 a frame; two steps of the simulation a frame.
 * Walls reflect, two balls that overlap exchange their velocities along the line between their centres. A
 * film is drawn in 30 × 30 pixels; a ball is exp(−(d²/r²)⁴) at the distance d from its centre: a disc with a
 * soft edge.
 */
final class BouncingBalls {
    static final int SIDE = 30;
    static final int BALLS = 3;
    private static final double BOX = 10;
    private static final double RADIUS = 1.2;
    private static final double SPEED = 0.5;
    private static final int STEPS = 2;

    private final double[] x = new double[2 * BALLS];
    private final double[] v = new double[2 * BALLS];

    private BouncingBalls(Rng rng) {
        double length = 0;
        for (int i = 0; i < v.length; i++) {
            v[i] = rng.normal();
            length += v[i] * v[i];
        }
        for (int i = 0; i < v.length; i++) {
            v[i] *= SPEED / Math.sqrt(length);
        }
        do {
            for (int i = 0; i < x.length; i++) {
                x[i] = rng.uniform(2, BOX - RADIUS);
            }
        } while (overlap());
    }

    private boolean overlap() {
        for (int i = 0; i < BALLS; i++) {
            for (int j = 0; j < i; j++) {
                if (touch(i, j)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean touch(int i, int j) {
        double dx = x[2 * i] - x[2 * j];
        double dy = x[2 * i + 1] - x[2 * j + 1];
        return Math.sqrt(dx * dx + dy * dy) < 2 * RADIUS;
    }

    /** The places [frames × balls × 2] of the balls in a film. */
    static double[] path(int frames, Rng rng) {
        BouncingBalls balls = new BouncingBalls(rng);
        double[] path = new double[frames * 2 * BALLS];
        for (int t = 0; t < frames; t++) {
            System.arraycopy(balls.x, 0, path, t * 2 * BALLS, 2 * BALLS);
            for (int step = 0; step < STEPS; step++) {
                balls.move();
            }
        }
        return path;
    }

    private void move() {
        for (int i = 0; i < x.length; i++) {
            x[i] += v[i] / STEPS;
        }
        for (int i = 0; i < x.length; i++) {
            if (x[i] < RADIUS) {
                v[i] = Math.abs(v[i]);
            }
            if (x[i] > BOX - RADIUS) {
                v[i] = -Math.abs(v[i]);
            }
        }
        for (int i = 0; i < BALLS; i++) {
            for (int j = 0; j < i; j++) {
                if (touch(i, j)) {
                    bounce(2 * i, 2 * j);
                }
            }
        }
    }

    /** Equal masses exchange what velocity they have along the line between their centres. */
    private void bounce(int i, int j) {
        double dx = x[i] - x[j];
        double dy = x[i + 1] - x[j + 1];
        double share = ((v[j] - v[i]) * dx + (v[j + 1] - v[i + 1]) * dy) / (dx * dx + dy * dy);
        v[i] += share * dx;
        v[i + 1] += share * dy;
        v[j] -= share * dx;
        v[j + 1] -= share * dy;
    }

    /** Draws a frame of a path into zeros. */
    static void draw(double[] path, int frame, float[] out, int at) {
        double pixel = BOX / SIDE;
        double reach = 1.5 * RADIUS; // where exp(−(d²/r²)⁴) is below 1e-11
        for (int ball = 0; ball < BALLS; ball++) {
            double cx = path[(frame * BALLS + ball) * 2];
            double cy = path[(frame * BALLS + ball) * 2 + 1];
            int bottom = Math.min(SIDE - 1, (int) ((cy + reach) / pixel));
            int right = Math.min(SIDE - 1, (int) ((cx + reach) / pixel));
            for (int row = Math.max(0, (int) ((cy - reach) / pixel)); row <= bottom; row++) {
                double dy = (row + 0.5) * pixel - cy;
                for (int column = Math.max(0, (int) ((cx - reach) / pixel)); column <= right; column++) {
                    double dx = (column + 0.5) * pixel - cx;
                    double share = (dx * dx + dy * dy) / (RADIUS * RADIUS);
                    double square = share * share;
                    int place = at + row * SIDE + column;
                    out[place] = Math.min(1, out[place] + (float) StrictMath.exp(-square * square));
                }
            }
        }
    }

    /**
     * Pieces of films: x [N × past × 30 × 30] are frames in a row, y [N × 1 × 30 × 30] the one that follows.
     * Frames are drawn when they are asked for: as numbers, the films would not fit into memory.
     *
     * @param paths of the films
     * @param starts film · frames + frame, for each piece the place of its first frame
     */
    record Pieces(double[][] paths, int frames, int past, int[] starts) implements Dataset {
        /** So many pieces of each film, at places that are drawn. */
        static Pieces drawn(int films, int frames, int past, int each, Rng rng) {
            int[] starts = new int[films * each];
            Rng places = rng.split("places");
            Arrays.setAll(starts, i -> i / each * frames + places.below(frames - past));
            return new Pieces(paths(films, frames, rng), frames, past, starts);
        }

        /** Every piece of each film. */
        static Pieces all(int films, int frames, int past, Rng rng) {
            int each = frames - past;
            int[] starts = new int[films * each];
            Arrays.setAll(starts, i -> i / each * frames + i % each);
            return new Pieces(paths(films, frames, rng), frames, past, starts);
        }

        private static double[][] paths(int films, int frames, Rng rng) {
            double[][] paths = new double[films][];
            Arrays.setAll(paths, film -> path(frames, rng.split(film)));
            return paths;
        }

        @Override
        public int size() {
            return starts.length;
        }

        @Override
        public Batch batch(int... numbers) {
            Tensor all = frames(Arrays.stream(numbers).map(i -> starts[i]).toArray(), past + 1);
            return new Batch(all.narrow(1, 0, past), all.narrow(1, past, 1));
        }

        /** So many frames in a row from each of these places on, [N × count × 30 × 30]. */
        Tensor frames(int[] places, int count) {
            int area = SIDE * SIDE;
            float[] pixels = new float[places.length * count * area];
            for (int i = 0; i < places.length; i++) {
                for (int t = 0; t < count; t++) {
                    draw(paths[places[i] / frames], places[i] % frames + t, pixels, (i * count + t) * area);
                }
            }
            return Tensor.of(Shape.of(places.length, count, SIDE, SIDE), pixels);
        }
    }
}
