package io.cajal.studio.kit;

import java.util.List;
import java.util.Map;

/** What one tab of the page asks for: answers to single requests, and conversations that go on. */
public interface Part extends AutoCloseable {
    /** Answers to requests; a path begins with {@code /api/}. */
    default List<Route> routes() {
        return List.of();
    }

    /** Conversations over a WebSocket, by the path it is opened at, such as {@code /live/playground}. */
    default Map<String, Host> hosts() {
        return Map.of();
    }

    /** Begins a conversation with a page. */
    @FunctionalInterface
    interface Host {
        Guest welcome(Outlet outlet);
    }

    /**
     * One page's side of a conversation. Its messages come one after the other; one that makes no sense is answered by
     * throwing {@link io.cajal.base.CajalException}, which the page is told as {@code {"error": …}}, and changes nothing.
     */
    interface Guest extends AutoCloseable {
        void said(Message message);

        /** The page is gone. */
        @Override
        void close();
    }

    @Override
    default void close() {
    }
}
