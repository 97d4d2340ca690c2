package io.cajal.runs;

import io.cajal.train.History;
import io.cajal.train.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a run has written down of itself so far, as another process sees it.
 *
 * @param what is learned
 * @param command that goes on with it, should it be stopped
 * @param pid of the process that was the last to work on it
 * @param began when that process began with it
 * @param heard when it wrote the last line
 * @param trainings in their order: a recipe may have several
 * @param state at the time of looking
 * @param reason why it stopped or failed; else empty
 */
public record LiveRun(Path folder, String what, Command command, long pid, Instant began, Instant heard,
        List<Training> trainings, State state, String reason) {
    /** Clocks are not that exact. */
    private static final Duration SLACK = Duration.ofSeconds(60);

    /** How a run stands. */
    public enum State {
        /** Its process is at work. */
        RUNNING,
        /** It is done. */
        FINISHED,
        /** It was asked to stop, and can go on. */
        STOPPED,
        /** It ended with an error. */
        FAILED,
        /** Its process ended without a word: it was killed. */
        LOST
    }

    /** A layer of the network that is trained, by its name in the state dictionary. */
    public record LayerName(String name, String kind) {
    }

    /** One training; of lines that became too many only some are left. */
    public record Training(String name, long parameters, List<LayerName> layers, Listener.Plan plan,
            List<Step> steps, List<Look> looks, List<Epoch> epochs) {
        public Training {
            layers = List.copyOf(layers);
            steps = List.copyOf(steps);
            looks = List.copyOf(looks);
            epochs = List.copyOf(epochs);
        }
    }

    /** A step, and the seconds that were left after it. */
    public record Step(Instant time, Listener.Step step, double secondsLeft) {
    }

    /** How the layers fared in a step. */
    public record Look(Instant time, int epoch, int step, List<LayerFigures> layers) {
        public Look {
            layers = List.copyOf(layers);
        }
    }

    /** An epoch; {@code best} if it was better than all before. */
    public record Epoch(Instant time, History.Epoch epoch, boolean best) {
    }

    public LiveRun {
        trainings = List.copyOf(trainings);
    }

    /** Empty where a folder has no such record. To look again and again, use a {@link LiveWatch}. */
    public static Optional<LiveRun> read(Path folder) {
        return new LiveWatch(folder).look();
    }

    /** All in a folder and in those inside it, the one that was heard of last first. */
    public static List<LiveRun> in(Path folder) throws IOException {
        List<LiveRun> runs = new ArrayList<>();
        for (Path home : Runs.having(LiveFile.NAME, folder)) {
            read(home).ifPresent(runs::add);
        }
        runs.sort(Comparator.comparing(LiveRun::heard).reversed());
        return runs;
    }

    /** Whether the process that wrote of itself is still at work in the folder: its number may be another's by now. */
    static boolean isAtWork(Path folder, long pid, Instant began) {
        return Files.exists(folder.resolve(RunFolder.LOCK)) && ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().startInstant()
                        .map(start -> start.isBefore(began.plus(SLACK))).orElse(true))
                .isPresent();
    }

    /** Asks the process to stop, as Ctrl-C does; it takes no more than the present step and half a second. */
    public void stop() throws IOException {
        if (state == State.RUNNING) {
            RunFolder.stop(folder);
        }
    }
}
