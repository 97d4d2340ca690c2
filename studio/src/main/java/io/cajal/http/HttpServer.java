package io.cajal.http;

import io.cajal.base.CajalException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty as Cajal uses it: HTTP/1.1 alone, a virtual thread for each request, nothing told about itself. */
public final class HttpServer implements AutoCloseable {
    private final Server jetty;
    private final ServerConnector connector;
    private final String where;

    /**
     * @param port 0 for any that is free
     * @param idle how long a connection may say nothing
     * @param drain how long requests at work may take once the server is closed
     */
    public HttpServer(String host, int port, Duration idle, Duration drain) {
        where = "port %d on %s".formatted(port, host);
        QueuedThreadPool threads = new QueuedThreadPool(32, 4);
        threads.setName("cajal-http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        jetty = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(idle.toMillis());
        connector.setAcceptQueueSize(1024);
        jetty.addConnector(connector);
        jetty.setStopTimeout(drain.toMillis());
    }

    /** For handlers that are made for one server. */
    public Server jetty() {
        return jetty;
    }

    /** Listens from now on. */
    public void start(Handler handler, Errors errors) {
        jetty.setErrorHandler(errors);
        jetty.setHandler(new GracefulHandler(handler));
        try {
            jetty.start();
        } catch (Exception e) {
            close();
            throw problem(e);
        }
    }

    private CajalException problem(Exception problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException bind) {
                String message = String.valueOf(bind.getMessage());
                return new CajalException(message.contains("in use")
                        ? where + " is in use: take another with --port, or --port 0 for any that is free"
                        : "cannot listen on %s: %s".formatted(where, message));
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
    public static boolean isLoopback(String host) throws UnknownHostException {
        return InetAddress.getByName(host).isLoopbackAddress();
    }

    /** Takes no new requests, finishes those at work, and ends. */
    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            // what would not end in time is cut
        }
    }
}
