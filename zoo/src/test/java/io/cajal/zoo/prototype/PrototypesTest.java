package io.cajal.zoo.prototype;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.cpu.Workers;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Digits;
import io.cajal.data.TensorDataset;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import io.cajal.zoo.kit.FittedLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrototypesTest {
    private static Dataset inputs(Tensor x) {
        return new TensorDataset(x, Tensor.zeros(x.size(0)));
    }

    /** Three heaps far from each other: k-means++ draws one of each, and the means follow. */
    @Test
    void kMeansFindsHeaps() {
        Rng rng = Rng.of(1);
        double[][] points = new double[90][2];
        for (int i = 0; i < 90; i++) {
            points[i][0] = i % 3 * 10 + rng.uniform(-1, 1);
            points[i][1] = i % 3 * i % 3 * 7 + rng.uniform(-1, 1);
        }
        KMeans.Found found = new KMeans(3, 20, 90).fit(inputs(Tensor.of(points)), rng);
        double[] across = new double[3];
        for (int k = 0; k < 3; k++) {
            across[k] = found.centres().toDoubles()[2 * k];
        }
        Arrays.sort(across);
        assertArrayEquals(new double[] {0, 10, 20}, across, 0.5);
        for (int i = 1; i < found.inertia().length; i++) {
            assertTrue(found.inertia()[i] <= found.inertia()[i - 1] * (1 + 1e-6), "it never grows");
        }
        assertTrue(found.inertia().length < 20, "it comes to rest");
    }

    @Test
    void kMeansBearsExamplesThatAreAllTheSame() {
        KMeans.Found found = new KMeans(3, 5, 10).fit(inputs(Tensor.ones(10, 2)), Rng.of(1));
        assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1}, found.centres().toFloats());
        assertEquals("k-means: 10 examples are too few for 11 centres", assertThrows(CajalException.class,
                () -> new KMeans(11, 5, 11).fit(inputs(Tensor.ones(10, 2)), Rng.of(1))).getMessage());
        assertEquals("k-means: needs a centre, a pass, and as many examples to seed from; got 5, 1 and 4",
                assertThrows(CajalException.class, () -> new KMeans(5, 1, 4)).getMessage());
    }

    private static final double[] X = {0.3, -0.2, 1.1, 0.4, 0.9, -1.0};
    private static final double[] C = {0.1, 0.5, -0.7, 0.2, 1.0, 0.3, 0.8, -0.4};
    private static final double[] S = {0.8, 1.3, -0.9, 1.7};

    /** Σ φ² of three inputs and four cells, on the backend of doubles. */
    private static double sum(double[] x, double[] c, double[] s) {
        RadialBasis layer = new RadialBasis(Param.of(Tensor.of(Shape.of(4, 2), c)), Param.of(Tensor.of(s)));
        return layer.apply(Tensor.of(Shape.of(3, 2), x)).square().sum().item();
    }

    @Test
    void radialCellsAreBumpsWithTheirGradients() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            double direct = 0;
            for (int n = 0; n < 3; n++) {
                for (int j = 0; j < 4; j++) {
                    double a = X[2 * n] - C[2 * j];
                    double b = X[2 * n + 1] - C[2 * j + 1];
                    direct += Math.exp(-(a * a + b * b) / (S[j] * S[j]));
                }
            }
            assertEquals(direct, sum(X, C, S), 1e-12);
            Param c = Param.of(Tensor.of(Shape.of(4, 2), C));
            Param s = Param.of(Tensor.of(S));
            Tensor x = Tensor.of(Shape.of(3, 2), X).tracked();
            Gradients gradients = new RadialBasis(c, s).apply(x).square().sum().backward();
            double[][] found = {gradients.get(x).toDoubles(), gradients.get(c).toDoubles(),
                    gradients.get(s).toDoubles()};
            double[][] at = {X.clone(), C.clone(), S.clone()};
            double h = 1e-5;
            for (int which = 0; which < 3; which++) {
                for (int i = 0; i < at[which].length; i++) {
                    double kept = at[which][i];
                    at[which][i] = kept + h;
                    double up = sum(at[0], at[1], at[2]);
                    at[which][i] = kept - h;
                    double down = sum(at[0], at[1], at[2]);
                    at[which][i] = kept;
                    assertEquals((up - down) / (2 * h), found[which][i], 1e-8);
                }
            }
        });
    }

    @Test
    void wrongShapesAreSaidInOneLine() {
        Param centres = Param.of(Tensor.zeros(4, 2));
        assertEquals("radialBasis: expected centres [cells × in] and widths [cells], got [4 × 2] and [3]",
                assertThrows(CajalException.class, () -> new RadialBasis(centres, Param.of(Tensor.ones(3))))
                        .getMessage());
        RadialBasis layer = new RadialBasis(centres, Param.of(Tensor.ones(4)));
        assertTrue(assertThrows(CajalException.class, () -> layer.apply(Tensor.zeros(1, 3))).getMessage()
                .startsWith("radialBasis: expected inputs [N × 2], got [1 × 3]"));
        assertEquals("rbf network: the width must be above 0, got 0.0", assertThrows(CajalException.class,
                () -> new RbfNetwork(new KMeans(1, 1, 1), 0, 1)).getMessage());
    }

    @Test
    void anRbfNetworkLearnsDigitsAlikeOnAnyThreadsAndSaves(@TempDir Path folder) throws IOException {
        Dataset digits = Digits.split().train().range(0, 600);
        Dataset test = Digits.split().test().range(0, 300);
        RbfNetwork network = new RbfNetwork(new KMeans(60, 4, 300), 1.2, 1e-3);
        int usual = Workers.shared().threads();
        try {
            Workers.setThreads(1);
            FittedLayer fitted = network.fit(digits, Rng.of(1));
            assertTrue(Evaluation.of(fitted.network(), test).of(new Accuracy()) > 0.8);
            Path file = folder.resolve("model.safetensors");
            new Model(fitted.network(), Model.Input.image(1, 28, 28), digits.classes(), Map.of()).save(file);
            Tensor x = test.batch(0, 1, 2).x();
            float[] scores = fitted.predict(x).toFloats();
            assertArrayEquals(fitted.predict(x).softmax(1).toFloats(),
                    Model.load(file).predict(x).toFloats());
            Workers.setThreads(3);
            assertArrayEquals(scores, network.fit(digits, Rng.of(1)).predict(x).toFloats());
        } finally {
            Workers.setThreads(usual);
        }
    }

    private static KohonenMap row(double... prototypes) {
        return new KohonenMap(1, prototypes.length,
                Tensor.of(Shape.of(prototypes.length, 1), prototypes));
    }

    /** Two cells and three numbers: 0 and 1 are won by the first, 9 by the second. */
    @Test
    void aBatchPassIsAMeanOverNeighbours() {
        double h = Math.exp(-0.5 / (0.7 * 0.7));
        double[] moved = row(1, 8).pass(inputs(Tensor.of(Shape.of(3, 1), 0, 1, 9)), 0.7).prototypes()
                .toDoubles();
        assertEquals((0 + 1 + h * 9) / (2 + h), moved[0], 1e-5);
        assertEquals((9 + h * (0 + 1)) / (1 + 2 * h), moved[1], 1e-5);
    }

    /** One example, at which every step looks: the winner moves by α, its neighbour by α h. */
    @Test
    void anOnlineStepMovesTheWinnerAndItsNeighbours() {
        double[] moved = row(1, 8).online(inputs(Tensor.of(Shape.of(1, 1), 2)), 1, 0.5, 0.7, Rng.of(1))
                .prototypes().toDoubles();
        double h = Math.exp(-0.5); // it begins with half the side, one cell
        assertEquals(1.5, moved[0], 1e-6);
        assertEquals(8 - 0.5 * h * 6, moved[1], 1e-5);
    }

    @Test
    void errorsAreDistancesAndTears() {
        Dataset data = inputs(Tensor.of(Shape.of(2, 1), 0.5, 2.1));
        assertEquals((0.5 + 0.1) / 2, row(0, 5, 2).quantisationError(data), 1e-6);
        // 0.5: best 0, second 2, which is two cells on; 2.1: best 2, second 0
        assertEquals(1, row(0, 5, 2).topographicError(data));
        assertEquals(0, row(0, 2, 5).topographicError(data));
        assertArrayEquals(new double[] {2, 2.5, 3}, row(0, 2, 5).distancesToNeighbours()[0], 1e-6);
    }

    @Test
    void cellsAreCalledByWhatTheyWon() {
        Dataset data = new TensorDataset(Tensor.of(Shape.of(4, 1), 0, 0.2, 0.1, 9), Tensor.of(1, 1, 0, 0),
                List.of("a", "b"));
        KohonenMap map = row(0, 3, 9);
        assertArrayEquals(new int[] {1, 1, 0}, map.labels(data),
                "the middle one won nothing; the first is nearer");
        assertEquals(0.75, map.accuracy(data, map.labels(data)));
    }

    /** The sheet spreads over the square, and neither threads nor a second run change a bit of it. */
    @Test
    void theSheetUnfolds() {
        Dataset square = inputs(Tensor.uniform(Shape.of(2000, 2), 0, 1, Rng.of(1)));
        int usual = Workers.shared().threads();
        try {
            Workers.setThreads(1);
            KohonenMap map = KohonenMap.flat(6, 6, square).batch(square, 20, 0.4, (_, _) -> {
            });
            assertEquals(0.0638, map.quantisationError(square), 0.004); // 0.3826 of a square of 1/6
            assertTrue(map.topographicError(square) < 0.03);
            Workers.setThreads(3);
            assertArrayEquals(map.prototypes().toFloats(), KohonenMap.flat(6, 6, square)
                    .batch(square, 20, 0.4, (_, _) -> {
                    }).prototypes().toFloats());
        } finally {
            Workers.setThreads(usual);
        }
        KohonenMap online = KohonenMap.flat(6, 6, square).online(square, 6000, 0.5, 0.4, Rng.of(2));
        assertEquals(0.065, online.quantisationError(square), 0.006);
    }

    @Test
    void aMapNeedsAPrototypeForEachCell() {
        assertEquals("kohonen map: 2 × 2 cells cannot have the prototypes [3 × 1]",
                assertThrows(CajalException.class, () -> new KohonenMap(2, 2, Tensor.zeros(3, 1)))
                        .getMessage());
    }

    @Test
    void irisIsThere() {
        Dataset iris = Iris.load();
        assertEquals(150, iris.size());
        assertEquals(0, iris.all().x().mean().item(), 1e-6);
        assertEquals(1, iris.all().y().mean().item());
    }
}
