package io.cajal.studio.runs;

import io.cajal.base.CajalException;
import io.cajal.http.Refusal;
import io.cajal.runs.LiveRun;
import io.cajal.runs.LiveWatch;
import io.cajal.runs.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run, looked at again and again. Its files are read when they have changed, and then only what is new; what nobody
 * has looked at for a while is forgotten but for its line in the list.
 */
final class WatchedRun {
    private static final long FRESH_NANOS = 400_000_000;
    private static final long FORGOTTEN_NANOS = 30_000_000_000L;
    private static final int MOST_RECORD = 1 << 20;

    /** What tells that a run has changed. */
    private record Stamp(FileTime live, long length, FileTime record, boolean isLocked) {
    }

    private final String name;
    private final Path home;
    private final RunFiles files;
    private volatile Instant changed = Instant.EPOCH;
    private Stamp stamp;
    private LiveWatch watch;
    private Seen seen;
    private ListedRun listed;
    private long looked;
    private long used = System.nanoTime();
    private Process resumed;

    WatchedRun(String name, Path home) {
        this.name = name;
        this.home = home;
        files = new RunFiles(home);
    }

    String name() {
        return name;
    }

    Path home() {
        return home;
    }

    RunFiles files() {
        return files;
    }

    /** When its record was written to the last time. */
    Instant changed() {
        return changed;
    }

    void wasChanged(Instant time) {
        changed = time;
    }

    /** The run as it is now. */
    synchronized Seen look() {
        long now = System.nanoTime();
        used = now;
        if (seen == null || now - looked >= FRESH_NANOS) {
            looked = now;
            Stamp present = stamp();
            if (seen == null || !present.equals(stamp) || seen.state() == LiveRun.State.RUNNING) {
                seen = read(present);
                stamp = present;
            }
        }
        return seen;
    }

    /** Its line in the list; null before it was read, which {@link #list} does. */
    synchronized ListedRun listed() {
        return listed;
    }

    /** Whether that line is not what the files say now. */
    synchronized boolean isOutOfDate() {
        return listed == null || !listed.changed().equals(changed) || listed.isRunning();
    }

    /** Brings its line in the list up to date. */
    synchronized void list() {
        boolean isUsed = seen != null;
        long before = used;
        listed = ListedRun.of(look());
        used = before;
        if (!isUsed && !listed.isRunning()) {
            forget(); // there may be thousands
        }
    }

    private void forget() {
        seen = null;
        watch = null;
    }

    /** Forgets what nobody has asked for lately. */
    synchronized void rest() {
        if (seen != null && seen.state() != LiveRun.State.RUNNING
                && System.nanoTime() - used > FORGOTTEN_NANOS) {
            forget();
        }
    }

    /** A process that goes on with it was started. */
    synchronized void resumed(Process process) {
        resumed = process;
    }

    /** Whether such a process has yet to write of itself, or has been seen at work. */
    synchronized boolean isBeingResumed() {
        return resumed != null && resumed.isAlive();
    }

    private Stamp stamp() {
        BasicFileAttributes live = files.plain(RunFiles.LIVE).orElse(null);
        return new Stamp(live == null ? null : live.lastModifiedTime(), live == null ? 0 : live.size(),
                files.plain(RunFiles.RECORD).map(BasicFileAttributes::lastModifiedTime).orElse(null),
                files.plain(RunFiles.LOCK).isPresent());
    }

    private Seen read(Stamp present) {
        RunRecord record = null;
        String problem = "";
        if (files.plain(RunFiles.RECORD).filter(file -> file.size() <= MOST_RECORD).isPresent()) {
            try {
                record = RunRecord.read(home);
            } catch (CajalException | IOException e) {
                problem = e instanceof CajalException ? e.getMessage() : "run.json cannot be read";
            }
        }
        LiveRun live = null;
        if (present.live != null) {
            watch = watch == null ? new LiveWatch(home) : watch;
            live = watch.look().orElse(null);
        } else {
            watch = null;
        }
        List<LiveRun.Training> trainings = live == null || live.trainings().isEmpty() ? histories()
                : live.trainings();
        return new Seen(name, changed, record, problem, live, trainings);
    }

    private List<LiveRun.Training> histories() {
        List<LiveRun.Training> trainings = new ArrayList<>();
        for (String file : files.histories()) {
            try {
                trainings.add(HistoryFile.training(file.replaceFirst("-?history\\.csv$", ""),
                        files.history(file)));
            } catch (Refusal _) {
                // gone, or too large
            }
        }
        return trainings;
    }

    /** What a page is told of the files; these change without the record. */
    Map<String, Object> filesJson() {
        return Map.of("pictures", files.pictures().entrySet().stream()
                .map(picture -> List.of(picture.getKey(), picture.getValue())).toList(), "report",
                files.hasReport());
    }
}
