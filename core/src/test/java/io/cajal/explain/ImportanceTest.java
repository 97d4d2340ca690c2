package io.cajal.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Column;
import io.cajal.data.Layout;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;
import io.cajal.train.Accuracy;
import io.cajal.train.R2;
import io.cajal.train.RootMeanSquaredError;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportanceTest {
    private static final List<Column> COLUMNS = List.of(Column.number("a"), Column.number("b"),
            Column.category("c", List.of("x", "y", "z")));

    /** 2 a + 0 · b + 5 for the category z. */
    private static final Layer NETWORK = x -> {
        Tensor a = x.narrow(1, 0, 1);
        Tensor known = a.maskedFill(a.ne(a), 0);
        Tensor category = x.narrow(1, 2, 1).reshape(x.size(0)).add(1).oneHot(4).narrow(1, 3, 1);
        return known.mul(2).add(category.mul(5));
    };

    private static Tensor rows() {
        Rng rng = Rng.of(1);
        float[] cells = new float[3 * 300];
        for (int i = 0; i < 300; i++) {
            cells[3 * i] = i % 50 == 7 ? Float.NaN : (float) (10 + 3 * rng.normal());
            cells[3 * i + 1] = (float) rng.normal();
            cells[3 * i + 2] = i % 3 - (i % 30 == 0 ? 1 : 0);
        }
        return Tensor.of(Shape.of(300, 3), cells);
    }

    @Test
    void shufflingHurtsWhereTheNetworkLooks() {
        Tensor x = rows();
        Tensor y = NETWORK.apply(x);
        PermutationImportance r2 = PermutationImportance.of(NETWORK, x, Layout.single(x.size(1)), y, new R2(),
                5, Rng.of(1));
        assertEquals(1, r2.score(), 1e-12);
        assertEquals(0, r2.means()[1], 1e-12);
        assertEquals(0, r2.deviations()[1], 1e-12);
        // Shuffled, a column's part of the variance is missing, and comes in once more: twice its share.
        double share = x.narrow(1, 0, 1).maskedFill(x.narrow(1, 0, 1).ne(x.narrow(1, 0, 1)), 0).mul(2)
                .variance(0, 0, 1).item() / y.variance(0, 0, 1).item();
        assertEquals(2 * share, r2.means()[0], 0.2);
        assertTrue(r2.deviations()[0] > 0 && r2.deviations()[0] < 0.2);
        PermutationImportance error = PermutationImportance.of(NETWORK, x, Layout.single(x.size(1)), y,
                new RootMeanSquaredError(), 5,
                Rng.of(1));
        assertTrue(error.means()[0] > 1 && error.means()[2] > 1, "worse is positive, also for errors");
        assertArrayEquals(r2.means(),
                PermutationImportance.of(NETWORK, x, Layout.single(x.size(1)), y, new R2(), 5, Rng.of(1))
                        .means());
    }

    @Test
    void gradientsAreScaledAndCategoriesTriedInTurn() {
        Tensor x = rows();
        double[] importance = GradientImportance.of(NETWORK, x, COLUMNS, false);
        assertEquals(2 * 3 * 294 / 300.0, importance[0], 0.3); // six of 300 cells are missing
        assertEquals(0, importance[1], 1e-12);
        assertEquals(5, importance[2], 1e-5);
    }

    /** One that follows the weekday must not look as if it rose all year. */
    @Test
    void datesAreTriedInTurn() {
        Layer weekly = x -> x.mul(2 * Math.PI / 7).sin();
        Tensor days = Tensor.arange(300).reshape(300, 1);
        Column day = new Column("day", Column.Kind.DATE, List.of());
        assertEquals(2, GradientImportance.of(weekly, days, List.of(day), false)[0], 0.1);
    }

    /** For classes it is the logit of the class that the row is taken for. */
    @Test
    void theClassThatARowIsTakenForCounts() {
        Layer classes = x -> Tensor.cat(1, x.narrow(1, 0, 1).mul(-1), x.narrow(1, 0, 1).mul(4));
        Tensor x = Tensor.of(new double[][] {{-1, 0}, {1, 0}, {-1, 0}, {1, 0}});
        double[] importance = GradientImportance.of(classes, x, COLUMNS.subList(0, 2), true);
        assertArrayEquals(new double[] {2.5, 0}, importance, 1e-6); // slopes −1 and 4, deviation 1
        assertEquals(1,
                PermutationImportance
                        .of(classes, x, Layout.single(x.size(1)), Tensor.of(0, 1, 0, 1), new Accuracy(), 2,
                                Rng.of(1))
                        .score());
    }
}
