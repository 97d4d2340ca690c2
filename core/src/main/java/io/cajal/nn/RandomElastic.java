package io.cajal.nn;

import io.cajal.backend.Resampling;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.distribution.Draws;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * Elastic distortions (Simard, Steinkraus and Platt 2003), in training only: every pixel of an image [N × C × H × W] is
 * read a little beside its place. The shifts are uniform in (−1, 1), smoothed by a Gaussian of standard deviation σ,
 * and multiplied by α: with a small σ pixels are scattered, with a large one the image only moves, and between
 * them (σ = 4, α = 34 for handwriting of 28 × 28) it bends as a hand would bend it.
 *
 * @param alpha how far, in pixels before smoothing
 * @param sigma how far neighbours move together, in pixels
 * @param stream tells this layer's draws from those of others
 */
public record RandomElastic(double alpha, double sigma, long stream) implements Layer {
    public RandomElastic {
        if (!(alpha >= 0) || !(sigma > 0)) {
            throw new CajalException(
                    "randomElastic: alpha must be 0 or more and sigma above 0, got %s and %s".formatted(alpha,
                            sigma));
        }
    }

    public static RandomElastic of(double alpha, double sigma, Rng rng) {
        return new RandomElastic(alpha, sigma, rng.bits64());
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("randomElastic", x);
        if (!Run.current().training() || alpha == 0) {
            return x;
        }
        Rng rng = Run.current().rng("randomElastic").split(stream);
        int n = x.size(0);
        int height = x.size(2);
        int width = x.size(3);
        Tensor shifts = Draws.of(Shape.of(n, 2, height, width), x, rng, RandomElastic::draw)
                .matmul(smoothing(width)).transpose(2, 3).matmul(smoothing(height)) // [N × 2 × W × H]
                .permute(0, 3, 2, 1);
        Tensor pixels = Tensor.wrap(Shape.of(2), x.device(),
                x.device().of(2 * alpha / Math.max(1, width), 2 * alpha / Math.max(1, height)));
        Tensor still = Tensor.wrap(Shape.of(1, 2, 3), x.device(), x.device().of(1.0, 0, 0, 0, 1, 0));
        return x.gridSample(shifts.mul(pixels).add(Tensor.affineGrid(still, height, width)));
    }

    /** A product with it is a Gaussian mean of neighbours. */
    private Tensor smoothing(int size) {
        return Tensor.eye(size).resample(0, Resampling.gaussian(size, sigma));
    }

    /** Uniform in (−1, 1), from one word each. */
    private static void draw(Rng rng, float[] out, int from, int to) {
        int[] words = new int[to - from];
        rng.bits(words);
        for (int i = from; i < to; i++) {
            out[i] = words[i - from] * 0x1p-31f;
        }
    }
}
