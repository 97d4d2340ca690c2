package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.fixtures.Fixtures;
import io.cajal.fixtures.Fixtures.Case;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InitTest {
    static Stream<Case> cases() {
        return Fixtures.of("init.json");
    }

    /**
     * Gains are exact; of uniform numbers the largest is next to PyTorch's bound, of normal ones the
     * deviation is PyTorch's.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void hasPyTorchsSpread(Case c) {
        if (c.op().equals("calculate_gain")) {
            double gain = Init.gain((String) c.attributes().get("nonlinearity"), c.number("param", 0.01));
            assertEquals(expected(c, "gain"), gain, 1e-15);
            return;
        }
        int[] sizes = ((List<?>) c.attributes().get("shape")).stream().mapToInt(n -> ((Number) n).intValue())
                .toArray();
        double[] numbers = draw(c, sizes).toDoubles();
        double expected = expected(c, c.op().endsWith("uniform") ? "bound" : "std");
        double largest = 0;
        double squares = 0;
        for (double v : numbers) {
            largest = Math.max(largest, Math.abs(v));
            squares += v * v;
        }
        if (c.op().endsWith("uniform")) {
            assertTrue(largest <= expected && largest > 0.9999 * expected, largest + " of " + expected);
            assertEquals(expected / Math.sqrt(3), Math.sqrt(squares / numbers.length), 0.01 * expected);
        } else {
            assertEquals(expected, Math.sqrt(squares / numbers.length), 0.01 * expected);
        }
    }

    private static double expected(Case c, String output) {
        return Run.on(RefBackend.INSTANCE).call(() -> c.tensor("outputs", output).item());
    }

    private static Param draw(Case c, int... sizes) {
        Rng rng = Rng.of(1);
        double gain = c.op().startsWith("xavier") ? c.number("gain", 1)
                : Init.gain("leaky_relu", c.number("a", 0));
        Init.Fan fan = "fan_out".equals(c.attributes().get("mode")) ? Init.Fan.OUT : Init.Fan.IN;
        return switch (c.op()) {
            case "kaiming_uniform" -> Init.kaimingUniform(gain, fan, rng, sizes);
            case "kaiming_normal" -> Init.kaimingNormal(gain, fan, rng, sizes);
            case "xavier_uniform" -> Init.xavierUniform(gain, rng, sizes);
            case "xavier_normal" -> Init.xavierNormal(gain, rng, sizes);
            default -> throw new IllegalArgumentException(c.op());
        };
    }

    /** W·Wᵀ = gain²·1 for a wide matrix, Wᵀ·W for a high one; a kernel's axes count as columns. */
    @ParameterizedTest
    @CsvSource({"30, 50", "50, 30", "40, 40", "1, 7", "7, 1"})
    void orthogonalKeepsLengths(int rows, int columns) {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Tensor w = Init.orthogonal(1.5, Rng.of(2), rows, columns).detach();
            Tensor product = rows <= columns ? w.matmul(w.t()) : w.t().matmul(w);
            Tensor identity = Tensor.eye(Math.min(rows, columns)).mul(2.25);
            assertEquals(0, product.sub(identity).abs().amax().item(), 1e-13);
        });
        assertEquals(List.of(8, 3, 5, 5), list(Init.orthogonal(1, Rng.of(2), 8, 3, 5, 5)));
    }

    private static List<Integer> list(Tensor tensor) {
        return Arrays.stream(tensor.shape().sizes()).boxed().toList();
    }

    /** A kernel's size counts in both fans: [8 × 3 × 5 × 5] has 75 in, 200 out. */
    @Test
    void fansCountTheKernel() {
        double in = Init.kaimingUniform(1, Rng.of(1), 8, 3, 5, 5).abs().amax().item();
        double out = Init.kaimingUniform(1, Init.Fan.OUT, Rng.of(1), 8, 3, 5, 5).abs().amax().item();
        assertEquals(Math.sqrt(200.0 / 75), in / out, 1e-6);
    }

    @Test
    void linearHasPyTorchsDefault() {
        Linear linear = Linear.of(400, 100, Rng.of(1));
        assertEquals(0.05, linear.weight().abs().amax().item(), 1e-4);
        assertEquals(0.05, linear.bias().abs().amax().item(), 2e-3);
        assertTrue(linear.weight().abs().amax().item() <= 0.05);
    }

    @Test
    void simpleStarts() {
        assertEquals(0, Init.zeros(3, 4).abs().sum().item());
        assertEquals(6, Init.constant(0.5, 3, 4).sum().item());
        assertEquals(0.01, Init.smallRandom(Rng.of(1), 100, 100).variance(0).sqrt().item(), 2e-4);
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(
                "init: no gain is known for \"relo\", did you mean \"relu\"?; known are linear, sigmoid, "
                        + "tanh, relu, leaky_relu, selu",
                assertThrows(CajalException.class, () -> Init.gain("relo")).getMessage());
        assertEquals("init: a weight needs two axes or more, [out × in …], got [5]",
                assertThrows(CajalException.class, () -> Init.kaimingNormal(1, Rng.of(1), 5)).getMessage());
    }
}
