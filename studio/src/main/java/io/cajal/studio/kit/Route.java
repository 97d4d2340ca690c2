package io.cajal.studio.kit;

import io.cajal.http.Exchange;

/**
 * An answer to requests.
 *
 * @param method {@code GET} or {@code POST}
 * @param path as it is asked for, {@code /api/runs}; the query is left to the action
 */
public record Route(String method, String path, Action action) {
    /** Answers by one of {@code send…}, or throws {@link io.cajal.http.Refusal}. */
    @FunctionalInterface
    public interface Action {
        void answer(Exchange exchange, Body body) throws Exception;
    }

    /** The body of a request, which is read when it is asked for. */
    @FunctionalInterface
    public interface Body {
        Message read() throws InterruptedException;
    }

    public static Route get(String path, Action action) {
        return new Route("GET", path, action);
    }

    public static Route post(String path, Action action) {
        return new Route("POST", path, action);
    }
}
