package io.cajal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.http.Bodies;
import io.cajal.io.Json;
import io.cajal.train.Model;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies by chance: {@code -Dcajal.fuzz=10000} sends more of them. */
class FuzzTest {
    private static final int BODIES = Integer.getInteger("cajal.fuzz", 300);
    private static final Set<Integer> FAIR = Set.of(200, 400, 413, 422);
    private static final String GOOD = "[{\"depth\":61.5,\"day\":\"2024-02-29\",\"wet\":true,\"side\":\"south\"},"
            + "{\"depth\":null,\"day\":null,\"wet\":null,\"side\":\"\\u00e9\"}]";
    private static final String[] PARTS = {"{", "}", "[", "]", ",", ":", "\"depth\"", "\"side\"", "\"day\"",
            "\"wet\"",
            "\"inputs\"", "\"instances\"", "\"2024-01-01\"", "null", "true", "1", "-0", "1e308", "1e-400",
            "1e999",
            "\"\\ud800\"", "\"\\u0000\"", "\u00e9", "\ud83d\ude00", " ", "\n", "0.5", "\"north\""};

    @TempDir
    private Path folder;

    @Test
    void noBodyBreaksAServer() throws IOException {
        for (Model model : List.of(Models.table(1), Models.image())) {
            Path path = folder.resolve("model.safetensors");
            model.save(path);
            List<String> log = new ArrayList<>();
            try (ModelServer server = ModelServer
                    .start(new ModelServer.Settings(path, "127.0.0.1", 0, 1 << 20, 0,
                            Duration.ofSeconds(10), Duration.ofSeconds(1)), log::add);
                    Client client = Client.of(server)) {
                SplittableRandom random = new SplittableRandom(42);
                for (int i = 0; i < BODIES; i++) {
                    byte[] body = body(random);
                    HttpResponse<String> response = client.send("POST", "/predict",
                            BodyPublishers.ofByteArray(body));
                    String told = "body %d: %s → %d %s".formatted(i, new String(body, StandardCharsets.UTF_8),
                            response.statusCode(), response.body());
                    assertTrue(FAIR.contains(response.statusCode()), told);
                    Json.parse(response.body());
                    assertEquals(1, response.body().lines().count(), told);
                }
            }
            assertEquals(List.of(), log);
        }
    }

    /** Bytes, or a good body with some of them changed, or pieces of JSON in any order. */
    private static byte[] body(SplittableRandom random) {
        switch (random.nextInt(3)) {
            case 0 -> {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                return bytes;
            }
            case 1 -> {
                byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
                for (int i = random.nextInt(1, 4); i > 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(256)
                            : "{}[]\",:0e-".charAt(random.nextInt(10)));
                }
                return bytes;
            }
            default -> {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(1, 60); i > 0; i--) {
                    text.append(PARTS[random.nextInt(PARTS.length)]);
                }
                return text.toString().getBytes(StandardCharsets.UTF_8);
            }
        }
    }
}
