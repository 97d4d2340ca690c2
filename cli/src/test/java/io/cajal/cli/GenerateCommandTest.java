package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.nn.Gru;
import io.cajal.nn.LanguageModel;
import io.cajal.nn.Linear;
import io.cajal.nn.RecurrentLm;
import io.cajal.nn.TransformerLm;
import io.cajal.nn.activation.Gelu;
import io.cajal.text.BytePairs;
import io.cajal.text.Characters;
import io.cajal.text.Tokenizer;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
    private static final String TEXT = "the cat sat on the mat\nthe äöü sat too\n";

    @TempDir
    private Path folder;

    private String saved(LanguageModel model, Tokenizer tokenizer) throws IOException {
        Path path = folder.resolve("model.safetensors");
        new Model(model, Model.Input.tokens(tokenizer, 8), List.of(), Map.of()).save(path);
        return path.toString();
    }

    @Test
    void theSameSeedWritesTheSameText() throws IOException {
        Characters characters = Characters.of(TEXT);
        String model = saved(RecurrentLm.of(characters.size(), 4, Gru.of(4, 8, Rng.of(1)), Rng.of(2)),
                characters);
        Shell first = inside("generate", model, "--prompt", "the ", "--length", "40", "--seed", "3");
        assertEquals(0, first.status(), first.err());
        assertTrue(first.out().startsWith("the "), first.out());
        assertEquals(4 + 40 + 1, first.out().length());
        assertEquals(first.out(),
                inside("generate", model, "--prompt", "the ", "--length", "40", "--seed", "3").out());
        assertNotEquals(first.out(),
                inside("generate", model, "--prompt", "the ", "--length", "40", "--seed", "4").out());
        String greedy = inside("generate", model, "--prompt", "the ", "--length", "40", "--temperature", "0")
                .out();
        assertEquals(greedy,
                inside("generate", model, "--prompt", "the ", "--length", "40", "--top-k", "1").out());
    }

    @Test
    void bytesComeOutAsWholeCharacters() throws IOException {
        BytePairs pairs = BytePairs.learn(TEXT, 10);
        String model = saved(TransformerLm.of(pairs.size(), 8, 8, 2, 1, new Gelu(true), Rng.of(1)), pairs);
        Shell run = inside("generate", model, "--prompt", "ä", "--length", "60");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("ä"), run.out());
    }

    @Test
    void wrongUseIsOneLine() throws IOException {
        Characters characters = Characters.of(TEXT);
        String model = saved(RecurrentLm.of(characters.size(), 4, Gru.of(4, 8, Rng.of(1)), Rng.of(2)),
                characters);
        assertRefused("the temperature must be 0 or more", "generate", model, "--temperature", "-1");
        assertMisused("--length must be 1 or more", "generate", model, "--length", "0");
        assertRefused("X", "generate", model, "--prompt", "the X");
        assertRefused("--prompt is empty", "generate", model, "--prompt", "");
        Path other = folder.resolve("other.safetensors");
        new Model(Linear.of(2, 3, Rng.of(1)), Model.Input.numbers(List.of("a", "b")), List.of(), Map.of())
                .save(other);
        assertRefused("neither writes nor draws, it answers examples: use cajal predict", "generate",
                other.toString());
        assertMisused("--n means nothing here: this model writes text", "generate", model, "--n", "4");
        assertMisused("--zoom means nothing here", "generate", model, "--zoom", "2");
    }

    private static void assertRefused(String part, String... line) {
        Shell run = inside(line);
        assertEquals(1, run.status());
        assertTrue(run.err().contains(part), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertEquals("", run.out());
    }

    private static void assertMisused(String part, String... line) {
        Shell run = inside(line);
        assertEquals(2, run.status(), run.err());
        assertTrue(run.err().lines().findFirst().orElse("").contains(part), run.err());
        assertEquals("", run.out());
    }
}
