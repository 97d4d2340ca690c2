package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;

/**
 * Adds to each vector of a sequence [N × L × width] what tells its place: PE(p, 2i) = sin(p / 10000^(2i/width)),
 * PE(p, 2i+1) = cos of the same (Vaswani et al. 2017, section 3.5). Nothing is learned, there is no longest sequence,
 * and PE(p + k) is a rotation of PE(p). The vectors that come in should be as large as these, that is, of size 1 in
 * each component.
 *
 * @param base of the wave lengths, 10000
 */
public record SinusoidalPositions(double base) implements Layer {
    public SinusoidalPositions {
        if (!(base > 1)) {
            throw new CajalException("sinusoidal positions: the base must be above 1, got " + base);
        }
    }

    public static SinusoidalPositions standard() {
        return new SinusoidalPositions(10_000);
    }

    @Override
    public Tensor forward(Tensor x) { // [… × L × width]
        return forward(x, 0);
    }

    /** For a sequence that goes on: its first vector is number {@code first}. */
    public Tensor forward(Tensor x, int first) {
        Positions.check("sinusoidal positions", x);
        int length = x.size(-2);
        int width = x.size(-1);
        double[] table = new double[length * width];
        for (int i = 0; i < table.length; i++) {
            int k = i % width;
            double angle = Positions.angle(first + i / width, k / 2, width, base);
            table[i] = k % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle);
        }
        return x.add(Tensor.wrap(Shape.of(length, width), x.device(), x.device().of(table)));
    }
}
