package io.cajal.tensor;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A row of {@link OpCases}: a function of tensors, operands to try it on, and what may be asked of it. */
final class OpCase {
    private static final int[] AWKWARD = {1, 4, 6, 13, 16, 25, 207, 1024, 4098, 60_001};

    final String name;
    final Function<Tensor[], Tensor> function;
    /** Of the operands on which derivatives are taken. */
    final List<Shape> shapes;
    final double low;
    final double high;
    /** More operands, on which devices and numbers of threads are compared. */
    private final List<List<Shape>> more = new ArrayList<>();
    private boolean elementWise;
    private double[] kinks = {};
    private int order = 2;
    private double tolerance = 2e-6;

    private OpCase(String name, double low, double high, Function<Tensor[], Tensor> function,
            Shape... shapes) {
        this.name = name;
        this.low = low;
        this.high = high;
        this.function = function;
        this.shapes = List.of(shapes);
    }

    /** A function of operands of these shapes, with numbers between low and high. */
    static OpCase op(String name, double low, double high, Function<Tensor[], Tensor> f, Shape... shapes) {
        return new OpCase(name, low, high, f, shapes);
    }

    /** A function of each element; it is also tried at awkward sizes. */
    static OpCase unary(String name, double low, double high, UnaryOperator<Tensor> f) {
        return op(name, low, high, in -> f.apply(in[0]), Shape.of(3, 4)).elementWise();
    }

    /** A function of two elements; it is also tried at awkward sizes. */
    static OpCase binary(String name, double low, double high, BinaryOperator<Tensor> f) {
        return op(name, low, high, in -> f.apply(in[0], in[1]), Shape.of(3, 4), Shape.of(3, 4)).elementWise();
    }

    private OpCase elementWise() {
        elementWise = true;
        for (int size : AWKWARD) {
            more.add(Collections.nCopies(shapes.size(), Shape.of(size)));
        }
        return this;
    }

    /** Where the derivative jumps: operands are kept away from there. */
    OpCase kinks(double... at) {
        kinks = at;
        return this;
    }

    /** How often it can be differentiated: 0, 1 or, if nothing is said, 2. */
    OpCase order(int times) {
        order = times;
        return this;
    }

    /** Devices and numbers of threads are compared on operands of these shapes, too. */
    OpCase also(Shape... larger) {
        more.add(List.of(larger));
        return this;
    }

    /**
     * What float may differ by from double, relative to the result; 0 where numbers are only moved or chosen.
     */
    OpCase within(double relative) {
        tolerance = relative;
        return this;
    }

    OpCase exactly() {
        return within(0);
    }

    boolean isDifferentiable(int times) {
        return order >= times;
    }

    boolean isElementWise() {
        return elementWise;
    }

    double[] kinks() {
        return kinks;
    }

    double tolerance() {
        return tolerance;
    }

    /** All operands to compare devices on. */
    Stream<List<Shape>> sizes() {
        return Stream.concat(Stream.of(shapes), more.stream());
    }

    /** Operands on the present device, the same numbers on each. */
    Tensor[] operands(Rng rng, List<Shape> sizes) {
        return sizes.stream().map(shape -> drawn(shape, rng)).toArray(Tensor[]::new);
    }

    private Tensor drawn(Shape shape, Rng rng) {
        double[] values = new double[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            do {
                values[i] = (float) rng.uniform(low, high); // exact in both precisions
            } while (isAtKink(values[i]));
        }
        return Tensor.of(shape, values);
    }

    private boolean isAtKink(double x) {
        return Arrays.stream(kinks).anyMatch(kink -> Math.abs(x - kink) < 1e-2);
    }

    @Override
    public String toString() {
        return name;
    }
}
