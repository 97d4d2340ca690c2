package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * A vector for each word, character or other thing, given by its number: x [N × L] to [N × L × width], or any other
 * shape with one axis more. What rows mean is learned (Bengio, Ducharme, Vincent and Jauvin 2003). PyTorch's
 * nn.Embedding.
 *
 * @param weight a vector for each number [things × width]
 * @param padding the number that stands for nothing: it gives zeros, and its vector gets no gradient; −1 for none
 */
public record Embedding(Param weight, int padding) implements Layer {
    public Embedding {
        if (padding < -1 || padding >= weight.size(0)) {
            throw new CajalException(
                    "embedding: the padding must be a number in 0 … %d, or −1 for none, got %d"
                            .formatted(weight.size(0) - 1, padding));
        }
    }

    /** Normal vectors with mean 0 and deviation 1, no padding. */
    public static Embedding of(int things, int width, Rng rng) {
        return new Embedding(Init.normal(1, rng, things, width), -1);
    }

    /** With zeros for the vector of that number. */
    public Embedding withPadding(int number) {
        Embedding padded = new Embedding(weight, number);
        if (number >= 0) {
            Tensor it = Tensor.arange(weight.size(0)).to(weight.device()).eq(number).unsqueeze(1); // [things × 1]
            weight.set(weight.detach().maskedFill(it, 0));
        }
        return padded;
    }

    @Override
    public Tensor forward(Tensor x) { // […]
        Tensor vectors = vectors("embedding", weight, x); // [… × width]
        return padding < 0 ? vectors : vectors.maskedFill(x.eq(padding).unsqueeze(-1), 0);
    }

    /** The rows of a table [things × width] with the numbers x […]: [… × width]. */
    static Tensor vectors(String who, Param table, Tensor x) {
        int[] numbers = numbers(who, x, table.size(0));
        return table.indexSelect(0, numbers).reshape(x.shape().concat(Shape.of(table.size(1))));
    }

    private static int[] numbers(String who, Tensor x, int things) {
        if (x.rank() == 0) {
            throw new ShapeException(who + ": needs numbers [N × L], got a scalar");
        }
        double[] given = x.toDoubles();
        int[] numbers = new int[given.length];
        for (int i = 0; i < given.length; i++) {
            numbers[i] = (int) given[i];
            if (numbers[i] != given[i] || numbers[i] < 0 || numbers[i] >= things) {
                throw new CajalException(
                        "%s: the number at %s of %s is %s, expected a whole number in 0 … %d, the vocabulary"
                                .formatted(who, place(i, x.shape()), x.shape(), shown(given[i]), things - 1));
            }
        }
        return numbers;
    }

    /** The indices of a flat place, as in [1, 4]. */
    private static String place(int flat, Shape shape) {
        int[] indices = new int[shape.rank()];
        for (int axis = indices.length - 1, rest = flat; axis >= 0; axis--) {
            indices[axis] = rest % shape.size(axis);
            rest /= shape.size(axis);
        }
        return Arrays.toString(indices);
    }

    private static String shown(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9 ? Long.toString((long) number)
                : Double.toString(number);
    }
}
