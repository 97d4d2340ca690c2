package io.cajal.data;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;

/**
 * Pieces of one long sequence of tokens, for language models: inputs x [N × length], targets y [N × length], the token
 * after each.
 *
 * @param stride from the start of one piece to that of the next; smaller than the length, pieces overlap
 */
public record TokenWindows(int[] tokens, int length, int stride) implements Dataset {
    public TokenWindows {
        if (length < 1 || stride < 1) {
            throw new CajalException("token windows: length and stride must be 1 or more, got %d and %d"
                    .formatted(length, stride));
        }
        if (tokens.length <= length) {
            throw new CajalException("token windows: needs more tokens than a window's length of %d, got %d"
                    .formatted(length, tokens.length));
        }
        tokens = tokens.clone();
    }

    @Override
    public int size() {
        return (tokens.length - 1 - length) / stride + 1;
    }

    @Override
    public Batch batch(int... numbers) {
        float[] x = new float[numbers.length * length];
        float[] y = new float[numbers.length * length];
        for (int i = 0; i < numbers.length; i++) {
            int from = numbers[i] * stride;
            for (int t = 0; t < length; t++) {
                x[i * length + t] = tokens[from + t];
                y[i * length + t] = tokens[from + t + 1];
            }
        }
        Shape shape = Shape.of(numbers.length, length);
        return new Batch(Tensor.of(shape, x), Tensor.of(shape, y));
    }
}
