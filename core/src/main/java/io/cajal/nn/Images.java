package io.cajal.nn;

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
}
