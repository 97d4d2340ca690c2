package io.cajal.serve;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.http.Bodies;
import io.cajal.http.Exchange;
import io.cajal.http.Refusal;
import io.cajal.io.Json;
import io.cajal.io.Shown;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What there is to ask for, and the answers. */
final class Routes extends Handler.Abstract {
    static final String PREDICT = "/predict";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final LiveModel model;
    private final Predictor predictor = new Predictor();
    private final Bodies bodies;
    private final RateLimit limit;
    private final Metrics metrics;
    private final Consumer<String> log;
    private final Map<String, Route> routes = new LinkedHashMap<>();

    @FunctionalInterface
    private interface Action {
        void answer(Exchange exchange) throws InterruptedException;
    }

    private record Route(String method, String help, Action action) {
        boolean takes(String asked) {
            return asked.equals(method) || asked.equals("HEAD") && method.equals("GET");
        }

        String allowed() {
            return method.equals("GET") ? "GET, HEAD" : method;
        }
    }

    Routes(LiveModel model, Bodies bodies, RateLimit limit, Metrics metrics, Consumer<String> log) {
        this.model = model;
        this.bodies = bodies;
        this.limit = limit;
        this.metrics = metrics;
        this.log = log;
        routes.put(PREDICT, new Route("POST", "a prediction for one example, or for each of an array",
                this::predict));
        routes.put("/schema", new Route("GET", "what the model takes and gives, with an example",
                exchange -> exchange.send(Exchange.JSON, Json.pretty(Schema.of(model.now())) + "\n")));
        routes.put("/health", new Route("GET", "whether the server works",
                exchange -> exchange.send(Exchange.JSON, "{\"status\":\"ok\"}\n")));
        routes.put("/metrics", new Route("GET", "counts and times, for Prometheus",
                exchange -> exchange.send(METRICS_TEXT, metrics.text(model.now()))));
        routes.put("/",
                new Route("GET", "this page", exchange -> exchange.send(TEXT, page(exchange.request()))));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        long start = System.nanoTime();
        String path = Request.getPathInContext(request);
        String label = routes.containsKey(path) ? path : "other";
        Exchange exchange = new Exchange(request, response, callback,
                status -> metrics.answered(label, status, (System.nanoTime() - start) / 1e9));
        metrics.begin();
        try {
            route(path, request.getMethod()).action.answer(exchange);
        } catch (Refusal refusal) {
            exchange.refuse(refusal);
        } catch (UncheckedIOException e) {
            callback.failed(e); // the client is gone
        } catch (InterruptedException e) {
            exchange.refuse(new Refusal(503, "the server is stopping"));
        } catch (OutOfMemoryError e) {
            exchange.refuse(new Refusal(503, "the server is short of memory: send fewer examples at once"));
        } catch (Throwable e) {
            log.accept("no answer to %s %s: %s".formatted(request.getMethod(), label, e));
            exchange.refuse(
                    new Refusal(503, "the model cannot answer that: the server's own output says why"));
        } finally {
            metrics.end();
        }
        return true;
    }

    private Route route(String path, String method) {
        Route route = routes.get(path);
        if (route == null) {
            throw new Refusal(404, "there is no %s here%s".formatted(Shown.of(path),
                    path.length() > 100 ? "" : Nearest.hint(path, routes.keySet())));
        }
        if (!route.takes(method)) {
            throw new Refusal(405, "%s takes %s, got %s".formatted(path, route.allowed(), Shown.of(method)))
                    .header("Allow", route.allowed());
        }
        return route;
    }

    private void predict(Exchange exchange) throws InterruptedException {
        limit.check(Request.getRemoteAddr(exchange.request()));
        Bodies.checkType(exchange.request());
        Served served = model.now();
        Examples examples;
        try (Bodies.Body body = bodies.read(exchange.request())) {
            examples = Examples.of(json(body.text()), served.reader());
        }
        List<float[]> outputs = predictor.predict(served, examples);
        metrics.predicted(examples.count());
        exchange.send(Exchange.JSON, Answers.write(served, examples, outputs, exchange::part));
    }

    private static Object json(String text) {
        try {
            return Json.parse(text);
        } catch (CajalException e) {
            throw Refusal.bad(e.getMessage());
        }
    }

    private String page(Request request) {
        StringBuilder page = new StringBuilder(
                "Cajal serves a model: %s.\n\n".formatted(Schema.line(model.now())));
        routes.forEach(
                (path, route) -> page.append("%-4s %-9s %s\n".formatted(route.method, path, route.help)));
        String address = request.getHttpURI().getScheme() + "://" + request.getHttpURI().getAuthority();
        return page.append('\n').append(Schema.curl(model.now().model(), address)).append('\n').toString();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        predictor.close();
    }
}
