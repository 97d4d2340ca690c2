package io.cajal.nn;

import io.cajal.backend.Resampling;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * The image mirrored at its edges, so many columns and rows, fewer than it has: no frame that a kernel could
 * mistake for a line. Input [N × C × H × W].
 */
public record ReflectionPad2d(int left, int right, int top, int bottom) implements Layer {
    public static ReflectionPad2d of(int all) {
        return new ReflectionPad2d(all, all, all, all);
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("reflectionPad2d", x);
        if (Math.max(top, bottom) >= x.size(2) || Math.max(left, right) >= x.size(3)) {
            throw new ShapeException(
                    "reflectionPad2d: the image %s is too small to mirror %d rows and %d columns"
                            .formatted(x.shape(), Math.max(top, bottom), Math.max(left, right)));
        }
        return x.resample(2, Resampling.reflect(x.size(2), top, bottom))
                .resample(3, Resampling.reflect(x.size(3), left, right));
    }
}
