package io.cajal.studio.runs;

import io.cajal.http.Exchange;
import io.cajal.http.Refusal;
import io.cajal.io.Json;
import io.cajal.runs.LiveRun;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Part;
import io.cajal.studio.kit.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** The runs tab: runs are listed, watched, compared, stopped, and gone on with. */
public final class RunsPart implements Part {
    /** No script, no form, nothing from elsewhere, and no origin: a report is a file like any other. */
    private static final String POLICY = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline';"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final int MOST_RESUMED = 16;

    private final RunsFolder folder;
    private final List<String> cajal;
    private final AtomicInteger resumed = new AtomicInteger();

    /**
     * @param runs the folder with the runs to show
     * @param cajal the words that start the command {@code cajal}; none where it cannot be started
     */
    public RunsPart(Path runs, List<String> cajal) {
        folder = new RunsFolder(runs);
        this.cajal = List.copyOf(cajal);
    }

    @Override
    public Map<String, Host> hosts() {
        return Map.of("/live/runs", outlet -> new RunsGuest(folder, outlet));
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/api/runs/picture", (exchange, _) -> picture(exchange)),
                Route.get("/api/runs/report", (exchange, _) -> report(exchange)),
                Route.post("/api/runs/stop", (exchange, body) -> stop(exchange, body.read())),
                Route.post("/api/runs/resume", (exchange, body) -> resume(exchange, body.read())));
    }

    private void picture(Exchange exchange) {
        Fields query = query(exchange);
        byte[] png = run(query).files().picture(value(query, "picture"));
        exchange.header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Cache-Control", "private, max-age=3600").send("image/png", png);
    }

    private void report(Exchange exchange) {
        byte[] report = run(query(exchange)).files().report();
        exchange.header("Content-Security-Policy", POLICY).header("Referrer-Policy", "no-referrer")
                .send("text/html; charset=utf-8", report);
    }

    private static Fields query(Exchange exchange) {
        try {
            return Request.extractQueryParameters(exchange.request());
        } catch (RuntimeException _) {
            throw Refusal.bad("the address is not well formed");
        }
    }

    private static String value(Fields query, String name) {
        String value = query.getValue(name);
        if (value == null) {
            throw Refusal.bad("the address has no " + name);
        }
        return value;
    }

    private WatchedRun run(Fields query) {
        return folder.named(value(query, "run"));
    }

    private void stop(Exchange exchange, Message message) throws IOException {
        WatchedRun run = folder.named(message.text("run"));
        Seen seen = run.look();
        if (seen.state() != LiveRun.State.RUNNING) {
            throw Refusal.bad("%s is not at work".formatted(run.name()));
        }
        try {
            seen.live().stop();
        } catch (IOException e) {
            throw Refusal.bad("%s cannot be stopped: its folder cannot be written to".formatted(run.name()));
        }
        exchange.send(Exchange.JSON, Json.write(Map.of("asked", true)));
    }

    private void resume(Exchange exchange, Message message) throws IOException {
        WatchedRun run = folder.named(message.text("run"));
        if (resumed.incrementAndGet() > MOST_RESUMED) {
            resumed.decrementAndGet();
            throw Refusal.bad("%d runs go on already: stop one first".formatted(MOST_RESUMED));
        }
        try {
            synchronized (run) { // or two pages would start it
                new Resumption(run).start(cajal).onExit().thenRun(resumed::decrementAndGet);
            }
        } catch (IOException | RuntimeException e) {
            resumed.decrementAndGet();
            throw e instanceof IOException
                    ? Refusal.bad("%s cannot be started again: %s".formatted(run.name(), e.getMessage()))
                    : (RuntimeException) e;
        }
        exchange.send(Exchange.JSON, Json.write(Map.of("resumed", true)));
    }
}
