package io.cajal.zoo.kit;

import io.cajal.base.ShapeException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;

/**
 * Sets slanted writing upright, as LeCun, Bottou, Bengio and Haffner (1998) did for classifiers that know nothing of
 * shifts: with the ink as a mass, the slant is its covariance of x and y by its variance along y, and each line is moved
 * by as much as it is away from the middle. Images [N × 1 × side × side] with 0 for paper.
 */
public record Deskew() implements Layer {
    private static final double NO_INK = 1e-6;

    @Override
    public Tensor forward(Tensor x) { // [N × 1 × side × side]
        if (x.rank() != 4 || x.size(1) != 1 || x.size(2) != x.size(3)) {
            throw new ShapeException(
                    "deskew: needs grey square images [N × 1 × side × side], got " + x.shape());
        }
        int n = x.size(0);
        int side = x.size(2);
        Tensor place = Tensor.linspace(-1 + 1.0 / side, 1 - 1.0 / side, side); // the middles of the pixels
        Tensor ink = x.reshape(n, side, side);
        Tensor mass = ink.sum(1, 2).add(NO_INK);
        Tensor lines = ink.sum(2);                                                        // [N × side]
        Tensor middle = lines.mul(place).sum(1).div(mass);                                // ȳ [N]
        Tensor along = ink.sum(1).mul(place).sum(1).div(mass);                            // x̄ [N]
        Tensor dy = place.sub(middle.unsqueeze(1));                                       // [N × side]
        Tensor dx = place.sub(along.unsqueeze(1));                                        // [N × side]
        Tensor both = ink.mul(dx.unsqueeze(1)).mul(dy.unsqueeze(2)).sum(1, 2);
        Tensor slant = both.div(lines.mul(dy.square()).sum(1).add(NO_INK));               // [N]
        Tensor zero = slant.filled(0);
        Tensor one = slant.filled(1);
        Tensor theta = Tensor.stack(1, one, slant, slant.mul(middle).neg(), zero, one, zero);
        return x.gridSample(Tensor.affineGrid(theta.reshape(n, 2, 3), side, side));
    }
}
