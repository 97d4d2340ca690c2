package io.cajal.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C: asks a training to stop, and holds the end of the process up until it has kept what it did. */
final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

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
