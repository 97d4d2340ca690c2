package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/** What layers over images have in common. */
final class Images {
    private Images() {
    }

    static void check(String who, Tensor x) {
        if (x.rank() != 4) {
            throw new ShapeException("%s: needs images of shape [N × channels × height × width], got %s"
                    .formatted(who, x.shape()));
        }
    }

    /** For layers that pool to so many fields. */
    static void checkFields(String who, int height, int width) {
        if (height < 1 || width < 1) {
            throw new ShapeException(
                    "%s: needs at least 1 × 1 fields, got %d × %d".formatted(who, height, width));
        }
    }

    /** A part [height × width] of each image, at a place of its own. */
    static Tensor randomParts(Tensor x, int height, int width, Rng rng) {
        int channels = x.size(1);
        int high = x.size(2);
        int wide = x.size(3);
        int[] places = new int[x.size(0) * channels * height * width];
        for (int i = 0, at = 0; i < x.size(0); i++) {
            int top = rng.below(high - height + 1);
            int left = rng.below(wide - width + 1);
            for (int c = 0; c < channels; c++) {
                for (int row = 0; row < height; row++) {
                    int from = ((i * channels + c) * high + top + row) * wide + left;
                    for (int column = 0; column < width; column++) {
                        places[at++] = from + column;
                    }
                }
            }
        }
        return x.reshape(Shape.of(x.shape().elements())).indexSelect(0, places)
                .reshape(x.size(0), channels, height, width);
    }
}
