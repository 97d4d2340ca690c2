package io.cajal.optim;

import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;

/**
 * Numbers in double as a tensor that every device and file keeps to the bit, though it may hold only floats:
 * each number is a row of four whole parts of 16 bits.
 */
final class Exact {
    private static final int PARTS = 4;
    private static final int BITS = 16;

    private Exact() {
    }

    /** [n × 4]. */
    static Tensor of(double... numbers) {
        double[] parts = new double[PARTS * numbers.length];
        for (int i = 0; i < parts.length; i++) {
            long bits = Double.doubleToLongBits(numbers[i / PARTS]);
            parts[i] = bits >>> BITS * (PARTS - 1 - i % PARTS) & 0xffff;
        }
        return Tensor.of(Shape.of(numbers.length, PARTS), parts);
    }

    static double[] numbers(Tensor tensor) {
        double[] parts = tensor.toDoubles();
        double[] numbers = new double[parts.length / PARTS];
        for (int i = 0; i < numbers.length; i++) {
            long bits = 0;
            for (int j = 0; j < PARTS; j++) {
                bits = bits << BITS | (long) parts[PARTS * i + j];
            }
            numbers[i] = Double.longBitsToDouble(bits);
        }
        return numbers;
    }
}
