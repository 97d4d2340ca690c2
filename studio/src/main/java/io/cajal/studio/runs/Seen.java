package io.cajal.studio.runs;

import io.cajal.runs.LiveRun;
import io.cajal.runs.RunRecord;
import java.time.Instant;
import java.util.List;

/**
 * A run at one time.
 *
 * @param record of what it reached; null as long as there is none
 * @param problem with that record, or empty
 * @param live what it wrote of itself; null for runs that did not
 * @param trainings with their epochs, by whichever file tells
 */
record Seen(String name, Instant changed, RunRecord record, String problem, LiveRun live,
        List<LiveRun.Training> trainings) {
    Seen {
        trainings = List.copyOf(trainings);
    }

    LiveRun.State state() {
        return live != null ? live.state() : record != null ? LiveRun.State.FINISHED : LiveRun.State.LOST;
    }

    /** What is learned, in a few words. */
    String what() {
        return record != null && !record.learned().isEmpty() ? record.learned()
                : live != null ? live.what() : "";
    }

    /** When it ended, or was heard of last. */
    Instant heard() {
        return live != null && live.heard() != null ? live.heard() : record != null ? record.time() : changed;
    }
}
