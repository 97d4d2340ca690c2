package io.cajal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.io.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cajal studio} from its start to Ctrl-C. */
class StudioCommandTest {
    @TempDir
    private Path folder;

    @Test
    void itServesThePageUntilASignalComes() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = Shell.start("", out.toFile(), err.toFile(), "studio", "--port", "0", "--json");
        try {
            String url = (String) ((Map<?, ?>) Json.parse(line(process, out))).get("url");
            try (HttpClient client = HttpClient.newHttpClient()) {
                var answer = client.send(HttpRequest.newBuilder(URI.create(url)).build(),
                        BodyHandlers.ofString());
                assertEquals(200, answer.statusCode());
                assertTrue(answer.body().contains("<title>Cajal studio</title>"), answer.body());
            }
            process.destroy();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it ends");
            assertEquals(0, process.exitValue());
            assertFalse(Files.readString(err).contains("cajal: "), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String line(Process process, Path out) throws IOException, InterruptedException {
        while (process.isAlive() && !Files.readString(out).contains("\n")) {
            Thread.sleep(20);
        }
        return Files.readString(out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--port 70000 | --port must be from 0 to 65535, got 70000",
            "--host nowhere.invalid | --host: there is no address nowhere.invalid"})
    void whatCannotBeIsSaidInALine(String options, String message) {
        Shell result = Shell.inside(("studio " + options.strip()).split(" "));
        assertEquals(2, result.status());
        assertTrue(result.err().startsWith("cajal: " + message), result.err());
    }
}
