package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.TensorDataset;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Captions.Said;
import io.cajal.zoo.kit.Shapes.Figure;
import io.cajal.zoo.kit.Shapes.Hue;
import io.cajal.zoo.kit.Shapes.Kind;
import io.cajal.zoo.kit.Shapes.Variety;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapesTest {
    private static final int SIZE = 64;

    @Test
    void aCircleCoversItsArea() {
        for (double scale : new double[] {0.2, 0.37, 0.6}) {
            double radius = 0.95 * scale;
            double area = Shapes.picture(SIZE, 1, new Figure(Kind.CIRCLE, Hue.WHITE, 0.1, -0.2, scale, 1))
                    .sum().item()
                    * 4 / (SIZE * SIZE); // of a picture of side 2
            assertEquals(Math.PI * radius * radius, area, 2e-3);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aShapeIsWhereItsFactorsSay(Kind kind) {
        float[] left = Shapes.picture(SIZE, 1, new Figure(kind, Hue.WHITE, -0.5, 0.4, 0.3, 0)).toFloats();
        float[] moved = Shapes.picture(SIZE, 1, new Figure(kind, Hue.WHITE, 0.5, 0.4, 0.3, 0)).toFloats();
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE / 2; x++) {
                assertEquals(left[y * SIZE + x], moved[y * SIZE + x + SIZE / 2]);
                assertEquals(0, moved[y * SIZE + x]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aShapeLooksTheSameAfterItsPartOfATurnAndNotAfterHalfOfIt(Kind kind) {
        double part = kind.symmetry();
        Tensor straight = Shapes.picture(SIZE, 1, new Figure(kind, Hue.WHITE, 0, 0, 0.7, 0.2));
        Tensor same = Shapes.picture(SIZE, 1,
                new Figure(kind, Hue.WHITE, 0, 0, 0.7, 0.2 + (part == 0 ? 1 : part)));
        assertTrue(furthest(straight, same) < 1e-5);
        if (part > 0) {
            Tensor half = Shapes.picture(SIZE, 1, new Figure(kind, Hue.WHITE, 0, 0, 0.7, 0.2 + part / 2));
            assertTrue(furthest(straight, half) > 0.5);
        }
    }

    @Test
    void coloursLightAndGroundAreSeen() {
        float[] red = Shapes.picture(SIZE, 3, new Figure(Kind.SQUARE, Hue.RED, 0, 0, 0.5, 0, 1, 0.25))
                .toFloats();
        int middle = SIZE * SIZE / 2;
        assertEquals(0.25f, red[0]);
        assertTrue(red[middle + SIZE / 2] > red[SIZE * SIZE + middle + SIZE / 2]);
        assertTrue(red[middle + SIZE / 2 + 8] > red[middle + SIZE / 2 - 8]); // lit from the right
    }

    @Test
    void figuresFollowFromSeedAndNumberAlone() {
        List<Figure> few = Variety.usual().draw(3, Rng.of(5));
        assertEquals(few, Variety.usual().draw(10, Rng.of(5)).subList(0, 3));
        TensorDataset data = Shapes.factors(few, 16, 3);
        assertArrayEquals(new int[] {3, 3, 16, 16}, data.x().shape().sizes());
        assertArrayEquals(new int[] {3, Shapes.FACTORS.size()}, data.y().shape().sizes());
        assertArrayEquals(data.x().toFloats(), Shapes.images(few, 16, 3).toFloats());
    }

    @Test
    void wrongSizesAreRefused() {
        Figure figure = new Figure(Kind.RING, Hue.CYAN, 0, 0, 0.5, 0);
        refused(() -> Shapes.picture(SIZE, 2, figure), "1 or 3 channels, got 64 and 2");
        refused(() -> new Figure(Kind.RING, Hue.CYAN, 0, 0, 0, 0), "a scale above 0");
    }

    @Test
    void captionsAreTrueOfTheirFigures() {
        Rng rng = Rng.of(3);

        for (int i = 0; i < 200; i++) {
            Said said = new Said(Kind.values()[rng.below(8)], Hue.values()[rng.below(8)], rng.below(2),
                    rng.below(9));
            assertEquals(said, Captions.of(said.figure(rng)));
            String text = said.text(rng);
            assertTrue(text.contains(said.kind().text()) && text.contains(said.hue().text()), text);
            assertTrue(text.contains(Captions.PLACES.get(said.place())), text);
            assertFalse(text.contains("a orange"), text);
        }

        assertEquals("a small red circle above left", new Said(Kind.CIRCLE, Hue.RED, 0, 0).text());
    }

    private static double furthest(Tensor a, Tensor b) {
        return a.sub(b).abs().reshape(-1).amax(0).item();
    }

    private static void refused(Runnable wrong, String says) {
        String message = assertThrows(CajalException.class, wrong::run).getMessage();
        assertTrue(message.contains(says), message);
    }
}
