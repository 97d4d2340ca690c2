package io.cajal.serve;

import io.cajal.base.CajalException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A saved model that answers over HTTP. {@snippet :
 * ModelServer server = ModelServer.start(new ModelServer.Settings(path), System.err::println);
 * }
 */
public final class ModelServer implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Server server;
    private final ServerConnector connector;
    private final LiveModel model;
    private final Metrics metrics;
    private final Bodies bodies;

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
        QueuedThreadPool threads = new QueuedThreadPool(32, 4);
        threads.setName("cajal-http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host);
        connector.setPort(settings.port);
        connector.setIdleTimeout(settings.idle.toMillis());
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.setErrorHandler(new Errors(metrics));
        server.setHandler(new GracefulHandler(new Routes(model, bodies,
                new RateLimit(settings.rate, System::nanoTime), metrics, log)));
        server.setStopTimeout(DRAIN.toMillis());
    }

    public static ModelServer start(Settings settings, Consumer<String> log) throws IOException {
        ModelServer server = new ModelServer(settings, log);
        try {
            server.server.start();
            return server;
        } catch (Exception e) {
            server.close();
            throw problem(settings, e);
        }
    }

    private static CajalException problem(Settings settings, Exception problem) {
        String where = "port %d on %s".formatted(settings.port, settings.host);
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException bind) {
                String message = String.valueOf(bind.getMessage());
                if (message.contains("in use")) {
                    return new CajalException(
                            "%s is in use: take another with --port, or --port 0 for any that is free"
                                    .formatted(
                                            where));
                }
                return new CajalException("cannot listen on %s: %s".formatted(where, message));
            }
        }
        return new CajalException("cannot listen on %s: %s".formatted(where, problem), problem);
    }

    /** {@code http://127.0.0.1:8080}, with the port that was found. */
    public String address() {
        String host = connector.getHost();
        return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host,
                connector.getLocalPort());
    }

    /** Whether only this machine reaches it. */
    public static boolean isLoopback(String host) throws IOException {
        return InetAddress.getByName(host).isLoopbackAddress();
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
        try {
            server.stop();
        } catch (Exception e) {
            // what would not end in time is cut
        }
    }
}
