package io.cajal.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;
    private Path target;

    @BeforeEach
    void place() {
        target = folder.resolve("file.txt");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void writesAndReplaces() throws IOException {
        AtomicFile.write(target, "one é");
        assertEquals("one é", Files.readString(target));
        AtomicFile.write(target, "2");
        assertEquals("2", Files.readString(target));
        assertEquals(List.of(target), files());
    }

    @Test
    void makesTheFolders() throws IOException {
        Path deep = folder.resolve("a/b/c.txt");
        AtomicFile.write(deep, "x");
        assertEquals("x", Files.readString(deep));
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Files.writeString(target, "old");
        assertThrows(IOException.class, () -> AtomicFile.write(target, out -> {
            out.write(new byte[1 << 20]);
            throw new IOException("disk full");
        }));
        assertThrows(IllegalStateException.class, () -> AtomicFile.write(target, out -> {
            out.write(1);
            throw new IllegalStateException();
        }));
        assertEquals("old", Files.readString(target));
        assertEquals(List.of(target), files());
    }

    @Test
    void theTargetIsUntouchedWhileTheContentIsWritten() throws IOException {
        Files.writeString(target, "old");
        AtomicFile.write(target, out -> {
            out.write(new byte[1 << 20]);
            out.flush();
            assertEquals("old", Files.readString(target));
        });
        assertEquals(1 << 20, Files.size(target));
    }

    @Test
    void theContentMayCloseItsStream() throws IOException {
        AtomicFile.write(target, out -> {
            try (out) {
                out.write("whole".getBytes(StandardCharsets.UTF_8));
            }
        });
        assertEquals("whole", Files.readString(target));
    }

    @Test
    void followsLinks() throws IOException {
        Path link = folder.resolve("link.txt");
        Files.writeString(target, "old");
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "no links here");
        }
        AtomicFile.write(link, "new");
        assertEquals("new", Files.readString(target));
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void writesToADeviceWithoutReplacingIt() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.isWritable(device));
        AtomicFile.write(device, "x");
        assertFalse(Files.isRegularFile(device));
    }

    @Test
    void aFolderIsNoTarget() throws IOException {
        assertThrows(IOException.class, () -> AtomicFile.write(folder, "x"));
        assertEquals(List.of(), files());
    }

    @Test
    void twoWritersAtOnceLeaveOneWholeFile() throws Exception {
        List<Thread> writers = Stream.of("a", "b").map(letter -> Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 5; i++) {
                try {
                    AtomicFile.write(target, letter.repeat(100_000));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        })).toList();
        for (Thread writer : writers) {
            writer.join();
        }
        String left = Files.readString(target);
        assertTrue(left.equals("a".repeat(100_000)) || left.equals("b".repeat(100_000)));
        assertEquals(List.of(target), files());
    }
}
