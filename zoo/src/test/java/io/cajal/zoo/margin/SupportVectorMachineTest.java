package io.cajal.zoo.margin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Digits;
import io.cajal.data.Generators;
import io.cajal.data.TensorDataset;
import io.cajal.nn.Layer;
import io.cajal.nn.StateDict;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupportVectorMachineTest {
    private static final List<String> TWO = List.of("a", "b");
    @TempDir
    private Path folder;

    private static Dataset points(double[][] x, double... labels) {
        return new TensorDataset(Tensor.of(x), Tensor.of(labels), TWO);
    }

    /** Two points at ±1: the street has its middle at 0 and its margins at the points, α = ½ each. */
    @Test
    void twoPointsHaveAStreetBetweenThem() {
        var fitted = new SupportVectorMachine(new Kernel.Linear(), 100)
                .fit(points(new double[][] {{1, 0}, {-1, 0}}, 0, 1), Rng.of(1));
        var pair = fitted.pairs().getFirst();
        assertArrayEquals(new int[] {0, 1}, pair.support());
        assertArrayEquals(new double[] {0.5, -0.5}, pair.beta(), 1e-9);
        assertEquals(0, pair.bias(), 1e-9);
        assertArrayEquals(new float[] {3, -0.5f},
                fitted.network().decisions(Tensor.of(new double[][] {{3, 7}, {-0.5, 2}})).toFloats(), 1e-5f);
    }

    /** A point of the wrong side pays C, and no more. */
    @Test
    void noWeightExceedsTheCost() {
        var fitted = new SupportVectorMachine(new Kernel.Linear(), 0.25).fit(
                points(new double[][] {{2}, {1}, {-3}, {-2}, {-1}, {3}}, 0, 0, 0, 1, 1, 1), Rng.of(1));
        var pair = fitted.pairs().getFirst();
        assertTrue(pair.bounded() >= 2);
        assertEquals(0, Arrays.stream(pair.beta()).sum(), 1e-12);
        assertTrue(Arrays.stream(pair.beta()).allMatch(b -> Math.abs(b) <= 0.25));
    }

    /**
     * The problem is convex, so what fulfils the conditions of Karush, Kuhn and Tucker is its optimum. They are computed
     * here in double, by a kernel of the test's own.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 30})
    void fulfilsTheConditionsOfTheOptimum(double cost) {
        double gamma = 0.3;
        Dataset data = Generators.moons(160, 0.25, Rng.of(3));
        var fitted = new SupportVectorMachine(new Kernel.Gaussian(gamma), cost).fit(data, Rng.of(1));
        var pair = fitted.pairs().getFirst();
        double[] x = data.all().x().toDoubles();
        double[] labels = data.all().y().toDoubles();
        double[] beta = new double[labels.length];
        for (int s = 0; s < pair.support().length; s++) {
            beta[pair.support()[s]] = pair.beta()[s];
        }
        double up = Double.NEGATIVE_INFINITY;
        double down = Double.POSITIVE_INFINITY;
        for (int t = 0; t < labels.length; t++) {
            double y = labels[t] == 0 ? 1 : -1;
            double error = y;
            for (int s = 0; s < labels.length; s++) {
                double dx = x[2 * s] - x[2 * t];
                double dy = x[2 * s + 1] - x[2 * t + 1];
                error -= beta[s] * Math.exp(-gamma * (dx * dx + dy * dy));
            }
            assertTrue(y * beta[t] >= 0 && y * beta[t] <= cost);
            up = y > 0 ? beta[t] < cost ? Math.max(up, error) : up : beta[t] < 0 ? Math.max(up, error) : up;
            down = y > 0 ? beta[t] > 0 ? Math.min(down, error) : down
                    : beta[t] > -cost ? Math.min(down, error) : down;
        }
        assertEquals(0, Arrays.stream(beta).sum(), 1e-9);
        assertTrue(up - down <= 1.05e-3, "gap " + (up - down));
        assertTrue(fitted.gap() <= 1e-3 && fitted.gap() > 0);
        assertEquals(pair.bias(), (up + down) / 2, 1e-3);
    }

    @Test
    void aKernelPartsWhatNoLineCan() {
        Dataset xor = points(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, 0, 1, 1, 0);
        for (Kernel kernel : List.of(new Kernel.Gaussian(1), new Kernel.Polynomial(2, 1, 1))) {
            assertEquals(1, accuracy(new SupportVectorMachine(kernel, 100), xor), kernel.text());
        }
        assertTrue(accuracy(new SupportVectorMachine(new Kernel.Linear(), 100), xor) <= 0.75);
    }

    private static double accuracy(SupportVectorMachine machine, Dataset data) {
        return Evaluation.of(machine.fit(data, Rng.of(1)).network(), data).of(new Accuracy());
    }

    @Test
    void tellsDigitsApartWithHonestOdds() {
        Dataset digits = Digits.load();
        var fitted = new SupportVectorMachine(new Kernel.Gaussian(0.02), 10).fit(digits.range(0, 1000),
                Rng.of(1));
        assertEquals(45, fitted.pairs().size());
        assertTrue(fitted.gap() <= 1e-3);
        Evaluation scored = Evaluation.of(fitted.network(), digits.range(1000, 2000));
        assertTrue(scored.of(new Accuracy()) > 0.9, () -> "accuracy " + scored.of(new Accuracy()));
        assertArrayEquals(Tensor.ones(1000).toFloats(), scored.outputs().exp().sum(1).toFloats(), 1e-4f);
        double byVotes = Evaluation.of(fitted.network()::votes, digits.range(1000, 2000)).of(new Accuracy());
        assertEquals(byVotes, scored.of(new Accuracy()), 0.02);
        assertEquals(45, fitted.network().votes(digits.batch(0).x()).sum().item());
    }

    /** Rows that do not fit are made again when they are asked for: the optimum is the same. */
    @Test
    void aSmallCacheChangesNoAnswer() {
        Dataset data = Generators.moons(1500, 0.4, Rng.of(5));
        Kernel kernel = new Kernel.Gaussian(1);
        var large = new SupportVectorMachine(kernel, 1, 1e-4, 0, 200).fit(data, Rng.of(1));
        var small = new SupportVectorMachine(kernel, 1, 1e-4, 0, 1).fit(data, Rng.of(1));
        assertTrue(small.pairs().getFirst().rows() > 1500 && large.pairs().getFirst().rows() <= 1500);
        Tensor x = data.range(0, 50).all().x();
        assertArrayEquals(large.network().decisions(x).toFloats(), small.network().decisions(x).toFloats(),
                1e-2f);
    }

    /** An example whose bound is 0 is one that is not there. */
    @Test
    void whatIsLeftOutOfAFoldHasNoSay() {
        Dataset data = Generators.moons(60, 0.3, Rng.of(7));
        Tensor x = data.all().x();
        double[] y = new double[60];
        double[] bound = new double[60];
        for (int t = 0; t < 60; t++) {
            y[t] = data.all().y().toDoubles()[t] == 0 ? 1 : -1;
            bound[t] = t % 5 == 2 ? 0 : 3;
        }
        Kernel kernel = new Kernel.Gaussian(0.5);
        Smo.Solution part = new Smo(new KernelRows(kernel, x, 10), y, bound).solve(1e-6);
        int[] kept = IntStream.range(0, 60).filter(t -> bound[t] > 0).toArray();
        var alone = new SupportVectorMachine(kernel, 3, 1e-6, 0, 10).fit(data.subset(kept), Rng.of(1));
        double[] decisions = alone.network().decisions(x).toDoubles();
        for (int t = 0; t < 60; t++) {
            assertEquals(decisions[t], y[t] - part.error()[t] + part.bias(), 1e-4);
        }
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        Dataset digits = Digits.load().range(0, 400);
        int before = Workers.shared().threads();
        try {
            Workers.setThreads(1);
            Map<String, Tensor> one = StateDict.copy(StateDict.of(fit(digits)));
            Workers.setThreads(3);
            Map<String, Tensor> three = StateDict.copy(StateDict.of(fit(digits)));
            assertEquals(one.keySet(), three.keySet());
            one.forEach((name, tensor) -> assertArrayEquals(tensor.toFloats(), three.get(name).toFloats(),
                    name));
        } finally {
            Workers.setThreads(before);
        }
    }

    private static Layer fit(Dataset digits) {
        return new SupportVectorMachine(new Kernel.Gaussian(0.02), 10).fit(digits, Rng.of(1)).network();
    }

    @Test
    void aSavedMachineAnswersTheSame() throws IOException {
        Dataset digits = Digits.load().range(0, 300);
        for (Kernel kernel : List.of(new Kernel.Linear(), new Kernel.Polynomial(3, 100, 1),
                new Kernel.Gaussian(0.02))) {
            SupportVectors network = new SupportVectorMachine(kernel, 10).fit(digits, Rng.of(1)).network();
            Path file = folder.resolve("model.safetensors");
            new Model(network, Model.Input.image(1, 28, 28), digits.classes(), Map.of()).save(file);
            Model back = Model.load(file);
            Tensor x = digits.range(0, 20).all().x();
            assertArrayEquals(network.apply(x).softmax(1).toFloats(), back.predict(x).toFloats());
            assertEquals(kernel, ((SupportVectors) back.network()).kernel());
        }
    }

    @Test
    void saysWhatItCannotLearnFrom() {
        SupportVectorMachine machine = new SupportVectorMachine(new Kernel.Linear(), 1);
        assertEquals("support vector machine: class \"b\" has no example in the 2 given",
                message(() -> machine.fit(points(new double[][] {{1}, {2}}, 0, 0), Rng.of(1))));
        assertEquals("support vector machine: needs at least 2 classes, the data have values",
                message(() -> machine.fit(Generators.plane(5, 0, Rng.of(1)), Rng.of(1))));
        assertEquals("support vector machine: the inputs must be finite numbers; fill in what is missing",
                message(() -> machine.fit(points(new double[][] {{1}, {Double.NaN}}, 0, 1), Rng.of(1))));
        assertEquals("gaussian kernel: gamma must be above 0, got -1.0",
                message(() -> new Kernel.Gaussian(-1)));
        assertTrue(message(() -> new SupportVectorMachine(new Kernel.Linear(), 0))
                .startsWith("support vector machine: needs a cost"));
    }

    private static String message(Executable bad) {
        return assertThrows(CajalException.class, bad).getMessage();
    }

    @Test
    void kernelsAreTheirFormulas() {
        Tensor x = Tensor.normal(Shape.of(5, 3), Rng.of(1));
        Tensor y = Tensor.normal(Shape.of(4, 3), Rng.of(2));
        for (Kernel kernel : List.of(new Kernel.Linear(), new Kernel.Polynomial(1, 2, 0.5),
                new Kernel.Polynomial(5, 2, 0.5), new Kernel.Gaussian(0.7))) {
            double[] k = kernel.between(x, y).toDoubles();
            double[] own = kernel.ofItself(x.square().sum(1)).toDoubles();
            for (int i = 0; i < 5; i++) {
                double[] a = x.select(0, i).toDoubles();
                assertEquals(formula(kernel, a, a), own[i], 1e-4 * Math.abs(own[i]));
                for (int j = 0; j < 4; j++) {
                    double expected = formula(kernel, a, y.select(0, j).toDoubles());
                    assertEquals(expected, k[i * 4 + j], 1e-5 * (1 + Math.abs(expected)), kernel.text());
                }
            }
        }
    }

    private static double formula(Kernel kernel, double[] x, double[] y) {
        double product = 0;
        double distance = 0;
        for (int k = 0; k < x.length; k++) {
            product += x[k] * y[k];
            distance += (x[k] - y[k]) * (x[k] - y[k]);
        }
        return switch (kernel) {
            case Kernel.Linear() -> product;
            case Kernel.Polynomial(int degree, double divisor, double shift) ->
                Math.pow(product / divisor + shift, degree);
            case Kernel.Gaussian(double gamma) -> Math.exp(-gamma * distance);
        };
    }

    @Test
    void shiftedImagesMoveByAPixel() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2, 2), 1.0, 2, 3, 4);
        Dataset moved = Shifted.of(new TensorDataset(x, Tensor.of(1.0), TWO), new int[] {0}, -1);
        assertArrayEquals(new float[] {1, 2, 3, 4, 3, 4, -1, -1, -1, -1, 1, 2, 2, -1, 4, -1, -1, 1, -1, 3},
                moved.all().x().toFloats());
        assertArrayEquals(new float[] {1, 1, 1, 1, 1}, moved.all().y().toFloats());
    }
}
