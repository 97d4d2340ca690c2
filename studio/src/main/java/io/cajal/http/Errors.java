package io.cajal.http;

import java.util.Locale;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what is no proper HTTP, before it comes to a handler of ours, in the same form. */
public final class Errors extends ErrorHandler {
    private final IntConsumer counter;

    /** The counter learns the status of each answer. */
    public Errors(IntConsumer counter) {
        this.counter = counter;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        // What Jetty calls its own fault is here a client that is gone or too slow, or a server that stops.
        int told = status < 400 || status == 500 ? 503 : status;
        response.setStatus(told);
        String message = HttpStatus.getMessage(told).toLowerCase(Locale.ROOT);
        new Exchange(request, response, callback, counter)
                .refuse(new Refusal(told, "HTTP: " + message));
        return true;
    }
}
