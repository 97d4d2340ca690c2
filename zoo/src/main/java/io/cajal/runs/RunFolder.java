package io.cajal.runs;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The folder that a training leaves: model, history, report, log, and {@code run.json}, which says what it was. One
 * process at a time works in it; a stopped training goes on from the checkpoint in it.
 */
public final class RunFolder implements Closeable {
    /** The training of a user's data, whose epochs may take less than a file. */
    private static final double CHECKPOINT_SECONDS = 2;
    private static final String LOG = "train.log";
    private static final String LOCK = ".lock";
    private static final String MODEL = "model.safetensors";
    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final String SEARCH = "search.jsonl";

    private final Path path;
    private final boolean resume;
    private final boolean made;
    private final double pause;
    private final Console console;
    private final FileChannel channel;
    private final FileLock lock;
    private final PrintStream log;

    private RunFolder(Path path, boolean resume, double pause, Console console) throws IOException {
        this.path = path;
        this.resume = resume;
        this.pause = pause;
        this.console = console;
        made = !Files.exists(path);
        Files.createDirectories(path);
        channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = locked();
        log = new PrintStream(
                Files.newOutputStream(path.resolve(LOG), StandardOpenOption.CREATE,
                        resume ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING),
                true, StandardCharsets.UTF_8);
    }

    private FileLock locked() throws IOException {
        FileLock own = null;
        try {
            own = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // by this very process
        }
        if (own == null) {
            channel.close();
            throw new CajalException("another training is at work in %s: name another folder with --out"
                    .formatted(path));
        }
        return own;
    }

    /** Refuses a folder in which another training works or, unless to go on with it, which has a model or checkpoint. */
    public static RunFolder open(Path path, boolean resume, Console console) throws IOException {
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
        return new RunFolder(path, resume, CHECKPOINT_SECONDS, console);
    }

    /**
     * The folder of a recipe, which anybody can run again: what is there is written over. Its checkpoints, one after each
     * epoch, stay, as a recipe may have several trainings.
     */
    public static RunFolder ofRecipe(Path path, boolean resume, Console console) throws IOException {
        return new RunFolder(path, resume, 0, console);
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    public Path model() {
        return file(MODEL);
    }

    /** What a search has tried. */
    public Path search() {
        return file(SEARCH);
    }

    /** To the console and to the log. */
    public void say(String line) {
        console.out().println(line);
        log.println(line);
    }

    /** Shows how it goes on, and keeps what is needed to go on with it. */
    public Trainer watched(Trainer trainer, BooleanSupplier stop) {
        return watched("", trainer, stop);
    }

    /** The same for one of several trainings, whose files begin with {@code prefix}. */
    public Trainer watched(String prefix, Trainer trainer, BooleanSupplier stop) {
        return trainer.listener(new Progress(console.out(), console.terminal()))
                .listener(new Progress(log, false))
                .checkpoint(file(prefix + CHECKPOINT), resume).checkpointSeconds(pause)
                .stopWhen(stop);
    }

    /** A report in this folder. */
    public Page page() {
        return new Page(path, this::say);
    }

    /** Leaves the epochs of a training, in a file whose name begins with {@code prefix}. */
    public void keep(String prefix, History history) throws IOException {
        AtomicFile.write(file(prefix + "history.csv"), history.toCsv());
    }

    /** Leaves a model. */
    public void keep(Model trained) throws IOException {
        trained.save(model());
        say("model saved: " + model());
    }

    /** Writes {@code run.json}, and returns it: what {@code values} say, the day and the version. */
    public Map<String, Object> record(Map<String, ?> values) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("date", LocalDate.now().toString());
        all.put("version", Version.TEXT);
        AtomicFile.write(file(RunRecord.FILE), Json.write(all) + "\n");
        return all;
    }

    /** The training is done; {@code record} says what it was. Returns {@code run.json}. */
    public Map<String, Object> finish(History history, Map<String, ?> record, Model trained)
            throws IOException {
        keep("", history);
        Map<String, Object> all = record(record);
        keep(trained);
        Files.deleteIfExists(file(CHECKPOINT));
        Files.deleteIfExists(search());
        return all;
    }

    @Override
    public void close() throws IOException {
        log.close();
        lock.release();
        channel.close();
        Files.deleteIfExists(file(LOCK));
        List<Path> left;
        try (Stream<Path> files = Files.list(path)) {
            left = files.toList();
        }
        if (left.equals(List.of(file(LOG)))) { // nothing came of it
            Files.delete(file(LOG));
            if (made) {
                Files.delete(path);
            }
        }
    }
}
