package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.io.Json;
import io.cajal.zoo.chart.NetworkType;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ZooCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theTableHasALineForEachType() {
        Shell run = inside("zoo");
        assertEquals(0, run.status(), run.err());
        for (NetworkType type : NetworkType.all()) {
            assertTrue(run.out().lines().anyMatch(line -> line.startsWith(type.code() + " ")), type.code());
        }
    }

    @Test
    void theJsonSaysWhatTheResultsSay() {
        List<?> types = (List<?>) Json.parse(inside("zoo", "--json").out());
        assertEquals(27, types.size());
        Map<?, ?> autoencoder = (Map<?, ?>) Json.parse(inside("zoo", "ae", "--json").out());
        assertEquals("AE", autoencoder.get("type"));
        assertEquals("HN", ((Map<?, ?>) Json.parse(inside("zoo", "hopf", "--json").out())).get("type"));
        assertEquals(2, inside("zoo", "Deep").status()); // of five of them
        assertEquals(List.of("input", "hidden", "match input output"), autoencoder.get("cells"));
        assertEquals(true, autoencoder.get("met"));
    }

    @Test
    void eachTypeIsDrawnWithItsPartsExplained() throws Exception {
        for (NetworkType type : NetworkType.all()) {
            Path file = folder.resolve(type.code() + ".svg");
            Shell run = inside("zoo", type.name(), "--out", file.toString());
            assertEquals(0, run.status(), run.err());
            String svg = Files.readString(file);
            DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
            type.sketch().cells()
                    .forEach(kind -> assertTrue(run.out().contains(kind.meaning()), kind.title()));
            type.sketch().cells().forEach(kind -> assertTrue(svg.contains(">" + kind.title() + "<"), svg));
        }
    }

    @Test
    void wrongUseIsOneLine() {
        Shell unknown = inside("zoo", "LSN");
        assertEquals(2, unknown.status());
        assertTrue(unknown.err().contains("unknown type of network \"LSN\", did you mean \"LSM\"?"),
                unknown.err());
        Shell nothing = inside("zoo", "--out", folder.resolve("x.svg").toString());
        assertEquals(2, nothing.status());
        assertFalse(Files.exists(folder.resolve("x.svg")));
    }

    @Test
    void aQuickRunDoesNotCount() {
        Shell run = inside("run", "spirals", "--quick", "--json");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("a quick run"), run.out());
        Map<?, ?> line = (Map<?, ?>) Json.parse(run.out().lines().toList().getLast());
        assertEquals(false, line.get("passed"));
        assertEquals(true, line.get("quick"));
    }
}
