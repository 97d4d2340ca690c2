package io.cajal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java runs as it stands. */
class ReadmeTest {
    @TempDir
    private Path folder;

    @Test
    void theExampleTrainsANetwork() throws IOException, InterruptedException {
        String readme = Files.readString(Path.of("..", "README.md"));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme).results()
                .map((MatchResult match) -> match.group(1)).toList();
        assertEquals(2, blocks.size());
        String program = blocks.get(0).replaceFirst("import io.cajal.train",
                "import io.cajal.tensor.Tensor;\nimport io.cajal.train")
                + blocks.get(1);
        Path source = Files.writeString(folder.resolve("Example.java"), program);
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
                source.toString())
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertEquals(0, process.waitFor(), Files.readString(output));
        String last = Files.readAllLines(output).getLast();
        assertTrue(Double.parseDouble(last) > 0.9, last);
        assertTrue(Files.size(folder.resolve("digits.safetensors")) > 400_000);
    }
}
