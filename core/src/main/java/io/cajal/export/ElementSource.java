package io.cajal.export;

import io.cajal.nn.Layer;
import io.cajal.nn.activation.Arctan;
import io.cajal.nn.activation.BentIdentity;
import io.cajal.nn.activation.Celu;
import io.cajal.nn.activation.Elu;
import io.cajal.nn.activation.Gaussian;
import io.cajal.nn.activation.Gelu;
import io.cajal.nn.activation.Hardshrink;
import io.cajal.nn.activation.Hardsigmoid;
import io.cajal.nn.activation.Hardswish;
import io.cajal.nn.activation.Hardtanh;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.nn.activation.LogSigmoid;
import io.cajal.nn.activation.Mish;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Relu6;
import io.cajal.nn.activation.Selu;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.nn.activation.Silu;
import io.cajal.nn.activation.Sinc;
import io.cajal.nn.activation.Sinusoid;
import io.cajal.nn.activation.SoftExponential;
import io.cajal.nn.activation.Softplus;
import io.cajal.nn.activation.Softshrink;
import io.cajal.nn.activation.Softsign;
import io.cajal.nn.activation.Step;
import io.cajal.nn.activation.Tanh;
import io.cajal.nn.activation.Tanhshrink;
import io.cajal.nn.activation.Threshold;

/**
 * Activations as Java expressions of one number, the double v. Where they jump they compare with a float, as
 * the layers do.
 */
final class ElementSource {
    /** For {@link Gelu}: the JDK has no erf. Abramowitz and Stegun 7.1.6. */
    static final String ERF = """
            /** The error function, by its series. */
            private static double erf(double x) {
                if (Math.abs(x) > 6) {
                    return Math.signum(x);
                }
                double term = x;
                double sum = x;
                for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
                    term *= 2 * x * x / (2 * n + 1);
                    sum += term;
                }
                return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
            }
            """;

    private ElementSource() {
    }

    /** Null for layers that are no function of each element alone. */
    static String of(Layer layer) {
        return switch (layer) {
            case Relu _ -> "Math.max(v, 0)";
            case Relu6 _ -> "Math.min(Math.max(v, 0), 6)";
            case LeakyRelu l -> "v > 0 ? v : %s * v".formatted(l.negativeSlope());
            case Tanh _ -> "Math.tanh(v)";
            case Sigmoid _ -> "1 / (1 + Math.exp(-v))";
            case Silu _ -> "v / (1 + Math.exp(-v))";
            case Gelu g -> g.approximate()
                    ? "0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)))"
                    : "0.5 * v * (1 + erf(v * Math.sqrt(0.5)))";
            case Elu e -> "v > 0 ? v : %s * Math.expm1(v)".formatted(e.alpha());
            case Celu c -> "v > 0 ? v : %s * Math.expm1(v / %s)".formatted(c.alpha(), c.alpha());
            case Selu _ -> "1.0507009873554805 * (v > 0 ? v : 1.6732632423543772 * Math.expm1(v))";
            case Softplus s -> softplus(s.beta(), (float) s.threshold());
            case LogSigmoid _ -> "Math.min(v, 0) - Math.log1p(Math.exp(-Math.abs(v)))";
            case Mish _ -> "v * Math.tanh(Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v))))";
            case Softsign _ -> "v / (1 + Math.abs(v))";
            case Hardsigmoid _ -> "Math.min(Math.max(v + 3, 0), 6) / 6";
            case Hardswish _ -> "v * Math.min(Math.max(v + 3, 0), 6) / 6";
            case Hardtanh h -> "Math.min(Math.max(v, %s), %s)".formatted(bound(h.low()), bound(h.high()));
            case Hardshrink h -> "Math.abs(v) <= %s ? 0 : v".formatted(bound(h.lambda()));
            case Softshrink s -> "v - Math.min(Math.max(v, -%s), %s)".formatted(bound(s.lambda()),
                    bound(s.lambda()));
            case Tanhshrink _ -> "v - Math.tanh(v)";
            case Threshold t -> "v <= %s ? %s : v".formatted(bound(t.threshold()), bound(t.value()));
            case Step _ -> "v >= 0 ? 1 : 0";
            case Arctan _ -> "Math.atan(v)";
            case BentIdentity _ -> "(Math.sqrt(v * v + 1) - 1) / 2 + v";
            case Gaussian _ -> "Math.exp(-v * v)";
            case Sinusoid _ -> "Math.sin(v)";
            case Sinc _ -> "v == 0 ? 1 : Math.sin(v) / v";
            case SoftExponential s -> softExponential(s.alpha().item());
            default -> null;
        };
    }

    private static String bound(double value) {
        return Numbers.literal((float) value);
    }

    private static String softplus(double beta, float threshold) {
        String scaled = beta == 1 ? "v" : beta + " * v";
        String smooth = "Math.max(%s, 0) + Math.log1p(Math.exp(-Math.abs(%s)))".formatted(scaled, scaled);
        return "%s > %s ? v : %s".formatted(scaled, Numbers.literal(threshold),
                beta == 1 ? smooth : "(%s) / %s".formatted(smooth, beta));
    }

    private static String softExponential(double a) {
        return a == 0 ? "v" : a < 0 ? "-Math.log1p(%s * (v + %s)) / %s".formatted(-a, a, a)
                : "Math.expm1(%s * v) / %s + %s".formatted(a, a, a);
    }
}
