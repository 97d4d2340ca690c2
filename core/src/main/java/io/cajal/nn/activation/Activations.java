package io.cajal.nn.activation;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.nn.Layer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Activations by name, with PyTorch's settings, for those who choose at run time. */
public final class Activations {
    private static final Map<String, Supplier<Layer>> ALL = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        ALL.putAll(
                Map.of("Relu", Relu::new, "LeakyRelu", LeakyRelu::new, "Relu6", Relu6::new, "Elu", Elu::new,
                        "Celu", Celu::new, "Selu", Selu::new, "Gelu", Gelu::new, "Silu", Silu::new, "Mish",
                        Mish::new));
        ALL.putAll(Map.of("Tanh", Tanh::new, "Sigmoid", Sigmoid::new, "Softplus", Softplus::new,
                "Softsign", Softsign::new, "Arctan", Arctan::new, "Hardtanh", Hardtanh::new,
                "Hardsigmoid", Hardsigmoid::new, "Hardswish", Hardswish::new, "Identity", Identity::new));
        ALL.putAll(Map.of("Gaussian", Gaussian::new, "Sinusoid", Sinusoid::new, "BentIdentity",
                BentIdentity::new, "Sinc", Sinc::new, "Step", Step::new, "LogSigmoid", LogSigmoid::new,
                "Softshrink", Softshrink::new, "Hardshrink", Hardshrink::new, "Tanhshrink", Tanhshrink::new,
                "PRelu", PRelu::of));
        ALL.put("SoftExponential", () -> SoftExponential.of(0));
    }

    private Activations() {
    }

    /** What {@link #named} knows. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** A new layer; large and small letters are the same. */
    public static Layer named(String name) {
        Supplier<Layer> made = ALL.get(name);
        if (made == null) {
            throw new CajalException(
                    "there is no activation %s%s".formatted(name, Nearest.hint(name, names())));
        }
        return made.get();
    }
}
