package io.cajal.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TfIdfTest {
    private static List<String> grams(Grams grams, String text) {
        List<String> found = new ArrayList<>();
        grams.each(text, found::add);
        return found;
    }

    @Test
    void gramsAreThoseOfScikitLearn() {
        assertEquals(List.of("the", "cat_1", "sat", "the cat_1", "cat_1 sat"),
                grams(Grams.words(1, 2), "The cat_1, a  SAT!"));
        assertEquals(List.of("a ", " b", "bü"), grams(Grams.characters(2, 2), "A \n bÜ"));
        assertEquals(List.of("a\uD83D\uDE00"), grams(Grams.characters(2, 3), "a\uD83D\uDE00"));
        assertThrows(CajalException.class, () -> Grams.words(2, 1));
    }

    /** By hand: N = 2; "be" 3 times in the first text and in both, "not" in one. */
    @Test
    void weightsAreThoseOfScikitLearn() {
        TfIdf tfIdf = TfIdf.of(List.of("be be be not", "be or"), Grams.words(1, 1), 1);
        double be = 1 + Math.log(3);
        double not = Math.log(3.0 / 2) + 1;
        double norm = Math.hypot(be, not);
        SparseRows rows = tfIdf.rows(List.of("be be be not", "unseen", "or be"));
        assertArrayEquals(new double[] {be / norm, not / norm, 0}, rows.dense().narrow(0, 0, 1).toDoubles(),
                1e-6);
        assertArrayEquals(new int[] {0, 2, 2, 4}, rows.starts());
        assertEquals(List.of(0, 1, 2, -1),
                List.of(tfIdf.column("be"), tfIdf.column("not"), tfIdf.column("or"),
                        tfIdf.column("unseen")),
                "in alphabetical order");
        assertArrayEquals(rows.dense().narrow(0, 2, 1).toFloats(), rows.rows(2).dense().toFloats());
        assertEquals(1, TfIdf.of(List.of("be not", "be or"), Grams.words(1, 1), 2).size());
        assertThrows(CajalException.class, () -> TfIdf.of(List.of("a", "b"), Grams.words(1, 1), 1));
    }

    /** Where the penalised loss is flat: each weight balances its slope, as scikit-learn's objective has it. */
    @Test
    void regressionEndsWhereTheSlopeIsZero() {
        int n = 60;
        Rng rng = Rng.of(5);
        List<String> texts = new ArrayList<>();
        int[] labels = new int[n];
        String[] words = {"ball", "goal", "bank", "share", "virus"};
        for (int i = 0; i < n; i++) {
            labels[i] = rng.below(3);
            texts.add(words[(labels[i] * 2 + rng.below(2)) % 5] + " " + words[rng.below(5)]);
        }
        SparseRows rows = TfIdf.of(texts, Grams.words(1, 2), 1).rows(texts);
        double c = 2;
        LogisticRegression model = LogisticRegression.of(rows, labels, 3, c);
        Tensor p = model.logits(rows).softmax(1);
        double[] off = p.sub(Tensor.of(toDoubles(labels)).oneHot(3)).toDoubles();
        double[] x = rows.dense().toDoubles();
        double[] w = model.weight().toDoubles();
        for (int j = 0; j < rows.columns(); j++) {
            for (int k = 0; k < 3; k++) {
                double slope = w[j * 3 + k] / (c * n);
                for (int i = 0; i < n; i++) {
                    slope += x[i * rows.columns() + j] * off[i * 3 + k] / n;
                }
                assertEquals(0, slope, 2e-4);
            }
        }
        assertTrue(p.argmax(1).eq(Tensor.of(toDoubles(labels))).mean().item() > 0.6);
    }

    private static double[] toDoubles(int[] numbers) {
        return Arrays.stream(numbers).asDoubleStream().toArray();
    }

    @Test
    void regressionRefusesWhatDoesNotFit() {
        SparseRows rows = TfIdf.of(List.of("be", "or"), Grams.words(1, 1), 1).rows(List.of("be", "or"));
        assertEquals("logistic regression: label 2 of row 1 is outside 0 … 1",
                assertThrows(CajalException.class,
                        () -> LogisticRegression.of(rows, new int[] {0, 2}, 2, 1)).getMessage());
        LogisticRegression model = LogisticRegression.of(rows, new int[] {0, 1}, 2, 1);
        SparseRows other = new SparseRows(3, new int[] {0}, new int[0], new float[0]);
        assertEquals("logistic regression: learned from 2 columns, got rows of 3",
                assertThrows(CajalException.class, () -> model.logits(other)).getMessage());
    }
}
