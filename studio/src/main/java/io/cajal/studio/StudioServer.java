package io.cajal.studio;

import io.cajal.http.Bodies;
import io.cajal.http.Errors;
import io.cajal.http.Exchange;
import io.cajal.http.HttpServer;
import io.cajal.http.Refusal;
import io.cajal.studio.images.ImagesPart;
import io.cajal.studio.kit.Part;
import io.cajal.studio.models.ModelsPart;
import io.cajal.studio.play.PlayPart;
import io.cajal.studio.runs.RunsPart;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** The studio at an address of this machine. {@snippet :
 * StudioServer studio = StudioServer.start(new StudioServer.Settings(Path.of("runs")), System.err::println);
 * }
 */
public final class StudioServer implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final int MAX_MESSAGE = 1 << 20;
    private static final int MAX_BODY = 16 << 20;

    private final HttpServer server;
    private final List<Part> parts;

    /**
     * @param runs the folder with the runs to show
     * @param port 0 for any that is free
     * @param cajal the words that start the command {@code cajal}, for trainings that go on; none where there is none
     */
    public record Settings(Path runs, String host, int port, List<String> cajal) {
        public static final int PORT = 7878;

        public Settings {
            cajal = List.copyOf(cajal);
        }

        public Settings(Path runs, String host, int port) {
            this(runs, host, port, List.of());
        }

        public Settings(Path runs) {
            this(runs, "127.0.0.1", PORT);
        }
    }

    private StudioServer(HttpServer server, List<Part> parts) {
        this.server = server;
        this.parts = parts;
    }

    public static StudioServer start(Settings settings, Consumer<String> log) throws UnknownHostException {
        List<Part> parts = List.of(new PlayPart(), new ImagesPart(settings.runs),
                new RunsPart(settings.runs, settings.cajal),
                new ModelsPart(settings.runs));
        HttpServer server = new HttpServer(settings.host, settings.port, IDLE, DRAIN);
        Guard guard = new Guard(settings.host, HttpServer.isLoopback(settings.host));
        WebSocketUpgradeHandler sockets = WebSocketUpgradeHandler.from(server.jetty(),
                container -> listen(container, parts, log));
        sockets.setHandler(new Routes(parts, new Bodies(MAX_BODY, IDLE), log));
        server.start(guarded(guard, sockets), new Errors(_ -> {
        }));
        return new StudioServer(server, parts);
    }

    private static Handler guarded(Guard guard, Handler inner) {
        return new Handler.Wrapper(inner) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                try {
                    guard.check(request);
                } catch (Refusal refusal) {
                    new Exchange(request, response, callback, _ -> {
                    }).refuse(refusal);
                    return true;
                }
                return super.handle(request, response, callback);
            }
        };
    }

    private static void listen(ServerWebSocketContainer container, List<Part> parts, Consumer<String> log) {
        container.setMaxTextMessageSize(MAX_MESSAGE);
        container.setMaxFrameSize(MAX_MESSAGE);
        container.setIdleTimeout(Duration.ZERO); // a page may be looked at for hours
        for (Part part : parts) {
            for (Map.Entry<String, Part.Host> host : part.hosts().entrySet()) {
                container.addMapping(host.getKey(), (_, _, _) -> new Line(host.getValue(), log));
            }
        }
    }

    /** {@code http://127.0.0.1:7878}, with the port that was found. */
    public String address() {
        return server.address();
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
        server.close();
    }
}
