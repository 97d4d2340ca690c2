package io.cajal.cli;

import io.cajal.runs.Command;
import io.cajal.train.TrainingStopped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/** Ctrl-C: asks a training to stop, and holds the end of the process up until it has kept what it did. */
final class Interruption implements AutoCloseable {
    /** The exit status of what was stopped: 128 and the number of the signal, as shells have it. */
    private static final int STATUS = 130;
    private static final int PATIENCE_SECONDS = 30;
    private static final String RESUME = "--resume";

    private final CountDownLatch kept = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().unstarted(this::stop);
    private volatile boolean asked;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether to stop. */
    boolean asked() {
        return asked;
    }

    /** Tells that the training was stopped, and {@code what} becomes of it; returns the exit status. */
    static int stopped(TrainingStopped e, String what) {
        System.out.println();
        System.err.println("cajal: %s; %s".formatted(e.getMessage(), what));
        return STATUS;
    }

    /** How to go on with what the present command began. */
    static String goOn(CommandSpec spec) {
        return "go on with:\n  " + again(spec).text();
    }

    /** The command that goes on with what the present one began. */
    static Command again(CommandSpec spec) {
        List<String> words = new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
        if (!words.contains(RESUME)) {
            words.add(RESUME);
        }
        return Command.here(words);
    }

    private void stop() {
        asked = true;
        try {
            if (!kept.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("cajal: the training does not stop; its last checkpoint stays as it was");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The training has ended, one way or the other. */
    @Override
    public void close() {
        kept.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the hook is at work
        }
    }
}
