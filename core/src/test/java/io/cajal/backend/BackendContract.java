package io.cajal.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.DType;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.UnaryOp;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every device must hold: the same results as plain loops in double, up to its precision; the stated
 * conventions for ties, NaN and empty blocks; backward passes that are adjoints. A new device extends this
 * class and names itself.
 */
public abstract class BackendContract {
    private static final Backend EXACT = RefBackend.INSTANCE;

    private final Backend device;
    private final double unit;

    protected BackendContract(Backend device) {
        this.device = device;
        unit = device.dtype() == DType.FLOAT64 ? 0x1p-52 : 0x1p-23;
    }

    /** Around the widths of vectors, of tiles and of pieces of work. */
    static int[] sizes() {
        return new int[] {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 257, 4097, 16_385, 70_001};
    }

    /** Outer, size, inner. */
    static Axis[] axes() {
        return new Axis[] {new Axis(1, 1, 1), new Axis(1, 7, 1), new Axis(3, 1, 5), new Axis(5, 17, 1),
                new Axis(1, 9, 33), new Axis(4, 5, 6), new Axis(2, 4099, 3), new Axis(1, 70_001, 1),
                new Axis(300, 70, 1), new Axis(0, 3, 2), new Axis(2, 3, 0)};
    }

    /** One function, with nothing but its mathematics. */
    private record Cube() implements UnaryFn {
        @Override
        public double at(double x) {
            return x * x * x;
        }

        @Override
        public double slope(double x, double y) {
            return 3 * x * x;
        }
    }

    /** Numbers in −1 … 1 that floats hold exactly. */
    private static double[] numbers(int n, int seed) {
        Rng rng = Rng.of(seed);
        double[] x = new double[n];
        Arrays.setAll(x, _ -> (float) rng.uniform(-1, 1));
        return x;
    }

    /**
     * Runs the same on this device and on the exact one. Each result is a running sum of so many terms: their
     * rounding errors grow with the number of additions and with the sum that is carried along.
     */
    private void agrees(String what, int terms, Function<Backend, Data> run) {
        double[] expected = EXACT.toDoubles(run.apply(EXACT));
        double[] got = device.toDoubles(run.apply(device));
        assertEquals(expected.length, got.length, what);
        for (int i = 0; i < got.length; i++) {
            assertEquals(expected[i], got[i],
                    unit * (4 + 0.5 * terms) * Math.max(1, Math.abs(expected[i])),
                    what + " at " + i);
        }
    }

    // Memory

    @ParameterizedTest
    @MethodSource("sizes")
    void numbersGoInAndOut(int n) {
        double[] x = numbers(n, 1);
        Data data = device.of(x);
        assertEquals(n, data.size());
        assertArrayEquals(x, device.toDoubles(data));
        float[] floats = device.toFloats(data);
        assertArrayEquals(x, device.toDoubles(device.of(floats)));
        Data copy = device.copyOf(data);
        device.assign(copy, device.full(n, 2.5));
        assertArrayEquals(x, device.toDoubles(data), "the original of a copy");
        double[] filled = new double[n];
        Arrays.fill(filled, 2.5);
        assertArrayEquals(filled, device.toDoubles(copy));
        Arrays.fill(x, 9);
        Arrays.fill(floats, 9);
        assertFalse(n > 0 && device.toDoubles(data)[0] == 9, "data shares its numbers with the host");
    }

    // Element by element

    @ParameterizedTest
    @MethodSource("sizes")
    void elementsAreIndependent(int n) {
        double[] x = numbers(n, 2);
        double[] y = numbers(n, 3);
        agrees("unary", 1, b -> b.unary(new Cube(), b.of(x)));
        agrees("unary backward", 1, b -> b.unaryBackward(new Cube(), b.of(y), b.of(x), null));
        View all = View.of(Shape.of(n));
        agrees("binary", 1, b -> b.binary((p, q) -> p - 2 * q, b.of(x), all, b.of(y), all));
        View one = View.stretch(Shape.of(1), Shape.of(n));
        agrees("a stretched left", 1, b -> b.binary((p, q) -> p - q, b.of(0.25), one, b.of(y), all));
        agrees("a stretched right", 1, b -> b.binary((p, q) -> p - q, b.of(x), all, b.of(0.25), one));
        double[] condition = new double[n];
        Arrays.setAll(condition, i -> i % 3 == 0 ? 0 : i % 3 == 1 ? -2 : Double.NaN);
        agrees("where", 1, b -> b.where(b.of(condition), b.of(x), b.of(y)));
        agrees("update", 2, b -> {
            Data parameter = b.of(x);
            Data state = b.full(n, 0.5);
            b.update(v -> {
                v[2] = 0.5 * v[2] + v[1];
                v[0] -= 0.25 * v[2];
            }, parameter, b.of(y), state);
            return b.concat(new Data[] {parameter, state}, new int[] {n, n}, 1);
        });
    }

    static Stream<Arguments> stretched() {
        return Stream.of(
                arguments("row and column", Shape.of(5, 3, 7), Shape.of(7), Shape.of(5, 1, 1)),
                arguments("many short rows", Shape.of(4001, 11), Shape.of(4001, 11), Shape.of(11)),
                arguments("a number for each short row", Shape.of(4001, 11), Shape.of(4001, 1),
                        Shape.of(4001, 11)),
                arguments("short rows and columns", Shape.of(201, 3, 77), Shape.of(3, 77),
                        Shape.of(201, 1, 1)),
                arguments("a number for each channel", Shape.of(50, 30, 4, 5), Shape.of(50, 30, 4, 5),
                        Shape.of(30, 1, 1)),
                arguments("an axis of each", Shape.of(60, 9, 50), Shape.of(60, 1, 50), Shape.of(9, 1)),
                arguments("long rows", Shape.of(20, 3000), Shape.of(20, 3000), Shape.of(3000)),
                arguments("a number for each long row", Shape.of(20, 3000), Shape.of(3000), Shape.of(20, 1)),
                arguments("rows of nothing", Shape.of(3, 0), Shape.of(0), Shape.of(3, 1)),
                arguments("no rows", Shape.of(0, 3), Shape.of(3), Shape.of(0, 1)));
    }

    @ParameterizedTest
    @MethodSource("stretched")
    void operandsOfDifferentShapesMeet(String name, Shape shape, Shape left, Shape right) {
        double[] a = numbers(left.elements(), 4);
        double[] b = numbers(right.elements(), 5);
        agrees(name, 1, d -> d.binary((p, q) -> p * q + p, d.of(a), View.stretch(left, shape), d.of(b),
                View.stretch(right, shape)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void oneBadNumberIsFound(int n) {
        assertTrue(device.isFinite(device.of(numbers(n, 6))));
        for (int at : n == 0 ? new int[0] : new int[] {0, n / 2, n - 1}) {
            for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                double[] x = numbers(n, 6);
                x[at] = bad;
                assertFalse(device.isFinite(device.of(x)), bad + " at " + at + " of " + n);
            }
        }
    }

    // Along an axis

    private static int elements(Axis axis) {
        return axis.outer() * axis.size() * axis.inner();
    }

    @ParameterizedTest
    @EnumSource(Reduction.class)
    void reductionsAgree(Reduction how) {
        for (Axis axis : axes()) {
            double[] x = numbers(elements(axis), 7);
            // near 1, so that the product of many neither vanishes nor explodes
            Arrays.setAll(x, i -> how == Reduction.PROD ? (float) (1 + x[i] / 1024) : x[i]);
            agrees(how + " " + axis, axis.size(), b -> b.reduce(how, b.of(x), axis));
        }
    }

    @Test
    void whatRunsAlongAnAxisAgrees() {
        for (Axis axis : axes()) {
            double[] x = numbers(elements(axis), 8);
            for (boolean either : new boolean[] {false, true}) {
                agrees("cumsum " + axis, axis.size(), b -> b.cumsum(b.of(x), axis, either));
                agrees("argsort " + axis, 1, b -> b.argsort(b.of(x), axis, either));
                agrees("softmax " + axis, 64, b -> b.softmax(b.of(x), axis, either));
            }
            double[] g = numbers(elements(axis), 9);
            agrees("softmaxBackward " + axis, axis.size(), b -> b.softmaxBackward(b.of(g), b.of(x), axis));
            agrees("argmax " + axis, 1, b -> b.argReduce(Reduction.MAX, b.of(x), axis));
            agrees("argmin " + axis, 1, b -> b.argReduce(Reduction.MIN, b.of(x), axis));
        }
    }

    @Test
    void anEmptyAxisHasASumAndAProductOnly() {
        Axis axis = new Axis(2, 0, 3);
        assertArrayEquals(new double[6],
                device.toDoubles(device.reduce(Reduction.SUM, device.full(0, 0), axis)));
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1},
                device.toDoubles(device.reduce(Reduction.PROD, device.full(0, 0), axis)));
    }

    @Test
    void tiesGoToTheFirstAndNaNIsTheExtreme() {
        Axis axis = new Axis(2, 4, 1);
        Data ties = device.of(1d, 3, 3, 1, 2, Double.NaN, 5, Double.NaN);
        assertArrayEquals(new double[] {1, 1}, device.toDoubles(device.argReduce(Reduction.MAX, ties, axis)));
        assertArrayEquals(new double[] {0, 1}, device.toDoubles(device.argReduce(Reduction.MIN, ties, axis)));
        assertArrayEquals(new double[] {0, 3, 1, 2, 0, 2, 1, 3},
                device.toDoubles(device.argsort(ties, axis, false)));
        assertArrayEquals(new double[] {1, 2, 0, 3, 1, 3, 2, 0},
                device.toDoubles(device.argsort(ties, axis, true)));
        assertArrayEquals(new double[] {3, Double.NaN},
                device.toDoubles(device.reduce(Reduction.MAX, ties, axis)));
    }

    @Test
    void softmaxNeitherOverflowsNorForgets() {
        Axis axis = new Axis(1, 3, 1);
        Data x = device.of(1e4, 1e4, -1e4);
        assertArrayEquals(new double[] {0.5, 0.5, 0}, device.toDoubles(device.softmax(x, axis, false)));
        double half = -Math.log(2);
        assertArrayEquals(new double[] {half, half, half - 2e4},
                device.toDoubles(device.softmax(x, axis, true)), 2e4 * unit);
    }

    @Test
    void labelsAreComparedWithRows() {
        for (int width : new int[] {1, 3, 10, 1000}) {
            for (int rows : new int[] {0, 1, 7, 300}) {
                double[] labels = new double[rows];
                Arrays.setAll(labels, i -> i * 7 % width);
                double[] z = numbers(rows * width, 18);
                agrees("label loss", 64, b -> b.labelLoss(b.of(z), b.of(labels), width));
                agrees("label loss backward", 64,
                        b -> b.labelLossBackward(b.of(numbers(rows, 19)), b.of(z), b.of(labels), width));
                assertTrue(device.arePositions(device.of(labels), width));
            }
        }
        for (double bad : new double[] {3, -1, 0.5, Double.NaN, 1e12}) {
            assertFalse(device.arePositions(device.of(0, bad), 3), "" + bad);
        }
    }

    // Moves

    static View[] views() {
        Shape block = Shape.of(6, 5, 8);
        return new View[] {View.of(block), new View(0, new int[] {1, 8, 40}, Shape.of(8, 5, 6)),
                new View(47, new int[] {40, -8, 1}, Shape.of(3, 4, 3)),
                new View(239, new int[] {-1}, Shape.of(240)),
                new View(3, new int[] {0, 8, 0}, Shape.of(4, 5, 3)), new View(7, new int[] {}, Shape.of()),
                new View(0, new int[] {40, 8, 2}, Shape.of(6, 0, 4))};
    }

    @ParameterizedTest
    @MethodSource("views")
    void aViewIsCopiedAndSpreadBack(View view) {
        double[] x = numbers(240, 9);
        double[] y = numbers(view.shape().elements(), 10);
        agrees("copy", 1, b -> b.copy(b.of(x), view));
        agrees("spread", 16, b -> b.spread(b.of(y), view, x.length));
        double there = dot(device.toDoubles(device.copy(device.of(x), view)), y);
        double back = dot(x, device.toDoubles(device.spread(device.of(y), view, x.length)));
        assertEquals(there, back, 1e3 * unit, "spread is not the adjoint of copy");
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void blocksStandSideBySide() {
        int[] widths = {3, 0, 17, 1};
        agrees("concat", 1, b -> {
            Data[] parts = new Data[widths.length];
            Arrays.setAll(parts, p -> b.of(numbers(5 * widths[p], 11 + p)));
            return b.concat(parts, widths, 5);
        });
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void rowsAreTakenAndPutBack(int n) {
        int[] rows = new int[n];
        Rng rng = Rng.of(12);
        Arrays.setAll(rows, _ -> rng.below(11));
        for (int width : new int[] {1, 3, 16}) {
            agrees("take", 1, b -> b.take(b.of(numbers(11 * width, 13)), rows, width));
            agrees("take backward", n, b -> b.takeBackward(b.of(numbers(n * width, 14)), rows, width, 11));
        }
    }

    // Products

    @Test
    void productsAgree() {
        int[][] shapes = {{1, 1, 1}, {1, 10, 300}, {300, 1, 7}, {5, 3, 0}, {0, 4, 4}, {6, 7, 8},
                {64, 10, 784},
                {33, 65, 129}, {96, 48, 1000}, {3, 257, 31}};
        for (int[] s : shapes) {
            for (int form = 0; form < 8; form++) {
                boolean transA = (form & 1) != 0;
                boolean transB = (form & 2) != 0;
                boolean hasBias = (form & 4) != 0;
                // three products: the first two share B, the first and the last share A
                int[] aOffsets = {0, s[0] * s[2], 0};
                int[] bOffsets = {0, 0, s[1] * s[2]};
                Product product = new Product(s[0], s[1], s[2], transA, transB, aOffsets, bOffsets);
                double[] a = numbers(2 * s[0] * s[2], 15);
                double[] other = numbers(2 * s[1] * s[2], 16);
                double[] bias = numbers(s[1], 17);
                UnaryFn f = form == 5 ? UnaryOp.tanh() : null;
                agrees(product.toString(), s[2],
                        b -> b.matmul(b.of(a), b.of(other), hasBias ? b.of(bias) : null, f, product));
            }
        }
    }

    // Recurrence

    @ParameterizedTest
    @EnumSource
    void statesGoThroughSequencesAlike(Recurrence.Cell cell) {
        for (int[] counts : new int[][] {{1}, {2, 2, 1}, {7, 7, 7, 7, 7}, {19, 18, 5, 5}}) {
            Recurrence r = new Recurrence(cell, 9, counts);
            double[] x = numbers(r.rows() * r.gates(), 18);
            double[] w = numbers(r.gates() * r.hidden(), 19);
            double[] bias = numbers(r.gates(), 20);
            double[] h0 = numbers(r.sequences() * r.hidden(), 21);
            double[] g = numbers(r.stateRows() * r.hidden(), 22);
            int terms = 20 * r.hidden(); // errors go on from step to step
            Function<Backend, Recurrence.Forward> ahead = b -> b.recur(r, b.of(x), b.of(w), b.of(bias),
                    b.of(h0),
                    r.hasCells() ? b.of(h0) : null);
            Function<Backend, Recurrence.Backward> back = b -> b.recurBackward(r, b.of(g), ahead.apply(b),
                    b.of(w));
            agrees("states", terms, b -> ahead.apply(b).states());
            agrees("of the input", terms, b -> back.apply(b).input());
            agrees("of the hidden product", terms, b -> back.apply(b).hidden());
            agrees("of h0", terms, b -> back.apply(b).state());
            if (r.hasCells()) {
                agrees("of c0", terms, b -> back.apply(b).cell());
            }
        }
    }

    @Test
    void foreignDataIsRefused() {
        assertThrows(ClassCastException.class, () -> device.toDoubles(() -> 3));
    }
}
