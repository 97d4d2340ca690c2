package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.base.Rng;
import io.cajal.fixtures.Fixtures;
import io.cajal.fixtures.Fixtures.Case;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Layers over images and sequences with PyTorch's weights: outputs, gradients, switches, running statistics. */
class ImageLayerFixturesTest implements Fixtures.Comparison {
    static Stream<Case> cases() {
        return Fixtures.of("image_layers.json");
    }

    @Override
    public double floatTolerance() {
        return 2e-6;
    }

    @Override
    public void compare(Case c, double tolerance) {
        Run run = c.op().startsWith("BatchNorm") && !c.flag("training") ? Run.recording(true)
                : Run.training(Rng.of(1));
        run.run(() -> {
            Map<String, Tensor> inputs = c.tensors("inputs");
            Layer layer = layer(c, inputs);
            Map<String, Param> params = Parts.params(layer);
            c.tensors("parameters").forEach((name, value) -> params.get(name).set(value));
            Tensor x = inputs.get("x").tracked();
            Tensor y = layer.apply(x);
            Fixtures.assertClose("output", c.tensor("outputs", "y"), y, tolerance);
            Gradients g = y.backward(c.gradOutput(), false);
            c.tensors("gradients").forEach((name, expected) -> Fixtures.assertClose("gradient of " + name,
                    expected, g.get(name.equals("x") ? x : params.get(name)), tolerance));
            c.tensors("outputs").forEach((name, expected) -> {
                switch (name) {
                    case "running_mean", "running_var" -> Fixtures.assertClose(name, expected,
                            Parts.buffers(layer).get(name), tolerance);
                    case "indices" -> Fixtures.assertClose(name, expected,
                            x.detach().maxPlaces(((MaxPool2d) layer).window()), 0);
                    case "unpooled" -> Fixtures.assertClose(name, expected, y.detach().maxUnpool2d(
                            x.detach().maxPlaces(((MaxPool2d) layer).window()), x.size(2), x.size(3)), 0);
                    default -> assertEquals("y", name);
                }
            });
        });
    }

    private static Layer layer(Case c, Map<String, Tensor> inputs) {
        Map<String, Tensor> parameters = c.tensors("parameters");
        Param weight = zeros(parameters, "weight");
        Param bias = zeros(parameters, "bias");
        int groups = (int) c.number("groups", 1);
        int extra = (int) c.number("output_padding", 0);
        return switch (c.op()) {
            case "Conv2d" -> new Conv2d(weight, bias, window(c), groups);
            case "Conv1d" -> new Conv1d(weight, bias, of(c, "stride", 0), of(c, "padding", 0),
                    of(c, "dilation", 0), groups);
            case "ConvTranspose2d" -> new ConvTranspose2d(weight, bias, window(c), extra, groups);
            case "ConvTranspose1d" -> new ConvTranspose1d(weight, bias, of(c, "stride", 0),
                    of(c, "padding", 0), of(c, "dilation", 0), extra, groups);
            case "MaxPool2d" -> new MaxPool2d(window(c));
            case "MaxPool1d" ->
                new MaxPool1d(of(c, "kernel_size", 0), of(c, "stride", 0), of(c, "padding", 0),
                        of(c, "dilation", 0));
            case "AvgPool2d" -> new AvgPool2d(window(c), c.flag("count_include_pad"));
            case "AdaptiveAvgPool2d" ->
                new AdaptiveAvgPool2d(of(c, "output_size", 0), of(c, "output_size", 1));
            case "AdaptiveMaxPool2d" ->
                new AdaptiveMaxPool2d(of(c, "output_size", 0), of(c, "output_size", 1));
            case "BatchNorm1d", "BatchNorm2d" -> {
                BatchNorm layer = c.op().equals("BatchNorm1d") ? BatchNorm1d.of(3) : BatchNorm2d.of(3);
                layer.runningMean().set(inputs.get("running_mean"));
                layer.runningVar().set(inputs.get("running_var"));
                yield layer;
            }
            case "LayerNorm" -> new LayerNorm(weight, bias, 1e-5);
            case "GroupNorm" -> new GroupNorm((int) c.number("num_groups", 0), weight, bias, 1e-5);
            case "InstanceNorm2d" -> new InstanceNorm2d(weight, bias, 1e-5);
            case "Upsample" -> new Upsample((int) c.number("scale_factor", 0),
                    Upsample.Mode.valueOf(c.attributes().get("mode").toString().toUpperCase(Locale.ROOT)));
            case "PixelShuffle" -> new PixelShuffle((int) c.number("upscale_factor", 0));
            case "PixelUnshuffle" -> new PixelUnshuffle((int) c.number("downscale_factor", 0));
            case "ReflectionPad2d" -> new ReflectionPad2d(of(c, "padding", 0), of(c, "padding", 1),
                    of(c, "padding", 2), of(c, "padding", 3));
            case "ZeroPad2d" -> new ZeroPad2d(of(c, "padding", 0), of(c, "padding", 1), of(c, "padding", 2),
                    of(c, "padding", 3));
            default -> throw new AssertionError(c.op());
        };
    }

    private static Window window(Case c) {
        return new Window(of(c, "kernel_size", 0), of(c, "kernel_size", 1), of(c, "stride", 0),
                of(c, "stride", 1), of(c, "padding", 0), of(c, "padding", 1), of(c, "dilation", 0),
                of(c, "dilation", 1));
    }

    private static int of(Case c, String attribute, int i) {
        return ((Number) ((List<?>) c.attributes().get(attribute)).get(i)).intValue();
    }

    private static Param zeros(Map<String, Tensor> parameters, String name) {
        Tensor given = parameters.get(name);
        return given == null ? null : Param.of(given.filled(0));
    }
}
