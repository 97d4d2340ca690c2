package io.cajal.bench;

import io.cajal.io.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bench/studio}: how fast the playground of {@code cajal studio} learns while a page watches it: a
 * 2-4-2-1 network of tanh units, batches of 10, and one page that pulls frames with all maps, 60 a second at
 * most.
 */
@Command(name = "studio", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Let the playground learn while a page watches, over loopback.")
final class StudioLoad implements Callable<Integer> {
    private static final double WARM_UP_SECONDS = 5;
    private static final double MOST_SECONDS = 600;
    private static final double MOST_WAIT = 30;
    private static final long FRAME = 1_000_000_000 / 60;
    private static final String OPEN = """
            {"do": "open", "spec": {"layers": [{"units": 4, "activation": "Tanh"}, {"units": 2, "activation": "Tanh"}],
             "batch": 10}}""";

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10",
            description = "How long, after a warm-up of 5 s (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--browser",
            description = "Watch in the system's Chromium, with chromedriver on the PATH, instead of a bare connection.")
    private boolean browser;

    @Option(names = "--launcher", hidden = true, required = true)
    private Path launcher;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    private StudioLoad() {
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new StudioLoad()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Process studio = new ProcessBuilder(launcher.toString(), "studio", "--port", "0", "--json")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = studio.inputReader(StandardCharsets.UTF_8);
                HttpClient client = HttpClient.newHttpClient()) {
            String line = out.readLine();
            if (line == null) {
                return 1; // it has said why
            }
            String address = (String) ((Map<?, ?>) Json.parse(line)).get("url");
            if (browser) {
                print(StudioPage.watch(address, Math.min(seconds, MOST_SECONDS)));
                return 0;
            }
            Page page = new Page();
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create(address.replace("http:", "ws:") + "/live/playground"), page)
                    .join();
            socket.sendText(OPEN, true).join();
            socket.sendText("{\"do\": \"play\"}", true).join();
            watch(socket, page, WARM_UP_SECONDS);
            print(watch(socket, page, Math.min(seconds, MOST_SECONDS)));
            socket.abort();
            return 0;
        } finally {
            studio.destroy();
            studio.waitFor();
        }
    }

    /** What frames were seen in some time. */
    private record Seen(double seconds, long steps, long[] nanos) {
        double millis(double quantile) {
            return nanos[(int) (quantile * (nanos.length - 1))] / 1e6;
        }
    }

    /** Hears frames; what is said in text is of no interest here. */
    private static final class Page implements WebSocket.Listener {
        private final BlockingQueue<Long> steps = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] some = new byte[data.remaining()];
            data.get(some);
            bytes.writeBytes(some);
            if (last) {
                byte[] frame = bytes.toByteArray();
                int length = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt();
                Map<?, ?> header = (Map<?, ?>) Json
                        .parse(new String(frame, 4, length, StandardCharsets.UTF_8));
                steps.add((Long) header.get("step"));
                bytes.reset();
            }
            socket.request(1);
            return null;
        }
    }

    private static Seen watch(WebSocket socket, Page page, double time)
            throws IOException, InterruptedException {
        long first = frame(socket, page);
        long start = System.nanoTime();
        long last = first;
        long[] nanos = new long[1 << 16];
        int count = 0;
        for (long now = start; now < start + (long) (time * 1e9)
                && count < nanos.length; now = System.nanoTime()) {
            last = frame(socket, page);
            nanos[count++] = System.nanoTime() - now;
            long early = start + count * FRAME - System.nanoTime();
            if (early > 0) {
                TimeUnit.NANOSECONDS.sleep(early);
            }
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Seen((System.nanoTime() - start) / 1e9, last - first, sorted);
    }

    /** The step that the next frame shows. */
    private static long frame(WebSocket socket, Page page) throws IOException, InterruptedException {
        socket.sendText("{\"do\": \"frame\"}", true).join();
        Long step = page.steps.poll((long) MOST_WAIT, TimeUnit.SECONDS);
        if (step == null) {
            throw new IOException("no frame came in %s s".formatted(MOST_WAIT));
        }
        return step;
    }

    private void print(Seen seen) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("steps_per_second", seen.steps / seen.seconds);
        figures.put("frames_per_second", seen.nanos.length / seen.seconds);
        figures.put("frame_millis_median", seen.millis(0.5));
        figures.put("frame_millis_99", seen.millis(0.99));
        print(figures, "2-4-2-1, tanh, batches of 10: %,.0f steps a second%n"
                + "%.1f frames a second, each in %.1f ms (median), %.1f ms (99 %%)%n");
    }

    private void print(StudioPage.Seen seen) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("steps_per_second", seen.stepsPerSecond());
        figures.put("pictures_per_second", seen.picturesPerSecond());
        figures.put("frames_per_second", seen.framesPerSecond());
        figures.put("first_load_millis", seen.loadMillis());
        figures.put("first_load_bytes", seen.loadBytes());
        print(figures, "2-4-2-1, tanh, batches of 10: %,.0f steps a second%n"
                + "the browser shows %.1f pictures a second, %.1f of them with new numbers%n"
                + "first load: %.0f ms, %,d bytes%n");
    }

    private void print(Map<String, Object> figures, String text) {
        if (json) {
            System.out.println(Json.write(figures));
        } else {
            System.out.printf(Locale.ROOT, text, figures.values().toArray());
        }
    }
}
