package io.cajal.studio.runs;

import io.cajal.base.CajalException;
import io.cajal.io.Shown;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs in a folder and in those inside it. A run has the name of its place in the folder, and only what was found
 * by walking has one: no name that a page sends becomes a path. Links are not followed, so nothing outside is found.
 *
 * <p>
 * Walking takes a twentieth of the time at most, however many runs there are.
 */
final class RunsFolder {
    private static final int DEPTH = 4;
    private static final int MOST_FILES = 300_000;
    private static final int MOST_RUNS = 20_000;
    private static final long LEAST_NANOS = 1_000_000_000;
    private static final long SHARE = 20;

    private final Path folder;
    private final Map<String, WatchedRun> runs = new HashMap<>();
    private List<WatchedRun> newest = List.of();
    private long due = System.nanoTime();

    RunsFolder(Path folder) {
        this.folder = folder;
    }

    /** All of them, the one that was changed last first. */
    synchronized List<WatchedRun> all() {
        long now = System.nanoTime();
        if (now >= due) {
            walk();
            long end = System.nanoTime();
            due = end + Math.max(LEAST_NANOS, SHARE * (end - now));
        }
        return newest;
    }

    /** The run that a page names. */
    WatchedRun named(String name) {
        all();
        synchronized (this) {
            WatchedRun run = runs.get(name);
            if (run == null) {
                throw new CajalException("there is no run %s here".formatted(Shown.of(name)));
            }
            return run;
        }
    }

    private void walk() {
        Map<Path, Instant> found = new HashMap<>();
        Path root;
        try {
            root = folder.toRealPath();
            Files.walkFileTree(root, Set.of(), DEPTH, new Finder(found));
        } catch (IOException _) {
            runs.clear(); // there is no such folder, or no longer
            newest = List.of();
            return;
        }
        Map<String, Path> homes = new HashMap<>();
        found.keySet().forEach(home -> homes.put(nameOf(root, home), home));
        runs.keySet().retainAll(homes.keySet());
        homes.forEach((name, home) -> {
            WatchedRun run = runs.computeIfAbsent(name, _ -> new WatchedRun(name, home));
            run.wasChanged(found.get(home));
            run.rest();
        });
        List<WatchedRun> sorted = new ArrayList<>(runs.values());
        sorted.sort(Comparator.comparing(WatchedRun::changed, Comparator.reverseOrder())
                .thenComparing(WatchedRun::name));
        newest = List.copyOf(sorted);
    }

    private String nameOf(Path root, Path home) {
        return home.equals(root) ? String.valueOf(folder.toAbsolutePath().normalize().getFileName())
                : root.relativize(home).toString().replace('\\', '/');
    }

    /** Notes folders that have a record, and when it was changed. */
    private static final class Finder extends SimpleFileVisitor<Path> {
        private final Map<Path, Instant> found;
        private int files;

        Finder(Map<Path, Instant> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                    && (file.endsWith(RunFiles.LIVE) || file.endsWith(RunFiles.RECORD))) {
                found.merge(file.getParent(), attributes.lastModifiedTime().toInstant(),
                        (one, other) -> one.isAfter(other) ? one : other);
            }
            return ++files < MOST_FILES && found.size() < MOST_RUNS ? FileVisitResult.CONTINUE
                    : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path inner, IOException problem) {
            return FileVisitResult.CONTINUE;
        }
    }
}
