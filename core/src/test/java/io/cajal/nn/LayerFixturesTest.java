package io.cajal.nn;

import io.cajal.fixtures.Fixtures;
import io.cajal.fixtures.Fixtures.Case;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Layers with PyTorch's weights, loaded by PyTorch's keys: outputs, gradients, and gradients of gradients.
 */
class LayerFixturesTest implements Fixtures.Comparison {
    static Stream<Case> cases() {
        return Fixtures.of("layers.json");
    }

    @Override
    public double floatTolerance() {
        return 1e-6;
    }

    @Override
    public void compare(Case c, double tolerance) {
        Layer layer = layer(c);
        StateDict.load(layer, c.tensors("parameters"));
        Map<String, Tensor> leaves = new LinkedHashMap<>(Parts.params(layer));
        c.tensors("inputs").forEach((name, x) -> leaves.put(name, x.tracked()));
        Tensor y = result(layer, leaves);
        Fixtures.assertClose("output", c.tensor("outputs", "y"), y, tolerance);
        boolean twice = c.has("directions");
        Gradients g = y.backward(c.gradOutput(), twice);
        compare("gradient", c.tensors("gradients"), leaves, g, tolerance);
        if (twice) {
            Tensor total = Tensor.scalar(0);
            for (Map.Entry<String, Tensor> direction : c.tensors("directions").entrySet()) {
                total = total.add(g.get(leaves.get(direction.getKey())).mul(direction.getValue()).sum());
            }
            compare("second gradient", c.tensors("second_gradients"), leaves, total.backward(),
                    tolerance);
        }
    }

    private static void compare(String what, Map<String, Tensor> expected, Map<String, Tensor> leaves,
            Gradients actual, double tolerance) {
        expected.forEach((name, gradient) -> Fixtures.assertClose(what + " of " + name, gradient,
                actual.get(leaves.get(name)), tolerance));
    }

    private static Tensor result(Layer layer, Map<String, Tensor> in) {
        if (layer instanceof Bilinear bilinear) {
            return bilinear.forward(in.get("input1"), in.get("input2"));
        }
        Tensor y = layer.apply(in.get("x"));
        return in.containsKey("target") ? new CrossEntropy().of(y, in.get("target")) : y;
    }

    private static Layer layer(Case c) {
        Map<String, Tensor> parameters = c.tensors("parameters");
        if (c.op().equals("Sequential")) {
            List<Layer> layers = new ArrayList<>();
            for (int i = 0; parameters.containsKey(i + ".weight"); i += 2) {
                if (i > 0) {
                    layers.add(switch ((String) c.attributes().get("activation")) {
                        case "tanh" -> new Tanh();
                        case "relu" -> new Relu();
                        default -> new Sigmoid();
                    });
                }
                layers.add(new Linear(zeros(parameters, i + ".weight"), zeros(parameters, i + ".bias")));
            }
            return new Sequential(layers);
        }
        Param weight = zeros(parameters, "weight");
        Param bias = zeros(parameters, "bias");
        return c.op().equals("Bilinear") ? new Bilinear(weight, bias) : new Linear(weight, bias);
    }

    private static Param zeros(Map<String, Tensor> parameters, String name) {
        Tensor given = parameters.get(name);
        return given == null ? null : Param.of(given.filled(0));
    }
}
