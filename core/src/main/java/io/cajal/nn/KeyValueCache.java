package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * The keys and values that an attention layer has computed, so that a sequence that grows at its end need not be
 * computed anew: one for each layer and each sequence (or batch of equally long ones). No gradient flows through it.
 */
public final class KeyValueCache {
    private Tensor keys;   // [N × heads × length × width]
    private Tensor values;

    /** Places that are known so far. */
    public int length() {
        return keys == null ? 0 : keys.size(2);
    }

    Tensor keys() {
        return keys;
    }

    Tensor values() {
        return values;
    }

    void add(Tensor moreKeys, Tensor moreValues) {
        if (keys != null && keys.size(0) != moreKeys.size(0)) {
            throw new ShapeException(
                    "attention: the cache has %d sequences, the input %d".formatted(keys.size(0),
                            moreKeys.size(0)));
        }
        keys = (keys == null ? moreKeys : Tensor.cat(2, keys, moreKeys)).keep();
        values = (values == null ? moreValues : Tensor.cat(2, values, moreValues)).keep();
    }
}
