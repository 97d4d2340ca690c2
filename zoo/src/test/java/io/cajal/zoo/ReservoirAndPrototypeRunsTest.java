package io.cajal.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.cpu.Workers;
import io.cajal.runs.Console;
import io.cajal.runs.RunFolder;
import io.cajal.zoo.kit.DataStore;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quick runs of the recipes that need no file: every step is taken, every picture left, alike on any threads. */
class ReservoirAndPrototypeRunsTest {
    @ParameterizedTest
    @CsvSource({"echo-state, states.png first.png chaos.png last.png attractor.png",
            "liquid-state, first.png jittered.png second.png",
            "kohonen, unfolding.png sheet.png digits.png digits-u-matrix.png iris.png"})
    void aQuickRunFromEndToEnd(String name, String pictures, @TempDir Path folder) throws IOException {
        int usual = Workers.shared().threads();
        try {
            Workers.setThreads(1);
            String alone = said(name, folder.resolve("run"), folder);
            for (String file : (pictures + " report.html").split(" ")) {
                assertTrue(Files.exists(folder.resolve("run").resolve(file)), file);
            }
            Workers.setThreads(3);
            assertEquals(alone, said(name, null, folder));
        } finally {
            Workers.setThreads(usual);
        }
    }

    /** What a run printed but for the report's place, and its figures. */
    private static String said(String name, Path left, Path data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Console console = new Console(print, false);
        DataStore store = new DataStore(data, data, print).quick();
        Recipe.Result result;
        try (RunFolder folder = left == null ? null : RunFolder.ofRecipe(left, false, console)) {
            result = Recipes.named(name).run(new Session(1, 0, folder, console, store));
        }
        return result + "\n" + out.toString(StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("report: ")).toList();
    }
}
