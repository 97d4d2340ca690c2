package io.cajal.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IntegratedGradientsTest {
    private static final Layer NETWORK = Sequential.of(Conv2d.of(1, 4, 3, Rng.of(1)), new Relu(),
            MaxPool2d.of(2), new Flatten(), Linear.of(36, 10, Rng.of(2)), new Relu(),
            Linear.of(10, 3, Rng.of(3)));

    @Test
    void contributionsAddUpToTheDifference() {
        Tensor x = Tensor.uniform(Shape.of(1, 1, 8, 8), 0, 1, Rng.of(4));
        Tensor baseline = Tensor.zeros(1, 1, 8, 8);
        for (Outcome outcome : new Outcome[] {Outcome.output(NETWORK, 2), Outcome.probability(NETWORK, 0)}) {
            IntegratedGradients found = IntegratedGradients.of(outcome, x, baseline, 200);
            double difference = found.value() - found.base();
            assertTrue(Math.abs(difference) > 1e-3, "the network does something");
            assertEquals(difference, Arrays.stream(found.contributions().toDoubles()).sum(),
                    0.01 * Math.abs(difference));
            assertEquals(x.shape(), found.contributions().shape());
        }
    }

    /** ∫₀¹ 2 α x dα · x = x², whatever the number of steps: the midpoint rule is exact for straight lines. */
    @Test
    void aSquareGivesBackItsTerms() {
        Tensor x = Tensor.of(new double[][] {{3, -2, 0}});
        for (int steps : new int[] {1, 7, 120}) {
            IntegratedGradients found = IntegratedGradients.of(z -> z.square().sum(1), x,
                    Tensor.zeros(1, 3), steps);
            assertArrayEquals(new double[] {9, 4, 0}, found.contributions().toDoubles(), 1e-4);
            assertEquals(0, found.gap(), 1e-4);
        }
    }

    @Test
    void theBaselineMustBeLikeTheExample() {
        assertThrows(ShapeException.class, () -> IntegratedGradients.of(z -> z.sum(1), Tensor.zeros(1, 3),
                Tensor.zeros(1, 2), 5));
        assertThrows(ShapeException.class, () -> IntegratedGradients.of(z -> z.sum(1), Tensor.zeros(2, 3),
                Tensor.zeros(2, 3), 5));
    }
}
