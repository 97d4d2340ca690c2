package io.cajal.studio.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.data.Digits;
import io.cajal.io.Json;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Outlet;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conversation with a page, also with one that means harm. */
class ViewerTest {
    @TempDir
    Path runs;

    private final List<Map<?, ?>> said = new ArrayList<>();
    private final List<Map<?, ?>> frames = new ArrayList<>();
    private final Deque<Runnable> open = new ArrayDeque<>();
    private final Outlet outlet = new Outlet() {
        @Override
        public void say(Object json) {
            said.add((Map<?, ?>) json);
        }

        @Override
        public void send(ByteBuffer bytes) {
            frames.add(Frames.header(bytes));
        }
    };

    private Viewer viewer() {
        return new Viewer(new Shelf(runs), Examples::ofTheLibrary, outlet, open::add);
    }

    private void work() {
        while (!open.isEmpty()) {
            open.poll().run();
        }
    }

    private static Message json(String text) {
        return Message.parse(text.replace('\'', '"'));
    }

    private static String picture(int side) {
        return "'picture': {'channels': 1, 'width': %d, 'height': %d, 'centre': true, 'pixels': '%s'}"
                .formatted(side,
                        side, Base64.getEncoder().encodeToString(new byte[side * side]));
    }

    private static String look(int id, String rest) {
        Map<String, String> fields = new LinkedHashMap<>(
                Map.of("angle", "0", "noise", "0", "seed", "1", "class",
                        "-1", "activated", "true", "integrated", "false"));
        StringBuilder text = new StringBuilder("{'ask': 'look', 'id': %d".formatted(id));
        fields.forEach((key, value) -> {
            if (!rest.contains("'" + key + "'")) {
                text.append(", '").append(key).append("': ").append(value);
            }
        });
        return text + ", " + rest + "}";
    }

    private Viewer opened() {
        Viewer viewer = viewer();
        viewer.said(json("{'ask': 'open', 'id': 1, 'network': '" + Shelf.OWN + "'}"));
        work();
        assertEquals("open", frames.getFirst().get("kind"));
        return viewer;
    }

    @Test
    void onlyTheNewestLookIsAnswered() {
        Viewer viewer = opened();
        for (int i = 2; i < 50; i++) {
            viewer.said(json(look(i, picture(28))));
        }
        assertEquals(1, open.size());
        work();
        assertEquals(List.of(1L, 49L), frames.stream().map(frame -> frame.get("id")).toList());
        assertEquals(List.of(), said);
    }

    @Test
    void aPageThatIsGoneCostsNothingMore() {
        Viewer viewer = opened();
        viewer.said(json(look(2, picture(28))));
        viewer.close();
        viewer.said(json(look(3, picture(28))));
        work();
        assertEquals(1, frames.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'ask': 'look'}", "{'ask': 'everything', 'id': 1}", "{'ask': 7, 'id': 1}",
            "{'ask': 'list', 'id': -1}", "{'ask': 'list', 'id': 1e300}", "{'ask': 'open', 'id': 1}",
            "{'ask': 'open', 'id': 1, 'network': {}}", "{'ask': 'look', 'id': 1}",
            "{'ask': 'climb', 'id': 1, 'steps': 1000000}", "{'ask': 'climb', 'id': 1, 'steps': -1}",
            "{'ask': 'climb', 'id': 1, 'steps': 1, 'stage': 99}",
            "{'ask': 'climb', 'id': 1, 'steps': 1, 'stage': 0, 'unit': 6, 'decay': 0, 'smoothing': 0, 'shaken': false, 'seed': 1}",
            "{'ask': 'climb', 'id': 1, 'steps': 1, 'stage': 0, 'unit': 1, 'decay': 1e9, 'smoothing': 0, 'shaken': false, 'seed': 1}"})
    void rubbishIsRefusedInOneLine(String text) {
        Viewer viewer = opened();
        CajalException e = assertThrows(CajalException.class, () -> viewer.said(json(text)));
        assertTrue(e.getMessage().lines().count() == 1, e.getMessage());
        stillAnswers(viewer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'picture': 'none'", "'picture': {}",
            "'picture': {'channels': 1, 'width': 28, 'height': 28, 'centre': true, 'pixels': '????'}",
            "'picture': {'channels': 1, 'width': 28, 'height': 28, 'centre': true, 'pixels': 'AAAA'}",
            "'picture': {'channels': 1, 'width': 28, 'height': 28, 'centre': 1, 'pixels': 'AAAA'}",
            "'picture': {'channels': 3, 'width': 1, 'height': 1, 'centre': true, 'pixels': 'AAAA'}",
            "'picture': {'channels': 1, 'width': 100000, 'height': 100000, 'centre': true, 'pixels': ''}",
            "'picture': {'channels': 1, 'width': 0, 'height': 0, 'centre': true, 'pixels': ''}"})
    void picturesAreChecked(String picture) {
        Viewer viewer = opened();
        assertThrows(CajalException.class, () -> viewer.said(json(look(2, picture))));
        stillAnswers(viewer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'angle': 1e9", "'angle': 'left'", "'noise': -1", "'noise': 2", "'seed': 0.5",
            "'class': 10", "'class': -2", "'activated': 'yes'"})
    void numbersAreChecked(String field) {
        Viewer viewer = opened();
        assertThrows(CajalException.class, () -> viewer.said(json(look(2, picture(28) + ", " + field))));
        stillAnswers(viewer);
    }

    private void stillAnswers(Viewer viewer) {
        frames.clear();
        viewer.said(json(look(3, picture(28))));
        work();
        assertEquals(List.of(3L), frames.stream().map(frame -> frame.get("id")).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc", "", ".", "studio/../x", "nobody"})
    void noNetworkButThoseOfTheList(String name) {
        Viewer viewer = viewer();
        viewer.said(Message.of(Map.of("ask", "open", "id", 1L, "network", name)));
        work();
        assertEquals(1, said.size());
        assertTrue(
                said.getFirst().get("error").toString().startsWith("there is no network for pictures called"),
                said.toString());
        assertThrows(CajalException.class, () -> viewer.said(json(look(2, picture(28)))));
    }

    @Test
    void networksAreThoseForPicturesAmongTheRuns() throws Exception {
        Path outside = Files.createDirectory(runs.resolve("..").resolve("outside-" + runs.getFileName()));
        save("colour", runs.resolve("colour"));
        save("away", outside);
        Files.createSymbolicLink(runs.resolve("link"), outside);
        Files.createDirectories(runs.resolve("broken"));
        Files.writeString(runs.resolve("broken/model.safetensors"), "no model");
        Files.createDirectories(runs.resolve("empty"));
        Viewer viewer = viewer();
        viewer.said(json("{'ask': 'list', 'id': 1}"));
        work();
        assertEquals(
                "[{\"name\":\"%s\",\"title\":\"LeNet-5\"},{\"name\":\"colour\",\"title\":\"runs: colour\"}]"
                        .formatted(Shelf.OWN),
                sorted(frames.getFirst().get("networks")));
        viewer.said(json("{'ask': 'open', 'id': 2, 'network': 'colour'}"));
        work();
        assertEquals(List.of(3L, 10L, 10L), frames.get(1).get("shape"));
        viewer.said(json("{'ask': 'examples', 'id': 3}"));
        work();
        assertEquals(2, frames.size()); // digits are not for this one
        assertEquals(List.of(), said);
    }

    /** Without the order in which a map happens to be written. */
    private static String sorted(Object networks) {
        return ((List<?>) networks).stream()
                .map(one -> Json.write(new TreeMap<>(Map.of("name", ((Map<?, ?>) one).get("name"),
                        "title", ((Map<?, ?>) one).get("title")))))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void save(String name, Path folder) throws Exception {
        Files.createDirectories(folder);
        Nets.model(Nets.colours(10, 3), 3, 10, 3).save(folder.resolve("model.safetensors"));
    }

    @Test
    void examplesAreReadAsTheySay() {
        Examples examples = Examples.ofTheLibrary();
        Map<?, ?> right = Frames.header(examples.right(Nets.LENET).bytes());
        assertEquals(20, ((List<?>) right.get("examples")).size());
        Map<?, ?> wrong = Frames.header(examples.wrong(Nets.LENET).bytes());
        List<?> found = (List<?>) wrong.get("examples");
        assertTrue(found.size() >= 12, "examples that are read wrongly: " + found.size());
        for (Object one : found) {
            Map<?, ?> example = (Map<?, ?>) one;
            assertTrue(!example.get("label").equals(example.get("guess")), example.toString());
            int number = ((Number) example.get("number")).intValue();
            Scene scene = new Scene(Nets.LENET,
                    Digits.split().test().batch(number).x(),
                    ((Number) example.get("angle")).doubleValue(), 0, 1, -1);
            assertEquals(((Number) example.get("guess")).intValue(),
                    Scene.best(Nets.LENET.model().predict(scene.seen()).toFloats()));
        }
    }
}
