package io.cajal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.http.Bodies;
import io.cajal.io.Json;
import io.cajal.nn.Linear;
import io.cajal.tensor.Tensor;
import io.cajal.data.Ngrams;
import io.cajal.train.Model;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server says of examples, and of bodies that are none. */
class PredictTest {
    private static final String ROW = "{\"depth\":61.5,\"day\":\"2024-02-29\",\"wet\":true,\"side\":\"south\"}";

    @TempDir
    private Path folder;

    private ModelServer serve(Model model) throws IOException {
        Path path = folder.resolve("model.safetensors");
        model.save(path);
        return ModelServer
                .start(new ModelServer.Settings(path, "127.0.0.1", 0, ModelServer.Settings.MAX_BODY, 0,
                        Duration.ofSeconds(10), Duration.ofSeconds(1)), _ -> {
                        });
    }

    private static float[] said(Model model, int examples, float... values) {
        int[] sizes = IntStream
                .concat(IntStream.of(examples), model.input().shape().stream().mapToInt(n -> n))
                .toArray();
        return model.predict(Tensor.of(Shape.of(sizes), values)).toFloats();
    }

    private static void assertClass(String expected, float[] probabilities, List<String> classes,
            Object answer) {
        Map<?, ?> map = (Map<?, ?>) answer;
        assertEquals(expected, map.get("class"));
        Map<?, ?> all = (Map<?, ?>) map.get("probabilities");
        for (int i = 0; i < probabilities.length; i++) {
            assertEquals(probabilities[i], ((Double) all.get(classes.get(i))).floatValue());
        }
        assertEquals(all.get(expected), map.get("probability"));
    }

    @Test
    void aRowIsPredictedAsTheModelDoes() throws IOException {
        Model model = Models.table(1);
        try (ModelServer server = serve(model); Client client = Client.of(server)) {
            float[] one = said(model, 1, 61.5f, 19782, 1, 1);
            String name = one[0] > one[1] ? "high" : "low";
            assertClass(name, one, model.classes(), client.predict(ROW));
            float[] none = said(model, 1, Float.NaN, Float.NaN, Float.NaN, -1);
            String empty = none[0] > none[1] ? "high" : "low";
            assertClass(empty, none, model.classes(),
                    client.predict("{\"depth\":null,\"day\":null,\"wet\":null,\"side\":null}"));
            assertClass(empty, none, model.classes(),
                    client.predict("{\"side\":\"west\",\"wet\":null,\"day\":null,\"depth\":null}"));
            float[] two = said(model, 2, 61.5f, 19782, 1, 1, Float.NaN, Float.NaN, Float.NaN, -1);
            String both = "[" + ROW + ",{\"depth\":null,\"day\":null,\"wet\":null,\"side\":\"\"}]";
            List<?> list = (List<?>) client.predict(both);
            assertEquals(2, list.size());
            assertClass(name, new float[] {two[0], two[1]}, model.classes(), list.get(0));
            assertClass(empty, new float[] {two[2], two[3]}, model.classes(), list.get(1));
            assertEquals(Map.of("predictions", list), client.predict("{\"instances\":" + both + "}"));
        }
    }

    @Test
    void imagesVectorsAndValues() throws IOException {
        Model image = Models.image();
        float[] said = said(image, 1, 0, 0.5f, 1, 1, 0.25f, 0);
        try (ModelServer server = serve(image); Client client = Client.of(server)) {
            Object flat = client.predict("{\"inputs\":[0,0.5,1,1,0.25,0]}");
            assertEquals(said[0],
                    ((Double) ((Map<?, ?>) ((Map<?, ?>) flat).get("probabilities")).get("a")).floatValue());
            assertEquals(flat, client.predict("{\"inputs\":[[[0,0.5,1],[1,0.25,0]]]}"));
            assertEquals(flat, client.predict("[0,0.5,1,1,0.25,0]"));
            assertEquals(flat, client.predict("[[[0,0.5,1],[1,0.25,0]]]"));
            assertEquals(List.of(flat), client.predict("[[0,0.5,1,1,0.25,0]]"));
            assertEquals(List.of(flat), client.predict("[{\"inputs\":[0,0.5,1,1,0.25,0]}]"));
            assertEquals(List.of(flat), client.predict("[[[[0,0.5,1],[1,0.25,0]]]]"));
            assertEquals(Map.of("predictions", List.of(flat)),
                    client.predict("{\"instances\":[[[[0,0.5,1],[1,0.25,0]]]]}"));
        }
        Model vector = Models.vector();
        float[] values = said(vector, 1, 3, -4.5f);
        try (ModelServer server = serve(vector); Client client = Client.of(server)) {
            Map<?, ?> named = (Map<?, ?>) client.predict("{\"y\":-4.5,\"x\":3}");
            assertEquals(List.of((double) values[0], (double) values[1]),
                    ((List<?>) named.get("values")).stream().map(v -> (double) ((Double) v).floatValue())
                            .toList());
            assertEquals(named, client.predict("[3,-4.5]"));
            assertEquals(400, client.post("{\"x\":null,\"y\":1}").statusCode());
        }
        try (ModelServer server = serve(Models.regression("size")); Client client = Client.of(server)) {
            assertEquals(said(Models.regression("size"), 1, 2)[0],
                    ((Double) ((Map<?, ?>) client.predict("{\"size\":2}")).get("value")).floatValue());
        }
    }

    @Test
    void texts() throws IOException {
        Model model = Models.text();
        float[] said = said(model, 1, Ngrams.of("some words"));
        try (ModelServer server = serve(model); Client client = Client.of(server)) {
            Map<?, ?> answer = (Map<?, ?>) client.predict("{\"text\":\"some words\"}");
            assertEquals(said[1],
                    ((Double) ((Map<?, ?>) answer.get("probabilities")).get("yes")).floatValue());
            assertEquals(List.of(answer), client.predict("[{\"text\":\"Some words!\"}]"));
            for (String bad : List.of("{\"text\":3}", "{}", "[1,2]", "{\"text\":\"a\",\"more\":1}",
                    "\"a\"")) {
                assertEquals(400, client.post(bad).statusCode(), bad);
            }
        }
    }

    @Test
    void textsThatAreReadInTheirOrder() throws IOException {
        Model model = Models.reader();
        float[] said = said(model, 1, 2, 3, 1, 0, 0); // the last is unknown, then comes padding
        try (ModelServer server = serve(model); Client client = Client.of(server)) {
            Map<?, ?> answer = (Map<?, ?>) client.predict("{\"story\":\"some words more\"}");
            assertEquals(said[1],
                    ((Double) ((Map<?, ?>) answer.get("probabilities")).get("yes")).floatValue());
            assertEquals(answer, client.predict("{\"text\":\"SOME words, more\"}".replace(",", "")));
            assertEquals(Map.of("predictions", List.of(answer)),
                    client.predict("{\"instances\":[{\"text\":\"some words more\"}]}"));
            String schema = client.get("/schema").body();
            assertTrue(schema.contains("\"column\": \"story\""), schema);
            client.predict("{\"story\":\"some words\"}");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                             | story is missing: send {\\"story\\": \\"some words\\"} | story
            {"stori":"a"}                  | unknown field \\"stori\\"                | stori
            {"story":"a","text":"b"}       | unknown field \\"text\\"                 | text
            {"story":5}                    | story: expected a text, got 5            | story
            {"text":null}                  | text: expected a text, got null          | text
            {"story":" "}                  | story: the text is empty                 | story
            [{"story":"a"},{"story":""}]   | example 1: story: the text is empty      | story
            "some words"                   | expected an object with a text           |
            [1,2]                          | example 0: expected an object with a text |
            """)
    void aBadTextIsRefusedInOneLine(String body, String message, String field) throws IOException {
        try (ModelServer server = serve(Models.reader()); Client client = Client.of(server)) {
            HttpResponse<String> response = client.post(body);
            assertEquals(400, response.statusCode(), response.body());
            assertTrue(response.body().contains(message), response.body());
            assertEquals(field, Client.object(response.body()).get("field"), response.body());
        }
    }

    /** A category that training never saw counts as missing, and the client is told. */
    @Test
    void notesSayWhatWasNotUnderstood() throws IOException {
        try (ModelServer server = serve(Models.table(1)); Client client = Client.of(server)) {
            String row = "{\"depth\":1,\"day\":null,\"wet\":true,\"side\":%s}";
            Map<?, ?> unknown = (Map<?, ?>) client.predict(row.formatted("\"east\""));
            assertEquals(List
                    .of("column \"side\": \"east\" is none of the 2 categories in training, and counts as "
                            + "missing"),
                    unknown.get("notes"));
            Map<?, ?> missing = (Map<?, ?>) client.predict(row.formatted("null"));
            assertEquals(missing.get("probabilities"), unknown.get("probabilities"));
            assertEquals(null, missing.get("notes"));
            List<?> both = (List<?>) client
                    .predict("[" + row.formatted("\"north\"") + "," + row.formatted("7") + "]");
            assertEquals(null, ((Map<?, ?>) both.get(0)).get("notes"));
            assertEquals(1, ((List<?>) ((Map<?, ?>) both.get(1)).get("notes")).size());
        }
    }

    /** Bodies for the table's model: a text of the message, and the field that it names. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"depth":                                   | JSON line 1, column 10: a value is missing        |
            {'depth':1}                                 | JSON line 1, column 2: expected a key in quotes   |
            {"depth":1e999}                             | beyond the range of a double                      |
            {"depth":1,"depth":2}                       | "depth\\" occurs twice                            |
            nonsense                                    | expected a value, found                           |
            ``                                          | a value is missing                                |
            3                                           | expected an object with a field for each column   |
            []                                          | the array has no examples                         |
            [[1,2,3,4]]                                 | example 0: expected an object                     |
            {}                                          | column \\"depth\\" is missing: send null          | depth
            {"dept":1}                                  | did you mean \\"depth\\"?                         | dept
            {"depth":"deep","day":null,"wet":null,"side":null} | expected a number, got \\"deep\\"          | depth
            {"depth":true,"day":null,"wet":null,"side":null}   | expected a number, got true                | depth
            {"depth":1e39,"day":null,"wet":null,"side":null}   | expected a number that a float holds       | depth
            {"depth":[1],"day":null,"wet":null,"side":null}    | expected a number, got [1]                 | depth
            {"depth":1,"day":"soon","wet":null,"side":null}    | a date such as 2024-02-29, got \\"soon\\"  | day
            {"depth":1,"day":20240229,"wet":null,"side":null}  | a date such as 2024-02-29                  | day
            {"depth":1,"day":null,"wet":"maybe","side":null}   | expected one of no, yes                    | wet
            {"depth":1,"day":null,"wet":null,"side":{}}        | expected a text, got {}                    | side
            {"instances":[{}]}                          | example 0: column \\"depth\\" is missing          | depth
            {"instances":3}                             | the model has no column \\"instances\\"           | instances
            """)
    void aBadRowIsRefusedInOneLine(String body, String message, String field) throws IOException {
        try (ModelServer server = serve(Models.table(1)); Client client = Client.of(server)) {
            HttpResponse<String> response = client.post(body);
            assertEquals(400, response.statusCode(), response.body());
            assertTrue(response.body().contains(message), response.body());
            assertEquals(1, response.body().lines().count());
            assertEquals(field, Client.object(response.body()).get("field"), response.body());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"inputs":[1,2]}                | inputs: expected 6 numbers, got 2               | inputs
            {"inputs":[1,2,3,4,5,null]}     | inputs[5]: expected a number, got null          | inputs[5]
            {"inputs":[1,2,3,4,5,1e300]}    | inputs[5]: expected a number that a float holds | inputs[5]
            {"inputs":[[[1,2,3],[4,5]]]}    | inputs[0][1]: expected 3 numbers, got 2         | inputs[0][1]
            {"inputs":[[[1,2,3],4]]}        | inputs[0][1]: expected an array of 3, got 4     | inputs[0][1]
            {"inputs":[[1,2,3],[4,5,6]]}    | inputs: expected 1 arrays, got 2                | inputs
            {"inputs":"abc"}                | inputs: expected an array of numbers            | inputs
            {"inputs":[1],"more":1}         | unknown field                                   | more
            {"pixels":[1,2,3,4,5,6]}        | inputs is missing                               | inputs
            [[1,2,3,4,5,6],[1,2]]           | example 1: expected 6 numbers, got 2            |
            [1,2,{}]                        | expected 6 numbers, got 3                       |
            """)
    void aBadImageIsRefusedInOneLine(String body, String message, String field) throws IOException {
        try (ModelServer server = serve(Models.image()); Client client = Client.of(server)) {
            HttpResponse<String> response = client.post(body);
            assertEquals(400, response.statusCode(), response.body());
            assertTrue(response.body().contains(message), response.body());
            assertEquals(field, Client.object(response.body()).get("field"), response.body());
        }
    }

    @Test
    void whatNoFloatSaysIsNoAnswer() throws IOException {
        Linear sum = Linear.of(2, 1, Rng.of(1));
        sum.weight().set(Tensor.of(new double[][] {{10, 10}}));
        Model steep = new Model(sum, Model.Input.numbers(List.of("x", "y")), List.of(), Map.of());
        try (ModelServer server = serve(steep); Client client = Client.of(server)) {
            HttpResponse<String> response = client.post("[[1,2],[3e38,3e38]]");
            assertEquals(422, response.statusCode(), response.body());
            assertTrue(response.body().contains("example 1: the network's outputs are not finite"),
                    response.body());
        }
    }

    @Test
    void manyAskAtOnceAndEachHasItsOwnAnswer() throws Exception {
        Model model = Models.table(1);
        try (ModelServer server = serve(model);
                Client client = Client.of(server);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int from = t * 1000;
                all.add(threads.submit(() -> {
                    for (int i = from; i < from + 50; i++) {
                        float[] one = said(model, 1, i, 19782, 1, 0);
                        assertClass(one[0] > one[1] ? "high" : "low", one, model.classes(), client.predict(
                                "{\"depth\":%d,\"day\":\"2024-02-29\",\"wet\":\"yes\",\"side\":\"north\"}"
                                        .formatted(i)));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertTrue(client.get("/metrics").body().contains("cajal_predictions_total 400\n"));
        }
    }

    /** An answer that is written in parts. */
    @Test
    void aLongListIsAnsweredInOrder() throws IOException {
        Model model = Models.vector();
        try (ModelServer server = serve(model); Client client = Client.of(server)) {
            StringBuilder body = new StringBuilder("[[0,0]");
            for (int i = 1; i < 5000; i++) {
                body.append(",[").append(i).append(",1]");
            }
            List<?> list = (List<?>) client.predict(body + "]");
            assertEquals(5000, list.size());
            double[] said = model.predict(Tensor.of(new double[][] {{4999, 1}})).toDoubles();
            List<?> last = (List<?>) ((Map<?, ?>) list.getLast()).get("values");
            assertEquals(said[0], (double) last.get(0), 1e-5 * Math.abs(said[0]));
            HttpResponse<String> more = client.post("[" + "[0,0],".repeat(Examples.MOST) + "[0,0]]");
            assertEquals(413, more.statusCode(), more.body());
            assertTrue(more.body().contains("10,001 examples"), more.body());
        }
    }

    @Test
    void theExampleThatTheSchemaGivesIsAnswered() throws IOException {
        for (Model model : List.of(Models.table(1), Models.image(), Models.vector(),
                Models.regression("x"))) {
            try (ModelServer server = serve(model); Client client = Client.of(server)) {
                Map<?, ?> schema = Client.object(client.get("/schema").body());
                client.predict(Json.write(schema.get("example")));
                assertTrue(server.curl().contains(server.address() + "/predict"));
                assertFalse(client.get("/").body().contains("null"));
            }
        }
    }
}
