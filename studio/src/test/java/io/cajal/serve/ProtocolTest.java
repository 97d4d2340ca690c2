package io.cajal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.http.Refusal;
import io.cajal.http.Wire;
import io.cajal.io.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says to requests that are too large, too slow, too many, or no requests at all. */
class ProtocolTest {
    private static final int LIMIT = 100_000;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final String ROW = "{\"x\":1,\"y\":2}";

    @TempDir
    private Path folder;
    private final List<String> log = new ArrayList<>();
    private ModelServer server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        serve(0);
    }

    private void serve(double rate) throws IOException {
        Path path = folder.resolve("model.safetensors");
        Models.vector().save(path);
        server = ModelServer.start(
                new ModelServer.Settings(path, "127.0.0.1", 0, LIMIT, rate, IDLE, Duration.ofSeconds(1)),
                log::add);
        client = Client.of(server);
    }

    /** Whatever was done to it, the server is well, and has said nothing. */
    @AfterEach
    void stillAnswers() {
        assertEquals(200, client.get("/schema").statusCode());
        client.close();
        server.close();
        assertEquals(List.of(), log);
    }

    private static void refused(int status, String message, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.body().contains(message), response.body());
        assertEquals(1, response.body().lines().count());
        assertTrue(response.headers().firstValue("Server").isEmpty());
        assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
        Json.parse(response.body());
    }

    @Test
    void pathsAndMethods() {
        refused(404, "did you mean \\\"/predict\\\"?", client.get("/predit"));
        refused(404, "there is no", client.get("/predict/x%20y"));
        for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS", "BREW")) {
            HttpResponse<String> response = client.send(method, "/predict", BodyPublishers.noBody());
            refused(405, "/predict takes POST", response);
            assertEquals("POST", response.headers().firstValue("Allow").orElse(""));
        }
        HttpResponse<String> post = client.send("POST", "/health", BodyPublishers.ofString("{}"));
        refused(405, "/health takes GET, HEAD", post);
        assertEquals("GET, HEAD", post.headers().firstValue("Allow").orElse(""));
        HttpResponse<String> head = client.send("HEAD", "/schema", BodyPublishers.noBody());
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertEquals("{\"status\":\"ok\"}\n", client.get("/health").body());
    }

    @ParameterizedTest
    @CsvSource({"text/plain,415", "application/x-www-form-urlencoded,415",
            "application/json; charset=latin1,415",
            "application/jsonx,415", "application/json,200", "Application/JSON; charset=\"UTF-8\",200",
            "application/vnd.api+json,200"})
    void contentTypes(String type, int status) {
        HttpResponse<String> response = client.send("POST", "/predict", BodyPublishers.ofString(ROW),
                "Content-Type", type);
        assertEquals(status, response.statusCode(), response.body());
        if (status == 415) {
            refused(415, "Content-Type: application/json", response);
        }
    }

    @Test
    void anEncodedBodyIsRefused() {
        refused(415, "Content-Encoding", client.send("POST", "/predict", BodyPublishers.ofString(ROW),
                "Content-Encoding", "gzip"));
    }

    @Test
    void bytesThatAreNoText() {
        refused(400, "not UTF-8", client.send("POST", "/predict",
                BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xff, '"'})));
    }

    @Test
    void deepAndLong() {
        refused(400, "nested more than 512 deep", client.post("[".repeat(90_000)));
        refused(400, "nested more than 512 deep", client.post("{\"a\":".repeat(15_000)));
        refused(400, "expected 2 numbers, got 2,001", client.post("[" + "0,[],".repeat(1000) + "1]"));
        refused(400, "did you mean \\\"x\\\"?", client.post("{\"z\":1}"));
        refused(400, "the model has no column", client.post("{\"" + "z".repeat(90_000) + "\":1}"));
        refused(413, "longer than 100,000 bytes", client.post(" ".repeat(LIMIT + 1)));
        assertEquals(200, client.post(ROW + " ".repeat(LIMIT - ROW.length())).statusCode());
    }

    /**
     * With its length said, and without. Neither is held in memory: it is thrown away unread or as it comes.
     */
    @Test
    void aHundredMegabytes() {
        long size = 100 << 20;
        refused(413, "longer than", client.send("POST", "/predict",
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> spaces(size)), size)));
        refused(413, "longer than", client.send("POST", "/predict",
                BodyPublishers.ofInputStream(() -> spaces(size))));
    }

    /** All of it is taken off the client's hands, or the answer might be lost with the connection. */
    @Test
    void whoIsStillSendingHearsTheRefusal() throws IOException {
        try (Wire wire = new Wire(server.address())) {
            wire.send("POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 104857600\r\n\r\n");
            byte[] part = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                assertTrue(wire.send(part), "closed after " + i + " MiB");
            }
            assertTrue(wire.all().startsWith("HTTP/1.1 413 "));
        }
    }

    private static InputStream spaces(long size) {
        return new InputStream() {
            private long left = size;

            @Override
            public int read() {
                return left-- > 0 ? ' ' : -1;
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                int n = (int) Math.min(left, length);
                Arrays.fill(bytes, from, from + n, (byte) ' ');
                left -= n;
                return n == 0 ? -1 : n;
            }
        };
    }

    @Test
    void whoAsksBeforeSendingIsToldAtOnce() throws IOException {
        try (Wire wire = new Wire(server.address())) {
            String answer = wire.send("POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n"
                    + "Expect: 100-continue\r\n\r\n").all();
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        }
    }

    /** Connections on which nothing more comes are closed, in the middle of a request after an answer. */
    @ParameterizedTest
    @ValueSource(strings = {"", "POST /pre", "POST /predict HTTP/1.1\r\nHost: a\r\n",
            "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{\"x\":",
            "POST /predict HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"x"})
    void aSilentClientIsSentAway(String beginning) throws IOException {
        try (Wire wire = new Wire(server.address())) {
            String answer = wire.send(beginning).all();
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 408 "), answer);
            assertFalse(beginning.contains("\r\n\r\n") && answer.isEmpty(), "a body that stops is answered");
        }
    }

    /** Each byte comes in time, but all of them never would. */
    @Test
    void aTricklingClientIsSentAway() throws Exception {
        try (Wire wire = new Wire(server.address())) {
            wire.send("POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n");
            Thread trickle = Thread.startVirtualThread(() -> {
                try {
                    while (wire.send(new byte[] {' '})) {
                        Thread.sleep(100);
                    }
                } catch (InterruptedException e) {
                    // enough
                }
            });
            assertTrue(wire.all().startsWith("HTTP/1.1 408 "));
            trickle.interrupt();
            trickle.join();
        }
    }

    /** Half a body, and then no more: an answer, or the end of the connection. */
    @Test
    void aBodyThatEndsTooSoon() throws IOException {
        try (Wire wire = new Wire(server.address())) {
            String answer = wire
                    .send("POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{\"x\":").end()
                    .all();
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400 "), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /\r\n\r\n", "\0\1\2\3\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a%2f..%2fb HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "POST /predict HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"})
    void whatIsNoHttpIsRefused(String request) throws IOException {
        try (Wire wire = new Wire(server.address())) {
            String answer = wire.send(request).all();
            if (!answer.isEmpty()) {
                assertTrue(answer.matches("(?s)HTTP/1.1 (400|404|426|505) .*"), answer);
                assertFalse(answer.contains("Jetty") || answer.contains("<html") || answer.contains("\tat "),
                        answer);
                assertTrue(answer.contains("{\"error\":"), answer);
            }
        }
    }

    @Test
    void headersWithoutEnd() throws IOException {
        try (Wire wire = new Wire(server.address())) {
            String answer = wire.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(100_000)).all();
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 431 "), answer);
        }
    }

    @Test
    void whoAsksTooOftenWaits() throws IOException {
        client.close();
        server.close();
        serve(2);
        TreeSet<Integer> statuses = new TreeSet<>();
        HttpResponse<String> last = client.post(ROW);
        for (int i = 0; i < 50 && last.statusCode() == 200; i++) {
            statuses.add(last.statusCode());
            last = client.post(ROW);
        }
        assertTrue(statuses.contains(200));
        refused(429, "more than 2 requests a second", last);
        assertEquals("1", last.headers().firstValue("Retry-After").orElse(""));
        assertEquals(200, client.get("/health").statusCode());
    }

    @Test
    void metricsCount() {
        client.predict("[[1,2],[3,4]]");
        client.post("nonsense");
        client.get("/nowhere/at/all");
        String text = client.get("/metrics").body();
        for (String line : List.of("cajal_requests_total{path=\"/predict\",status=\"200\"} 1",
                "cajal_requests_total{path=\"/predict\",status=\"400\"} 1",
                "cajal_requests_total{path=\"other\",status=\"404\"} 1", "cajal_predictions_total 2",
                "cajal_predict_seconds_count 2", "cajal_predict_seconds_bucket{le=\"+Inf\"} 2",
                "cajal_requests_in_flight 1", "cajal_model_loads_total 1")) {
            assertTrue(text.lines().anyMatch(line::equals), line + "\n" + text);
        }
        for (String line : text.lines().toList()) {
            assertTrue(line.matches("# (HELP|TYPE) \\w+ .*|\\w+(\\{(\\w+=\"[^\"]*\",?)+})? [0-9.e+-]+"),
                    line);
        }
    }

    @Test
    void aBucketFillsWithTime() {
        long[] now = {0};
        RateLimit limit = new RateLimit(0.5, () -> now[0]);
        limit.check("a");
        limit.check("b");
        Refusal refusal = assertThrows(Refusal.class,
                () -> limit.check("a"));
        assertEquals(Map.of("Retry-After", "2"), refusal.headers());
        now[0] = 2_000_000_000L;
        limit.check("a");
    }
}
