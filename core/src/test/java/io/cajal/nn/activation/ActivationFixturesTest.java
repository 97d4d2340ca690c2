package io.cajal.nn.activation;

import io.cajal.backend.Backend;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.ref.RefBackend;
import io.cajal.fixtures.Fixtures;
import io.cajal.fixtures.Fixtures.Case;
import io.cajal.nn.Layer;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations and their gradients against PyTorch's, also at 0, at the kinks and far out. */
class ActivationFixturesTest {
    static Stream<Case> cases() {
        return Fixtures.of("activations.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPyTorchInDouble(Case c) {
        // PyTorch takes 1/6 in float there, even in double.
        compare(c, RefBackend.INSTANCE,
                c.op().equals("hardsigmoid") || c.op().equals("hardswish") ? 1e-7 : 1e-9);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPyTorchInFloat(Case c) {
        compare(c, CpuBackend.INSTANCE, 1e-6);
    }

    private static void compare(Case c, Backend device, double tolerance) {
        Run.on(device).run(() -> {
            Param weight = c.has("parameters") ? Param.of(c.tensor("parameters", "weight")) : null;
            Tensor x = c.tensor("inputs", "x").tracked();
            Tensor y = layer(c, weight).apply(x);
            Fixtures.assertClose("output", c.tensor("outputs", "y"), y, tolerance);
            Gradients g = y.backward(c.gradOutput(), false);
            Fixtures.assertClose("gradient", c.tensor("gradients", "x"), g.get(x), tolerance);
            if (weight != null) {
                Fixtures.assertClose("gradient of the weight", c.tensor("gradients", "weight"), g.get(weight),
                        tolerance);
            }
        });
    }

    private static Layer layer(Case c, Param weight) {
        return switch (c.op()) {
            case "identity" -> new Identity();
            case "sigmoid" -> new Sigmoid();
            case "tanh" -> new Tanh();
            case "atan" -> new Arctan();
            case "sin" -> new Sinusoid();
            case "gaussian" -> new Gaussian();
            case "erf" -> Tensor::erf;
            case "softsign" -> new Softsign();
            case "tanhshrink" -> new Tanhshrink();
            case "logsigmoid" -> new LogSigmoid();
            case "silu" -> new Silu();
            case "mish" -> new Mish();
            case "gelu" -> new Gelu("tanh".equals(c.attributes().get("approximate")));
            case "softplus" -> new Softplus(c.number("beta", 1), c.number("threshold", 20));
            case "relu" -> new Relu();
            case "leaky_relu" -> new LeakyRelu(c.number("negative_slope", 0.01));
            case "elu" -> new Elu(c.number("alpha", 1));
            case "celu" -> new Celu(c.number("alpha", 1));
            case "selu" -> new Selu();
            case "relu6" -> new Relu6();
            case "hardtanh" -> new Hardtanh(c.number("min_val", -1), c.number("max_val", 1));
            case "hardsigmoid" -> new Hardsigmoid();
            case "hardswish" -> new Hardswish();
            case "hardshrink" -> new Hardshrink(c.number("lambd", 0.5));
            case "softshrink" -> new Softshrink(c.number("lambd", 0.5));
            case "threshold" -> new Threshold(c.number("threshold", 0), c.number("value", 0));
            case "prelu" -> new PRelu(weight);
            case "softmax" -> new Softmax((int) c.number("dim", -1));
            case "log_softmax" -> new LogSoftmax((int) c.number("dim", -1));
            case "softmin" -> new Softmin((int) c.number("dim", -1));
            default -> throw new IllegalArgumentException(c.op());
        };
    }
}
