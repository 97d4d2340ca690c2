package io.cajal.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trainings leave in their folders is found again. */
class RunsTest {
    @TempDir
    private Path folder;

    private void run(String name, String json, long seconds) throws IOException {
        Path file = Files.createDirectories(folder.resolve(name)).resolve("run.json");
        Files.writeString(file, json);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000 * seconds));
    }

    @Test
    void theNewestComesFirstAndRubbishIsNamed() throws IOException {
        run("a", """
                {"data":"x.csv","target":"y","seed":3,"accuracy":{"most frequent":0.5,"network":0.9},"seconds":1.5}
                """, 1);
        run("deep/b", """
                {"recipe":"digits","metric":"test accuracy, %","value":97.5,"baseline":null,"seed":1}""", 2);
        run("broken", "{\"data\":", 3);
        Runs runs = Runs.in(folder);
        assertEquals(List.of("digits", "x.csv: y"), runs.records().stream().map(RunRecord::learned).toList());
        assertEquals(new RunRecord.Figures("test accuracy, %", 97.5, Double.NaN, Double.NaN),
                runs.records().getFirst().figures());
        RunRecord table = runs.records().getLast();
        assertEquals(new RunRecord.Figures("accuracy", 0.9, Double.NaN, 0.5), table.figures());
        assertEquals("3", table.text("seed"));
        assertEquals(1.5, table.number("seconds"));
        assertEquals(1, runs.problems().size());
        assertTrue(runs.problems().getFirst().startsWith(folder.resolve("broken/run.json") + ": JSON line 1"),
                runs.problems()::toString);
        assertEquals(List.of(), Runs.in(folder.resolve("nowhere")).records());
    }

    @Test
    void aFolderServesOneAtATimeAndIsLeftAsItWasFound() throws IOException {
        Path path = folder.resolve("one");
        try (RunFolder run = RunFolder.ofRecipe(path, false, Console.none())) {
            assertThrows(CajalException.class, () -> RunFolder.ofRecipe(path, false, Console.none()));
            run.say("nothing comes of it");
        }
        assertFalse(Files.exists(path));
        Files.createDirectory(path);
        RunFolder.ofRecipe(path, false, Console.none()).close();
        try (var left = Files.list(path)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aRecordIsWrittenWithItsDayAndItsLog() throws IOException {
        Path path = folder.resolve("two");
        try (RunFolder run = RunFolder.ofRecipe(path, false, Console.none())) {
            run.say("a line");
            run.record(Map.of("recipe", "x"));
        }
        assertEquals("a line\n", Files.readString(path.resolve("train.log")));
        RunRecord record = Runs.in(folder).records().getFirst();
        assertEquals(path, record.folder());
        assertTrue(record.text("date").matches("\\d{4}-\\d\\d-\\d\\d"), record.text("date"));
        assertThrows(CajalException.class, () -> {
            Files.createFile(path.resolve("model.safetensors"));
            RunFolder.open(path, false, Console.none());
        });
    }
}
