package io.cajal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.io.AtomicFile;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model's file changes while the server is at work. */
class ReloadTest {
    private static final String ROW = "{\"depth\":61.5,\"day\":\"2024-02-29\",\"wet\":true,\"side\":\"south\"}";

    @TempDir
    private Path folder;
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private Path path;
    private ModelServer server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        path = folder.resolve("model.safetensors");
        Models.table(1).save(path);
        server = ModelServer
                .start(new ModelServer.Settings(path, "127.0.0.1", 0, 1 << 20, 0, Duration.ofSeconds(10),
                        Duration.ofMillis(20)), log::add);
        client = Client.of(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void awaits(String text) throws InterruptedException {
        String line = log.poll(60, TimeUnit.SECONDS);
        assertTrue(line != null && line.contains(text) && line.lines().count() == 1, line);
    }

    @Test
    void noRequestFailsWhileModelsAreSwapped() throws Exception {
        Object first = client.predict(ROW);
        Models.table(2).save(path);
        awaits("loaded the new");
        Object second = client.predict(ROW);
        assertNotEquals(first, second);
        Set<Object> answers = ConcurrentHashMap.newKeySet();
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(threads.submit(() -> {
                    while (!enough.get()) {
                        answers.add(client.predict(ROW));
                    }
                }));
            }
            try {
                for (int i = 0; i < 6; i++) {
                    Models.table(1 + i % 2).save(path);
                    awaits("loaded the new");
                }
            } finally {
                enough.set(true);
            }
            for (Future<?> one : clients) {
                one.get();
            }
        }
        assertEquals(Set.of(first, second), answers);
    }

    @Test
    void aBrokenFileLeavesTheOldModel() throws Exception {
        Object before = client.predict(ROW);
        byte[] good = Files.readAllBytes(path);
        AtomicFile.write(path, "This is not a model at all."); // else a pause of 20 ms would look like the end
        awaits("the old model stays: " + path);
        assertEquals(before, client.predict(ROW));
        Files.delete(path);
        awaits("the old model stays: " + path + " is gone");
        assertEquals(before, client.predict(ROW));
        Model wrong = new Model(Models.table(1).network(), Model.Input.image(1, 2, 2), List.of("high", "low"),
                Map.of());
        wrong.save(path);
        awaits("the network does not take the model's input [1, 2, 2]");
        assertEquals(before, client.predict(ROW));
        AtomicFile.write(path, out -> out.write(good));
        awaits("loaded the new");
        assertEquals(before, client.predict(ROW));
        assertTrue(client.get("/metrics").body().contains("cajal_model_load_failures_total 3\n"));
        assertTrue(log.isEmpty(), log.toString());
    }

    @Test
    void columnsMayChange() throws Exception {
        assertEquals(400, client.post("{\"size\":2}").statusCode());
        Models.regression("size").save(path);
        awaits("loaded the new");
        assertTrue(((Map<?, ?>) client.predict("{\"size\":2}")).get("value") instanceof Double);
        assertEquals(400, client.post(ROW).statusCode());
        assertTrue(client.get("/schema").body().contains("\"name\": \"size\""));
    }
}
