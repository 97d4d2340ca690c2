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
}
