package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgeTest {
    /** M = R·diag(9, 4)·Rᵀ with R a turn: its values, its vectors and its root are known. */
    @Test
    void eigenvaluesOfAKnownMatrix() {
        double c = Math.cos(0.3);
        double s = Math.sin(0.3);
        double[][] m = {{9 * c * c + 4 * s * s, 5 * c * s}, {5 * c * s, 9 * s * s + 4 * c * c}};
        SymmetricEigen eigen = SymmetricEigen.of(m);
        assertEquals(9, eigen.values()[0], 1e-12);
        assertEquals(4, eigen.values()[1], 1e-12);
        assertEquals(c, Math.abs(eigen.vectors()[0][0]), 1e-12);
        assertEquals(3 * s * s + 2 * c * c, eigen.squareRoot()[1][1], 1e-12);
        assertEquals("eigenvalues: the matrix has NaN at row 0, column 0",
                assertThrows(CajalException.class, () -> SymmetricEigen.of(new double[][] {{Double.NaN}}))
                        .getMessage());
    }

    @Test
    void vectorsAndValuesMakeUpTheMatrix() {
        int n = 40;
        double[][] m = new double[n][n];
        Rng rng = Rng.of(1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                m[i][j] = m[j][i] = rng.normal();
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(m);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                double product = 0;
                for (int k = 0; k < n; k++) {
                    sum += eigen.values()[k] * eigen.vectors()[k][i] * eigen.vectors()[k][j];
                    product += eigen.vectors()[i][k] * eigen.vectors()[j][k];
                }
                assertEquals(m[i][j], sum, 1e-11);
                assertEquals(i == j ? 1 : 0, product, 1e-12);
            }
        }
    }

    /** Two points a set: means 0 and 3, variances 2 and 8 in one dimension, so d² = 9 + (√2 − √8)² = 11. */
    @Test
    void distanceOfTwoGaussians() {
        assertEquals(11, Frechet.distance(column(-1, 1), column(1, 5)), 1e-12);
        assertEquals(0, Frechet.distance(column(-1, 1), column(-1, 1)), 1e-12);
        assertThrows(CajalException.class, () -> Frechet.distance(column(1), column(1, 5)));
        assertThrows(CajalException.class, () -> Frechet.distance(column(-1, 1), Tensor.eye(2)));
    }

    /** Covariances that do not commute: of A·x and B·x for the four corners x of a square, with 4/3 · AAᵀ and 4/3 · BBᵀ. */
    @Test
    void distanceInThePlane() {
        Tensor corners = Tensor.of(new double[][] {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}});
        Tensor a = corners.matmul(Tensor.of(new double[][] {{2, 0}, {0, 1}})); // Σ = 4/3 · [[4, 0], [0, 1]]
        Tensor b = corners.matmul(Tensor.of(new double[][] {{1, 1}, {0, 1}})); // Σ = 4/3 · [[1, 1], [1, 2]]
        // tr √(Σ₁Σ₂) of 2 × 2 is √(tr Σ₁Σ₂ + 2 √(det Σ₁ det Σ₂)) = 4/3 · √(6 + 2 · 2)
        assertEquals(4.0 / 3 * (5 + 3 - 2 * Math.sqrt(10)), Frechet.distance(a, b), 1e-6);
    }

    private static Tensor column(double... values) {
        return Tensor.of(values).reshape(values.length, 1);
    }

    @Test
    void scoreOfKnownAnswers() {
        Tensor each = Tensor.eye(10).repeat(0, 3);
        assertEquals(10, Judge.scoreOf(each), 1e-9);
        assertEquals(1, Judge.scoreOf(Tensor.eye(10).narrow(0, 3, 1).repeat(0, 20)), 1e-9);
        assertEquals(1, Judge.scoreOf(Tensor.full(Shape.of(20, 10), 0.1)), 1e-6);
        assertEquals(2, Judge.scoreOf(Tensor.eye(10).narrow(0, 3, 2)), 1e-9);
    }

    @Test
    void readsDigits() {
        Dataset digits = io.cajal.data.Digits.split().test();
        Batch some = digits.batch(IntStream.range(0, 1000).toArray());
        Judge judge = new Judge();
        Tensor p = judge.classify(some.x());
        assertEquals(1000, p.sum().item(), 1e-2);
        assertTrue(new Accuracy().of(p, some.y()) > 0.97);
        assertEquals(Shape.of(1000, 84), judge.features(some.x()).shape());
        double score = judge.score(some.x());
        assertTrue(score > 9.3 && score < 10, () -> "score " + score);
        Judge.Digits seen = judge.digits(some.x());
        assertEquals(10, seen.covered().size(), seen::toString);
        assertEquals(List.of(), seen.missing());

        Tensor noise = Tensor.uniform(Shape.of(500, 1, 28, 28), 0, 1, Rng.of(1));
        Tensor a = some.x().narrow(0, 0, 500);
        Tensor b = some.x().narrow(0, 500, 500);
        assertEquals(0, judge.distance(a, a), 1e-6);
        assertTrue(judge.distance(a, b) * 10 < judge.distance(a, noise),
                () -> judge.distance(a, b) + " " + judge.distance(a, noise));
        Tensor one = a.narrow(0, 0, 1).repeat(0, 50);
        assertEquals(1, judge.score(one), 1e-5);
        assertEquals(9, judge.digits(one).missing().size());
    }

    @Test
    void onlyImagesAreRead() {
        Judge judge = new Judge();
        assertEquals("judge: reads images [N × 1 × 28 × 28], got [2 × 784]",
                assertThrows(CajalException.class, () -> judge.score(Tensor.zeros(2, 784))).getMessage());
        assertEquals("judge: the images have numbers that are not finite", assertThrows(CajalException.class,
                () -> judge.score(Tensor.full(Shape.of(1, 1, 28, 28), Double.NaN))).getMessage());
    }

    /** One sample: the likelihood is that of its Gaussian. Two: the mean of both. */
    @Test
    void likelihoodUnderFewSamples() {
        Tensor origin = Tensor.zeros(1, 2);
        double peak = -Math.log(2 * Math.PI * 0.25);
        assertEquals(peak, Parzen.around(origin, 0.5).of(Tensor.zeros(3, 2)).mean(), 1e-6);
        assertEquals(peak - 25 / 0.5,
                Parzen.around(origin, 0.5).of(Tensor.of(new double[][] {{3, 4}})).mean(), 1e-4);
        Tensor two = Tensor.of(new double[][] {{-1, 0}, {1, 0}});
        assertEquals(peak - 1 / 0.5, Parzen.around(two, 0.5).of(origin).mean(), 1e-5);
        Parzen.Estimate spread = Parzen.around(origin, 1).of(Tensor.of(new double[][] {{0, 0}, {0, 2}}));
        assertEquals(-Math.log(2 * Math.PI) - 1, spread.mean(), 1e-6);
        assertEquals(1, spread.standardError(), 1e-6);
    }

    /** Far samples and images do not underflow, and more than a block is the same as its parts. */
    @Test
    void likelihoodOfManyAndFar() {
        Tensor samples = Tensor.normal(Shape.of(300, 50), Rng.of(1));
        Tensor images = Tensor.normal(Shape.of(600, 50), Rng.of(2)).add(5);
        Parzen parzen = Parzen.around(samples, 0.1);
        double whole = parzen.of(images).mean();
        assertTrue(Double.isFinite(whole));
        double parts = (parzen.of(images.narrow(0, 0, 300)).mean()
                + parzen.of(images.narrow(0, 300, 300)).mean()) / 2;
        assertEquals(parts, whole, Math.abs(parts) * 1e-6);
    }

    /** Samples with a spread of s around one point: held-out points from the same are likeliest under about that width. */
    @Test
    void theWidthIsChosenByHeldOutImages() {
        for (double spread : new double[] {0.2, 0.6}) {
            Tensor samples = Tensor.zeros(1, 400);
            Tensor images = Tensor.normal(Shape.of(50, 400), Rng.of(3)).mul(spread);
            double sigma = Parzen.fit(samples, images).sigma();
            assertEquals(spread, sigma, spread * 0.15);
        }
        assertEquals("Parzen: the samples have 4 numbers each, the images are [2 × 3]",
                assertThrows(CajalException.class,
                        () -> Parzen.fit(Tensor.zeros(1, 4), Tensor.zeros(2, 3))).getMessage());
    }
}
