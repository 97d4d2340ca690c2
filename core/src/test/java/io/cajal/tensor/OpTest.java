package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.backend.Backend;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.cpu.Workers;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every row of {@link OpCases} must hold. */
class OpTest {

    static Stream<OpCase> all() {
        return OpCases.all();
    }

    static Stream<OpCase> onceDifferentiable() {
        return OpCases.all().filter(row -> row.isDifferentiable(1));
    }

    static Stream<OpCase> twiceDifferentiable() {
        return OpCases.all().filter(row -> row.isDifferentiable(2));
    }

    static Stream<OpCase> functionsOfOneNumber() {
        return OpCases.all().filter(row -> unaryOp(row) != null);
    }

    /** ∂/∂x Σ v·f(x), for a fixed v, against central differences. */
    @ParameterizedTest
    @MethodSource("onceDifferentiable")
    void gradientEqualsCentralDifferences(OpCase row) {
        Run.on(RefBackend.INSTANCE).run(() -> Differences.check(row.operands(Rng.of(1), row.shapes), in -> {
            Tensor y = row.function.apply(in);
            return y.mul(weights(y.shape(), 2)).sum();
        }));
    }

    /** The gradient of Σ w·(gradient), against central differences. */
    @ParameterizedTest
    @MethodSource("twiceDifferentiable")
    void secondDerivativeEqualsCentralDifferences(OpCase row) {
        Run.on(RefBackend.INSTANCE).run(() -> Differences.check(row.operands(Rng.of(3), row.shapes), in -> {
            Tensor y = row.function.apply(in);
            Gradients g = y.backward(weights(y.shape(), 4), true);
            Tensor total = Tensor.scalar(0);
            for (int i = 0; i < in.length; i++) {
                // + 0·x: a gradient that does not depend on x still has the derivative 0
                total = total.add(g.get(in[i]).mul(weights(in[i].shape(), 5 + i)).sum())
                        .add(in[i].sum().mul(0));
            }
            return total;
        }));
    }

    /** A gradient that can be differentiated again goes step by step; the plain one takes short cuts. */
    @ParameterizedTest
    @MethodSource("onceDifferentiable")
    void recordedGradientEqualsPlainOne(OpCase row) {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Tensor[] in = tracked(row.operands(Rng.of(8), row.shapes));
            Tensor y = row.function.apply(in);
            Tensor seed = weights(y.shape(), 9);
            Gradients plain = y.backward(seed, false);
            Gradients recorded = y.backward(seed, true);
            for (Tensor x : in) {
                assertEquals(plain.get(x).shape(), x.shape());
                assertArrayEquals(plain.get(x).toDoubles(), recorded.get(x).toDoubles(), 1e-12);
            }
        });
    }

    /** Result and gradients in float on the CPU against double on the reference device. */
    @ParameterizedTest
    @MethodSource("all")
    void cpuAgreesWithReference(OpCase row) {
        row.sizes().forEach(shapes -> {
            double[][] exact = results(row, shapes, RefBackend.INSTANCE);
            double[][] fast = results(row, shapes, CpuBackend.INSTANCE);
            for (int i = 0; i < exact.length; i++) {
                String what = row + " " + shapes + (i == 0 ? " result" : " gradient " + (i - 1));
                assertEquals(exact[i].length, fast[i].length, what);
                double allowed = row.tolerance() * growth(row, shapes) * largest(exact[i]);
                for (int j = 0; j < exact[i].length; j++) {
                    double each = row.isElementWise() ? row.tolerance() * (1 + Math.abs(exact[i][j]))
                            : allowed;
                    assertEquals(exact[i][j], fast[i][j] + 0.0, each, what + " at element " + j);
                }
            }
        });
    }

    /** Rounding errors of sums grow with the root of their length. */
    private static double growth(OpCase row, List<Shape> shapes) {
        int longest = 1;
        for (Shape shape : shapes) {
            for (int size : shape.sizes()) {
                longest = Math.max(longest, size);
            }
        }
        return row.isElementWise() ? 1 : Math.sqrt(longest);
    }

    private static double largest(double[] values) {
        double largest = 1;
        for (double v : values) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }

    /** The same bits on 1, 2 and 4 threads. */
    @ParameterizedTest
    @MethodSource("all")
    void threadsDoNotChangeTheBits(OpCase row) {
        List<Shape> shapes = row.sizes().reduce((a, b) -> elements(b) >= elements(a) ? b : a).orElseThrow();
        int usual = Workers.shared().threads();
        try {
            Workers.setThreads(1);
            double[][] alone = results(row, shapes, CpuBackend.INSTANCE);
            for (int threads : new int[] {2, 4}) {
                Workers.setThreads(threads);
                double[][] together = results(row, shapes, CpuBackend.INSTANCE);
                for (int i = 0; i < alone.length; i++) {
                    assertArrayEquals(alone[i], together[i], row + " on " + threads + " threads");
                }
            }
        } finally {
            Workers.setThreads(usual);
        }
    }

    private static int elements(List<Shape> shapes) {
        return shapes.stream().mapToInt(Shape::elements).sum();
    }

    @ParameterizedTest
    @MethodSource("functionsOfOneNumber")
    void formsOfAFunctionAgree(OpCase row) {
        UnaryContract.check(unaryOp(row), row.low, row.high, row.kinks());
    }

    /** The operation, where the row is no more than that. */
    private static UnaryOp unaryOp(OpCase row) {
        Tensor[] in = tracked(row.operands(Rng.of(1), row.shapes));
        List<Trace.Step> steps = Trace.of(row.function.apply(in)).steps();
        return steps.size() == 2 && steps.get(1).op() instanceof UnaryOp op ? op : null;
    }

    /** The result, then the gradient for each operand of the result's sum weighted by fixed numbers. */
    private static double[][] results(OpCase row, List<Shape> shapes, Backend device) {
        return Run.on(device).call(() -> {
            Tensor[] in = tracked(row.operands(Rng.of(6), shapes));
            double[][] given = Stream.of(in).map(Tensor::toDoubles).toArray(double[][]::new);
            Tensor y = row.function.apply(in);
            double[][] results = new double[row.isDifferentiable(1) ? 1 + in.length : 1][];
            results[0] = y.toDoubles();
            if (row.isDifferentiable(1)) {
                Gradients g = y.backward(weights(y.shape(), 7), false);
                for (int i = 0; i < in.length; i++) {
                    results[1 + i] = g.get(in[i]).toDoubles();
                }
            }
            for (int i = 0; i < in.length; i++) {
                assertArrayEquals(given[i], in[i].toDoubles(), row + " changed its operand");
            }
            return results;
        });
    }

    private static Tensor[] tracked(Tensor[] in) {
        return Stream.of(in).map(Tensor::tracked).toArray(Tensor[]::new);
    }

    /** Fixed numbers in [−1, 1), exact in both precisions. */
    private static Tensor weights(Shape shape, long seed) {
        Rng rng = Rng.of(seed);
        double[] values = new double[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rng.uniform(-1, 1);
        }
        return Tensor.of(shape, values);
    }
}
