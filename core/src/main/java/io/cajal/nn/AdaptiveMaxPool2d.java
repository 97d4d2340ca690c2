package io.cajal.nn;

import static io.cajal.backend.Resampling.stretch;
import static io.cajal.backend.Resampling.stretchEnd;

import io.cajal.tensor.Tensor;

/**
 * The largest numbers of height × width fields that cover the image, whatever its size; with 1 × 1 global max
 * pooling. Input [N × C × H × W], output [N × C × height × width].
 */
public record AdaptiveMaxPool2d(int height, int width) implements Layer {
    public AdaptiveMaxPool2d {
        Images.checkFields("adaptiveMaxPool2d", height, width);
    }

    public static AdaptiveMaxPool2d of(int both) {
        return new AdaptiveMaxPool2d(both, both);
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("adaptiveMaxPool2d", x);
        Tensor[] fields = new Tensor[height * width];
        for (int i = 0; i < height; i++) {
            int top = stretch(x.size(2), height, i);
            Tensor rows = x.narrow(2, top, stretchEnd(x.size(2), height, i) - top);
            for (int j = 0; j < width; j++) {
                int left = stretch(x.size(3), width, j);
                Tensor field = rows.narrow(3, left, stretchEnd(x.size(3), width, j) - left);
                fields[i * width + j] = field.flatten(2).max(2).values();
            }
        }
        return Tensor.stack(2, fields).reshape(x.size(0), x.size(1), height, width);
    }
}
