package io.cajal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The printed script in a real bash. */
class CompletionTest {
    @TempDir
    private Path folder;

    /** A line as typed, the last word of which is completed, and what is offered. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cajal comp          | completion
            cajal run spir      | spirals
            cajal run --see     | --seed
            cajal completion z  | zsh
            cajal predict m     | model.safetensors
            cajal predict model.safetensors pic | picture one.png, picture two.png
            cajal run xor --out m | model.safetensors
            """)
    void commandsRecipesAndFilesAreCompleted(String line, String expected) throws IOException {
        for (String name : List.of("model.safetensors", "picture one.png", "picture two.png")) {
            Files.createFile(folder.resolve(name));
        }
        Path script = folder.resolve("script");
        Files.writeString(script, inside() + """
                complete -p cajal >&2 || exit 1
                cd "$(dirname "$0")"
                COMP_LINE=$*; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_POINT=${#COMP_LINE}
                _complete_cajal cajal "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """);
        Shell completed = Shell.script(Map.of(), script, line.split(" "));
        assertEquals(0, completed.status(), completed.err());
        assertEquals(new TreeSet<>(Arrays.asList(expected.split(", "))),
                new TreeSet<>(completed.out().lines().toList()), completed.err());
    }

    private static String inside() {
        Shell printed = Shell.inside("completion");
        assertEquals(0, printed.status(), printed.err());
        assertEquals(printed.out(), Shell.inside("completion", "zsh").out(), "one script serves both");
        return printed.out();
    }

    @Test
    void anotherShellIsRefusedInOneLine() {
        Shell run = Shell.inside("completion", "fish");
        assertEquals(2, run.status());
        assertTrue(run.err().contains("bash, zsh"), run.err());
    }
}
