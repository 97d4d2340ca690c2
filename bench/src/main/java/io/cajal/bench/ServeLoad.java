package io.cajal.bench;

import io.cajal.base.Rng;
import io.cajal.io.Json;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.train.Model;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bench/serve}: what {@code cajal serve} can answer. Starts it with an untrained 784-512-512-10
 * network, and asks for one example at a time on connections that stay open, each as soon as it has its
 * answer.
 */
@Command(name = "serve", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Ask cajal serve as fast as it answers, over loopback.")
final class ServeLoad implements Callable<Integer> {
    private static final double WARM_UP_SECONDS = 5;
    private static final double MOST_SECONDS = 600;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "20",
            description = "How long, after a warm-up of 5 s (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "8",
            description = "Clients at a time (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--launcher", hidden = true, required = true)
    private Path launcher;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    private ServeLoad() {
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ServeLoad()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path model = Files.createTempFile("cajal-serve", ".safetensors");
        model().save(model);
        Process server = new ProcessBuilder(launcher.toString(), "serve", model.toString(), "--port", "0",
                "--json")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            if (line == null) {
                return 1; // it has said why
            }
            URI url = URI.create((String) ((Map<?, ?>) Json.parse(line)).get("url"));
            ask(url, WARM_UP_SECONDS);
            print(ask(url, Math.min(seconds, MOST_SECONDS)));
            return 0;
        } finally {
            server.destroy();
            server.waitFor();
            Files.delete(model);
        }
    }

    private static Model model() {
        Rng rng = Rng.of(1);
        return new Model(Sequential.of(new Flatten(), Linear.of(784, 512, rng.split(1)), new Relu(),
                Linear.of(512, 512, rng.split(2)), new Relu(), Linear.of(512, 10, rng.split(3))),
                Model.Input.image(1, 28, 28), IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
                Map.of());
    }

    /** A fifth of the pixels are not black, as of a handwritten digit. */
    private static byte[] request(URI url) {
        Rng rng = Rng.of(2);
        List<Object> pixels = new ArrayList<>();
        for (int i = 0; i < 784; i++) {
            pixels.add(rng.uniform() < 0.8 ? (Object) 0 : (Object) (rng.below(256) / 255f));
        }
        String body = Json.write(Map.of("inputs", pixels));
        return ("POST /predict HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(url.getAuthority(), body.length(), body)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Nanoseconds of each answer, and how many were no good ones. */
    private record Times(long[] nanos, long errors, double seconds) {
        double millis(double quantile) {
            return nanos.length == 0 ? Double.NaN : nanos[(int) (quantile * (nanos.length - 1))] / 1e6;
        }
    }

    private Times ask(URI url, double time) throws Exception {
        byte[] request = request(url);
        long start = System.nanoTime();
        long end = start + (long) (time * 1e9);
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Times>> clients = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                clients.add(threads.submit(() -> client(url, request, end)));
            }
            List<long[]> nanos = new ArrayList<>();
            long errors = 0;
            for (Future<Times> client : clients) {
                nanos.add(client.get().nanos);
                errors += client.get().errors;
            }
            double took = (System.nanoTime() - start) / 1e9;
            return new Times(nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray(), errors, took);
        }
    }

    private static Times client(URI url, byte[] request, long end) throws IOException {
        long[] nanos = new long[1 << 10];
        int count = 0;
        long errors = 0;
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (long now = System.nanoTime(); now < end;) {
                socket.getOutputStream().write(request);
                errors += isGood(in) ? 0 : 1;
                long then = System.nanoTime();
                nanos = count == nanos.length ? Arrays.copyOf(nanos, 2 * count) : nanos;
                nanos[count++] = then - now;
                now = then;
            }
        }
        return new Times(Arrays.copyOf(nanos, count), errors, 0);
    }

    /** Reads one answer. */
    private static boolean isGood(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.startsWith("Content-Length: ")) {
                length = Integer.parseInt(header.substring(16));
            }
        }
        in.skipNBytes(length);
        return status.startsWith("HTTP/1.1 200 ");
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server has closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void print(Times times) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("connections", connections);
        figures.put("requests_per_second", Math.rint(times.nanos.length / times.seconds));
        figures.put("p50_ms", times.millis(0.5));
        figures.put("p99_ms", times.millis(0.99));
        figures.put("errors", times.errors);
        if (json) {
            System.out.println(Json.write(figures));
            return;
        }
        System.out.printf(Locale.ROOT,
                "784-512-512-10, one example a request, %d connections, %.0f s on %d processors:%n"
                        + "%,.0f requests a second, p50 %.2f ms, p99 %.2f ms, %d errors%n",
                connections, times.seconds,
                Runtime.getRuntime().availableProcessors(), times.nanos.length / times.seconds,
                times.millis(0.5),
                times.millis(0.99), times.errors);
    }
}
