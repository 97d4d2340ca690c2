package io.cajal.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final int DRAWS = 20_000;

    /** Shapes are kept in tables whose places are shared: what comes out must be what was asked for. */
    @Test
    void keptShapesAreThoseAskedFor() {
        Rng rng = Rng.of(1);
        for (int i = 0; i < DRAWS; i++) {
            int[] sizes = sizes(rng);
            Shape shape = Shape.of(sizes);
            assertArrayEquals(sizes, shape.sizes());
            int axis = rng.below(sizes.length);
            List<Integer> list = new ArrayList<>();
            for (int size : sizes) {
                list.add(size);
            }
            list.set(axis, 7);
            assertEquals(list, list(shape.with(axis, 7)));
            list.add(axis, 9);
            assertEquals(list, list(shape.with(axis, 7).insert(axis, 9)));
            list.remove(axis);
            int to = axis + 1 + rng.below(sizes.length - axis);
            list.subList(axis, to).clear();
            assertEquals(list, list(shape.without(axis, to)));
        }
    }

    @Test
    void aShapeStretchesToWhatItMeetsALargerOneIn() {
        Rng rng = Rng.of(2);
        for (int i = 0; i < DRAWS; i++) {
            Shape small = Shape.of(sizes(rng));
            Shape large = Shape.of(sizes(rng));
            boolean met;
            try {
                met = Shape.broadcast("test", small, large).equals(large);
            } catch (ShapeException _) {
                met = false;
            }
            assertEquals(met, small.stretchesTo(large), () -> small + " to " + large);
        }
    }

    private static List<Integer> list(Shape shape) {
        List<Integer> list = new ArrayList<>();
        for (int size : shape.sizes()) {
            list.add(size);
        }
        return list;
    }

    private static int[] sizes(Rng rng) {
        int[] sizes = new int[1 + rng.below(5)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = rng.below(4);
        }
        return sizes;
    }
}
