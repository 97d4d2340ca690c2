package io.cajal.studio.images;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What one page has asked for and has not been answered. Of each kind only the newest counts, as a fast drawer asks
 * faster than a slow machine answers, and nothing older is worth an answer then. One piece of work is done at a time.
 */
final class Newest {
    private final Executor executor;
    private final Map<Ask, Runnable> waiting = new EnumMap<>(Ask.class);
    private boolean busy;
    private boolean closed;

    Newest(Executor executor) {
        this.executor = executor;
    }

    synchronized void put(Ask ask, Runnable work) {
        if (!closed) {
            waiting.put(ask, work);
            next();
        }
    }

    private synchronized void next() {
        if (!busy && !waiting.isEmpty()) {
            busy = true;
            executor.execute(this::work); // anew for each, so that pages take turns
        }
    }

    private void work() {
        try {
            Runnable work = take();
            if (work != null) {
                work.run();
            }
        } finally {
            done();
        }
    }

    private synchronized Runnable take() {
        return waiting.isEmpty() ? null : waiting.remove(waiting.keySet().iterator().next());
    }

    private synchronized void done() {
        busy = false;
        next();
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
