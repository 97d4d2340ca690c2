package io.cajal.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.data.Layout;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapleyTest {
    private static Tensor rows(int n, int columns, long seed) {
        return Tensor.normal(Shape.of(n, columns), Rng.of(seed));
    }

    private static Outcome network(int columns, long seed) {
        Rng rng = Rng.of(seed);
        return Outcome.probability(Sequential.of(Linear.of(columns, 16, rng.split(0)), new Tanh(),
                Linear.of(16, 3, rng.split(1))), 1);
    }

    /** Of a weighted sum it is the weight times the distance from the background's mean. */
    @Test
    void aWeightedSumIsTakenApart() {
        Outcome sum = x -> x.select(1, 0).mul(2).add(x.select(1, 2).mul(-3));
        Tensor background = Tensor.of(new double[][] {{1, 5, 0}, {3, 7, 4}});
        Tensor row = Tensor.of(new double[][] {{4, 100, 1}});
        for (Shapley shares : List.of(Shapley.exact(sum, row, background, Layout.single(row.size(1))),
                Shapley.sampled(sum, row, background, Layout.single(row.size(1)), 3, Rng.of(1)))) {
            assertArrayEquals(new double[] {4, 0, 3}, shares.contributions(), 1e-6);
            assertArrayEquals(new double[3], shares.errors(), 1e-6);
            assertEquals(5, shares.value(), 1e-6);
            assertEquals(-2, shares.base(), 1e-6);
        }
    }

    /** The glove game (Shapley and Shubik 1969): of one left and two right gloves the left is worth 2/3 of a pair. */
    @Test
    void theGloveGame() {
        Outcome pairs = x -> x.select(1, 0).minimum(x.select(1, 1).maximum(x.select(1, 2)));
        Shapley shares = Shapley.exact(pairs, Tensor.ones(1, 3), Tensor.zeros(1, 3),
                Layout.single(Tensor.ones(1, 3).size(1)));
        assertArrayEquals(new double[] {4 / 6.0, 1 / 6.0, 1 / 6.0}, shares.contributions(), 1e-12);
    }

    /** The definition: the mean over all orders of what each column changes as it comes in. */
    @Test
    void allSetsGiveTheMeanOverAllOrders() {
        Outcome outcome = network(4, 3);
        Tensor background = rows(3, 4, 1);
        float[] row = rows(1, 4, 2).toFloats();
        double[] expected = new double[4];
        List<int[]> orders = new ArrayList<>();
        orders(new int[4], 0, 0, orders);
        for (int[] order : orders) {
            for (int b = 0; b < 3; b++) {
                float[] mixed = background.narrow(0, b, 1).toFloats();
                for (int column : order) {
                    double before = outcome.values(Tensor.of(Shape.of(1, 4), mixed))[0];
                    mixed[column] = row[column];
                    double after = outcome.values(Tensor.of(Shape.of(1, 4), mixed))[0];
                    expected[column] += (after - before) / 3 / orders.size();
                }
            }
        }
        assertEquals(24, orders.size());
        assertArrayEquals(expected,
                Shapley.exact(outcome, Tensor.of(Shape.of(1, 4), row), background,
                        Layout.single(Tensor.of(Shape.of(1, 4), row).size(1))).contributions(),
                1e-6);
    }

    private static void orders(int[] order, int filled, int used, List<int[]> all) {
        if (filled == order.length) {
            all.add(order.clone());
        }
        for (int i = 0; i < order.length; i++) {
            if ((used >> i & 1) == 0) {
                order[filled] = i;
                orders(order, filled + 1, used | 1 << i, all);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 10, 11, 25})
    void contributionsAddUpToTheDifference(int columns) {
        Tensor background = rows(7, columns, 1);
        Tensor row = rows(1, columns, 2);
        Outcome outcome = network(columns, 3);
        for (Shapley shares : List.of(
                Shapley.of(outcome, row, background, Layout.single(row.size(1)), Rng.of(4)),
                Shapley.sampled(outcome, row, background, Layout.single(row.size(1)), 2, Rng.of(5)))) {
            assertEquals(shares.value() - shares.base(), Arrays.stream(shares.contributions()).sum(), 1e-12);
        }
    }

    @Test
    void drawnOrdersComeNearAllSets() {
        Outcome outcome = network(8, 6);
        Tensor background = rows(10, 8, 1);
        Tensor row = rows(1, 8, 2);
        double[] exact = Shapley.exact(outcome, row, background, Layout.single(row.size(1))).contributions();
        Shapley drawn = Shapley.sampled(outcome, row, background, Layout.single(row.size(1)), 50, Rng.of(3));
        for (int i = 0; i < exact.length; i++) {
            assertTrue(drawn.errors()[i] < 0.005, "error " + drawn.errors()[i]);
            assertEquals(exact[i], drawn.contributions()[i], 4 * drawn.errors()[i] + 1e-6);
        }
    }

    @Test
    void theSameSeedGivesTheSameNumbersAndAColumnWithoutEffectNone() {
        Outcome outcome = network(11, 1);
        Outcome blind = x -> outcome.of(x.mul(Tensor.ones(1, 12).narrow(1, 1, 11)));
        Tensor background = rows(5, 11, 1);
        Tensor row = rows(1, 11, 2);
        assertArrayEquals(
                Shapley.sampled(blind, row, background, Layout.single(row.size(1)), 2, Rng.of(9))
                        .contributions(),
                Shapley.sampled(blind, row, background, Layout.single(row.size(1)), 2, Rng.of(9))
                        .contributions());
        float[] mask = new float[11];
        Arrays.fill(mask, 1);
        mask[4] = 0;
        Outcome without = x -> outcome.of(x.mul(Tensor.of(Shape.of(1, 11), mask)));
        assertEquals(0, Shapley.sampled(without, row, background, Layout.single(row.size(1)), 2, Rng.of(9))
                .contributions()[4], 1e-9);
    }

    @Test
    void whatDoesNotFitIsToldSo() {
        Outcome outcome = network(3, 1);
        assertTrue(assertThrows(ShapeException.class,
                () -> Shapley.exact(outcome, rows(2, 3, 1), rows(4, 3, 1),
                        Layout.single(rows(2, 3, 1).size(1))))
                .getMessage()
                .contains("needs a row [1 × 3]"));
        assertThrows(ShapeException.class, () -> Shapley.exact(outcome, rows(1, 3, 1), rows(4, 2, 1),
                Layout.single(rows(1, 3, 1).size(1))));
        assertThrows(CajalException.class,
                () -> Shapley.sampled(outcome, rows(1, 3, 1), rows(4, 3, 1),
                        Layout.single(rows(1, 3, 1).size(1)), 1, Rng.of(1)));
        assertThrows(CajalException.class,
                () -> Shapley.exact(x -> x.sum(1), rows(1, 30, 1), rows(4, 30, 1),
                        Layout.single(rows(1, 30, 1).size(1))));
    }
}
