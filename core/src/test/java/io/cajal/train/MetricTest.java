package io.cajal.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {
    private static final Tensor SCORES = Tensor.of(new double[][] {
            {3, 2, 1}, {0, 5, 1}, {2, 1, 0}, {1, 2, 3}, {0, 1, 4}, {2, 3, 1}});
    private static final Tensor LABELS = Tensor.of(0, 1, 1, 2, 2, 0);

    @Test
    void accuracyAndTopK() {
        assertEquals(4.0 / 6, new Accuracy().of(SCORES, LABELS), 1e-12);
        assertEquals(100 * 2.0 / 6, new ErrorRate().of(SCORES, LABELS), 1e-12);
        assertEquals(4.0 / 6, new TopK(1).of(SCORES, LABELS), 1e-12);
        assertEquals(1, new TopK(2).of(SCORES, LABELS), 1e-12);
    }

    @Test
    void confusionPrecisionRecallAndF1() {
        ConfusionMatrix matrix = ConfusionMatrix.of(SCORES, LABELS);
        assertEquals("[[1, 1, 0], [1, 1, 0], [0, 0, 2]]", Arrays.deepToString(matrix.counts()));
        assertEquals(0.5, matrix.precision(0));
        assertEquals(0.5, matrix.recall(1));
        assertEquals(1, matrix.f1(2));
        assertEquals(2.0 / 3, new MacroF1().of(SCORES, LABELS), 1e-12);
        String table = matrix.table(List.of("cat", "dog", "cow"));
        assertEquals(5, table.lines().count(), table);
        assertTrue(table.contains("·"), table);
        ConfusionMatrix never = ConfusionMatrix.of(Tensor.of(new double[][] {{1, 0}, {1, 0}}),
                Tensor.of(0, 0));
        assertTrue(Double.isNaN(never.precision(1)) && Double.isNaN(never.recall(1))
                && Double.isNaN(never.f1(1)));
    }

    @Test
    void areaUnderTheCurve() {
        Tensor labels = Tensor.of(0, 0, 1, 1);
        assertEquals(0.75, new RocAuc().of(Tensor.of(0.1, 0.4, 0.35, 0.8), labels), 1e-12);
        assertEquals(0.5, new RocAuc().of(Tensor.of(1, 1, 1, 1), labels), 1e-12);
        assertEquals(0.875, new RocAuc().of(Tensor.of(0.1, 0.4, 0.4, 0.8), labels), 1e-12);
        assertEquals(0.75, new RocAuc().of(
                Tensor.of(new double[][] {{0, 0.1}, {0, 0.4}, {0, 0.35}, {0, 0.8}}), labels), 1e-12);
        assertTrue(Double.isNaN(new RocAuc().of(Tensor.of(1, 2), Tensor.of(1, 1))));
    }

    /** The ranks' formula against counting all pairs. */
    @Test
    void areaEqualsThePairsCounted() {
        Rng rng = Rng.of(1);
        for (int round = 0; round < 50; round++) {
            double[] scores = new double[40];
            double[] labels = new double[40];
            for (int i = 0; i < 40; i++) {
                scores[i] = rng.below(12);
                labels[i] = i < 2 ? i : rng.below(2);
            }
            double wins = 0;
            double pairs = 0;
            for (int p = 0; p < 40; p++) {
                for (int n = 0; n < 40; n++) {
                    if (labels[p] == 1 && labels[n] == 0) {
                        wins += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
                        pairs++;
                    }
                }
            }
            assertEquals(wins / pairs, new RocAuc().of(Tensor.of(scores), Tensor.of(labels)), 1e-12);
        }
    }

    @Test
    void regression() {
        Tensor y = Tensor.of(2.5, 0.0, 2, 8);
        Tensor t = Tensor.of(3, -0.5, 2, 7);
        assertEquals(0.9486081370449679, new R2().of(y, t), 1e-9);
        assertEquals(0.5, new MeanAbsoluteError().of(y, t), 1e-7);
        assertEquals(Math.sqrt(0.375), new RootMeanSquaredError().of(y, t), 1e-7);
        assertTrue(Double.isNaN(new R2().of(Tensor.of(1, 2), Tensor.of(3, 3))));
    }

    @Test
    void calibration() {
        // Logits ln p: four predictions of 80 %, of which three are right.
        double a = Math.log(0.8);
        double b = Math.log(0.2);
        Tensor outputs = Tensor.of(new double[][] {{a, b}, {a, b}, {a, b}, {a, b}});
        assertEquals(0.05, new CalibrationError().of(outputs, Tensor.of(0, 0, 0, 1)), 1e-6);
        assertThrows(CajalException.class, () -> new CalibrationError(0));
    }

    /** 150 mistakes in 10,000 meet a goal of 1.5 %. */
    @Test
    void errorsAreCounted() {
        float[] labels = new float[10_000];
        Arrays.fill(labels, 0, 150, 1);
        Tensor outputs = Tensor.of(1, 0).expand(Shape.of(10_000, 2));
        assertEquals(1.5, new ErrorRate().of(outputs, Tensor.of(Shape.of(10_000), labels)), 0);
    }

    /** [1 × 1 × 20 × 16] of (a·row + b·column) mod m, from 0 to 1. */
    private static Tensor pattern(int a, int b, int m) {
        double[] pixels = new double[20 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (a * (i / 16) + b * (i % 16)) % m / (m - 1.0);
        }
        return Tensor.of(Shape.of(1, 1, 20, 16), pixels);
    }

    /** What skimage.metrics' peak_signal_noise_ratio and structural_similarity compute, with SciPy's filter in double. */
    @Test
    void similarityOfImages() {
        Tensor x = pattern(7, 3, 11);
        Tensor y = pattern(5, 2, 8);
        Tensor paler = x.mul(0.8).add(0.1);
        assertEquals(6.514343881606676, new Psnr().of(x, y), 1e-5);
        assertEquals(23.971264689738177, new Psnr().of(paler, x), 1e-5);
        assertEquals(-0.14271613417919887, new Ssim().of(x, y), 1e-5);
        assertEquals(0.9757256844780049, new Ssim().of(paler, x), 1e-5);
        assertEquals(1, new Ssim().of(x, x), 1e-6);
        assertEquals(0.9757256844780049, Ssim.similarity(paler, x).item(), 1e-5);
        assertEquals(Double.POSITIVE_INFINITY, new Psnr().of(x, x));

        Tensor colours = Tensor.cat(1, x, y, paler);
        Tensor others = Tensor.cat(1, y, y, x);
        assertEquals((-0.14271613417919887 + 1 + 0.9757256844780049) / 3, new Ssim().of(colours, others),
                1e-5);
        Tensor many = Tensor.cat(0, x.repeat(0, 300), paler.repeat(0, 100));
        assertEquals((3 + 0.9757256844780049) / 4, new Ssim().of(many, x.repeat(0, 400)), 1e-5);
        assertEquals((6.514343881606676 + 23.971264689738177) / 2,
                new Psnr().of(Tensor.cat(0, x, paler), Tensor.cat(0, y, x)), 1e-5, "each by itself");
    }

    /** Even images of greys a and b have no structure: (2ab + c₁) / (a² + b² + c₁). */
    @Test
    void similarityOfEvenImages() {
        Shape shape = Shape.of(2, 3, 11, 11);
        assertEquals((2 * 0.4 * 0.6 + 1e-4) / (0.16 + 0.36 + 1e-4),
                new Ssim().of(Tensor.full(shape, 0.4), Tensor.full(shape, 0.6)), 1e-3);
        assertEquals(20 * Math.log10(1 / 0.2),
                new Psnr().of(Tensor.full(shape, 0.4), Tensor.full(shape, 0.6)), 1e-5);
        assertThrows(CajalException.class, () -> new Ssim().of(Tensor.zeros(1, 1, 8, 8), Tensor.zeros(1, 1, 8,
                8)));
        assertThrows(CajalException.class, () -> new Psnr().of(Tensor.zeros(2, 4), Tensor.zeros(4, 2)));
    }
}
