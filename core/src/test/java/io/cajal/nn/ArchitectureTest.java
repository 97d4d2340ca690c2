package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.io.Json;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.nn.activation.Relu;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
    private static final String HINT = " and cannot be saved: make it a record that implements Layer";

    enum Colour {
        RED, GREEN
    }

    /** One component of each kind. */
    private record Everything(Layer inner, Linear narrow, List<Layer> layers, List<Param> params, Param none,
            Buffer buffer, int n, long seed, double rate, double limit, boolean flag, String text,
            Colour colour,
            int[] sizes, Shape shape, List<Integer> counts, List<Double> rates) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return inner.apply(x);
        }
    }

    private record Tied(Linear encoder, Linear decoder) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return decoder.apply(encoder.apply(x));
        }
    }

    private static Layer copy(Layer layer) {
        return Architecture.fromJson(Json.parse(Json.write(Architecture.toJson(layer))));
    }

    private static String refused(String json) {
        String message = assertThrows(CajalException.class, () -> Architecture.fromJson(Json.parse(json)))
                .getMessage();
        assertEquals(1, message.lines().count());
        return message;
    }

    @Test
    void readsAsItLooks() {
        Layer model = Sequential.of(new Flatten(), Linear.of(6, 3, Rng.of(1)), new LeakyRelu(0.2),
                Linear.withoutBias(3, 2, Rng.of(2)));
        assertEquals("{\"type\":\"Sequential\",\"layers\":[{\"type\":\"Flatten\"},"
                + "{\"type\":\"Linear\",\"weight\":{\"shape\":[3,6]},\"bias\":{\"shape\":[3]}},"
                + "{\"type\":\"LeakyRelu\",\"negative_slope\":0.2},"
                + "{\"type\":\"Linear\",\"weight\":{\"shape\":[2,3]},\"bias\":null}]}",
                Json.write(Architecture.toJson(model)));
    }

    @Test
    void everyKindOfComponentSurvives() {
        Everything all = new Everything(new Relu(), Linear.of(2, 3, Rng.of(1)),
                List.of(new Flatten(), new Relu()),
                List.of(Init.zeros(2), Init.zeros(3)), null, Buffer.of(Tensor.ones(2)), -7,
                Long.MIN_VALUE + 1, 0.1,
                Double.POSITIVE_INFINITY, true, "\"é\n", Colour.GREEN, new int[] {3, 4}, Shape.of(5, 6),
                List.of(1, 2), List.of(0.5));
        Everything read = (Everything) copy(all);
        assertEquals(Parts.stored(all).keySet(), Parts.stored(read).keySet());
        assertEquals(all.inner(), read.inner());
        assertEquals(all.layers(), read.layers());
        assertEquals(Shape.of(3), read.params().get(1).shape());
        assertEquals(all.none(), read.none());
        assertEquals(0, read.buffer().sum().item());
        assertEquals(all.n(), read.n());
        assertEquals(all.seed(), read.seed());
        assertEquals(all.rate(), read.rate());
        assertEquals(all.limit(), read.limit());
        assertEquals(all.flag(), read.flag());
        assertEquals(all.text(), read.text());
        assertEquals(all.colour(), read.colour());
        assertArrayEquals(all.sizes(), read.sizes());
        assertEquals(all.shape(), read.shape());
        assertEquals(all.counts(), read.counts());
        assertEquals(all.rates(), read.rates());
    }

    @Test
    void tiedParametersStayTied() {
        Linear linear = Linear.of(3, 3, Rng.of(1));
        Tied read = (Tied) copy(new Tied(linear, new Linear(linear.weight(), Init.zeros(3))));
        assertSame(read.encoder().weight(), read.decoder().weight());
        assertEquals(15, Parts.count(read));
    }

    @Test
    void saysWhatCannotBeSaved() {
        Layer lambda = x -> x.relu();
        assertEquals("model: layer 1.0 is a lambda" + HINT,
                unwritable(Sequential.of(new Flatten(), Sequential.of(lambda))));
        assertEquals("model: the model is a lambda" + HINT, unwritable(Tensor::relu));
        assertEquals("model: layer encoder is an anonymous class" + HINT, unwritable(new Pair(new Layer() {
            @Override
            public Tensor forward(Tensor x) {
                return x;
            }
        })));
        record Dated(LocalDate day) implements Layer {
            @Override
            public Tensor forward(Tensor x) {
                return x;
            }
        }
        assertEquals("model: encoder.day has type java.time.LocalDate, which cannot be saved",
                unwritable(new Pair(new Dated(LocalDate.EPOCH))));
    }

    private record Pair(Layer encoder) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return encoder.apply(x);
        }
    }

    private static String unwritable(Layer layer) {
        return assertThrows(CajalException.class, () -> Architecture.toJson(layer)).getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"type\":\"Rellu\"} | model: no layer type \"Rellu\" is known, did you mean \"Relu\"?",
            "{\"type\":\"LeakyRelu\"} | model: LeakyRelu lacks \"negative_slope\"",
            "{\"type\":\"LeakyRelu\",\"slope\":1} | model: LeakyRelu has no \"slope\"",
            "{\"type\":\"Elu\",\"alhpa\":1} | model: Elu has no \"alhpa\", did you mean \"alpha\"?",
            "{\"type\":\"Elu\",\"alpha\":\"1\"} | model: Elu.alpha: expected double, got 1",
            "{\"type\":\"Elu\",\"alpha\":-1} | "
                    + "model: Elu cannot be built: elu: alpha must be 0 or more, got -1.0",
            "{\"type\":\"Elu\",\"alpha\":null} | model: Elu.alpha: expected double, got null",
            "{\"type\":\"Softmax\",\"axis\":0.5} | model: Softmax.axis: expected int, got 0.5",
            "{\"type\":\"PRelu\",\"weight\":[1]} | model: PRelu.weight: expected {\"shape\": […]}, got [1]",
            "{\"type\":\"PRelu\",\"weight\":{\"same\":0}} | "
                    + "model: PRelu.weight: expected {\"shape\": […]}, "
                    + "got {\"same\":0}",
            "{\"type\":\"PRelu\",\"weight\":{\"shape\":[0.5]}} | "
                    + "model: PRelu.weight: expected a list of whole "
                    + "numbers, got [0.5]",
            "{\"type\":\"Maxout\",\"linear\":{\"type\":\"Relu\"},\"pieces\":2} | "
                    + "model: Maxout.linear: expected "
                    + "Linear, got Relu",
            "{\"type\":\"Sequential\",\"layers\":[null]} | "
                    + "model: Sequential.layers: expected no null in the list, "
                    + "got null",
            "{\"type\":\"Sequential\",\"layers\":[5]} | "
                    + "model: Sequential.layers.0: expected a layer {\"type\": …}, "
                    + "got 5",
            "[] | model: the model: expected a layer {\"type\": …}, got []"})
    void saysWhatIsWrongInAFile(String json, String message) {
        assertEquals(message, refused(json));
    }

    /** Nothing but records that are layers is ever made, whatever a file asks for. */
    @ParameterizedTest
    @CsvSource({"java.lang.ProcessBuilder", "java.lang.Runtime", "io.cajal.base.Rng", "io.cajal.nn.Summary",
            "io.cajal.nn.Layer", "[Lio.cajal.nn.Linear;", "relu", "''", "..", "no.such.Layer"})
    void onlyLayersAreMade(String type) {
        assertTrue(refused("{\"type\":" + Json.write(type) + "}")
                .startsWith("model: no layer type \"" + type + "\" is known"));
    }
}
