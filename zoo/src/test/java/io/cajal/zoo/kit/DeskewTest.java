package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DeskewTest {
    /** A stroke that leans by half a pixel a line stands upright afterwards, where its middle was. */
    @Test
    void aLeaningStrokeStandsUpright() {
        double[] pixels = new double[16 * 16];
        for (int y = 2; y < 14; y++) {
            double at = 4 + 0.5 * y;
            pixels[y * 16 + (int) at] = 1 - (at - (int) at);
            pixels[y * 16 + (int) at + 1] = at - (int) at;
        }
        Tensor upright = new Deskew().apply(Tensor.of(Shape.of(1, 1, 16, 16), pixels));
        double[] result = upright.toDoubles();
        for (int y = 3; y < 13; y++) {
            double mass = 0;
            double middle = 0;
            for (int x = 0; x < 16; x++) {
                mass += result[y * 16 + x];
                middle += x * result[y * 16 + x];
            }
            assertEquals(7.75, middle / mass, 0.1, "line " + y);
        }
    }

    @Test
    void whatIsUprightAndWhatIsEmptyStaysAsItIs() {
        double[] pixels = new double[2 * 64];
        for (int y = 1; y < 7; y++) {
            pixels[y * 8 + 3] = 1;
            pixels[y * 8 + 4] = 1;
        }
        Tensor x = Tensor.of(Shape.of(2, 1, 8, 8), pixels);
        assertArrayEquals(x.toFloats(), new Deskew().apply(x).toFloats(), 1e-5f);
    }

    @Test
    void wantsSquareGreyImages() {
        assertThrows(ShapeException.class, () -> new Deskew().apply(Tensor.zeros(1, 3, 8, 8)));
    }
}
