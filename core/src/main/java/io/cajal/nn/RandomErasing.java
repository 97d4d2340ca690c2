package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * Random erasing (Zhong, Zheng, Kang, Li and Yang 2017), in training only: with probability p, a rectangle of an
 * image [N × C × H × W] becomes 0, so that a network must not rely on a single part. Its area is a share of the
 * image drawn from {@code smallest … largest}, its height between 0.3 and 3.3 times its width.
 *
 * @param p in [0, 1]
 * @param smallest the least share of the area
 * @param largest the greatest share of the area
 * @param stream tells this layer's draws from those of others
 */
public record RandomErasing(double p, double smallest, double largest, long stream) implements Layer {
    private static final double FLAT = StrictMath.log(0.3);
    private static final double TALL = StrictMath.log(3.3);

    public RandomErasing {
        if (!(p >= 0 && p <= 1)) {
            throw new CajalException("randomErasing: p must be in [0, 1], got " + p);
        }
        if (!(smallest > 0 && largest >= smallest && largest <= 1)) {
            throw new CajalException(
                    "randomErasing: the shares of the area must rise within (0, 1], got %s and %s"
                            .formatted(smallest, largest));
        }
    }

    /** With torchvision's shares, 0.02 to 0.33. */
    public static RandomErasing of(double p, Rng rng) {
        return new RandomErasing(p, 0.02, 0.33, rng.bits64());
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("randomErasing", x);
        if (!Run.current().training() || p == 0) {
            return x;
        }
        Rng rng = Run.current().rng("randomErasing").split(stream);
        int height = x.size(2);
        int width = x.size(3);
        float[] kept = new float[x.size(0) * height * width];
        Arrays.fill(kept, 1);
        for (int i = 0; i < x.size(0); i++) {
            double area = height * width * rng.uniform(smallest, largest);
            double tall = StrictMath.exp(rng.uniform(FLAT, TALL));
            int rows = Math.clamp(Math.round(Math.sqrt(area * tall)), 1, height);
            int columns = Math.clamp(Math.round(Math.sqrt(area / tall)), 1, width);
            int top = rng.below(height - rows + 1);
            int left = rng.below(width - columns + 1);
            if (rng.uniform() < p) {
                for (int row = top; row < top + rows; row++) {
                    int from = (i * height + row) * width + left;
                    Arrays.fill(kept, from, from + columns, 0);
                }
            }
        }
        return x.mul(Tensor.wrap(Shape.of(x.size(0), 1, height, width), x.device(), x.device().of(kept)));
    }
}
