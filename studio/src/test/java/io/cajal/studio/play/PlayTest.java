package io.cajal.studio.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Shape;
import io.cajal.studio.StudioServer;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The conversation of a page with the playground, over a real WebSocket. */
class PlayTest {
    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();
    private StudioServer studio;
    private final List<Page> pages = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        studio = StudioServer.start(new StudioServer.Settings(folder, "127.0.0.1", 0), log::add);
    }

    @AfterEach
    void stop() {
        pages.forEach(Page::close);
        studio.close();
        assertEquals(List.of(), log);
    }

    private Page page() throws InterruptedException {
        Page page = new Page(studio.address());
        pages.add(page);
        assertNotNull(page.hear("catalogue"));
        return page;
    }

    @Test
    void aPageOpensPlaysAndWatches() throws Exception {
        Page page = page();
        Map<?, ?> opened = page.open("{\"layers\":[{\"units\":3},{\"units\":2}]}");
        assertEquals(250, ((List<?>) opened.get("train")).size());
        assertEquals(250, ((List<?>) opened.get("test")).size());
        assertEquals(List.of(3L, 2L, 1L), opened.get("sizes"));
        assertEquals(25L, opened.get("stepsPerEpoch"));
        Page.Frame start = page.frame();
        assertEquals(0, start.step());
        page.say("{\"do\":\"step\",\"epochs\":2}");
        Page.Frame two = page.still();
        assertEquals(50, two.step());
        assertEquals(2L, two.header().get("epoch"));
        assertEquals(3, ((List<?>) ((Map<?, ?>) two.header().get("curve")).get("points")).size());
        page.say("{\"do\":\"step\",\"steps\":7}");
        assertEquals(57, page.still().step());
        page.say("{\"do\":\"play\",\"speed\":0}");
        Page.Frame later = page.frame();
        while (later.step() < 2_000) {
            Page.Frame next = page.frame();
            assertTrue(next.step() > later.step(), "each frame is newer than the last");
            later = next;
        }
        assertTrue(later.loss("train") < start.loss("train"));
        page.say("{\"do\":\"pause\"}");
        assertEquals(page.still().step(), page.frame("{\"do\":\"frame\",\"weights\":false}").step());
    }

    @Test
    void mapsShowWhatTheNetworkAnswers() throws Exception {
        Page page = page();
        page.open("{\"layers\":[{\"units\":2}],\"inputs\":[\"x\",\"xSquared\"]}");
        page.say("{\"do\":\"step\",\"epochs\":5}");
        page.still();
        Page.Frame frame = page.frame("""
                {"do":"frame","inputs":true,"size":12,"outputSize":20,"large":{"layer":0,"unit":1}}""");
        List<?> maps = (List<?>) frame.header().get("maps");
        assertEquals(List.of("input", "input", "unit", "unit", "unit", "output", "large"),
                maps.stream().map(map -> ((Map<?, ?>) map).get("kind")).toList());
        assertEquals(5 * 144 + 2 * 400, frame.maps().length);
        // x runs from −5.5 to 5.5 at the centres of the squares, its scale is the largest of them
        assertEquals(1, frame.maps()[0] & 255);
        assertEquals(255, frame.maps()[11] & 255);
        int top = 5 * 144;
        for (int[] place : new int[][] {{0, 0}, {19, 0}, {7, 13}}) {
            double x = -6 + (place[0] + 0.5) * 12 / 20;
            double y = 6 - (place[1] + 0.5) * 12 / 20;
            page.say(Map.of("do", "value", "x", x, "y", y));
            List<?> layers = (List<?>) ((Map<?, ?>) page.hear("value")).get("layers");
            double p = ((Number) ((List<?>) layers.get(1)).getFirst()).doubleValue();
            int shade = frame.maps()[top + place[1] * 20 + place[0]] & 255;
            assertEquals(128 + 127 * (2 * p - 1), shade, 0.51);
            double unit = ((Number) ((List<?>) layers.get(0)).get(1)).doubleValue();
            assertEquals(128 + 127 * unit, frame.maps()[top + 400 + place[1] * 20 + place[0]] & 255, 0.51);
        }
    }

    @Test
    void threeClassesHaveAWinnerAndItsProbability() throws Exception {
        Page page = page();
        page.open(
                "{\"data\":{\"name\":\"rings\"},\"optimizer\":{\"name\":\"adam\",\"rate\":0.03},\"layers\":[{\"units\":8}]}");
        page.say("{\"do\":\"step\",\"epochs\":60}");
        Page.Frame frame = page.still();
        assertEquals("softmax", frame.header().get("outputs"));
        byte[] maps = frame.maps();
        int end = maps.length;
        int middle = end - 20_000 + 50 * 100 + 50;
        assertEquals(0, maps[middle], "the disc is in the middle");
        assertTrue((maps[middle + 10_000] & 255) > 128);
        List<?> confusion = (List<?>) frame.header().get("confusion");
        assertEquals(3, confusion.size());
        assertEquals(250, confusion.stream().flatMap(row -> ((List<?>) row).stream())
                .mapToLong(n -> (Long) n).sum());
    }

    @Test
    void theCurveComesInParts() throws Exception {
        Page page = page();
        page.open("{}");
        page.say("{\"do\":\"step\",\"epochs\":4}");
        page.still();
        Map<?, ?> rest = (Map<?, ?>) page
                .frame("{\"do\":\"frame\",\"curve\":{\"id\":\"0\",\"points\":3},\"size\":9}")
                .header().get("curve");
        assertEquals(3L, rest.get("from"));
        assertEquals(2, ((List<?>) rest.get("points")).size());
        Map<?, ?> all = (Map<?, ?>) page
                .frame("{\"do\":\"frame\",\"curve\":{\"id\":\"7\",\"points\":3},\"size\":8}")
                .header().get("curve");
        assertEquals(0L, all.get("from"));
        assertEquals(5, ((List<?>) all.get("points")).size());
    }

    @Test
    void aSpecOpenedAgainAtItsStepHasTheSameCurve() throws Exception {
        Page page = page();
        page.open("{\"seed\":\"link\",\"optimizer\":{\"name\":\"adam\"}}");
        page.say("{\"do\":\"seek\",\"step\":130}");
        page.still();
        page.say("{\"do\":\"edit\",\"set\":\"weight\",\"layer\":0,\"unit\":1,\"input\":1,\"value\":3}");
        page.say("{\"do\":\"seek\",\"step\":400}");
        Page.Frame first = page.still();
        List<?> edits = (List<?>) ((Map<?, ?>) ((List<?>) first.header().get("branches")).getFirst())
                .get("edits");
        assertEquals(1, edits.size());
        Page other = page();
        other.say(Map.of("do", "open", "step", 400, "spec", Map.of("seed", "link", "optimizer",
                Map.of("name", "adam"), "edits", edits)));
        other.hear("opened");
        Page.Frame again = other.still();
        assertEquals(first.header().get("curve"), again.header().get("curve"));
        assertEquals(first.header().get("weights"), again.header().get("weights"));
        assertArrayEquals(first.maps(), again.maps());
    }

    @Test
    void twoBranchesSideBySide() throws Exception {
        Page page = page();
        page.open("{}");
        page.say("{\"do\":\"seek\",\"step\":100}");
        Page.Frame old = page.still();
        page.say("{\"do\":\"seek\",\"step\":40}");
        page.still();
        page.say("{\"do\":\"edit\",\"set\":\"rate\",\"value\":0.5}");
        page.say("{\"do\":\"seek\",\"step\":100}");
        page.say("{\"do\":\"compare\",\"branch\":0}");
        Page.Frame both = page.still();
        assertEquals(1L, both.header().get("branch"));
        Map<?, ?> other = (Map<?, ?>) both.header().get("other");
        assertEquals(100L, other.get("step"));
        assertEquals(old.header().get("weights"), other.get("weights"));
        assertEquals(old.header().get("train"), other.get("train"));
        assertArrayEquals(Arrays.copyOfRange(old.maps(), old.maps().length - 10_000, old.maps().length),
                Arrays.copyOfRange(both.maps(), both.maps().length - 10_000, both.maps().length));
        page.say("{\"do\":\"branch\",\"take\":0}");
        Page.Frame back = page.still();
        assertEquals(0L, back.header().get("branch"));
        assertEquals(old.header().get("weights"), back.header().get("weights"));
    }

    @Test
    void whyAnswersForLinksAndBiases() throws Exception {
        Page page = page();
        page.open("{\"optimizer\":{\"momentum\":0.9}}");
        page.say("{\"do\":\"step\",\"steps\":3}");
        page.still();
        page.say("{\"do\":\"why\",\"layer\":0,\"unit\":2,\"input\":1}");
        Map<?, ?> why = (Map<?, ?>) page.hear("why");
        assertEquals(10, ((List<?>) why.get("examples")).size());
        assertEquals(4L, ((Map<?, ?>) why.get("optimizer")).get("t"));
        page.say("{\"do\":\"why\",\"layer\":1,\"unit\":0}");
        assertEquals("Sigmoid", ((Map<?, ?>) page.hear("why")).get("activation"));
    }

    @Test
    void whatDivergesIsSaidAndTheConversationGoesOn() throws Exception {
        Page page = page();
        page.open(
                "{\"data\":{\"name\":\"plane\"},\"optimizer\":{\"rate\":1000},\"layers\":[{\"units\":4,\"activation\":\"Relu\"}]}");
        page.say("{\"do\":\"play\"}");
        Page.Frame frame = page.still();
        assertEquals("diverged", frame.event().get("kind"));
        page.say("{\"do\":\"seek\",\"step\":0}");
        assertEquals(null, page.still().event());
    }

    @ParameterizedTest
    @ValueSource(strings = {"circle", "plane", "rings"})
    void theModelAnswersPointsAsThePlaygroundDoes(String data) throws Exception {
        for (String loss : List.of("cross-entropy", "square")) {
            Page page = page();
            page.open("""
                    {"data":{"name":"%s"},"loss":"%s","inputs":["y","xSquared","sinX","xTimesY"],
                     "layers":[{"units":4,"norm":true,"dropout":0.2}]}""".formatted(data, loss));
            page.say("{\"do\":\"step\",\"epochs\":3}");
            page.still();
            page.say("{\"do\":\"value\",\"x\":1.5,\"y\":-0.75}");
            List<?> layers = (List<?>) ((Map<?, ?>) page.hear("value")).get("layers");
            double[] told = ((List<?>) layers.getLast()).stream().mapToDouble(v -> ((Number) v).doubleValue())
                    .toArray();
            Path file = folder.resolve("model.safetensors");
            Files.write(file, export(page, "model"));
            double[] predicted = Model.load(file).predict(Tensor.of(Shape.of(1, 2), 1.5, -0.75)).toDoubles();
            if (data.equals("circle")) {
                double p = loss.equals("square") ? (1 + told[0]) / 2 : told[0];
                assertArrayEquals(new double[] {1 - p, p}, predicted, 1e-5);
            } else {
                assertArrayEquals(told, predicted, 1e-6);
            }
            String java = new String(export(page, "java"), StandardCharsets.UTF_8);
            assertTrue(java.contains("public final class Playground") && java.contains("Math.sin(x[0])"),
                    java);
            assertTrue(new String(export(page, "json"), StandardCharsets.UTF_8).contains("\"spec\""));
            assertTrue(export(page, "weights").length > 100);
        }
    }

    private static byte[] export(Page page, String what) throws InterruptedException {
        page.say("{\"do\":\"export\",\"what\":\"" + what + "\"}");
        return Base64.getDecoder().decode((String) ((Map<?, ?>) page.hear("export")).get("base64"));
    }

    // Pages that mean no good

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"rubbish | JSON line 1", "[] | expected an object",
            "{} | do is missing",
            "{\"do\":\"dance\"} | do: there is no \"dance\"",
            "{\"do\":5} | do: expected a text",
            "{\"do\":\"open\",\"spec\":{\"layers\":[{\"units\":-3}]}} | spec.layers[0].units: expected a whole number",
            "{\"do\":\"open\",\"spec\":{\"batch\":NaN}} | JSON line 1",
            "{\"do\":\"open\",\"spec\":7} | spec: expected an object, got 7",
            "{\"do\":\"open\",\"step\":-1} | step",
            "{\"do\":\"open\",\"speck\":{}} | speck: there is no such field, did you mean \"spec\"?",
            "{\"do\":\"play\",\"speed\":-1} | speed",
            "{\"do\":\"pause\",\"please\":true} | please: there is no such field",
            "{\"do\":\"seek\"} | step is missing",
            "{\"do\":\"seek\",\"step\":1e18} | step",
            "{\"do\":\"step\",\"epochs\":0} | epochs",
            "{\"do\":\"edit\",\"set\":\"weight\",\"layer\":0,\"unit\":9,\"input\":0,\"value\":1} | unit: expected a whole number from 0 to 3, got 9",
            "{\"do\":\"edit\",\"set\":\"weight\",\"layer\":0,\"unit\":0,\"value\":1} | input is missing",
            "{\"do\":\"edit\",\"set\":\"rate\",\"value\":-1} | value",
            "{\"do\":\"branch\",\"take\":3} | there is no branch 3",
            "{\"do\":\"branch\",\"drop\":0} | branch 0 is the present one",
            "{\"do\":\"compare\",\"branch\":3} | there is no branch 3",
            "{\"do\":\"why\",\"layer\":5,\"unit\":0} | layer",
            "{\"do\":\"value\",\"x\":1e9,\"y\":0} | x: expected a number",
            "{\"do\":\"export\",\"what\":\"passwords\"} | what: there is no \"passwords\"",
            "{\"do\":\"frame\",\"outputSize\":100000} | outputSize",
            "{\"do\":\"frame\",\"large\":{\"layer\":0,\"unit\":4}} | large.unit",
            "{\"do\":\"frame\",\"curve\":{\"points\":-1}} | curve.points"})
    void rubbishIsAnsweredInOneLineAndChangesNothing(String said, String expected) throws Exception {
        Page page = page();
        page.open("{}");
        Page.Frame before = page.frame();
        String error = page.error(said);
        assertTrue(error.contains(expected), error);
        assertEquals(1, error.lines().count());
        Page.Frame after = page.frame("{\"do\":\"frame\",\"size\":31}");
        assertEquals(before.header().get("weights"), after.header().get("weights"));
        assertEquals(before.header().get("branches"), after.header().get("branches"));
    }

    @Test
    void whatComesBeforeAnExperimentOrInBytesIsRefused() throws Exception {
        Page page = page();
        assertEquals("frame: nothing is open yet", page.error("{\"do\":\"frame\"}"));
        page.sendBytes((byte) 1, (byte) 2);
        assertEquals("expected text, got bytes", page.hear("error"));
        assertTrue(page.error("[".repeat(100_000)).startsWith("JSON"));
        page.open("{}");
        assertEquals(0, page.frame().step());
    }

    @Test
    void aMessageBeyondAllBoundsClosesThatPageAlone() throws Exception {
        Page good = page();
        good.open("{}");
        Page bad = page();
        try {
            bad.say("\"" + "x".repeat(2 << 20) + "\"");
        } catch (CompletionException e) {
            // cut off before all of it was said
        }
        assertTrue(bad.hear().toString().matches("closed.*|broken.*"));
        assertEquals(0, good.frame().step());
    }

    @Test
    void fivePagesLearnAtOnce() throws Exception {
        List<Page> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(page());
            five.getLast().open("{\"seed\":\"" + i / 2 + "\"}");
            five.getLast().say("{\"do\":\"play\"}");
        }
        for (Page page : five) {
            while (page.frame("{\"do\":\"frame\",\"maps\":\"none\"}").step() < 300) {
                Thread.onSpinWait();
            }
        }
        List<Object> weights = new ArrayList<>();
        for (Page page : five) {
            page.say("{\"do\":\"pause\"}");
            page.still();
            page.say("{\"do\":\"seek\",\"step\":250}");
            weights.add(page.still().header().get("weights"));
        }
        assertEquals(weights.get(0), weights.get(1));
        assertEquals(weights.get(2), weights.get(3));
        assertTrue(!weights.get(0).equals(weights.get(4)));
    }

    @Test
    void aPageThatNeverPullsHearsNothingAndHoldsNobodyUp() throws Exception {
        Page lazy = page();
        lazy.open("{}");
        lazy.say("{\"do\":\"play\"}");
        Page keen = page();
        keen.open("{}");
        keen.say("{\"do\":\"play\"}");
        long step = 0;
        while (step < 3_000) {
            step = keen.frame().step();
        }
        Page.Frame first = lazy.frame();
        assertTrue(first.step() > 100, "it went on unwatched");
    }

    @Test
    void aPageThatIsGoneTakesItsThreadAlong() throws Exception {
        Page page = page();
        page.open("{}");
        page.say("{\"do\":\"play\"}");
        page.frame();
        assertEquals(1, threads());
        page.open("{}");
        while (threads() > 1) {
            Thread.sleep(10); // the old one ends after its step
        }
        page.close();
        while (threads() > 0) {
            Thread.sleep(10);
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cajal-play-page-")).count();
    }

    @Test
    void thereIsRoomForSomeTensOfPages() throws Exception {
        for (int i = 0; i < Limits.CONVERSATIONS; i++) {
            page();
        }
        Page late = new Page(studio.address());
        pages.add(late);
        assertTrue(late.error("{\"do\":\"open\"}").startsWith("the playground is open in 32 pages"));
        pages.getFirst().close();
        String answer = "";
        while (!answer.startsWith("frame")) {
            Page next = new Page(studio.address());
            pages.add(next);
            next.say("{\"do\":\"frame\"}");
            Object heard = next.hear();
            answer = heard instanceof Map<?, ?> map && map.containsKey("catalogue")
                    ? next.hear("error").toString() : "";
        }
    }
}
