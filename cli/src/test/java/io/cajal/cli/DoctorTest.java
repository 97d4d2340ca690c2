package io.cajal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.io.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cajal doctor} on machines with something amiss. */
class DoctorTest {
    @TempDir
    private Path folder;

    @Test
    void slowKernelsAndMissingDataAreWarnings() {
        Shell run = Shell.run("export CAJAL_DATA='" + folder + "' XDG_CACHE_HOME='" + folder.resolve("cache")
                + "'; unset CAJAL_THREADS;",
                List.of("--add-modules", "jdk.incubator.vector", "-Dcajal.vector=off", "-Xmx200m"), "doctor",
                "--json");
        assertEquals(0, run.status(), run.err());
        Map<?, ?> object = (Map<?, ?>) Json.parse(run.out());
        assertEquals(true, object.get("ready"));
        Map<String, Map<?, ?>> checks = new LinkedHashMap<>();
        ((List<?>) object.get("checks"))
                .forEach(c -> checks.put((String) ((Map<?, ?>) c).get("name"), (Map<?, ?>) c));
        assertEquals(List.of("Java", "kernels", "threads", "speed", "memory", "data sets", "pictures",
                "class archive", "cache folder", "run folder"), List.copyOf(checks.keySet()));
        assertEquals("ok", checks.get("Java").get("mark"));
        assertEquals("plain", checks.get("kernels").get("kernels"));
        for (String name : List.of("kernels", "memory", "data sets")) {
            assertEquals("warn", checks.get(name).get("mark"), name);
            assertTrue(checks.get(name).get("advice") instanceof String, name);
        }
        assertTrue(((String) checks.get("kernels").get("found")).contains("-Dcajal.vector=off"));
        assertEquals(List.of("digits"), checks.get("data sets").get("present"));
        assertTrue(((Number) checks.get("speed").get("gflops")).doubleValue() > 0);
    }

    @Test
    void aWrongNumberOfThreadsKeepsItFromRunning() {
        Shell run = Shell.after("export CAJAL_THREADS=many;", "doctor");
        assertEquals(1, run.status(), run.err());
        List<String> lines = run.out().lines().toList();
        int at = lines
                .indexOf(lines.stream().filter(line -> line.startsWith("BAD ")).findFirst().orElseThrow());
        assertTrue(lines.get(at).contains("CAJAL_THREADS") && lines.get(at).contains("\"many\""), run.out());
        assertTrue(lines.get(at + 1).contains("→ set CAJAL_THREADS to "), run.out());
        assertTrue(lines.getLast().startsWith("Cajal cannot run like this"), run.out());
    }

    @ParameterizedTest
    @CsvSource({"150000, 100000, 1.5", "max, 100000, NaN", "-1, 100000, NaN"})
    void aContainersShareOfTheProcessors(String used, String period, double expected) {
        assertEquals(expected, Machine.quota(used, period));
    }
}
