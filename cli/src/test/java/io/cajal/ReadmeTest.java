package io.cajal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java runs as it stands. */
class ReadmeTest {
    @TempDir
    private Path folder;

    private static List<String> blocks() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme).results()
                .map((MatchResult match) -> match.group(1)).toList();
    }

    /** Runs Java with these arguments in the folder, and returns what it printed. */
    private List<String> java(String... arguments) throws IOException, InterruptedException {
        List<String> command = IntStream.range(0, arguments.length + 5)
                .mapToObj(i -> switch (i) {
                    case 0 -> Path.of(System.getProperty("java.home"), "bin", "java").toString();
                    case 1 -> "--add-modules";
                    case 2 -> "jdk.incubator.vector";
                    case 3 -> "-cp";
                    case 4 -> System.getProperty("java.class.path");
                    default -> arguments[i - 5];
                }).toList();
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        assertEquals(0, process.waitFor(), Files.readString(output));
        return Files.readAllLines(output);
    }

    @Test
    void theExampleTrainsANetwork() throws IOException, InterruptedException {
        assertEquals(3, blocks().size());
        String program = blocks().get(1).replaceFirst("import io.cajal.train",
                "import io.cajal.tensor.Tensor;\nimport io.cajal.train")
                + blocks().get(2);
        String last = java(Files.writeString(folder.resolve("Example.java"), program).toString()).getLast();
        assertTrue(Double.parseDouble(last) > 0.9, last);
        assertTrue(Files.size(folder.resolve("digits.safetensors")) > 400_000);
    }

    @Test
    void aProgramAsksATrainedModel() throws IOException, InterruptedException {
        Path flowers = Files.writeString(folder.resolve("iris.csv"),
                "sepal_length,sepal_width,petal_length,petal_width,species\n" + IntStream.range(0, 90)
                        .mapToObj(i -> "%d.%d,3.%d,%d.4,%d.2,%s\n".formatted(5 + i % 2, i % 10, i % 7,
                                1 + i % 3 * 2,
                                i % 3, List.of("setosa", "versicolor", "virginica").get(i % 3)))
                        .collect(Collectors.joining()));
        java("io.cajal.cli.Main", "train", flowers.toString(), "--target", "species");
        String program = "import io.cajal.table.*;\nimport java.nio.file.*;\nvoid main() throws Exception {\n"
                + blocks().get(0) + "}\n";
        String last = java(Files.writeString(folder.resolve("Ask.java"), program).toString()).getLast();
        assertTrue(last.matches("(setosa|versicolor|virginica) 0\\.[0-9]+"), last);
    }
}
