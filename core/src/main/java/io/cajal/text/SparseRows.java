package io.cajal.text;

import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * A matrix most of whose numbers are 0, row by row: row i has {@code values[k]} in column {@code places[k]} for
 * {@code starts[i] ≤ k < starts[i + 1]}, with the columns rising. The arrays are its own.
 */
public record SparseRows(int columns, int[] starts, int[] places, float[] values) {

    /** How many rows. */
    public int size() {
        return starts.length - 1;
    }

    /** Some of the rows, in this order. */
    public SparseRows rows(int... numbers) {
        int[] begins = new int[numbers.length + 1];
        for (int i = 0; i < numbers.length; i++) {
            begins[i + 1] = begins[i] + starts[numbers[i] + 1] - starts[numbers[i]];
        }
        int[] chosen = new int[begins[numbers.length]];
        float[] numbersOf = new float[chosen.length];
        for (int i = 0; i < numbers.length; i++) {
            int from = starts[numbers[i]];
            int length = begins[i + 1] - begins[i];
            System.arraycopy(places, from, chosen, begins[i], length);
            System.arraycopy(values, from, numbersOf, begins[i], length);
        }
        return new SparseRows(columns, begins, chosen, numbersOf);
    }

    /** All numbers [N × columns]: for few. */
    public Tensor dense() {
        float[] all = new float[Math.multiplyExact(size(), columns)];
        for (int i = 0; i < size(); i++) {
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                all[i * columns + places[k]] = values[k];
            }
        }
        return Tensor.of(Shape.of(size(), columns), all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseRows rows && columns == rows.columns
                && Arrays.equals(starts, rows.starts)
                && Arrays.equals(places, rows.places) && Arrays.equals(values, rows.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(places);
    }

    @Override
    public String toString() {
        return "SparseRows[%,d × %,d], %,d numbers".formatted(size(), columns, values.length);
    }
}
