package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabTest {
    /** As published for sRGB under D65, e.g. by Bruce Lindbloom's calculator. */
    @ParameterizedTest
    @CsvSource({"1, 0, 0, 53.241, 80.092, 67.203", "0, 1, 0, 87.735, -86.183, 83.179",
            "0, 0, 1, 32.297, 79.188, -107.860", "1, 1, 0, 97.139, -21.554, 94.478",
            "0, 1, 1, 91.113, -48.088, -14.131", "1, 0, 1, 60.324, 98.234, -60.825",
            "1, 1, 1, 100, 0, 0", "0, 0, 0, 0, 0, 0", "0.5, 0.5, 0.5, 53.389, 0, 0",
            "0.01, 0.01, 0.01, 0.699, 0, 0"})
    void knownColours(double r, double g, double b, double lightness, double a, double yellow) {
        Tensor lab = Lab.of(Tensor.of(Shape.of(1, 3, 1, 1), r, g, b));
        assertArrayEquals(new double[] {lightness, a, yellow}, lab.toDoubles(), 0.02);
    }

    @Test
    void thereAndBack() {
        Rng rng = Rng.of(1);
        double[] values = new double[2 * 3 * 5 * 7];
        for (int i = 0; i < values.length; i++) {
            values[i] = rng.uniform();
        }
        Tensor rgb = Tensor.of(Shape.of(2, 3, 5, 7), values);
        assertArrayEquals(rgb.toFloats(), Lab.toRgb(Lab.of(rgb)).toFloats(), 1e-5f);
    }

    @Test
    void whatNoScreenShowsIsCutOff() {
        float[] rgb = Lab.toRgb(Tensor.of(Shape.of(1, 3, 1, 1), 50, -120, 0)).toFloats();
        assertEquals(0, rgb[0]);
    }

    @Test
    void greyPicturesAreRefused() {
        ShapeException e = assertThrows(ShapeException.class, () -> Lab.of(Tensor.zeros(2, 1, 4, 4)));
        assertEquals("lab: needs pictures [N × 3 × H × W], got [2 × 1 × 4 × 4]", e.getMessage());
    }
}
