package io.cajal.studio.play;

import io.cajal.studio.StudioServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How fast the playground learns while a page watches: 2-4-2-1, tanh, batches of 10, one page that pulls 60 frames a
 * second with all maps, over a real WebSocket. The seconds to get warm and to measure may be given.
 */
final class PlaySpeed {
    private static final String SPEC = """
            {"layers": [{"units": 4, "activation": "Tanh"}, {"units": 2, "activation": "Tanh"}]}""";
    private static final long FRAME = 1_000_000_000 / 60;

    private PlaySpeed() {
    }

    public static void main(String[] args) throws Exception {
        double warm = args.length > 0 ? Double.parseDouble(args[0]) : 5;
        double measured = args.length > 1 ? Double.parseDouble(args[1]) : 5;
        Path runs = Files.createTempDirectory("cajal-play-speed");
        try (StudioServer studio = StudioServer.start(new StudioServer.Settings(runs, "127.0.0.1", 0), _ -> {
        });
                Page page = new Page(studio.address())) {
            page.hear("catalogue");
            page.open(SPEC);
            page.say("{\"do\":\"play\"}");
            watch(page, warm);
            watch(page, measured);
        } finally {
            Files.delete(runs);
        }
    }

    private static void watch(Page page, double seconds) throws InterruptedException {
        long begin = System.nanoTime();
        long first = page.frame().step();
        long frames = 0;
        long bytes = 0;
        long step = first;
        long waited = 0;
        long longest = 0;
        while (System.nanoTime() - begin < seconds * 1e9) {
            long asked = System.nanoTime();
            Page.Frame frame = page.frame();
            long answered = System.nanoTime() - asked;
            waited += answered;
            longest = Math.max(longest, answered);
            step = frame.step();
            bytes += frame.maps().length;
            frames++;
            long due = begin + frames * FRAME - System.nanoTime();
            if (due > 0) {
                Thread.sleep(due / 1_000_000, (int) (due % 1_000_000));
            }
        }
        double took = (System.nanoTime() - begin) * 1e-9;
        System.out.printf(Locale.ROOT,
                "%.1f s: %,.0f steps a second, %.1f frames a second, %,d bytes of maps each, answered in %.1f ms, at most %.1f%n",
                took, (step - first) / took, frames / took, bytes / Math.max(1, frames),
                waited * 1e-6 / frames,
                longest * 1e-6);
    }
}
