package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Version;
import io.cajal.io.AtomicFile;
import io.cajal.io.Json;
import io.cajal.report.Page;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Progress;
import io.cajal.train.Trainer;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The folder that a training leaves: model, history, report, log, and {@code run.json}, which says what it was. One
 * training at a time works in it; a stopped one goes on from the checkpoint in it.
 */
final class RunFolder implements Closeable {
    private static final double CHECKPOINT_SECONDS = 2;
    private static final String LOG = "train.log";
    private static final String LOCK = ".lock";
    private static final String MODEL = "model.safetensors";
    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final String SEARCH = "search.jsonl";

    private final Path path;
    private final boolean resume;
    private final FileChannel channel;
    private final FileLock lock;
    private final PrintStream log;

    private RunFolder(Path path, boolean resume, FileChannel channel, FileLock lock) throws IOException {
        this.path = path;
        this.resume = resume;
        this.channel = channel;
        this.lock = lock;
        log = new PrintStream(
                Files.newOutputStream(path.resolve(LOG), StandardOpenOption.CREATE,
                        resume ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING),
                true, StandardCharsets.UTF_8);
    }

    /** Refuses a folder in which another training works or, unless to go on with it, which has a model or checkpoint. */
    static RunFolder open(Path path, boolean resume) throws IOException {
        if (Files.exists(path.resolve(MODEL))) {
            throw new CajalException(resume
                    ? "%s: this training is done, there is nothing to go on with"
                            .formatted(path.resolve(MODEL))
                    : "%s is there already: name another folder with --out, or delete it"
                            .formatted(path.resolve(MODEL)));
        }
        if (!resume && (Files.exists(path.resolve(CHECKPOINT)) || Files.exists(path.resolve(SEARCH)))) {
            throw new CajalException(
                    "%s has a training that was stopped: go on with it with --resume, or delete it"
                            .formatted(path));
        }
        Files.createDirectories(path);
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // by this very process
        }
        if (lock == null) {
            channel.close();
            throw new CajalException("another training is at work in %s: name another folder with --out"
                    .formatted(path));
        }
        return new RunFolder(path, resume, channel, lock);
    }

    Path file(String name) {
        return path.resolve(name);
    }

    Path model() {
        return file(MODEL);
    }

    /** What a search has tried. */
    Path search() {
        return file(SEARCH);
    }

    /** To the terminal and to the log. */
    void say(String line) {
        System.out.println(line);
        log.println(line);
    }

    /** Shows how it goes on, and keeps what is needed to go on with it. */
    Trainer watched(Trainer trainer, BooleanSupplier stop) {
        return trainer.listener(new Progress(System.out, Terminal.isTerminal()))
                .listener(new Progress(log, false))
                .checkpoint(file(CHECKPOINT), resume).checkpointSeconds(CHECKPOINT_SECONDS)
                .stopWhen(stop);
    }

    /** A report in this folder. */
    Page page() {
        return new Page(path, this::say);
    }

    /** The training is done; {@code record} says what it was, and this adds the day and the version. */
    void finish(History history, Map<String, Object> record, Model trained) throws IOException {
        record.put("date", LocalDate.now().toString());
        record.put("version", Version.TEXT);
        AtomicFile.write(file("history.csv"), history.toCsv());
        AtomicFile.write(file("run.json"), Json.write(record) + "\n");
        trained.save(model());
        Files.deleteIfExists(file(CHECKPOINT));
        Files.deleteIfExists(file(SEARCH));
        say("model saved: " + model());
    }

    @Override
    public void close() throws IOException {
        log.close();
        lock.release();
        channel.close();
        Files.deleteIfExists(file(LOCK));
        if (!Files.exists(model()) && !Files.exists(file(CHECKPOINT)) && !Files.exists(search())) {
            Files.deleteIfExists(file(LOG)); // nothing came of it
            try (Stream<Path> rest = Files.list(path)) {
                if (rest.findAny().isEmpty()) {
                    Files.delete(path);
                }
            }
        }
    }
}
