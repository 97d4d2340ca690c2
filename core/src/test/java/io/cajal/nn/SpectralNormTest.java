package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpectralNormTest {

    /** u ← Wv/‖Wv‖, v ← Wᵀu/‖Wᵀu‖, W/(uᵀWv), as torch.nn.utils.parametrizations._SpectralNorm has it. */
    @Test
    void followsPyTorchsFormula() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Linear linear = Linear.of(4, 3, Rng.of(1));
            SpectralNorm norm = SpectralNorm.of(linear, Rng.of(2));
            norm.u().set(unit(Tensor.of(1, 2, 3)));
            norm.v().set(unit(Tensor.of(1, -1, 2, 0.5)));
            double[] w = linear.weight().toDoubles();
            double[] u = norm.u().toDoubles();
            double[] v = norm.v().toDoubles();
            Tensor x = Tensor.normal(Shape.of(5, 4), Rng.of(3));
            for (int pass = 0; pass < 3; pass++) {
                Tensor y = Run.training(Rng.of(1)).call(() -> norm.apply(x));
                u = normalized(times(w, v, 3, 4));
                v = normalized(transposedTimes(w, u, 3, 4));
                double[] wv = times(w, v, 3, 4);
                double sigma = u[0] * wv[0] + u[1] * wv[1] + u[2] * wv[2];
                assertArrayEquals(u, norm.u().toDoubles(), 1e-12);
                assertArrayEquals(v, norm.v().toDoubles(), 1e-12);
                Tensor expected = x.matmul(linear.weight().t()).div(sigma).add(linear.bias());
                assertArrayEquals(expected.toDoubles(), y.toDoubles(), 1e-12);
                assertArrayEquals(expected.toDoubles(),
                        Run.evaluation().call(() -> norm.apply(x)).toDoubles(), 1e-12, "evaluation rests");
            }
        });
    }

    private static Tensor unit(Tensor vector) {
        return vector.div(vector.norm(0));
    }

    private static double[] times(double[] w, double[] v, int rows, int columns) {
        double[] result = new double[rows];
        for (int i = 0; i < rows * columns; i++) {
            result[i / columns] += w[i] * v[i % columns];
        }
        return result;
    }

    private static double[] transposedTimes(double[] w, double[] u, int rows, int columns) {
        double[] result = new double[columns];
        for (int i = 0; i < rows * columns; i++) {
            result[i % columns] += w[i] * u[i / columns];
        }
        return result;
    }

    private static double[] normalized(double[] vector) {
        double square = 0;
        for (double x : vector) {
            square += x * x;
        }
        double[] result = vector.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] /= Math.sqrt(square);
        }
        return result;
    }

    /** A diagonal weight's largest singular value is known. */
    @Test
    void dividesByTheLargestSingularValue() {
        Param diagonal = Param.of(Tensor.of(new double[][] {{2, 0, 0}, {0, -7, 0}, {0, 0, 3}}));
        SpectralNorm norm = SpectralNorm.of(new Linear(diagonal, null), Rng.of(1));
        Tensor y = norm.apply(Tensor.eye(3));
        assertArrayEquals(new double[] {2.0 / 7, 0, 0, 0, -1, 0, 0, 0, 3.0 / 7}, y.toDoubles(), 1e-6);
    }

    /** Stretching W changes nothing, so that its gradient has no part along W. */
    @Test
    void theGradientPassesThroughSigma() {
        Linear linear = Linear.of(4, 3, Rng.of(1));
        SpectralNorm norm = SpectralNorm.of(linear, 300, Rng.of(2));
        Tensor x = Tensor.normal(Shape.of(5, 4), Rng.of(3));
        Tensor g = Run.training(Rng.of(1)).call(() -> norm.apply(x).square().sum().backward())
                .get(linear.weight());
        assertTrue(g.norm().item() > 0.1);
        assertEquals(0, g.mul(linear.weight()).sum().item() / g.norm().item(), 1e-5);
    }

    /** Two passes before one backward pass, as when a critic sees real and made examples. */
    @Test
    void passesFollowEachOther() {
        SpectralNorm norm = SpectralNorm.of(Linear.of(4, 3, Rng.of(1)), Rng.of(2));
        Sgd sgd = new Sgd(norm, 0.1);
        Run.training(Rng.of(1)).run(() -> {
            Tensor first = norm.apply(Tensor.ones(2, 4)).sum();
            Tensor second = norm.apply(Tensor.zeros(2, 4)).sum();
            sgd.step(first.sub(second).backward());
        });
    }

    /** A critic of such layers changes at most as fast as its input. */
    @Test
    void aChainOfThemIsLipschitz() {
        Rng rng = Rng.of(1);
        Layer critic = Sequential.of(SpectralNorm.of(Linear.of(6, 20, rng.split(1)), 50, rng),
                new Relu(), SpectralNorm.of(Linear.of(20, 1, rng.split(2)), 50, rng));
        Tensor a = Tensor.normal(Shape.of(200, 6), Rng.of(2));
        Tensor b = Tensor.normal(Shape.of(200, 6), Rng.of(3));
        double[] distance = a.sub(b).norm(1).toDoubles();
        double[] difference = critic.apply(a).sub(critic.apply(b)).abs().toDoubles();
        for (int i = 0; i < distance.length; i++) {
            assertTrue(difference[i] <= distance[i] * 1.001, difference[i] + " of " + distance[i]);
        }
    }

    /** W has a row for each output: the second axis of a transposed convolution's. */
    @Test
    void matricesHaveARowForEachOutput() {
        SpectralNorm turned = SpectralNorm.of(ConvTranspose2d.of(3, 5, 2, Rng.of(1)), Rng.of(2));
        assertEquals(Shape.of(5), turned.u().shape());
        assertEquals(Shape.of(12), turned.v().shape());
        SpectralNorm plain = SpectralNorm.of(Conv2d.of(3, 5, Window.of(2), 1, Rng.of(1)), Rng.of(2));
        assertEquals(Shape.of(5), plain.u().shape());
        assertEquals(Shape.of(12), plain.v().shape());
        assertEquals(List.of("layer.weight", "layer.bias", "u", "v"),
                List.copyOf(StateDict.of(plain).keySet()));
    }

    @Test
    void refusesOtherLayers() {
        assertEquals("spectralNorm: expected a Linear, Conv2d or ConvTranspose2d, got Relu",
                assertThrows(CajalException.class, () -> SpectralNorm.of(new Relu(), Rng.of(1)))
                        .getMessage());
        assertEquals("spectralNorm: iterations must be 1 or more, got 0",
                assertThrows(CajalException.class,
                        () -> SpectralNorm.of(Linear.of(2, 2, Rng.of(1)), 0, Rng.of(1)))
                        .getMessage());
    }
}
