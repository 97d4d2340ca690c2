package io.cajal.distribution;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;

/**
 * Random numbers for a whole tensor, drawn by all threads. Each piece goes on in the stream where the pieces
 * before it end, so that the numbers do not depend on who draws them.
 */
public final class Draws {
    private static final int PIECE = 1 << 13;

    /** Draws the numbers from … to−1, one word of the generator for each. */
    @FunctionalInterface
    public interface Fill {
        void draw(Rng rng, float[] out, int from, int to);
    }

    private Draws() {
    }

    /** Numbers of the shape of {@code x}, on its device. */
    public static Tensor like(Tensor x, Rng rng, Fill fill) {
        return of(x.shape(), x, rng, fill);
    }

    /** Numbers of that shape on the device of {@code x}. */
    public static Tensor of(Shape shape, Tensor x, Rng rng, Fill fill) {
        float[] out = new float[shape.elements()];
        Workers.shared().run(Math.ceilDiv(out.length, PIECE), piece -> {
            int from = piece * PIECE;
            fill.draw(rng.at(from), out, from, Math.min(out.length, from + PIECE));
        });
        return Tensor.wrap(shape, x.device(), x.device().of(out));
    }

    /** Uniform in [0, 1), in steps of 2⁻²⁴: as fine as a float tells them apart below 1. */
    static void uniform(Rng rng, float[] out, int from, int to) {
        int[] words = new int[to - from];
        rng.bits(words);
        for (int i = from; i < to; i++) {
            out[i] = (words[i - from] >>> 8) * 0x1p-24f;
        }
    }
}
