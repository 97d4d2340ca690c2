package io.cajal.cli;

import io.cajal.http.HttpServer;
import io.cajal.io.Json;
import io.cajal.studio.StudioServer;
import java.io.File;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cajal studio}: networks at work, in the browser. */
@Command(name = "studio", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "See networks learn and step inside them, in the browser.",
        footer = {"",
                "It prints its address and opens it in the browser, where there is one; Ctrl-C ends it.",
                "Example: cajal studio --port 7900 --runs runs"})
final class StudioCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "N", defaultValue = "" + StudioServer.Settings.PORT,
            description = "The port, or 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            description = "Where to listen (default: ${DEFAULT-VALUE}, for this machine alone).")
    private String host;

    @Option(names = "--runs", paramLabel = "DIR", defaultValue = "runs",
            description = "The folder with the trainings to show (default: ${DEFAULT-VALUE}).")
    private Path runs;

    @Option(names = "--no-browser", description = "Print the address alone.")
    private boolean noBrowser;

    @Option(names = "--json", description = "Say where it listens as one JSON object, and open no browser.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw usage("--port must be from 0 to 65535, got " + port);
        }
        StudioServer studio;
        try {
            if (!HttpServer.isLoopback(host)) {
                System.err
                        .println("cajal: warning: whoever reaches %s can use the studio, there is no password"
                                .formatted(host));
            }
            studio = StudioServer.start(new StudioServer.Settings(runs, host, port, Relaunch.again()),
                    line -> System.err.println("cajal: " + line));
        } catch (UnknownHostException e) {
            throw usage("--host: there is no address " + host);
        }
        if (json) {
            System.out.println(Json.write(Map.of("url", studio.address())));
        } else {
            System.out.println("the studio is at %s   (Ctrl-C ends)".formatted(studio.address()));
            if (!noBrowser) {
                open(studio.address());
            }
        }
        System.out.flush();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            studio.close();
            Runtime.getRuntime().halt(0);
        }));
        new CountDownLatch(1).await();
        return 0;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** In the user's browser, if this system has a way to; else the address was printed. */
    private static void open(String address) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        List<String> command = system.contains("win") ? List.of("cmd", "/c", "start", address)
                : system.contains("mac") ? List.of("open", address)
                        : hasDisplay() && onPath("xdg-open").isPresent() ? List.of("xdg-open", address)
                                : List.of();
        if (!command.isEmpty()) {
            try {
                new ProcessBuilder(command).redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            } catch (IOException e) {
                // the address was printed
            }
        }
    }

    private static boolean hasDisplay() {
        return System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve(program)).filter(Files::isExecutable).findFirst();
    }
}
