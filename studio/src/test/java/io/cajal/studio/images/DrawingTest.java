package io.cajal.studio.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A drawing in the form in which MNIST's digits were learned. */
class DrawingTest {
    private static final int SIDE = 112;

    /** A hook: an upright stroke, and a bar at its top to the right. */
    private static Drawing hook(int top, int left, int size, boolean centred) {
        byte[] pixels = new byte[SIDE * SIDE];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size / 2; x++) {
                if (x < size / 8 || y < size / 8) {
                    pixels[(top + y) * SIDE + left + x] = (byte) 255;
                }
            }
        }
        return new Drawing(1, SIDE, SIDE, pixels, centred);
    }

    private static double[] centre(float[] pixels) {
        double mass = 0;
        double y = 0;
        double x = 0;
        for (int i = 0; i < pixels.length; i++) {
            mass += pixels[i];
            y += pixels[i] * (i / 28 + 0.5);
            x += pixels[i] * (i % 28 + 0.5);
        }
        return new double[] {y / mass, x / mass};
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 96", "60, 10, 48", "10, 70, 24", "0, 0, 112", "90, 90, 16"})
    void theCentreOfMassIsInTheMiddleAndTheLongerSideFillsTheBox(int top, int left, int size) {
        float[] seen = hook(top, left, size, true).seen(28, 28).toFloats();
        double[] centre = centre(seen);
        assertEquals(14, centre[0], 0.15);
        assertEquals(14, centre[1], 0.15);
        int rows = 0;
        for (int y = 0; y < 28; y++) {
            boolean inked = false;
            for (int x = 0; x < 28; x++) {
                inked |= seen[28 * y + x] > 0.05;
            }
            rows += inked ? 1 : 0;
        }
        assertTrue(rows >= 20 && rows <= 21, "rows with ink: " + rows);
    }

    @Test
    void whereItIsDrawnAndHowLargeDoesNotMatter() {
        float[] here = hook(4, 4, 48, true).seen(28, 28).toFloats();
        assertArrayEquals(here, hook(50, 33, 48, true).seen(28, 28).toFloats(), 1e-6f);
        assertArrayEquals(here, hook(4, 4, 96, true).seen(28, 28).toFloats(), 0.02f);
    }

    @Test
    void aPictureThatIsNotToBeCentredComesThroughToTheLastBit() {
        Tensor digit = Nets.digit(3);
        float[] values = digit.toFloats();
        byte[] large = new byte[168 * 168];
        for (int y = 0; y < 168; y++) {
            for (int x = 0; x < 168; x++) {
                large[y * 168 + x] = (byte) Math.round(255 * values[y / 6 * 28 + x / 6]);
            }
        }
        assertArrayEquals(values, new Drawing(1, 168, 168, large, false).seen(28, 28).toFloats(), 1e-7f);
    }

    @Test
    void coloursStayApart() {
        byte[] pixels = new byte[4 * 4 * 3];
        for (int i = 0; i < 16; i++) {
            pixels[3 * i] = (byte) 255;
            pixels[3 * i + 2] = 51;
        }
        float[] seen = new Drawing(3, 4, 4, pixels, false).seen(2, 2).toFloats();
        assertArrayEquals(new float[] {1, 1, 1, 1, 0, 0, 0, 0, 0.2f, 0.2f, 0.2f, 0.2f}, seen, 1e-6f);
    }

    @Test
    void blankPaperIsBlank() {
        Drawing blank = new Drawing(1, 10, 30, new byte[300], true);
        assertTrue(blank.isBlank());
        assertArrayEquals(new float[784], blank.seen(28, 28).toFloats());
        assertFalse(hook(0, 0, 40, true).isBlank());
    }
}
