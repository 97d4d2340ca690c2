package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.cajal.backend.Backend;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.cpu.Workers;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.OpCases.OpCase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every row of {@link OpCases} must hold. */
class OpTest {
    private static final int[] AWKWARD = {1, 4, 6, 13, 16, 25, 207, 1024, 4098, 60_001};

    static Stream<OpCase> all() {
        return OpCases.all();
    }

    static Stream<OpCase> onceDifferentiable() {
        return OpCases.all().filter(row -> row.order() >= 1);
    }

    static Stream<OpCase> twiceDifferentiable() {
        return OpCases.all().filter(row -> row.order() >= 2);
    }

    /** ∂/∂x Σ v·f(x), for a fixed v, against central differences. */
    @ParameterizedTest
    @MethodSource("onceDifferentiable")
    void gradientEqualsCentralDifferences(OpCase row) {
        Run.on(RefBackend.INSTANCE).run(() -> Differences.check(row.operands(Rng.of(1), row.shapes()), in -> {
            Tensor y = row.function().apply(in);
            return y.mul(Tensor.uniform(y.shape(), -1, 1, Rng.of(2))).sum();
        }));
    }

    /** The gradient of Σ w·(gradient), against central differences. */
    @ParameterizedTest
    @MethodSource("twiceDifferentiable")
    void secondDerivativeEqualsCentralDifferences(OpCase row) {
        Run.on(RefBackend.INSTANCE).run(() -> Differences.check(row.operands(Rng.of(3), row.shapes()), in -> {
            Tensor y = row.function().apply(in);
            Gradients g = y.backward(Tensor.uniform(y.shape(), -1, 1, Rng.of(4)), true);
            Tensor total = Tensor.scalar(0);
            for (int i = 0; i < in.length; i++) {
                Tensor w = Tensor.uniform(in[i].shape(), -1, 1, Rng.of(5 + i));
                // + 0·x: a gradient that does not depend on x still has the derivative 0
                total = total.add(g.get(in[i]).mul(w).sum()).add(in[i].sum().mul(0));
            }
            return total;
        }));
    }

    /** Result and gradients in float on the CPU against double on the reference device. */
    @ParameterizedTest
    @MethodSource("all")
    void cpuAgreesWithReference(OpCase row) {
        List<List<Shape>> sizes = new ArrayList<>(List.of(row.shapes()));
        if (row.sized()) {
            for (int n : AWKWARD) {
                sizes.add(Collections.nCopies(row.shapes().size(), Shape.of(n)));
            }
        }
        for (List<Shape> shapes : sizes) {
            double[][] exact = results(row, shapes, RefBackend.INSTANCE);
            double[][] fast = results(row, shapes, CpuBackend.INSTANCE);
            for (int i = 0; i < exact.length; i++) {
                double scale = 0;
                for (double v : exact[i]) {
                    scale = Math.max(scale, Math.abs(v));
                }
                // Rounding errors of sums grow with the root of their length.
                double tolerance = 2e-6 * (1 + scale) * (row.name().contains("207") ? Math.sqrt(207) : 1);
                assertArrayEquals(exact[i], fast[i], tolerance,
                        row + " " + shapes + (i == 0 ? " result" : " gradient"));
            }
        }
    }

    /** The same bits on 1, 2 and 4 threads. */
    @ParameterizedTest
    @MethodSource("all")
    void threadsDoNotChangeTheBits(OpCase row) {
        List<Shape> shapes = row.sized() ? Collections.nCopies(row.shapes().size(), Shape.of(60_001))
                : row.shapes();
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

    /** The result, then the gradient for each operand of the result's sum weighted by fixed numbers. */
    private static double[][] results(OpCase row, List<Shape> shapes, Backend device) {
        return Run.on(device).call(() -> {
            Tensor[] in = row.operands(Rng.of(6), shapes);
            for (int i = 0; i < in.length; i++) {
                in[i] = in[i].tracked();
            }
            Tensor y = row.function().apply(in);
            double[][] results = new double[row.order() == 0 ? 1 : 1 + in.length][];
            results[0] = y.toDoubles();
            if (row.order() > 0) {
                Gradients g = y.backward(Tensor.uniform(y.shape(), -1, 1, Rng.of(7)), false);
                for (int i = 0; i < in.length; i++) {
                    results[1 + i] = g.get(in[i]).toDoubles();
                }
            }
            return results;
        });
    }
}
