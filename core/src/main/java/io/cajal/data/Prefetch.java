package io.cajal.data;

import io.cajal.backend.Arena;
import io.cajal.tensor.Run;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * The batches of an epoch, made ready by threads of their own while others are being learned from: for data that has
 * to be read and decoded. Batch i comes from thread i modulo their number, and is used in its turn, so the
 * training sees the same batches in the same order as without. Each thread makes the next batch in the memory of
 * its last one, once that has been used.
 */
public final class Prefetch implements AutoCloseable {
    private final Loader loader;
    private final int[] order;
    private final Maker[] makers;
    private volatile boolean closed;

    /**
     * @param order the example numbers of the epoch
     * @param first the first batch that will be asked for
     * @param threads how many batches are made at a time; 0 to make each when it is asked for
     */
    public Prefetch(Loader loader, int[] order, int first, int threads) {
        this.loader = loader;
        this.order = order;
        makers = new Maker[Math.min(threads, Math.max(0, loader.batches() - first))];
        for (int i = 0; i < makers.length; i++) {
            makers[(first + i) % makers.length] = new Maker(first + i, Run.current());
        }
        for (Maker maker : makers) {
            maker.thread.start();
        }
    }

    /** Gives batch {@code index} to {@code use}; its memory is taken back afterwards. Ask for them in order. */
    public <T> T with(int index, Function<Batch, T> use) {
        return makers.length == 0 ? use.apply(loader.batch(order, index))
                : makers[index % makers.length].give(use);
    }

    /** Ends the threads; batches that were not asked for are dropped. */
    @Override
    public void close() {
        closed = true;
        for (Maker maker : makers) {
            maker.used.release();
        }
    }

    private final class Maker {
        private final Semaphore ready = new Semaphore(0);
        private final Semaphore used = new Semaphore(0);
        private final Thread thread;
        private Batch batch;
        private Throwable failure;

        Maker(int first, Run run) {
            thread = Thread.ofPlatform().daemon().name("cajal-loader-" + first)
                    .unstarted(() -> run.run(() -> make(first)));
        }

        private void make(int first) {
            Arena arena = Run.current().device().arena();
            try {
                for (int i = first; i < loader.batches() && !closed; i += makers.length) {
                    int index = i;
                    arena.step(() -> {
                        batch = loader.batch(order, index);
                        ready.release();
                        used.acquireUninterruptibly();
                    });
                }
            } catch (Throwable e) {
                failure = e;
                ready.release();
            }
        }

        <T> T give(Function<Batch, T> use) {
            ready.acquireUninterruptibly();
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            try {
                return use.apply(batch);
            } finally {
                used.release();
            }
        }
    }
}
