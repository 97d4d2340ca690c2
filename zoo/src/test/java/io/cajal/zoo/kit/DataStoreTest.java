package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.cajal.base.CajalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data files: found, downloaded from a real server on this machine, checked, or told where to put. */
class DataStoreTest {
    private static final byte[] CONTENT = "pixels".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST = HexFormat.of().formatHex(DataStore.sha256().digest(CONTENT));

    @TempDir
    private Path folder;
    private HttpServer server;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/good", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        server.createContext("/cut", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 100);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private DataStore store() {
        return new DataStore(folder.resolve("given"), folder.resolve("cache"),
                new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @Test
    void downloadsOnceFromTheFirstMirrorThatHasIt() throws IOException {
        DataFile file = new DataFile("set/file.gz", DIGEST, List.of(at("/missing"), at("/good")));
        Path path = store().get(file);
        assertArrayEquals(CONTENT, Files.readAllBytes(path));
        assertTrue(said.toString(StandardCharsets.UTF_8).contains("downloading set/file.gz"));
        server.stop(0);
        assertEquals(path, store().get(file));
    }

    @Test
    void takesTheGivenFolderFirst() throws IOException {
        Path given = Files.createDirectories(folder.resolve("given/set")).resolve("file.gz");
        Files.writeString(given, "mine");
        assertEquals(given, store().get(new DataFile("set/file.gz", DIGEST, List.of(at("/good")))));
    }

    @Test
    void saysWhatToPutWhereAndLeavesNothingBehind() throws IOException {
        for (String path : List.of("/missing", "/cut")) {
            DataFile file = new DataFile("set/file.gz", DIGEST, List.of(at(path)));
            String message = assertThrows(CajalException.class, () -> store().get(file)).getMessage();
            assertTrue(message.contains("put it at " + folder.resolve("given/set/file.gz")), message);
            assertTrue(message.contains("CAJAL_DATA"), message);
            assertEquals(1, message.lines().count(), message);
        }
        DataFile other = new DataFile("set/file.gz", DIGEST.replace('0', '1'), List.of(at("/good")));
        String message = assertThrows(CajalException.class, () -> store().get(other)).getMessage();
        assertTrue(message.contains("its SHA-256 is " + DIGEST), message);
        try (Stream<Path> left = Files.list(folder.resolve("cache/set"))) {
            assertEquals(List.of(), left.toList());
        }
    }
}
