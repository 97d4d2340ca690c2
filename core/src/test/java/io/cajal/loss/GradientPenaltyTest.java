package io.cajal.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Differences;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientPenaltyTest {
    private static Layer onPoints() {
        return Sequential.of(Linear.of(3, 5, Rng.of(1)), new Tanh(), Linear.of(5, 1, Rng.of(2)));
    }

    private static Layer onImages() {
        return Sequential.of(Conv2d.of(2, 3, 3, Rng.of(1)), new LeakyRelu(0.2), new Flatten(),
                Linear.of(3 * 2 * 2, 4, Rng.of(2)), new Tanh(), Linear.of(4, 1, Rng.of(3)));
    }

    /** The penalty against slopes by central differences, and its gradient by the critic's weights likewise. */
    @Test
    void equalsFiniteDifferences() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            for (Layer critic : List.of(onPoints(), onImages())) {
                Shape shape = Parts.count(critic) < 40 ? Shape.of(4, 3) : Shape.of(4, 2, 4, 4);
                Tensor real = Tensor.normal(shape, Rng.of(7));
                Tensor made = Tensor.normal(shape, Rng.of(8));
                double[] squares = squaredSlopes(critic, real);
                double mean = 0;
                for (double square : squares) {
                    mean += square / squares.length;
                }
                assertEquals(mean, GradientPenalty.r1(critic, real).item(), 1e-8);
                // The last bias moves the result and no slope: it has no gradient.
                List<Param> slopes = Parts.params(critic).entrySet().stream()
                        .filter(e -> !e.getKey().equals(Parts.count(critic) < 40 ? "2.bias" : "5.bias"))
                        .map(Map.Entry::getValue).toList();
                Differences.checkParams(slopes, () -> GradientPenalty.r1(critic, real));
                Differences.checkParams(slopes,
                        () -> GradientPenalty.wasserstein(critic, real, made, Rng.of(9)));
            }
        });
    }

    /** ‖∇D‖² of each example. */
    private static double[] squaredSlopes(Layer critic, Tensor x) {
        int n = x.size(0);
        int size = x.shape().elements() / n;
        double[] squares = new double[n];
        double step = 1e-5;
        for (int i = 0; i < n * size; i++) {
            double[] values = x.toDoubles();
            values[i] += step;
            double up = critic.apply(Tensor.of(x.shape(), values)).sum().item();
            values[i] -= 2 * step;
            double down = critic.apply(Tensor.of(x.shape(), values)).sum().item();
            squares[i / size] += Math.pow((up - down) / (2 * step), 2);
        }
        return squares;
    }

    /** Of a plane with slope a the penalty is (‖a‖ − 1)², wherever the points are. */
    @Test
    void ofAPlaneItIsKnown() {
        Linear plane = new Linear(Param.of(Tensor.of(new double[][] {{3, 4}})), null);
        Tensor x = Tensor.normal(Shape.of(6, 2), Rng.of(1));
        Tensor y = Tensor.normal(Shape.of(6, 2), Rng.of(2));
        assertEquals(25, GradientPenalty.r1(plane, x).item(), 1e-5);
        assertEquals(16, GradientPenalty.wasserstein(plane, x, y, Rng.of(3)).item(), 1e-5);
    }

    /** Points lie between a real example and its made one, and each has a place of its own. */
    @Test
    void looksBetween() {
        Tensor[] seen = new Tensor[1];
        Layer critic = x -> {
            seen[0] = x;
            return x.square().sum(1);
        };
        Tensor ones = Tensor.ones(50, 3);
        GradientPenalty.wasserstein(critic, ones, Tensor.zeros(50, 3), Rng.of(4));
        assertEquals(0, seen[0].sub(seen[0].select(1, 0).unsqueeze(1)).abs().sum().item());
        assertEquals(0.5, seen[0].mean().item(), 0.15);
        assertEquals(1, seen[0].ge(0).mul(seen[0].lt(1)).mean().item());
    }

    @Test
    void refusesWhatHasNoSlopeForEachExample() {
        ShapeException two = assertThrows(ShapeException.class,
                () -> GradientPenalty.r1(Linear.of(3, 2, Rng.of(1)), Tensor.ones(4, 3)));
        assertEquals("gradient penalty: the critic must give one number for each of 4 examples, got [4 × 2]",
                two.getMessage());
        ShapeException fewer = assertThrows(ShapeException.class,
                () -> GradientPenalty.wasserstein(onPoints(),
                        Tensor.ones(4, 3), Tensor.ones(3, 3), Rng.of(1)));
        assertEquals("gradient penalty: needs as many made examples as real ones, got [3 × 3] and [4 × 3]",
                fewer.getMessage());
    }
}
