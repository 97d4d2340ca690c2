package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.data.Digits;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskewTest {
    /** A bar that moves a pixel to the right from row to row stands upright afterwards, in the middle. */
    @Test
    void aSlantedBarStandsUpright() {
        float[] slanted = new float[21 * 21];
        for (int row = 5; row < 16; row++) {
            slanted[row * 21 + row + 2] = 1;
        }
        float[] upright = new Deskew().apply(Tensor.of(Shape.of(1, 1, 21, 21), slanted))
                .toFloats();
        for (int row = 0; row < 21; row++) {
            for (int column = 0; column < 21; column++) {
                double expected = row >= 5 && row < 16 && column == 10 ? 1 : 0;
                assertEquals(expected, upright[row * 21 + column], 1e-4, row + ", " + column);
            }
        }
    }

    @Test
    void whatIsBlankOrUprightStays() {
        assertArrayEquals(new float[25], new Deskew().apply(Tensor.zeros(1, 1, 5, 5)).toFloats());
        float[] whole = new Deskew().apply(Tensor.ones(1, 1, 5, 5)).toFloats();
        assertArrayEquals(Tensor.ones(25).toFloats(), whole, 1e-6f);
    }

    /** Twice is as once: no lean is left. */
    @Test
    void digitsLeanNoMore() {
        Tensor once = new Deskew().apply(Digits.load().range(0, 20).all().x());
        double moved = new Deskew().apply(once).sub(once).square().mean().item();
        assertTrue(moved < 2e-3, "moved " + moved);
    }

    @Test
    void itSavesAsALayer(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("m.safetensors");
        new Model(new Deskew(), Model.Input.image(1, 28, 28), List.of(), Map.of()).save(file);
        Tensor x = Digits.load().batch(3).x();
        assertArrayEquals(new Deskew().apply(x).toFloats(), Model.load(file).predict(x).toFloats());
        assertThrows(ShapeException.class, () -> new Deskew().apply(Tensor.zeros(2, 3)));
    }
}
