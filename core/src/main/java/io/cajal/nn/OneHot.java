package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * Numbers of tokens as a convolution reads them: x [N × L] to [N × size × length], with a 1 in row k − 1 where the number
 * is k. Where it is 0, and after the end of a shorter text, all rows are 0.
 *
 * @param size the largest number
 * @param length to which texts are filled up
 */
public record OneHot(int size, int length) implements ReadsTokens {
    public OneHot {
        if (size < 1 || length < 1) {
            throw new CajalException(
                    "one-hot: size and length must be 1 or more, got %d and %d".formatted(size, length));
        }
    }

    @Override
    public int padding() {
        return 0;
    }

    @Override
    public Tensor forward(Tensor x) { // [N × L]
        if (x.rank() != 2 || x.size(1) > length) {
            throw new ShapeException(
                    "one-hot: needs numbers [N × %d] or fewer, got %s".formatted(length, x.shape()));
        }
        int longest = x.size(1);
        double[] numbers = x.toDoubles();
        float[] ones = new float[Math.multiplyExact(x.size(0), size * length)];
        for (int i = 0; i < numbers.length; i++) {
            int k = (int) numbers[i];
            if (k != numbers[i] || k < 0 || k > size) {
                throw new CajalException(
                        "one-hot: the number at [%d, %d] is %s, expected a whole number in 0 … %d"
                                .formatted(i / longest, i % longest, numbers[i], size));
            }
            if (k > 0) {
                ones[(i / longest * size + k - 1) * length + i % longest] = 1;
            }
        }
        return Tensor.of(Shape.of(x.size(0), size, length), ones); // [N × size × length]
    }
}
