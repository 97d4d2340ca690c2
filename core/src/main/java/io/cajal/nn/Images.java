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
}
