package io.cajal.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import org.junit.jupiter.api.Test;

class WidthNormalizedTest {
    private static final float[] EDGE = {0, 0, 0, 0, 0, 0, 1, 1, //
            0, 0, 0, 0, 0, 0, 1, 0};

    @Test
    void putsWhatIsDrawnInTheMiddleInThatWidth() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2, 8), EDGE);
        float[] same = new WidthNormalized(2).forward(x).toFloats();
        assertArrayEquals(new float[] {0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0}, same, 1e-6f);
        float[] wide = new WidthNormalized(4).forward(x).toFloats();
        // A pixel of the result is half as wide as one of the image; the middles of neighbours are mixed.
        assertArrayEquals(new float[] {0, 0.25f, 0.75f, 1, 1, 0.75f, 0.25f, 0,
                0, 0.25f, 0.75f, 0.75f, 0.25f, 0, 0, 0}, wide, 1e-6f);
    }

    @Test
    void eachImageHasABoxOfItsOwnAndAnEmptyOneStays() {
        float[] two = new float[32];
        System.arraycopy(EDGE, 0, two, 16, 16);
        float[] seen = new WidthNormalized(2).forward(Tensor.of(Shape.of(2, 1, 2, 8), two)).toFloats();
        for (int i = 0; i < 16; i++) {
            assertEquals(0, seen[i]);
        }
        assertEquals(1, seen[16 + 3], 1e-6);
        assertThrows(CajalException.class, () -> new WidthNormalized(0));
    }
}
