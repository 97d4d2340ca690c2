package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cajal.backend.Backend;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.cpu.Workers;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.io.Json;
import io.cajal.nn.LayerCases.LayerCase;
import io.cajal.nn.activation.Activation;
import io.cajal.tensor.Differences;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every row of {@link LayerCases} must hold. */
class LayerContractTest {
    private static final int[] AWKWARD = {1, 4, 6, 13, 16, 25, 207, 1024, 4098, 40_001};

    static Stream<LayerCase> all() {
        return LayerCases.all();
    }

    static Stream<LayerCase> activations() {
        return LayerCases.all().filter(row -> row.make().apply(Rng.of(1)) instanceof Activation);
    }

    /** ∂/∂ input and every parameter, in training with fixed noise, against central differences in double. */
    @ParameterizedTest
    @MethodSource("all")
    void gradientEqualsCentralDifferences(LayerCase row) {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Layer layer = row.make().apply(Rng.of(1));
            Tensor x = row.input(Rng.of(2), row.input());
            if (row.vocabulary() == 0) {
                Differences.check(new Tensor[] {x}, in -> scalar(layer, in[0]));
            }
            if (Parts.count(layer) > 0) {
                Differences.checkParams(Parts.params(layer).values(), () -> scalar(layer, x));
            }
        });
    }

    private static Tensor scalar(Layer layer, Tensor x) {
        Tensor y = forward(layer, x);
        return y.mul(Tensor.uniform(y.shape(), -1, 1, Rng.of(3))).sum();
    }

    /** The gradient of Σ w·(gradient by the input). */
    @ParameterizedTest
    @MethodSource("all")
    void secondDerivativeEqualsCentralDifferences(LayerCase row) {
        assumeTrue(row.vocabulary() == 0);
        Run.on(RefBackend.INSTANCE).run(() -> {
            Layer layer = row.make().apply(Rng.of(1));
            Tensor x = row.input(Rng.of(2), row.input());
            Differences.check(new Tensor[] {x}, in -> {
                Tensor y = forward(layer, in[0]);
                Gradients g = y.backward(Tensor.uniform(y.shape(), -1, 1, Rng.of(4)), true);
                return g.get(in[0]).mul(Tensor.uniform(x.shape(), -1, 1, Rng.of(5))).sum()
                        .add(in[0].sum().mul(0));
            });
        });
    }

    private static Tensor forward(Layer layer, Tensor x) {
        return Run.training(Rng.of(9)).call(() -> layer.apply(x));
    }

    @ParameterizedTest
    @MethodSource("all")
    void cpuAgreesWithReference(LayerCase row) {
        List<Shape> shapes = new ArrayList<>(List.of(row.input()));
        if (row.make().apply(Rng.of(1)) instanceof Activation) {
            for (int n : AWKWARD) {
                shapes.add(Shape.of(n));
            }
        }
        for (Shape shape : shapes) {
            double[][] exact = results(row, shape, RefBackend.INSTANCE);
            double[][] fast = results(row, shape, CpuBackend.INSTANCE);
            for (int i = 0; i < exact.length; i++) {
                assertArrayEquals(exact[i], fast[i], 2e-5,
                        row + " " + shape + (i == 0 ? " output" : " gradient"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void threadsDoNotChangeTheBits(LayerCase row) {
        Shape shape = row.make().apply(Rng.of(1)) instanceof Activation ? Shape.of(40_001) : row.input();
        int usual = Workers.shared().threads();
        try {
            Workers.setThreads(1);
            double[][] alone = results(row, shape, CpuBackend.INSTANCE);
            for (int threads : new int[] {2, 4}) {
                Workers.setThreads(threads);
                double[][] together = results(row, shape, CpuBackend.INSTANCE);
                for (int i = 0; i < alone.length; i++) {
                    assertArrayEquals(alone[i], together[i], row + " on " + threads + " threads");
                }
            }
        } finally {
            Workers.setThreads(usual);
        }
    }

    /** Output in training, then the gradients of the input and the parameters. */
    private static double[][] results(LayerCase row, Shape shape, Backend device) {
        return Run.on(device).call(() -> {
            Layer layer = row.make().apply(Rng.of(1));
            Tensor x = row.input(Rng.of(6), shape).tracked();
            Tensor y = forward(layer, x);
            Gradients g = y.backward(Tensor.uniform(y.shape(), -1, 1, Rng.of(7)), false);
            List<double[]> results = new ArrayList<>(List.of(y.toDoubles(), g.get(x).toDoubles()));
            Parts.params(layer).values().forEach(param -> results.add(g.get(param).toDoubles()));
            return results.toArray(double[][]::new);
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void evaluationIsTheSameEachTime(LayerCase row) {
        Layer layer = row.make().apply(Rng.of(1));
        Tensor x = row.input(Rng.of(2), row.input());
        double[] first = Run.evaluation().call(() -> layer.apply(x).toDoubles());
        assertArrayEquals(first, Run.evaluation().call(() -> layer.apply(x).toDoubles()));
    }

    /** Structure through JSON and numbers through the state dictionary make an equal layer. */
    @ParameterizedTest
    @MethodSource("all")
    void canBeWrittenAndReadBack(LayerCase row) {
        Layer layer = row.make().apply(Rng.of(1));
        Layer copy = Architecture.fromJson(Json.parse(Json.write(Architecture.toJson(layer))));
        assertEquals(Parts.stored(layer).keySet(), Parts.stored(copy).keySet());
        StateDict.load(copy, StateDict.of(layer));
        Tensor x = row.input(Rng.of(2), row.input());
        assertArrayEquals(forward(layer, x).toDoubles(), forward(copy, x).toDoubles());
    }

    @ParameterizedTest
    @MethodSource("all")
    void namesTheLayerWhenAShapeDoesNotFit(LayerCase row) {
        assumeTrue(row.wrong() != null);
        Layer model = Sequential.of(row.make().apply(Rng.of(1)));
        ShapeException e = assertThrows(ShapeException.class,
                () -> model.apply(Tensor.full(row.wrong(), 0.5)));
        assertTrue(e.getMessage().contains(", in Sequential → 0"), e.getMessage());
        assertTrue(e.getMessage().contains("["), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    /** f and f′ in double against the float loops, at numbers spread over the range. */
    @ParameterizedTest
    @MethodSource("activations")
    void floatLoopsAgreeWithTheMathematics(LayerCase row) {
        Activation f = (Activation) row.make().apply(Rng.of(1));
        float[] x = Run.on(CpuBackend.INSTANCE).call(() -> row.input(Rng.of(8), Shape.of(1000)).toFloats());
        float[] y = new float[x.length];
        float[] slopes = new float[x.length];
        float[] ones = new float[x.length];
        Arrays.fill(ones, 1);
        f.forward(x, 0, y, 0, x.length);
        f.backward(ones, x, y, slopes, 0, x.length);
        for (int i = 0; i < x.length; i++) {
            assertEquals(f.at(x[i]), y[i], 1e-6 * Math.max(1, Math.abs(y[i])), row + " at " + x[i]);
            assertEquals(f.slope(x[i], f.at(x[i])), slopes[i], 1e-5, row + "′ at " + x[i]);
        }
    }

    /** All forms of f and f′, also far out, at ±0, ±∞ and NaN. */
    @ParameterizedTest
    @MethodSource("activations")
    void formsOfAnActivationAgree(LayerCase row) {
        double[] kinks = row.kinks().stream().mapToDouble(Double::doubleValue).toArray();
        UnaryContract.check((Activation) row.make().apply(Rng.of(1)), row.low(), row.high(), kinks);
    }

    @Test
    void sharedParametersAreCountedOnce() {
        Linear tied = Linear.of(4, 4, Rng.of(1));
        Layer model = Sequential.of(tied, tied);
        assertEquals(20, Parts.count(model));
        assertEquals(Map.of("0.weight", 1, "0.bias", 1).keySet(), StateDict.of(model).keySet());
        Layer copy = Architecture.fromJson(Json.parse(Json.write(Architecture.toJson(model))));
        assertEquals(20, Parts.count(copy));
    }
}
