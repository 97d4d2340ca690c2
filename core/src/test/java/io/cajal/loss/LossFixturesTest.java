package io.cajal.loss;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cajal.backend.Backend;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.ref.RefBackend;
import io.cajal.fixtures.Fixtures;
import io.cajal.fixtures.Fixtures.Case;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and their gradients against PyTorch's. */
class LossFixturesTest {
    static Stream<Case> cases() {
        return Fixtures.of("losses.json")
                .filter(c -> Run.on(RefBackend.INSTANCE).call(() -> loss(c)) != null);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPyTorchInDouble(Case c) {
        compare(c, RefBackend.INSTANCE, 1e-9);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPyTorchInFloat(Case c) {
        // Probabilities this near to 0 and 1 are not the same numbers in float.
        assumeTrue(!c.name().endsWith("/hard") && !c.name().endsWith("/certain"));
        compare(c, CpuBackend.INSTANCE, 1e-6);
    }

    private static void compare(Case c, Backend device, double tolerance) {
        Run.on(device).run(() -> {
            Tensor input = c.tensor("inputs", "input").tracked();
            Tensor y = loss(c).of(input, c.tensor("inputs", "target"));
            Fixtures.assertClose("loss", c.tensor("outputs", "y"), y, tolerance);
            Tensor gradient = y.backward(c.gradOutput(), false).get(input);
            Fixtures.assertClose("gradient", c.tensor("gradients", "input"), gradient, tolerance);
        });
    }

    /** Cajal's form of a case; null where it has none. */
    private static Loss loss(Case c) {
        Reduction reduction = Reduction
                .valueOf(((String) c.attributes().get("reduction")).toUpperCase(Locale.ROOT)
                        .replace("BATCHMEAN", "MEAN"));
        Map<String, Tensor> in = c.tensors("inputs");
        Tensor weight = in.get("weight");
        return switch (c.op()) {
            case "mse_loss" -> new Mse(reduction);
            case "l1_loss" -> new L1(reduction);
            case "smooth_l1_loss" -> new SmoothL1(c.number("beta", 1), reduction);
            case "huber_loss" -> new Huber(c.number("delta", 1), reduction);
            case "binary_cross_entropy" -> weight == null ? new Bce(reduction) : null;
            case "binary_cross_entropy_with_logits" ->
                weight == null ? new BceWithLogits(in.get("pos_weight"), reduction)
                        : null;
            case "cross_entropy" -> new CrossEntropy(weight, c.number("label_smoothing", 0), reduction);
            case "nll_loss" -> new Nll(weight, reduction);
            case "multi_margin_loss" ->
                new MultiMargin((int) c.number("p", 1), c.number("margin", 1), weight, reduction);
            case "poisson_nll_loss" -> new PoissonNll(!Boolean.FALSE.equals(c.attributes().get("log_input")),
                    c.flag("full"), c.number("eps", 1e-8), reduction);
            case "kl_div" -> "mean".equals(c.attributes().get("reduction")) ? null
                    : new KlDivergence(c.flag("log_target"), reduction);
            case "hinge_embedding_loss" -> new HingeEmbedding(c.number("margin", 1), reduction);
            case "soft_margin_loss" -> new SoftMargin(reduction);
            case "hinge_loss" -> new Hinge(reduction);
            default -> null;
        };
    }
}
