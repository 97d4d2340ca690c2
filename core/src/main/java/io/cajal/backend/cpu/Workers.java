package io.cajal.backend.cpu;

import io.cajal.base.CajalException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Threads that share out the pieces of one loop. A helper that has run out of work spins until the others
 * have finished and some microseconds more, since the next kernel of a network usually follows at once, and
 * only then parks: waking a spinning helper costs under a microsecond, a parked one twenty to a hundred.
 *
 * <p>Pieces are claimed one by one, so which thread runs which piece is left to chance. Callers therefore cut
 * their work by its size, never by the number of threads, and combine what the pieces return in a fixed
 * order: then results do not depend on the machine.
 *
 * <p>Only one loop at a time is shared out. A loop inside a piece, of a second caller while the first one's runs, or
 * inside {@link #alone}, is run by its caller alone; so nothing can wait for itself.
 */
public final class Workers {
    /** More threads than this are taken for a mistake. */
    public static final int MAX_THREADS = 1024;

    /** After the end of a loop, as the next one usually follows. */
    private static final long SPIN_NANOS = 100_000;
    /** While the last pieces of a loop are still at work. */
    private static final long LONG_SPIN_NANOS = 2_000_000;
    private static final int SPINS_PER_CLOCK_READ = 256;
    /**
     * Looks per pause instruction. A virtual machine that pauses without a break is taken for one that waits
     * in vain, and loses its processor.
     */
    private static final int SPINS_PER_PAUSE = 64;
    private static final int SPINS_BEFORE_YIELD = 1 << 17;

    private static final ScopedValue<Boolean> ALONE = ScopedValue.newInstance();

    private static volatile Workers shared;

    private static final VarHandle CLAIMS = field("claims", long.class);
    private static final VarHandle FINISHED = field("finished", int.class);

    private final Helper[] helpers;
    private final AtomicBoolean taken = new AtomicBoolean();
    // The loop at work, one object for all of them: a training step runs some twenty.
    private IntConsumer body;
    /** How many loops were begun. */
    private volatile int loops;
    /** How many pieces there are, and in the lower half the next one to be claimed. */
    private volatile long claims;
    private volatile int finished;
    private volatile Throwable failure;
    private volatile boolean closed;

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Workers.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Workers(int threads) {
        helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i + 1);
        }
        for (Helper helper : helpers) {
            helper.start();
        }
    }

    /** A pool of {@code threads} threads, the caller of {@link #run} among them. */
    public static Workers of(int threads) {
        return new Workers(checked(threads, "threads"));
    }

    /**
     * The pool of the whole process. Its size comes from {@link #setThreads}, else from
     * {@code -Dcajal.threads}, else from the environment's {@code CAJAL_THREADS}, else it is the number of
     * processors.
     */
    public static Workers shared() {
        Workers pool = shared;
        return pool != null ? pool : startShared();
    }

    private static synchronized Workers startShared() {
        if (shared == null) {
            shared = new Workers(configuredThreads());
        }
        return shared;
    }

    /** Changes the size of the process's pool. Loops that are running finish undisturbed. */
    public static synchronized void setThreads(int threads) {
        checked(threads, "threads");
        Workers old = shared;
        if (old != null && old.threads() == threads) {
            return;
        }
        shared = new Workers(threads);
        if (old != null) {
            old.close();
        }
    }

    private static int configuredThreads() {
        String property = System.getProperty("cajal.threads");
        if (property != null) {
            return parsed(property, "-Dcajal.threads");
        }
        String variable = System.getenv("CAJAL_THREADS");
        if (variable != null && !variable.isBlank()) {
            return parsed(variable, "CAJAL_THREADS");
        }
        return Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS);
    }

    static int parsed(String text, String where) {
        try {
            return checked(Integer.parseInt(text.strip()), where);
        } catch (NumberFormatException e) {
            throw invalid(where, "\"" + text + "\"", e);
        }
    }

    private static int checked(int threads, String where) {
        if (threads < 1 || threads > MAX_THREADS) {
            throw invalid(where, Integer.toString(threads), null);
        }
        return threads;
    }

    private static CajalException invalid(String where, String got, Throwable cause) {
        String expected = "expected a whole number from 1 to " + MAX_THREADS;
        return new CajalException(where + ": " + expected + ", got " + got
                + "; the number of processors is a good choice", cause);
    }

    /**
     * Does a small task whose loops this thread runs alone: where many such tasks keep the processors busy, helpers
     * that spin between loops would only take time from them.
     */
    public static <T> T alone(Supplier<T> task) {
        return ScopedValue.where(ALONE, true).call(task::get);
    }

    /** How many threads work on a loop, the caller included. */
    public int threads() {
        return helpers.length + 1;
    }

    /**
     * Runs {@code body} on 0 … pieces−1, each once, in any order, on any threads, and returns when all are
     * done. What a piece throws is thrown to the caller, after which pieces not yet begun may be left out.
     */
    public void run(int pieces, IntConsumer body) {
        if (pieces <= 1 || helpers.length == 0 || ALONE.isBound() || !taken.compareAndSet(false, true)) {
            for (int i = 0; i < pieces; i++) {
                body.accept(i);
            }
            return;
        }
        try {
            this.body = body;
            failure = null;
            finished = 0;
            claims = (long) pieces << 32;
            loops++;
            wake(Math.min(pieces - 1, helpers.length));
            work();
            await(pieces);
        } finally {
            this.body = null; // do not keep its arrays alive
            taken.set(false);
        }
    }

    /**
     * Claims pieces until there are none. A helper that comes late may find the next loop already begun: it
     * then works on that one, as a claim says to how many pieces it belongs.
     */
    private void work() {
        for (;;) {
            long claim = (long) CLAIMS.getAndAdd(this, 1L);
            if ((int) claim >= (int) (claim >>> 32)) {
                return;
            }
            try {
                if (failure == null) {
                    body.accept((int) claim);
                }
            } catch (Throwable thrown) {
                failure = thrown;
            } finally {
                FINISHED.getAndAdd(this, 1);
            }
        }
    }

    private void await(int pieces) {
        for (int spins = 0; finished < pieces; spins++) {
            if (spins > SPINS_BEFORE_YIELD) {
                Thread.yield(); // a helper may be waiting for this very processor
            } else if (spins % SPINS_PER_PAUSE == 0) {
                Thread.onSpinWait();
            }
        }
        switch (failure) {
            case null -> {
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException("a checked exception in a loop", e);
        }
    }

    private void wake(int count) {
        for (int i = 0; i < count; i++) {
            if (helpers[i].parked) {
                LockSupport.unpark(helpers[i]);
            }
        }
    }

    /** Lets the helpers end. A later {@link #run} still works, on its caller alone. */
    public void close() {
        closed = true;
        wake(helpers.length);
    }

    private final class Helper extends Thread {
        private volatile boolean parked;

        Helper(int number) {
            super("cajal-worker-" + number);
            setDaemon(true);
        }

        @Override
        public void run() {
            for (int seen = 0, now = await(0); now != seen; seen = now, now = await(seen)) {
                work();
            }
        }

        /** The number of a loop after {@code seen}, or {@code seen} again when the pool is closed. */
        private int await(int seen) {
            long start = System.nanoTime();
            long end = start; // of the last loop, as far as known
            for (int spins = 1; loops == seen && !closed; spins++) {
                if (spins % SPINS_PER_PAUSE == 0) {
                    Thread.onSpinWait();
                }
                if (spins % SPINS_PER_CLOCK_READ == 0) {
                    long now = System.nanoTime();
                    end = taken.get() ? now : end;
                    if (now - end > SPIN_NANOS || now - start > LONG_SPIN_NANOS) {
                        park(seen);
                    }
                }
            }
            return loops;
        }

        private void park(int seen) {
            parked = true; // before the next look at loops, so that a new loop is seen or wakes us
            while (loops == seen && !closed) {
                LockSupport.park(Workers.this);
                Thread.interrupted(); // left behind by a piece, it would keep park from parking
            }
            parked = false;
        }
    }
}
