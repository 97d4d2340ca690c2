package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.io.Json;
import io.cajal.nn.Linear;
import io.cajal.train.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code cajal serve} from its start to Ctrl-C. */
class ServeCommandTest {
    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void save() throws IOException {
        model = folder.resolve("model.safetensors");
        new Model(Linear.of(2, 1, Rng.of(1)), Model.Input.numbers(List.of("x", "y")), List.of(), Map.of())
                .save(model);
    }

    /**
     * A request is half sent when the signal comes; it is answered, and then the server ends with status 0.
     */
    @Test
    void aSignalLetsTheServerFinish() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = Shell.start("", out.toFile(), err.toFile(), "serve", model.toString(), "--port",
                "0",
                "--json");
        try {
            URI url = URI.create((String) ((Map<?, ?>) Json.parse(line(process, out))).get("url"));
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write(("POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                        + "Expect: 100-continue\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                byte[] begun = socket.getInputStream().readNBytes(25); // HTTP/1.1 100 Continue: it is being read
                assertTrue(new String(begun, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 100"));
                socket.getOutputStream().write('[');
                process.destroy();
                socket.getOutputStream().write("1,2]".getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(answer.startsWith("HTTP/1.1 200") && answer.contains("{\"value\":"), answer);
            }
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
            assertTrue(Files.readString(err).endsWith("cajal: stopped after 1 request\n"),
                    Files.readString(err));
            assertEquals(1, Files.readString(out).lines().count());
        } finally {
            process.destroyForcibly();
        }
    }

    private static String line(Process process, Path out) throws Exception {
        while (process.isAlive() && !Files.readString(out).contains("\n")) {
            Thread.sleep(20);
        }
        return Files.readString(out).strip();
    }

    @Test
    void aPortInUseIsToldInOneLine() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Shell run = inside("serve", model.toString(), "--port", Integer.toString(other.getLocalPort()));
            assertEquals(1, run.status());
            assertEquals(
                    "cajal: port %d on 127.0.0.1 is in use: take another with --port, or --port 0 for any that is free\n"
                            .formatted(other.getLocalPort()),
                    run.err());
            assertEquals("", run.out());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MODEL --port 65536      | 2 | --port must be from 0 to 65535, got 65536
            MODEL --max-body 0      | 2 | --max-body must be 1 or more, got 0
            MODEL --rate 0          | 2 | --rate must be above 0, got 0
            MODEL --rate often      | 2 | 'often'
            MODEL --host no.invalid | 2 | there is no address no.invalid
            MODEL --host 192.0.2.1  | 1 | cannot listen on port 8080 on 192.0.2.1
            nothing.safetensors     | 1 | nothing.safetensors: no such file
            """)
    void whatIsWrongIsToldInOneLine(String arguments, int status, String message) {
        Shell run = inside(("serve " + arguments).replace("MODEL", model.toString()).split(" +"));
        assertEquals(status, run.status(), run.err());
        assertTrue(run.err().contains(message), run.err());
        assertEquals("", run.out());
        assertFalse(run.err().contains("\tat "), run.err());
    }
}
