package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.cajal.backend.Backend;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Shape;
import io.cajal.fixtures.Fixtures;
import io.cajal.fixtures.Fixtures.Case;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations, their gradients and the gradients of these against PyTorch's. */
class PyTorchFixturesTest {
    static Stream<Case> cases() {
        return Fixtures.of("ops.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPyTorchInDouble(Case c) {
        compare(c, RefBackend.INSTANCE, 1e-9);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPyTorchInFloat(Case c) {
        compare(c, CpuBackend.INSTANCE, 1e-6);
    }

    private static void compare(Case c, Backend device, double tolerance) {
        Run.on(device).run(() -> {
            Map<String, Tensor> in = new LinkedHashMap<>();
            Map<String, Tensor> gradients = c.tensors("gradients");
            c.tensors("inputs").forEach(
                    (key, value) -> in.put(key, gradients.containsKey(key) ? value.tracked() : value));
            Map<String, Tensor> expected = c.tensors("outputs");
            // An axis that PyTorch keeps with size 1 may be gone here.
            Tensor y = result(c, in).reshape(expected.get("y").shape());
            Fixtures.assertClose("y", expected.get("y"), y, tolerance);
            if (expected.containsKey("indices")) {
                Tensor indices = ranked(c, in.get("x")).positions();
                Fixtures.assertClose("indices", expected.get("indices"),
                        indices.reshape(expected.get("indices").shape()), 0);
            }
            if (!gradients.isEmpty()) {
                boolean twice = c.has("second_gradients");
                Gradients first = y.backward(c.gradOutput(), twice);
                gradients.forEach((key, gradient) -> Fixtures.assertClose("gradient of " + key, gradient,
                        first.get(in.get(key)), tolerance));
                if (twice) {
                    compareSecond(c, in, first, tolerance);
                }
            }
        });
    }

    /** The gradients of Σ ⟨direction, gradient⟩ over all gradients. */
    private static void compareSecond(Case c, Map<String, Tensor> in, Gradients first, double tolerance) {
        Tensor sum = Tensor.scalar(0);
        for (Map.Entry<String, Tensor> direction : c.tensors("directions").entrySet()) {
            sum = sum.add(first.get(in.get(direction.getKey())).mul(direction.getValue()).sum());
        }
        Gradients second = sum.backward();
        c.tensors("second_gradients").forEach((key, gradient) -> Fixtures
                .assertClose("second gradient of " + key, gradient, second.get(in.get(key)), tolerance));
    }

    /** Cajal's form of a case. */
    private static Tensor result(Case c, Map<String, Tensor> in) {
        Tensor y = in.containsKey("a") ? several(c, in) : elementary(c, in.get("x"));
        y = y != null ? y : reduced(c, in.get("x"));
        y = y != null ? y : moved(c, in.get("x"), in);
        assertNotNull(y, "no operation for " + c.op());
        return y;
    }

    private static Tensor several(Case c, Map<String, Tensor> in) {
        Tensor a = in.get("a");
        Tensor b = in.get("b");
        return switch (c.op()) {
            case "grid_sample" -> a.gridSample(b);
            case "matmul" -> a.matmul(b);
            case "add" -> a.add(b);
            case "sub" -> a.sub(b);
            case "mul" -> a.mul(b);
            case "div" -> a.div(b);
            case "pow" -> a.pow(b);
            case "maximum" -> a.maximum(b);
            case "minimum" -> a.minimum(b);
            case "atan2" -> a.atan2(b);
            case "eq" -> a.eq(b);
            case "ne" -> a.ne(b);
            case "lt" -> a.lt(b);
            case "le" -> a.le(b);
            case "gt" -> a.gt(b);
            case "ge" -> a.ge(b);
            case "where" -> Tensor.where(in.get("condition"), a, b);
            case "cat" -> Tensor.cat(integer(c, "dim"), a, b, in.get("c"));
            case "stack" -> Tensor.stack(integer(c, "dim"), a, b);
            case "mul_square" -> a.mul(b.square());
            default -> null;
        };
    }

    private static Tensor elementary(Case c, Tensor x) {
        return switch (c.op()) {
            case "exp" -> x.exp();
            case "expm1" -> x.expm1();
            case "square" -> x.square();
            case "neg" -> x.neg();
            case "abs" -> x.abs();
            case "sign" -> x.sign();
            case "floor" -> x.floor();
            case "ceil" -> x.ceil();
            case "round" -> x.round();
            case "sin" -> x.sin();
            case "cos" -> x.cos();
            case "tan" -> x.tan();
            case "asin" -> x.asin();
            case "acos" -> x.acos();
            case "atan" -> x.atan();
            case "sinh" -> x.sinh();
            case "cosh" -> x.cosh();
            case "tanh" -> x.tanh();
            case "sigmoid" -> x.sigmoid();
            case "erf" -> x.erf();
            case "relu" -> x.relu();
            case "softplus" -> x.softplus();
            case "log" -> x.log();
            case "log1p" -> x.log1p();
            case "sqrt" -> x.sqrt();
            case "rsqrt" -> x.rsqrt();
            case "reciprocal" -> x.reciprocal();
            case "pow" -> x.pow(c.number("exponent", Double.NaN));
            case "clamp" -> x.clamp(c.number("min", Double.NEGATIVE_INFINITY),
                    c.number("max", Double.POSITIVE_INFINITY));
            default -> null;
        };
    }

    private static Tensor reduced(Case c, Tensor x) {
        int[] dims = integers(c, "dim");
        int correction = (int) c.number("correction", 1);
        return switch (c.op()) {
            case "sum" -> c.flag("keepdim") ? x.sumKeep(dims) : x.sum(dims);
            case "mean" -> c.flag("keepdim") ? x.meanKeep(dims) : x.mean(dims);
            case "prod" -> x.prod(dims);
            case "amax" -> x.amax(dims);
            case "amin" -> x.amin(dims);
            case "norm" -> x.norm(dims);
            case "var" -> x.variance(correction, dims);
            case "std" -> x.variance(correction, dims).sqrt();
            case "logsumexp" -> x.logSumExp(dims);
            case "softmax" -> x.softmax(dims[0]);
            case "log_softmax" -> x.logSoftmax(dims[0]);
            case "cumsum" -> x.cumsum(dims[0]);
            case "cumsum_square" -> x.square().cumsum(dims[0]);
            case "argmax" -> x.argmax(dims[0]);
            case "argmin" -> x.argmin(dims[0]);
            case "max", "min", "sort", "topk" -> ranked(c, x).values();
            default -> null;
        };
    }

    private static Tensor.Ranked ranked(Case c, Tensor x) {
        int dim = integer(c, "dim");
        return switch (c.op()) {
            case "max" -> x.max(dim);
            case "min" -> x.min(dim);
            case "sort" -> x.sort(dim, c.flag("descending"));
            default -> x.topK(integer(c, "k"), dim);
        };
    }

    private static Tensor moved(Case c, Tensor x, Map<String, Tensor> in) {
        return switch (c.op()) {
            case "gather" -> x.gather(integer(c, "dim"), in.get("index"));
            case "index_select" -> x.indexSelect(integer(c, "dim"), in.get("index"));
            case "scatter_add" -> x.scatterAdd(integer(c, "dim"), in.get("index"), in.get("src"));
            case "masked_fill" -> x.maskedFill(in.get("mask"), c.number("value", Double.NaN));
            case "one_hot" -> x.oneHot(integer(c, "num_classes"));
            case "permute" -> x.permute(integers(c, "dims"));
            case "transpose" -> x.transpose(integer(c, "dim0"), integer(c, "dim1"));
            case "reshape" -> x.reshape(integers(c, "shape"));
            case "flatten" -> x.flatten(integer(c, "start_dim"));
            case "unsqueeze" -> x.unsqueeze(integer(c, "dim"));
            case "squeeze" -> x.squeeze(integer(c, "dim"));
            case "narrow" -> x.narrow(integer(c, "dim"), integer(c, "start"), integer(c, "length"));
            case "slice" -> x.slice(integer(c, "dim"), integer(c, "start"), integer(c, "end"),
                    integer(c, "step"));
            case "select" -> x.select(integer(c, "dim"), integer(c, "index"));
            case "expand" -> x.expand(Shape.of(integers(c, "size")));
            case "tril" -> x.tril(integer(c, "diagonal"));
            case "triu" -> x.triu(integer(c, "diagonal"));
            case "affine_grid" -> Tensor.affineGrid(x, 3, 5);
            case "roll" -> x.roll(integers(c, "dims")[0], integers(c, "shifts")[0]);
            case "flip", "repeat", "pad" -> axisByAxis(c, x);
            default -> null;
        };
    }

    /** What PyTorch does to several axes in one call. */
    private static Tensor axisByAxis(Case c, Tensor x) {
        int[] dims = integers(c, "dims");
        int[] times = integers(c, "repeats");
        int[] pad = integers(c, "pad"); // before and after the last axis, then the one before it
        Tensor y = x;
        for (int dim : dims) {
            y = y.flip(dim);
        }
        for (int axis = 0; axis < times.length; axis++) {
            y = y.repeat(axis, times[axis]);
        }
        for (int i = 0; i < pad.length; i += 2) {
            y = y.pad(-1 - i / 2, pad[i], pad[i + 1], c.number("value", 0));
        }
        return y;
    }

    private static int integer(Case c, String attribute) {
        return ((Number) c.attributes().get(attribute)).intValue();
    }

    /** A list or one number; empty where it is not given. */
    private static int[] integers(Case c, String attribute) {
        return switch (c.attributes().get(attribute)) {
            case List<?> list -> list.stream().mapToInt(n -> ((Number) n).intValue()).toArray();
            case Number n -> new int[] {n.intValue()};
            case null, default -> new int[0];
        };
    }
}
