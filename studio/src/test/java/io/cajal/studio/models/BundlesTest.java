package io.cajal.studio.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.http.Refusal;
import io.cajal.io.Safetensors;
import io.cajal.nn.Linear;
import io.cajal.studio.kit.LeNet5;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are models, and what becomes of those that are not. */
class BundlesTest {
    @TempDir
    Path folder;
    private Path runs;
    private Bundles bundles;

    @BeforeEach
    void fill() throws IOException {
        runs = Files.createDirectories(folder.resolve("runs"));
        bundles = new Bundles(runs);
        save(runs.resolve("a/model.safetensors"), 1);
    }

    private static void save(Path path, long seed) throws IOException {
        Files.createDirectories(path.getParent());
        new Model(Linear.of(2, 1, Rng.of(seed)), Model.Input.numbers(List.of("x", "y")), List.of(),
                Map.of("seed", "" + seed))
                .save(path);
    }

    private List<String> ids() {
        return bundles.list().stream().map(Bundles.Listed::id).sorted().toList();
    }

    @Test
    void modelsAreFoundInFoldersOfFolders() throws IOException {
        save(runs.resolve("b/c/d/model.safetensors"), 2);
        save(runs.resolve("b/c/d/too/model.safetensors"), 2);
        Files.writeString(runs.resolve("other.safetensors"), "");
        assertEquals(List.of("a/model.safetensors", "b/c/d/model.safetensors"), ids());
        Bundles none = new Bundles(folder.resolve("nothing"));
        assertEquals(List.of(), none.list());
        assertEquals("LeNet-5", none.open(LeNet5.NAME).name());
    }

    @Test
    void noNameLeadsOutOfTheFolder() throws IOException {
        Path secret = folder.resolve("secret/model.safetensors");
        save(secret, 3);
        Files.createSymbolicLink(runs.resolve("link"), secret.getParent());
        Files.createDirectories(runs.resolve("e"));
        Files.createSymbolicLink(runs.resolve("e/model.safetensors"), secret);
        assertEquals(List.of("a/model.safetensors"), ids());
        for (String id : List.of("../secret/model.safetensors", "a/../../secret/model.safetensors",
                secret.toString(),
                "link/model.safetensors", "e/model.safetensors", "./a/model.safetensors",
                "a//model.safetensors", "",
                "a\0", "upload:1")) {
            Refusal refusal = assertThrows(Refusal.class, () -> bundles.open(id), id);
            assertEquals(404, refusal.status());
            assertEquals(1, refusal.getMessage().lines().count());
        }
    }

    @Test
    void aModelIsReadOnceUntilItChanges() throws IOException {
        Bundle first = bundles.open("a/model.safetensors");
        assertSame(first, bundles.open("a/model.safetensors"));
        save(runs.resolve("a/model.safetensors"), 7);
        Files.setLastModifiedTime(runs.resolve("a/model.safetensors"),
                java.nio.file.attribute.FileTime.fromMillis(1000));
        assertEquals("7", bundles.open("a/model.safetensors").model().provenance().get("seed"));
    }

    @Test
    void theTrainingsRecordIsRead() throws IOException {
        Files.writeString(runs.resolve("a/run.json"), "{\"metric\": \"error\", \"value\": 1.5}");
        assertEquals(1.5, bundles.open("a/model.safetensors").run().get("value"));
        Files.writeString(runs.resolve("a/run.json"), "{broken");
        assertEquals(Map.of(), Bundles.run(runs.resolve("a/model.safetensors")));
    }

    @Test
    void brokenFilesAreOneLine() throws IOException {
        byte[] good = Files.readAllBytes(runs.resolve("a/model.safetensors"));
        byte[] longHeader = good.clone();
        ByteBuffer.wrap(longHeader).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
        byte[] hugeHeader = good.clone();
        ByteBuffer.wrap(hugeHeader).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 90_000_000);
        for (byte[] bad : Stream
                .of(new byte[0], new byte[7], "this is no model at all".getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOf(good, good.length - 1), Arrays.copyOf(good, good.length / 2),
                        Arrays.copyOf(good, good.length + 4),
                        longHeader, hugeHeader, withText(good, "\"Linear\"", "\"Linaer\""),
                        withText(good, "[2]", "[3]"),
                        withText(good, "[2]", "[9]"))
                .toList()) {
            CajalException wrong = assertThrows(CajalException.class, () -> bundles.take("mine", bad));
            assertTrue(wrong.getMessage().startsWith("mine"), wrong.getMessage());
            assertEquals(1, wrong.getMessage().lines().count(), wrong.getMessage());
        }
    }

    /** The same length of header, another text in it. */
    private static byte[] withText(byte[] file, String from, String to) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        String inner = from.replace("\"", "\\\"");
        String found = text.contains(inner) ? inner : from;
        assertTrue(text.contains(found), from);
        return text.replace(found, found.equals(inner) ? to.replace("\"", "\\\"") : to)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Tensors and an architecture that claim what would take all memory, or do not fit together. */
    @Test
    void hostileModelsAreOneLine() throws IOException {
        Path path = folder.resolve("x");
        String input = "{\"kind\":\"image\",\"shape\":[1,60000,60000],\"names\":[]}";
        for (String[] texts : new String[][] {{"{\"type\":\"Flatten\"}", input},
                {"{\"type\":\"Linear\",\"weight\":{\"shape\":[40000,40000]},\"bias\":null}", input},
                {"{\"type\":\"Flatten\"}", "{\"kind\":\"numbers\",\"shape\":[2147483647],\"names\":[]}"},
                {"{\"type\":\"Flatten\"}", "{}"}, {"[]", input}, {"{\"type\":\"java.lang.Runtime\"}", input},
                {"{\"type\":\"LastStep\"}", "{\"kind\":\"numbers\",\"shape\":[2],\"names\":[]}"},
                {"[".repeat(5000), input}}) {
            Safetensors.write(path, Map.of(),
                    Map.of("cajal.format", "1", "cajal.architecture", texts[0], "cajal.input",
                            texts[1], "cajal.classes", "[]"));
            byte[] file = Files.readAllBytes(path);
            CajalException wrong = assertThrows(CajalException.class, () -> bundles.take("mine", file),
                    texts[0]);
            assertTrue(wrong.getMessage().startsWith("mine"), wrong.getMessage());
            assertEquals(1, wrong.getMessage().lines().count(), wrong.getMessage());
        }
    }

    @Test
    void whatAPageGaveStaysInMemoryAlone() throws IOException {
        byte[] file = Files.readAllBytes(runs.resolve("a/model.safetensors"));
        Bundle given = bundles.take("mine", file);
        assertSame(given, bundles.open(given.id()));
        for (int i = 0; i < 8; i++) {
            bundles.take("more", file);
        }
        assertThrows(Refusal.class, () -> bundles.open(given.id()));
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(1, files.filter(Files::isRegularFile).count());
        }
    }
}
