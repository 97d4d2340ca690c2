package io.cajal.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The model as its file is at present. The file is looked at now and then; when it has changed, and has not
 * changed since the last look, so that nobody is writing it, it is loaded aside and then swapped in. Requests
 * keep the model with which they began. A file that cannot be used leaves the old model at work.
 */
final class LiveModel implements AutoCloseable {
    private final Path path;
    private final Metrics metrics;
    private final Consumer<String> log;
    private final Thread watcher;
    private volatile Served now;
    private Stamp loaded;
    private Stamp last;

    /** What tells one state of a file from another. */
    private record Stamp(long modified, long size, Object key) {
        static Stamp of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size(),
                    attributes.fileKey());
        }
    }

    LiveModel(Path path, Duration interval, Metrics metrics, Consumer<String> log) throws IOException {
        this.path = path;
        this.metrics = metrics;
        this.log = log;
        loaded = Stamp.of(path);
        last = loaded;
        now = Served.load(path);
        metrics.loaded(true);
        watcher = Thread.ofPlatform().daemon().name("cajal-model-watcher").start(() -> watch(interval));
    }

    Served now() {
        return now;
    }

    private void watch(Duration interval) {
        try {
            while (true) {
                Thread.sleep(interval);
                look();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void look() {
        Stamp stamp = null;
        try {
            stamp = Stamp.of(path);
        } catch (IOException e) {
            // gone, perhaps for a moment: told below when it stays away
        }
        boolean settled = Objects.equals(stamp, last);
        last = stamp;
        if (settled && !Objects.equals(stamp, loaded)) {
            loaded = stamp;
            reload(stamp);
        }
    }

    private void reload(Stamp stamp) {
        try {
            now = Served.load(path);
            metrics.loaded(true);
            log.accept("loaded the new %s in %.0f ms".formatted(path, now.loadSeconds() * 1e3));
        } catch (IOException | RuntimeException | Error e) {
            metrics.loaded(false);
            log.accept("the old model stays: %s".formatted(stamp == null ? path + " is gone" : reason(e)));
        }
    }

    private static String reason(Throwable problem) {
        return problem.getMessage() == null ? problem.toString() : problem.getMessage();
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
