package io.cajal.zoo.kit;

import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * Sets slanted figures upright (LeCun, Bottou, Bengio and Haffner 1998, section III.A): the picture is sheared so
 * that its ink no longer leans to a side, and moved so that its middle is the picture's. With the ink's mean (x̄, ȳ)
 * and its moments S, the pixel at (x, y) of the result is read at (x + α y + x̄, y + ȳ), α = S_xy / S_yy. There is
 * nothing to learn; gradients pass through it as through any resampling, with the shear held.
 */
public record Deskew() implements Layer {
    /** Beside it, less ink than a thousandth of a pixel counts as none. */
    private static final double SPECK = 1e-3;

    @Override
    public Tensor forward(Tensor x) { // [N × 1 × H × W]
        if (x.rank() != 4 || x.size(1) != 1) {
            throw new ShapeException("deskew: expected grey pictures [N × 1 × H × W], got " + x.shape());
        }
        return x.gridSample(Tensor.affineGrid(shears(x), x.size(2), x.size(3)).detach());
    }

    /** For each picture the map from places of the result to places of the picture [N × 2 × 3]. */
    private static Tensor shears(Tensor x) {
        int n = x.size(0);
        int height = x.size(2);
        int width = x.size(3);
        double[] ink = x.toDoubles();
        double[] maps = new double[6 * n];
        for (int i = 0; i < n; i++) {
            double[] sums = new double[3];
            double[] moments = new double[2];
            for (int pass = 0; pass < 2; pass++) { // first the mean, then what is around it
                for (int p = 0; p < height * width; p++) {
                    double v = ink[i * height * width + p];
                    double across = (2.0 * (p % width) + 1) / width - 1;
                    double down = (2.0 * (p / width) + 1) / height - 1;
                    if (pass == 0) {
                        sums[0] += v;
                        sums[1] += v * across;
                        sums[2] += v * down;
                    } else {
                        moments[0] += v * (across - sums[1]) * (down - sums[2]);
                        moments[1] += v * (down - sums[2]) * (down - sums[2]);
                    }
                }
                if (pass == 0) {
                    boolean blank = sums[0] < SPECK;
                    sums[1] = blank ? 0 : sums[1] / sums[0];
                    sums[2] = blank ? 0 : sums[2] / sums[0];
                }
            }
            double alpha = moments[1] < SPECK ? 0 : moments[0] / moments[1];
            System.arraycopy(new double[] {1, alpha, sums[1], 0, 1, sums[2]}, 0, maps, 6 * i, 6);
        }
        return Tensor.of(Shape.of(n, 2, 3), maps);
    }
}
