package io.cajal.studio.runs;

import io.cajal.base.CajalException;
import io.cajal.runs.Command;
import io.cajal.runs.LiveRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Goes on with a stopped run: the command that the run wrote down of itself, once more and with {@code --resume}. The
 * record may come from anywhere, with a folder that was copied here. So it may only be {@code cajal run} or
 * {@code cajal train}, with words and no shell between, and it works in the run's own folder, whatever the record
 * says.
 */
final class Resumption {
    private static final Set<String> COMMANDS = Set.of("run", "train");
    private static final int MOST_WORDS = 200;
    private static final int MOST_LENGTH = 4000;
    private static final String OUT = "--out";
    private static final String RESUME = "--resume";

    private final WatchedRun run;
    private final Seen seen;

    Resumption(WatchedRun run) {
        this.run = run;
        seen = run.look();
    }

    /** Why the run cannot go on; empty if it can. */
    String obstacle() {
        if (seen.live() == null) {
            return "the run did not write its command down";
        }
        if (seen.state() != LiveRun.State.STOPPED && seen.state() != LiveRun.State.LOST) {
            return seen.state() == LiveRun.State.RUNNING ? "the run is at work" : "the run has ended";
        }
        if (run.isBeingResumed()) {
            return "the run is about to go on";
        }
        Command command = seen.live().command();
        List<String> words = command.words();
        if (words.isEmpty() || !COMMANDS.contains(words.getFirst()) || words.size() > MOST_WORDS
                || words.stream().anyMatch(Resumption::isOdd)) {
            return "the command that the run wrote down is none that cajal run or cajal train takes";
        }
        if (!command.directory().isAbsolute() || !Files.isDirectory(command.directory())) {
            return "the folder that its command was given in is not here: " + command.directory();
        }
        return "";
    }

    /** A word beginning with @ would name a file with more words. */
    private static boolean isOdd(String word) {
        return word.startsWith("@") || word.length() > MOST_LENGTH
                || word.chars().anyMatch(Character::isISOControl);
    }

    /** The command that would be started. */
    Command command() {
        List<String> words = new ArrayList<>();
        Iterator<String> recorded = seen.live().command().words().iterator();
        words.add(recorded.next());
        words.addAll(List.of(OUT, run.home().toString(), RESUME));
        boolean isOption = true;
        while (recorded.hasNext()) {
            String word = recorded.next();
            isOption &= !word.equals("--");
            if (isOption && word.equals(OUT)) {
                if (recorded.hasNext()) {
                    recorded.next();
                }
            } else if (!isOption || !word.equals(RESUME) && !word.startsWith(OUT + "=")) {
                words.add(word);
            }
        }
        return new Command(seen.live().command().directory(), words);
    }

    /** Starts it; what it complains of goes to the run's log, where it writes the rest itself. */
    Process start(List<String> cajal) throws IOException {
        String obstacle = obstacle();
        if (!obstacle.isEmpty()) {
            throw new CajalException("cannot go on with %s: %s".formatted(run.name(), obstacle));
        }
        if (cajal.isEmpty()) {
            throw new CajalException("this studio cannot start trainings: use " + command().text());
        }
        Path log = run.home().resolve(RunFiles.LOG);
        if (run.files().plain(RunFiles.LOG).isEmpty() && Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
            throw new CajalException("cannot go on with %s: its %s is no plain file".formatted(run.name(),
                    RunFiles.LOG));
        }
        List<String> words = new ArrayList<>(cajal);
        words.addAll(command().words());
        Process process = new ProcessBuilder(words).directory(command().directory().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        process.getOutputStream().close();
        run.resumed(process);
        return process;
    }
}
