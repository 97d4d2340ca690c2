package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A text as the numbers of its characters.
 *
 * @param alphabet the characters that occur, in order; a character's number is its place
 * @param numbers of the text
 */
public record Characters(String alphabet, int[] numbers) {
    public static Characters of(String text) {
        String alphabet = text.chars().distinct().sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new Characters(alphabet, text.chars().map(alphabet::indexOf).toArray());
    }

    public int size() {
        return numbers.length;
    }

    /** Characters from … to−1, with the same alphabet. */
    public Characters range(int from, int to) {
        return new Characters(alphabet, Arrays.copyOfRange(numbers, from, to));
    }

    /** Windows x [N × length] that begin {@code step} apart, and as y the character after each of theirs. */
    public Dataset windows(int length, int step) {
        if (size() <= length) {
            throw new CajalException(
                    "a text of %d characters has no windows of %d".formatted(size(), length));
        }
        return new Dataset() {
            @Override
            public int size() {
                return (numbers.length - 1 - length) / step + 1;
            }

            @Override
            public Batch batch(int... places) {
                return new Batch(cut(places, 0), cut(places, 1));
            }

            private Tensor cut(int[] places, int shift) {
                float[] values = new float[places.length * length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = numbers[places[i / length] * step + i % length + shift];
                }
                return Tensor.of(Shape.of(places.length, length), values);
            }

            @Override
            public List<String> classes() {
                return alphabet.chars().mapToObj(Character::toString).toList();
            }
        };
    }
}
