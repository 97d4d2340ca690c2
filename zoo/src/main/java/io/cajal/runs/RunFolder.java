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
import io.cajal.train.TrainingStopped;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder that a training leaves: model, history, report, log, and {@code run.json}, which says what it was. One
 * process at a time works in it; a stopped training goes on from the checkpoint in it.
 */
public final class RunFolder implements Closeable {
    /** The training of a user's data, whose epochs may take less than a file. */
    private static final double CHECKPOINT_SECONDS = 2;
    private static final String PASSING = ".live";
    private static final String LOG = "train.log";
    static final String LOCK = ".lock";
    private static final String STOP = "stop";
    private static final long STOP_NANOS = 500_000_000;
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
    private final LiveFile live;
    /** Of a run that leaves nothing, the folders above that go with it when they are empty; none of other runs. */
    private final List<Path> passing;
    private boolean hasTrained;
    private boolean stopped;
    private long stopLooked = System.nanoTime();

    private RunFolder(Path path, boolean resume, double pause, List<Path> passing, Console console)
            throws IOException {
        this.path = path;
        this.passing = passing;
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
        Files.deleteIfExists(file(STOP));
        if (!resume) {
            Files.deleteIfExists(file(LiveFile.NAME));
        }
        live = new LiveFile(file(LiveFile.NAME));
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
        return new RunFolder(path, resume, CHECKPOINT_SECONDS, List.of(), console);
    }

    /**
     * The folder of a recipe, which anybody can run again: what is there is written over. Its checkpoints, one after each
     * epoch, stay, as a recipe may have several trainings.
     */
    public static RunFolder ofRecipe(Path path, boolean resume, Console console) throws IOException {
        return new RunFolder(path, resume, 0, List.of(), console);
    }

    /** Whether a training there, or one of several, can be gone on with. */
    public static boolean hasCheckpoint(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(CHECKPOINT));
        }
    }

    /**
     * For a run that leaves nothing: a folder {@code .live/NAME-PID} by which it is watched and stopped, and which goes
     * with it. Nothing where none can be made.
     */
    public static Optional<RunFolder> passing(Path runs, String name, Console console) {
        Path all = runs.resolve(PASSING);
        List<Path> above = Files.exists(runs) ? List.of(all) : List.of(all, runs);
        try {
            return Optional
                    .of(new RunFolder(all.resolve(name + "-" + ProcessHandle.current().pid()), false, 0,
                            above, console));
        } catch (IOException | CajalException e) {
            return Optional.empty(); // a folder that may not be written into, say: the run is not watched
        }
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

    /** The work of a command. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does the work, and lets others watch it: {@link LiveRun}.
     *
     * @param what is learned, in a few words
     * @param command that goes on with it, should it be stopped
     */
    public <T> T live(String what, Command command, Work<T> work) throws IOException {
        live.add(LiveFile.RUN, Map.of("what", what, "words", command.words(), "directory",
                command.directory().toString(), "pid", ProcessHandle.current().pid()));
        live.flush();
        try {
            T result = work.run();
            ended(LiveRun.State.FINISHED, "");
            return result;
        } catch (TrainingStopped e) {
            ended(LiveRun.State.STOPPED, e.getMessage());
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            ended(LiveRun.State.FAILED, e instanceof CajalException ? e.getMessage() : e.toString());
            throw e;
        }
    }

    private void ended(LiveRun.State state, String reason) {
        if (!reason.isEmpty()) {
            log.println(reason);
        }
        live.add("end", Map.of("state", state.name().toLowerCase(Locale.ROOT), "reason", reason));
        live.flush();
    }

    /** Shows how it goes on, and keeps what is needed to go on with it. */
    public Trainer watched(Trainer trainer, BooleanSupplier stop) {
        return watched("", trainer, stop);
    }

    /** The same for one of several trainings, by its name. */
    public Trainer watched(String name, Trainer trainer, BooleanSupplier stop) {
        hasTrained = true;
        trainer.listener(new Progress(console.out(), console.terminal()))
                .listener(new Progress(log, false));
        return recorded(name, trainer)
                .checkpoint(file(prefix(name) + CHECKPOINT), resume).checkpointSeconds(pause)
                .stopWhen(stop);
    }

    /** Lets others watch it, and keeps nothing. */
    public Trainer recorded(String name, Trainer trainer) {
        return trainer.listener(new LiveRecord(live, name, trainer.model()));
    }

    /** With which names of files begin. */
    private static String prefix(String name) {
        return name.isEmpty() ? "" : name.replaceAll("[^A-Za-z0-9.]+", "-") + "-";
    }

    /** Asks what works in that folder to stop. */
    static void stop(Path folder) throws IOException {
        try {
            Files.createFile(folder.resolve(STOP)); // never through a link that somebody has put there
        } catch (FileAlreadyExistsException _) {
            // asked before
        }
    }

    /**
     * Whether somebody wants the work to stop, by a file named {@value #STOP} in the folder. It is looked for twice a
     * second, and taken away.
     */
    public boolean isStopped() {
        long now = System.nanoTime();
        if (!stopped && now - stopLooked >= STOP_NANOS) {
            stopLooked = now;
            try {
                stopped = Files.deleteIfExists(file(STOP));
            } catch (IOException _) {
                stopped = true; // it is there, and stays
            }
        }
        return stopped;
    }

    /** A report in this folder. */
    public Page page() {
        return new Page(path, this::say);
    }

    /** Leaves the epochs of a training; its name is empty where it is the only one. */
    public void keep(String name, History history) throws IOException {
        AtomicFile.write(file(prefix(name) + "history.csv"), history.toCsv());
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
        Files.deleteIfExists(file(STOP));
        Files.deleteIfExists(file(LOCK));
        Set<Path> left;
        try (Stream<Path> files = Files.list(path)) {
            left = files.collect(Collectors.toSet());
        }
        Set<Path> words = Set.of(file(LOG), file(LiveFile.NAME));
        if ((!passing.isEmpty() || !hasTrained) && words.containsAll(left)) { // nothing came of it
            for (Path file : left) {
                Files.delete(file);
            }
            if (made) {
                Files.delete(path);
            }
        }
        for (Path above : passing) {
            try {
                Files.delete(above);
            } catch (DirectoryNotEmptyException | NoSuchFileException _) {
                // another run is in it, or has just taken it away
            }
        }
    }
}
