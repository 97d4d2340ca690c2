package io.cajal.serve;

import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what is no proper HTTP, before it comes to {@link Routes}, in the same form. */
final class Errors extends ErrorHandler {
    private final Metrics metrics;

    Errors(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        // What Jetty calls its own fault is here a client that is gone or too slow, or a server that stops.
        int told = status < 400 || status == 500 ? 503 : status;
        response.setStatus(told);
        String message = HttpStatus.getMessage(told).toLowerCase(Locale.ROOT);
        new Exchange(request, response, callback, counted -> metrics.answered("other", counted, 0))
                .refuse(new Refusal(told, "HTTP: " + message));
        return true;
    }
}
