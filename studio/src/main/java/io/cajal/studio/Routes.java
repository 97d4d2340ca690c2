package io.cajal.studio;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.http.Bodies;
import io.cajal.http.Exchange;
import io.cajal.http.Refusal;
import io.cajal.io.Shown;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Part;
import io.cajal.studio.kit.Route;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Who answers what: the parts under {@code /api/}, else the files of the page. */
final class Routes extends Handler.Abstract {
    private static final String API = "/api/";

    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final Assets assets = new Assets();
    private final Bodies bodies;
    private final Consumer<String> log;

    Routes(List<Part> parts, Bodies bodies, Consumer<String> log) {
        this.bodies = bodies;
        this.log = log;
        parts.forEach(part -> part.routes()
                .forEach(route -> routes.put(route.method() + " " + route.path(), route)));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback, _ -> {
        });
        try {
            answer(exchange);
        } catch (Refusal refusal) {
            exchange.refuse(refusal);
        } catch (CajalException e) {
            exchange.refuse(Refusal.bad(e.getMessage()));
        } catch (UncheckedIOException e) {
            callback.failed(e); // the page is gone
        } catch (InterruptedException e) {
            exchange.refuse(new Refusal(503, "the studio is closing"));
        } catch (OutOfMemoryError e) {
            exchange.refuse(new Refusal(503, "the studio is short of memory"));
        } catch (Throwable e) {
            log.accept("no answer to %s %s: %s".formatted(request.getMethod(),
                    Shown.of(Request.getPathInContext(request)), e));
            exchange.refuse(new Refusal(503, "the studio cannot do that: its own output says why"));
        }
        return true;
    }

    private void answer(Exchange exchange) throws Exception {
        Request request = exchange.request();
        String path = Request.getPathInContext(request);
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        Route route = routes.get(method + " " + path);
        if (route != null) {
            route.action().answer(exchange, () -> body(request));
        } else if (path.startsWith(API)) {
            throw new Refusal(404, "there is no %s here%s".formatted(Shown.of(method + " " + path),
                    path.length() > 100 ? "" : Nearest.hint(method + " " + path, routes.keySet())));
        } else if (method.equals("GET")) {
            assets.answer(path, exchange);
        } else {
            throw new Refusal(405, "%s takes GET, got %s".formatted(Shown.of(path), Shown.of(method)))
                    .header("Allow", "GET, HEAD");
        }
    }

    private Message body(Request request) throws InterruptedException {
        Bodies.checkType(request);
        try (Bodies.Body body = bodies.read(request)) {
            return Message.parse(body.text());
        }
    }
}
