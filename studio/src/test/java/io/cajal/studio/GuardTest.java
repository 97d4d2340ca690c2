package io.cajal.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.http.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the studio answers, and what it says to others. */
class GuardTest {
    @TempDir
    private Path runs;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private StudioServer studio;
    private int port;

    @BeforeEach
    void start() throws IOException {
        studio = StudioServer.start(new StudioServer.Settings(runs, "127.0.0.1", 0), log::add);
        port = URI.create(studio.address()).getPort();
    }

    @AfterEach
    void stop() {
        studio.close();
        assertEquals(List.of(), log);
    }

    /** The whole answer to a request with these lines; PORT stands for the studio's. */
    private String ask(String request, String... headers) throws IOException {
        try (Wire wire = new Wire(studio.address())) {
            String lines = String.join("\r\n", headers).replace("PORT", Integer.toString(port));
            return wire.send(request + " HTTP/1.1\r\n" + lines + "\r\n\r\n").end().all();
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:PORT, 200", "localhost:PORT, 200", "LOCALHOST:PORT, 200", "[::1]:PORT, 200",
            "127.0.0.1, 200",
            "evil.example:PORT, 403", "127.0.0.1.evil.example:PORT, 403", "192.168.0.7:PORT, 403",
            "localhost.evil.example, 403"})
    void onlyTheStudiosOwnNamesAreAnswered(String host, int expected) throws IOException {
        assertEquals(expected, status(ask("GET /", "Host: " + host)), host);
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:PORT, 200", "http://evil.example, 403", "http://127.0.0.1:1, 403",
            "null, 403",
            "https://127.0.0.1:PORT, 403"})
    void onlyTheStudiosOwnPagesAreAnswered(String origin, int expected) throws IOException {
        String answer = ask("GET /api/nothing", "Host: 127.0.0.1:PORT", "Origin: " + origin);
        assertEquals(expected == 200 ? 404 : 403, status(answer), origin);
    }

    @Test
    void aForeignPageGetsNoConversation() throws IOException {
        String answer = ask("GET /live/playground", "Host: 127.0.0.1:PORT", "Origin: http://evil.example",
                "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
        assertEquals(403, status(answer));
        assertTrue(answer.contains("the studio does not answer pages of \\\"http://evil.example\\\""),
                answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/../text/en.json", "/kit/../../StudioServer.class", "/StudioServer.class", "/kit",
                    "/kit/", "/%2e%2e/pom.xml", "/kit%2fdom.js", "/kit/dom.js%00", "/INDEX.HTML",
                    "//kit/dom.js", "/tabs/playground.js/", "/kit\\dom.js"})
    void noOtherFileIsServed(String path) throws IOException {
        int status = status(ask("GET " + path, "Host: 127.0.0.1:PORT"));
        assertTrue(status == 404 || status == 400, path + ": " + status);
    }

    @Test
    void theFilesOfThePageComeWithTheirTypeAndOnlyOnce() throws IOException {
        String first = ask("GET /kit/dom.js", "Host: 127.0.0.1:PORT");
        assertEquals(200, status(first));
        assertTrue(first.contains("Content-Type: text/javascript"), first);
        assertTrue(first.contains("Content-Security-Policy: default-src 'self';"), first);
        String tag = first.lines().filter(line -> line.startsWith("ETag: ")).findFirst().orElseThrow()
                .substring(6);
        String again = ask("GET /kit/dom.js", "Host: 127.0.0.1:PORT", "If-None-Match: " + tag);
        assertEquals(304, status(again));
        assertFalse(again.contains("export"));
        String packed = ask("GET /kit/dom.js", "Host: 127.0.0.1:PORT", "Accept-Encoding: gzip");
        assertTrue(packed.contains("Content-Encoding: gzip") && packed.length() < first.length(), packed);
    }

    @Test
    void theIconIsFoundUnderItsOldName() throws IOException {
        String answer = ask("GET /favicon.ico", "Host: 127.0.0.1:PORT");
        assertEquals(200, status(answer));
        assertTrue(answer.contains("Content-Type: image/svg+xml"), answer);
    }

    @ParameterizedTest
    @CsvSource({"POST /, 405", "DELETE /api/runs, 404", "POST /api/nothing, 404", "GET /live/nothing, 404"})
    void whatIsNotThereIsSaidInALine(String request, int expected) throws IOException {
        String answer = ask(request, "Host: 127.0.0.1:PORT", "Content-Length: 0");
        assertEquals(expected, status(answer));
        assertTrue(answer.contains("{\"error\":\""), answer);
    }
}
