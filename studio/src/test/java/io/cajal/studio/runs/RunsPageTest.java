package io.cajal.studio.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.studio.Browser;
import io.cajal.studio.StudioServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a browser: one is watched while it learns, stopped and gone on with; two are compared. */
class RunsPageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path PICTURES = Path.of("target", "pictures");

    @TempDir
    private Path runs;

    @Test
    void aRunIsWatchedStoppedAndGoneOnWithAndTwoAreCompared() throws Exception {
        SmallTraining.train("train", "--epochs", "12", "--rate", "0.02", "--out",
                runs.resolve("slow").toString());
        SmallTraining.train("train", "--epochs", "12", "--rate", "0.2", "--out",
                runs.resolve("fast").toString());
        Process training = train("live");
        try (StudioServer studio = StudioServer.start(
                new StudioServer.Settings(runs, "127.0.0.1", 0, SmallTraining.command()), _ -> {
                });
                Browser browser = Browser.open()) {
            try {
                browser.size(1400, 950).go(studio.address() + "/#tab=runs");
                watch(browser);
                stopAndGoOn(browser, training);
                finished(browser);
                compare(browser);
                onAPhone(browser);
                assertEquals(List.of(), browser.errors());
            } finally {
                Files.writeString(runs.resolve("live/stop"), ""); // whoever goes on with it
            }
        } finally {
            training.destroy();
        }
    }

    private Process train(String name) throws IOException {
        List<String> words = new ArrayList<>(SmallTraining.command());
        words.addAll(List.of("train", "--epochs", "10000000", "--out", runs.resolve(name).toString()));
        return new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static void watch(Browser browser) throws IOException {
        browser.until("document.querySelector('[data-run=live] .sign.running')", PATIENCE);
        browser.click("[data-run=live] .run");
        browser.until("document.querySelector('.titles .badge.running')", PATIENCE);
        browser.until("/^[\\d,]+ \\/ s$/.test(document.querySelector('#runs-speed')?.textContent)", PATIENCE);
        browser.value("window.before = document.querySelector('#runs-epoch').textContent,"
                + " window.line = document.querySelector('#runs-curves .plot .line').getAttribute('d'), 1");
        browser.until("document.querySelector('#runs-epoch').textContent !== before"
                + " && document.querySelector('#runs-curves .plot .line').getAttribute('d') !== line",
                PATIENCE);
        browser.until("document.querySelectorAll('#runs-layers [data-layer] .spark path').length > 2",
                PATIENCE);
        assertEquals(3L, browser.value("document.querySelectorAll('#runs-layers [data-layer]').length"));
        browser.click("[data-layer='0'] .opener");
        browser.until("document.querySelector('#runs-layers canvas')?.width > 1", PATIENCE);
        browser.picture(PICTURES.resolve("runs-live.png"));
    }

    private void stopAndGoOn(Browser browser, Process training) throws Exception {
        browser.click("#runs-stop");
        browser.until("document.querySelector('.titles .badge.stopped')", PATIENCE);
        assertTrue(training.waitFor(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS));
        browser.until(
                "document.querySelector('.problem').textContent.startsWith('the training was stopped after')");
        String home = runs.toRealPath().resolve("live").toString();
        browser.until("document.querySelector('#runs-command').textContent.startsWith('cajal train --out')");
        String command = browser.find("#runs-command").getText();
        assertEquals("cajal train --out %s --resume --epochs 10000000".formatted(home), command);
        browser.until("document.querySelector('#runs-log').textContent.includes('was stopped after')",
                PATIENCE);
        browser.click("#runs-resume");
        browser.until("document.querySelector('.titles .badge.running')", PATIENCE);
        browser.click("#runs-stop");
        browser.until("document.querySelector('.titles .badge.stopped')", PATIENCE);
    }

    private static void finished(Browser browser) {
        browser.click("[data-run=fast] .run");
        browser.until("document.querySelector('h2').textContent === 'fast'"
                + " && document.querySelector('.titles .badge.finished')", PATIENCE);
        browser.until("document.querySelector('#runs-pictures img')?.naturalWidth === 90", PATIENCE);
        browser.until("document.querySelector('#runs-report').getClientRects().length > 0");
        browser.until("document.querySelector('#runs-reached').textContent.includes('validation accuracy')");
        assertEquals(true, browser.value("location.hash.includes('run=fast')"));
    }

    private static void compare(Browser browser) throws IOException {
        browser.click("[data-run=fast] input").click("[data-run=slow] input");
        browser.until("document.querySelectorAll('#runs-compare .plot .end').length >= 6", PATIENCE);
        assertEquals(List.of("training loss", "validation loss", "Validation accuracy"), browser
                .value("[...document.querySelectorAll('#runs-compare figcaption > span')].map(e => e.textContent)"));
        browser.until("document.querySelector('#runs-compare').textContent.includes('rate0.20.02')",
                PATIENCE);
        browser.picture(PICTURES.resolve("runs-compare.png"));
        String address = (String) browser.value("location.href");
        browser.go(address);
        browser.until("document.querySelectorAll('#runs-compare .plot .end').length >= 6", PATIENCE);
        browser.click("#runs-clear");
        browser.until("document.querySelector('.titles')", PATIENCE);
    }

    private static void onAPhone(Browser browser) throws IOException {
        browser.devTools("Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
        browser.until("innerWidth === 390 && document.documentElement.scrollWidth <= 390", PATIENCE);
        browser.picture(PICTURES.resolve("runs-phone.png"));
        browser.click(".back");
        browser.until("document.querySelector('.rows').getClientRects().length > 0", PATIENCE);
        browser.until("document.documentElement.scrollWidth <= 390");
        browser.click("[data-run=slow] .run");
        browser.until("document.querySelector('h2').textContent === 'slow'", PATIENCE);
    }
}
