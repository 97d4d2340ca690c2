package io.cajal.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.nn.AdaptiveAvgPool2d;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.Averaged;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Dropout2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.GaussianNoise;
import io.cajal.nn.Layer;
import io.cajal.nn.LayerNorm;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Maxout;
import io.cajal.nn.MinPool2d;
import io.cajal.nn.Parts;
import io.cajal.nn.PlaneFeatures;
import io.cajal.nn.RandomAffine;
import io.cajal.nn.RandomCrop;
import io.cajal.nn.RandomElastic;
import io.cajal.nn.RandomErasing;
import io.cajal.nn.RandomFlip;
import io.cajal.nn.RandomShift;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.Standardize;
import io.cajal.nn.Unflatten;
import io.cajal.nn.ZeroPad2d;
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
import io.cajal.nn.activation.Identity;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.nn.activation.LogSigmoid;
import io.cajal.nn.activation.LogSoftmax;
import io.cajal.nn.activation.Mish;
import io.cajal.nn.activation.PRelu;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Relu6;
import io.cajal.nn.activation.Selu;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.nn.activation.Silu;
import io.cajal.nn.activation.Sinc;
import io.cajal.nn.activation.Sinusoid;
import io.cajal.nn.activation.SoftExponential;
import io.cajal.nn.activation.Softmax;
import io.cajal.nn.activation.Softmin;
import io.cajal.nn.activation.Softplus;
import io.cajal.nn.activation.Softshrink;
import io.cajal.nn.activation.Softsign;
import io.cajal.nn.activation.Step;
import io.cajal.nn.activation.Tanh;
import io.cajal.nn.activation.Tanhshrink;
import io.cajal.nn.activation.Threshold;
import io.cajal.series.ForecastNet;
import io.cajal.series.SeriesModel;
import io.cajal.tensor.Param;
import io.cajal.tensor.Stored;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java classes of models say what the models say. */
class JavaSourceTest {
    private static final int EXAMPLES = 5;

    @TempDir
    private Path folder;

    private final Rng rng = Rng.of(1);

    /** A layer, and the shape of its input without the batch. */
    private record Case(Layer layer, int... input) {
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Layer activation : List.of(new Arctan(), new BentIdentity(), new Celu(0.7), new Elu(),
                new Gaussian(),
                new Gelu(), new Gelu(true), new Hardshrink(), new Hardsigmoid(), new Hardswish(),
                new Hardtanh(),
                new Identity(), new LeakyRelu(), new LogSigmoid(), new Mish(), PRelu.of(), new Relu(),
                new Relu6(),
                new Selu(), new Sigmoid(), new Silu(), new Sinc(), new Sinusoid(), SoftExponential.of(0.3),
                SoftExponential.of(0), SoftExponential.of(-0.2), new Softplus(), new Softplus(2, 3),
                new Softshrink(), new Softsign(), new Step(), new Tanh(), new Tanhshrink(),
                new Threshold(0.1, -7),
                new Softmax(), new LogSoftmax(), new Softmin())) {
            cases.add(new Case(activation, 40));
        }
        cases.addAll(List.of(new Case(new Softmax(1), 3, 4, 5), new Case(new LogSoftmax(2), 3, 4, 5),
                new Case(new Softmin(), 3, 4, 5), new Case(PRelu.of(3), 3, 4, 5),
                new Case(Linear.of(7, 4, rng), 7), new Case(Linear.withoutBias(70, 40, rng), 70),
                new Case(Linear.of(5, 4, rng), 3, 2, 5), new Case(Maxout.of(6, 4, 3, rng), 6),
                new Case(Conv2d.of(2, 3, 3, rng), 2, 6, 7),
                new Case(Conv2d.of(2, 3, new Window(3, 2, 2, 1, 1, 0, 1, 2), 1, rng), 2, 7, 8),
                new Case(Conv2d.of(4, 6, Window.of(3).padding(1), 2, rng).withoutBias(), 4, 5, 5),
                new Case(Conv2d.of(4, 4, Window.of(3).stride(2).padding(2).dilation(2), 4, rng), 4, 9, 9),
                new Case(MaxPool2d.of(2), 2, 5, 6),
                new Case(new MaxPool2d(new Window(3, 2, 2, 1, 1, 1, 1, 1)), 2, 5, 6),
                new Case(new MinPool2d(Window.of(2).dilation(2)), 2, 5, 6),
                new Case(AvgPool2d.of(2), 2, 5, 6),
                new Case(new AvgPool2d(new Window(3, 3, 2, 1, 1, 1, 1, 1), true), 2, 5, 6),
                new Case(new AvgPool2d(new Window(3, 2, 2, 1, 1, 1, 1, 1), false), 2, 5, 6),
                new Case(new AdaptiveAvgPool2d(3, 1), 2, 5, 6), new Case(new ZeroPad2d(1, 2, 3, 0), 2, 3, 3),
                new Case(BatchNorm1d.of(6), 6), new Case(BatchNorm1d.of(3), 3, 4),
                new Case(BatchNorm2d.of(3), 3, 4, 5), new Case(LayerNorm.of(6), 6),
                new Case(LayerNorm.of(4, 5), 3, 4, 5),
                new Case(Standardize.of(Tensor.ones(6), Tensor.ones(6)), 6),
                new Case(Standardize.of(Tensor.ones(3, 1, 1), Tensor.scalar(1)), 3, 4, 5),
                new Case(new PlaneFeatures(PlaneFeatures.NAMES), 2),
                new Case(RandomCrop.of(3, 2, rng), 2, 5, 5),
                new Case(Sequential.of(RandomShift.of(2, rng), RandomAffine.of(9, rng),
                        RandomFlip.of(0.5, rng),
                        RandomElastic.of(3, 2, rng), RandomErasing.of(0.5, rng), GaussianNoise.of(1, rng),
                        Dropout2d.of(0.5, rng), new Flatten(), Dropout.of(0.5, rng),
                        new Unflatten(Shape.of(2, 8)),
                        new Relu()), 1, 4, 4),
                new Case(Sequential.of(Conv2d.of(2, 2, Window.of(3).padding(1), 1, rng),
                        Residual.of(Conv2d.of(2, 2, Window.of(3).padding(1), 1, rng), new Relu(),
                                Residual.of(new Tanh())),
                        new Residual(Conv2d.of(2, 3, Window.of(3).stride(2).padding(1), 1, rng),
                                Sequential.of(Conv2d.of(2, 3, Window.of(1).stride(2), 1, rng),
                                        BatchNorm2d.of(3))),
                        new Relu()), 2, 5, 5)));
        return cases;
    }

    @Test
    void everyLayerGivesTheSameNumbers() throws IOException, ReflectiveOperationException {
        Map<String, Model> models = new LinkedHashMap<>();
        cases().forEach(layer -> {
            stir(layer.layer());
            models.put("test.Layer" + models.size(), model(layer));
        });
        try (Compiled compiled = Compiled.into(folder, models)) {
            for (var entry : models.entrySet()) {
                assertAgrees(compiled, entry.getKey(), entry.getValue());
            }
        }
    }

    /** So that no shift is 0 and no scale 1. */
    private void stir(Layer layer) {
        for (Map.Entry<String, Stored> part : Parts.stored(layer).entrySet()) {
            boolean isSoftExponential = part.getKey().equals("alpha");
            boolean isWeight = part.getValue() instanceof Param && part.getValue().rank() > 1;
            if (!isSoftExponential && !isWeight) {
                part.getValue().set(Tensor.of(part.getValue().shape(),
                        random(part.getValue().shape().elements(), 0.5, 1.5)));
            }
        }
    }

    private double[] random(int count, double low, double high) {
        return IntStream.range(0, count).mapToDouble(i -> rng.uniform(low, high)).toArray();
    }

    private static Model model(Case layer) {
        List<Integer> shape = Arrays.stream(layer.input()).boxed().toList();
        return new Model(layer.layer(), shape.size() == 3 ? new Model.Input("image", shape, List.of())
                : new Model.Input("numbers", shape, List.of()), List.of(), Map.of());
    }

    private void assertAgrees(Compiled compiled, String name, Model model)
            throws ReflectiveOperationException {
        int size = model.input().elements();
        for (int n = 0; n < EXAMPLES; n++) {
            Tensor x = Tensor.of(Shape.of(size), random(size, -2, 2));
            float[] kept = x.toFloats();
            Shape one = Shape.of(1)
                    .concat(Shape.of(model.input().shape().stream().mapToInt(i -> i).toArray()));
            float[] given = x.toFloats();
            assertClose(name + " " + model.network(), model.predict(x.reshape(one)).toFloats(),
                    (float[]) compiled.call(name, "predict", (Object) given));
            assertArrayEquals(kept, given, "the input stays as it is");
        }
    }

    static void assertClose(String what, float[] expected, float[] got) {
        assertEquals(expected.length, got.length, what);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], got[i], 1e-5 * Math.max(Math.abs(expected[i]), 0.1), what + " at " + i);
        }
    }

    /** The classes of forecasters take a series of any length. */
    @Test
    void aForecasterGoesOnAlike() throws IOException, ReflectiveOperationException {
        double[] past = IntStream.range(0, 40).mapToDouble(t -> (30 + t) * (1 + 0.2 * Math.sin(t))).toArray();
        Map<String, Model> models = new LinkedHashMap<>();
        for (ForecastNet.Scale scale : ForecastNet.Scale.values()) {
            for (int season : new int[] {0, 1, 4}) {
                ForecastNet net = ForecastNet.fit(scale, season, 6, past,
                        new Residual(Sequential.of(Linear.of(6, 3, rng), new Tanh(), Linear.of(3, 7, rng)),
                                Linear.of(6, 7, rng)));
                models.put("Series" + models.size(), forecaster(net, 6 + season, 7));
            }
        }
        models.put("Mean", forecaster(new Averaged(List.of(
                ForecastNet.fit(ForecastNet.Scale.LOG, 1, 3, past, Linear.of(3, 1, rng)),
                ForecastNet.fit(ForecastNet.Scale.PLAIN, 4, 2, past, Linear.of(2, 1, rng)))), 6, 1));
        try (Compiled compiled = Compiled.into(folder, models)) {
            for (var entry : models.entrySet()) {
                int length = entry.getValue().input().elements();
                float[] given = new float[past.length];
                IntStream.range(0, given.length).forEach(t -> given[t] = (float) past[t]);
                Tensor last = Tensor.of(Shape.of(1, length),
                        Arrays.copyOfRange(past, past.length - length, past.length));
                assertClose(entry.getKey(), entry.getValue().network().apply(last).toFloats(),
                        (float[]) compiled.call(entry.getKey(), "predict", (Object) given));
            }
        }
    }

    private static Model forecaster(Layer network, int length, int horizon) {
        return new Model(network, SeriesModel.input(length), List.of(),
                SeriesModel.provenance("month", "sold", horizon, 1));
    }

    private Sequential leNet() {
        return Sequential.of(Conv2d.of(1, 6, Window.of(5).padding(2), 1, rng), new Relu(), MaxPool2d.of(2),
                Conv2d.of(6, 16, 5, rng), new Relu(), MaxPool2d.of(2), new Flatten(),
                Linear.of(400, 120, rng),
                new Relu(), Linear.of(120, 84, rng), new Relu(), Linear.of(84, 10, rng));
    }

    @Test
    void leNetAndALargeNetworkClassifyAlike() throws IOException, ReflectiveOperationException {
        List<String> digits = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        Sequential wide = Sequential.of(new Flatten(), Linear.of(784, 512, rng), new Relu(),
                Linear.of(512, 512, rng), new Relu(), Linear.of(512, 10, rng));
        Map<String, Model> models = Map.of(
                "LeNet",
                new Model(leNet(), Model.Input.image(1, 28, 28), digits, Map.of("recipe", "lenet-5")),
                "a.b.Wide", new Model(wide, Model.Input.image(1, 28, 28), digits, Map.of()));
        try (Compiled compiled = Compiled.into(folder, models)) {
            for (var entry : models.entrySet()) {
                assertAgrees(compiled, entry.getKey(), entry.getValue());
                float[] input = new float[784];
                Arrays.fill(input, 0.3f);
                double best = entry.getValue().predict(Tensor.of(Shape.of(1, 1, 28, 28), input)).argmax(-1)
                        .toDoubles()[0];
                assertEquals(digits.get((int) best),
                        compiled.call(entry.getKey(), "predictClass", (Object) input));
            }
        }
    }

    @Test
    void whatCannotBeWrittenIsNamed() {
        record Own() implements Layer {
            @Override
            public Tensor forward(Tensor x) {
                return x.mul(2);
            }
        }
        Model own = model(new Case(Sequential.of(new Relu(), Sequential.of(new Own())), 3));
        check("layer 1.0 is of type Own, for which no Java is written; Java code is written for Linear, Conv2d",
                own, "A");
        check("\"1st\" is no name for a Java class", model(new Case(new Relu(), 3)), "1st");
        check("16,777,216", model(new Case(new Linear(Param.of(Tensor.zeros(16_777_217, 1)), null), 1)), "A");
    }

    private static void check(String expected, Model model, String name) {
        String message = assertThrows(CajalException.class, () -> JavaSource.of(model, name)).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
