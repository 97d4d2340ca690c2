package io.cajal.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static final int DRAWS = 5_000;

    /** Cut anywhere, a walk passes the places that the definition of a view names, in row-major order. */
    @Test
    void aWalkPassesEachPlaceInOrder() {
        Rng rng = Rng.of(1);
        for (int i = 0; i < DRAWS; i++) {
            Shape shape = shape(rng);
            View a = view(shape, rng);
            View b = rng.below(2) == 0 ? View.of(shape) : view(shape, rng);
            Runs runs = Runs.of(a, b);
            List<Integer> walked = new ArrayList<>();
            int cut = rng.below(runs.count() + 1);
            Runs.Body body = (ao, as, bo, bs, at, n) -> {
                assertEquals(walked.size(), 2 * at);
                for (int k = 0; k < n; k++) {
                    walked.add(ao + k * as);
                    walked.add(bo + k * bs);
                }
            };
            if (runs.runLength() > 0) {
                runs.forEach(0, cut, body);
                runs.forEach(cut, runs.count(), body);
            }
            assertEquals(places(a, b), walked, () -> a.shape() + " " + List.of(a.offset(), b.offset()));
        }
    }

    private static Shape shape(Rng rng) {
        int[] sizes = new int[rng.below(5)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = rng.below(8) == 0 ? 0 : 1 + rng.below(4);
        }
        return Shape.of(sizes);
    }

    /** A permutation, a stretched one, or any. */
    private static View view(Shape shape, Rng rng) {
        int[] strides = shape.strides();
        for (int i = 0; i < strides.length; i++) {
            strides[i] = rng.below(3) == 0 ? rng.below(9) - 4 : strides[i];
        }
        return new View(rng.below(50), strides, shape);
    }

    private static List<Integer> places(View a, View b) {
        List<Integer> places = new ArrayList<>();
        int[] index = new int[a.shape().rank()];
        for (int i = 0; i < a.shape().elements(); i++) {
            int ao = a.offset();
            int bo = b.offset();
            for (int axis = 0; axis < index.length; axis++) {
                index[axis] = i / a.shape().elements(axis + 1, index.length) % a.shape().size(axis);
                ao += index[axis] * a.strides()[axis];
                bo += index[axis] * b.strides()[axis];
            }
            places.add(ao);
            places.add(bo);
        }
        return places;
    }
}
