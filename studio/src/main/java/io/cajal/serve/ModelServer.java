package io.cajal.serve;

import io.cajal.base.CajalException;
import io.cajal.http.Bodies;
import io.cajal.http.Errors;
import io.cajal.http.HttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** A saved model that answers over HTTP. {@snippet :
 * ModelServer server = ModelServer.start(new ModelServer.Settings(path), System.err::println);
 * }
 */
public final class ModelServer implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final HttpServer server;
    private final LiveModel model;
    private final Metrics metrics;
    private final Bodies bodies;
    private final Routes routes;

    /**
     * @param port 0 for any that is free
     * @param maxBody bytes of a request at most
     * @param rate predictions a second for each client; 0 for no limit
     * @param idle how long a connection may say nothing
     * @param watch how often the model's file is looked at
     */
    public record Settings(Path model, String host, int port, long maxBody, double rate, Duration idle,
            Duration watch) {
        public static final long MAX_BODY = 8 << 20;

        public Settings(Path model) {
            this(model, "127.0.0.1", 8080, MAX_BODY, 0, Duration.ofSeconds(10), Duration.ofSeconds(1));
        }
    }

    private ModelServer(Settings settings, Consumer<String> log) throws IOException {
        metrics = new Metrics();
        bodies = new Bodies(settings.maxBody, settings.idle);
        model = new LiveModel(settings.model, settings.watch, metrics, log);
        server = new HttpServer(settings.host, settings.port, settings.idle, DRAIN);
        routes = new Routes(model, bodies, new RateLimit(settings.rate, System::nanoTime), metrics, log);
    }

    public static ModelServer start(Settings settings, Consumer<String> log) throws IOException {
        ModelServer server = new ModelServer(settings, log);
        try {
            server.server.start(server.routes,
                    new Errors(status -> server.metrics.answered("other", status, 0)));
            return server;
        } catch (CajalException e) {
            server.close();
            throw e;
        }
    }

    /** {@code http://127.0.0.1:8080}, with the port that was found. */
    public String address() {
        return server.address();
    }

    /** What the model takes and gives, in a line. */
    public String line() {
        return Schema.line(model.now());
    }

    /** A command that asks for a prediction. */
    public String curl() {
        return Schema.curl(model.now().model(), address());
    }

    /** Bytes of the longest body that is read: as the settings say, or fewer when Java's heap is small. */
    public long longestBody() {
        return bodies.limit();
    }

    /** Requests answered so far. */
    public long requests() {
        return metrics.requests();
    }

    /** Takes no new requests, finishes those at work, and ends. */
    @Override
    public void close() {
        model.close();
        server.close();
    }
}
