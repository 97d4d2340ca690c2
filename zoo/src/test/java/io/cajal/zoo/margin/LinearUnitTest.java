package io.cajal.zoo.margin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Generators;
import io.cajal.data.TensorDataset;
import io.cajal.report.PlanePanels;
import io.cajal.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LinearUnitTest {
    private static final Dataset PARTED = Generators.gauss(40, 0, Rng.of(1));
    private static final Dataset MIXED = Generators.twoGaussians(200, 2, 1, Rng.of(2));

    /** By hand: 1 is taken for 0, so w = x and b = 1; then all are right. */
    @Test
    void thePerceptronCorrectsMistakesOnly() {
        Dataset two = new TensorDataset(Tensor.of(new double[][] {{2, 1}, {-2, -1}}), Tensor.of(1.0, 0),
                List.of("no", "yes"));
        LinearUnit unit = new Perceptron(10, true).fit(two, Rng.of(1));
        assertArrayEquals(new double[] {2, 1, 1}, unit.weights());
        assertEquals(1, unit.mistakes());
        assertTrue(unit.atRest());
        assertArrayEquals(new float[] {-6, 6, 4, -4}, unit.predict(two.all().x()).toFloats());
        assertArrayEquals(new double[] {2, 1, 0}, new Perceptron(10, false).fit(two, Rng.of(1)).weights());
    }

    @Test
    void thePocketKeepsTheBestLine() {
        LinearUnit perceptron = new Perceptron(50, true).fit(MIXED, Rng.of(3));
        LinearUnit pocket = new Pocket(50).fit(MIXED, Rng.of(3));
        assertFalse(perceptron.atRest() || pocket.atRest());
        LinearUnit.Rows rows = LinearUnit.Rows.of(MIXED, "test");
        int last = 0;
        for (double[] line : pocket.course()) { // the ratchet: each is right on more than the one before
            assertTrue(rows.right(line) > last);
            last = rows.right(line);
        }
        assertTrue(pocket.accuracy(MIXED) > 0.9);
        assertEquals(1, new Pocket(50).fit(PARTED, Rng.of(3)).accuracy(PARTED));
    }

    /** At rest the errors are orthogonal to every input: Xᵀ(t − Xw) = 0. */
    @Test
    void adalineRestsAtLeastSquares() {
        for (Dataset data : List.of(PARTED, MIXED)) {
            LinearUnit unit = new Adaline(0.1, 5000, false).fit(data, Rng.of(1));
            LinearUnit.Rows rows = LinearUnit.Rows.of(data, "test");
            double[] product = new double[3];
            for (int i = 0; i < data.size(); i++) {
                double miss = 2 * rows.target()[i] - 1 - LinearUnit.sum(unit.weights(), rows.x()[i]);
                for (int k = 0; k < 3; k++) {
                    product[k] += miss * rows.x()[i][k];
                }
            }
            assertArrayEquals(new double[3], product, 1e-9);
            assertArrayEquals(DeltaRule.leastSquares(rows), unit.weights(), 1e-9);
            double[] circling = new Adaline(1e-3, 2000, true).fit(data, Rng.of(1)).weights();
            assertArrayEquals(unit.weights(), circling, 0.02);
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals("adaline: the weights grew without bound; a rate below 5.0 may do",
                message(() -> new Adaline(5, 1000, false).fit(PARTED, Rng.of(1))));
        assertEquals("perceptron: tells two classes apart, the data have values",
                message(() -> new Perceptron(5, true).fit(Generators.plane(9, 0, Rng.of(1)), Rng.of(1))));
        assertEquals("perceptron: needs at least 1 pass, got 0", message(() -> new Perceptron(0, true)));
        assertEquals("pocket: needs at least 1 pass, got 0", message(() -> new Pocket(0)));
        assertEquals("adaline: needs a rate above 0 and at least 1 pass, got 0.0 and 1",
                message(() -> new Adaline(0, 1, true)));
    }

    private static String message(Executable bad) {
        return assertThrows(CajalException.class, bad).getMessage();
    }

    /** A vertical line through the middle, and a field whose right side is class 1. */
    @Test
    void thePlaneIsDrawn() {
        double[] field = new double[PlanePanels.FIELD * PlanePanels.FIELD];
        double[][] places = PlanePanels.places(2);
        for (int i = 0; i < field.length; i++) {
            field[i] = places[i][0];
        }
        BufferedImage image = PlanePanels.of(List.of(new PlanePanels.Panel("line", new double[][] {{1, 0}},
                new int[] {1}, new boolean[] {true}, field, List.of(new PlanePanels.Stroke(1, 0, 0, 1)))), 2);
        int middle = 34 + 210; // below the gap and the title
        assertEquals(0x2563eb, image.getRGB(16 + 315, middle) & 0xffffff); // the point at (1, 0)
        int line = image.getRGB(16 + 210, middle + 60) & 255;
        assertTrue(line < 100, "dark: " + line);
        int left = image.getRGB(16 + 60, middle + 60);
        int right = image.getRGB(16 + 360, middle + 60);
        assertTrue((left >> 16 & 255) > (left & 255) && (right >> 16 & 255) < (right & 255));
    }
}
