package io.cajal.cli;

import io.cajal.http.HttpServer;
import io.cajal.io.Json;
import io.cajal.serve.ModelServer;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal serve MODEL}: predictions over HTTP. */
@Command(name = "serve", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Answer requests for predictions over HTTP, with JSON.",
        footer = {"",
                "POST /predict takes one example or an array of them; GET /schema says what an example has.",
                "A model that reads texts takes {\"text\": \"...\"}, or the name of the column that it learned from.",
                "When the model's file changes, the new model takes over without a break.",
                "Ctrl-C finishes what is at work, and ends.",
                "Example: cajal serve runs/iris/model.safetensors --port 9000"})
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A model file, such as runs/iris/model.safetensors.")
    private Path path;

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            description = "Where to listen (default: ${DEFAULT-VALUE}, for this machine alone).")
    private String host;

    @Option(names = "--port", paramLabel = "N", defaultValue = "8080",
            description = "The port, or 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--max-body", paramLabel = "BYTES", defaultValue = "" + ModelServer.Settings.MAX_BODY,
            description = "The longest request (default: ${DEFAULT-VALUE}).")
    private long maxBody;

    @Option(names = "--rate", paramLabel = "N",
            description = "Predictions a second for each client's address (default: no limit).")
    private Double rate;

    @Option(names = "--json", description = "Say where it listens as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check(port >= 0 && port <= 65_535, "--port must be from 0 to 65535, got " + port);
        check(maxBody > 0, "--max-body must be 1 or more, got " + maxBody);
        check(rate == null || rate > 0 && rate <= 1e9, "--rate must be above 0, got " + rate);
        boolean isLoopback;
        try {
            isLoopback = HttpServer.isLoopback(host);
        } catch (UnknownHostException e) {
            throw new ParameterException(spec.commandLine(), "--host: there is no address " + host);
        }
        ModelServer.Settings usual = new ModelServer.Settings(path);
        ModelServer server = ModelServer.start(new ModelServer.Settings(path, host, port, maxBody,
                rate == null ? 0 : rate, usual.idle(), usual.watch()), ServeCommand::say);
        if (!isLoopback) {
            say("warning: whoever reaches %s can use the model, there is no password"
                    .formatted(server.address()));
        }
        if (server.longestBody() < maxBody) {
            say(("warning: requests are held to %,d bytes, as Java's heap is small;"
                    + " CAJAL_JAVA_OPTS=-Xmx4g makes it larger")
                    .formatted(server.longestBody()));
        }
        announce(server);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        new CountDownLatch(1).await();
        return 0;
    }

    private void check(boolean valid, String message) {
        if (!valid) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private static void say(String line) {
        System.err.println("cajal: " + line);
    }

    private void announce(ModelServer server) {
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("url", server.address());
            line.put("model", path.toString());
            System.out.println(Json.write(line));
        } else {
            System.out.println("serving %s at %s   (Ctrl-C ends)".formatted(path, server.address()));
            System.out.println(server.line());
            System.out.println("\n  " + server.curl() + "\n");
        }
        System.out.flush();
    }

    /** On a signal: an end that was asked for is no failure, so the status is 0 and not the signal's. */
    private static void stop(ModelServer server) {
        server.close();
        long n = server.requests();
        say("stopped after %,d request%s".formatted(n, n == 1 ? "" : "s"));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
