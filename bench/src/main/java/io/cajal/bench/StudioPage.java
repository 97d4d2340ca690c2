package io.cajal.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The playground in a real Chromium without a window, as {@code bench/studio --browser} measures it. */
final class StudioPage {
    /** Warns of every Chromium that is newer than itself; held, or its level would be forgotten. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");
    private static final long WARM_UP_MILLIS = 5000;
    private static final String PATH = System.getenv().getOrDefault("PATH", "");
    private static final String STATE = "#tab=playground&layers=4:Tanh,2:Tanh";

    /** Counts the pictures of the screen and, by what they change, the frames; the step stands beside the curve. */
    private static final String COUNT = """
            const [millis, done] = arguments;
            const where = document.getElementById('where');
            const step = () => Number(where.textContent.replace(/[^0-9]*([0-9,]+).*/, '$1').replaceAll(',', ''));
            let pictures = 0, frames = 0, before = where.textContent;
            const first = step(), start = performance.now();
            const next = now => {
              pictures++;
              if (where.textContent !== before) { frames++; before = where.textContent; }
              if (now - start < millis) requestAnimationFrame(next);
              else done([(step() - first) / (now - start) * 1000, pictures / (now - start) * 1000,
                  frames / (now - start) * 1000].map(String));
            };
            requestAnimationFrame(next);""";
    private static final String LOADED = """
            const all = performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'));
            return [Math.max(...all.map(entry => entry.responseEnd)), all.reduce((sum, e) => sum + e.transferSize, 0)]
                .map(String);""";

    /**
     * What was seen of the page.
     *
     * @param loadMillis from the first request to the last byte of what the first tab needs
     */
    record Seen(double stepsPerSecond, double picturesPerSecond, double framesPerSecond, double loadMillis,
            long loadBytes) {
    }

    private StudioPage() {
    }

    static Seen watch(String address, double seconds) throws InterruptedException {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(onPath("chromium", "chromium-browser", "google-chrome").toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--disable-background-networking", "--window-size=1400,950");
        ChromeDriver driver = new ChromeDriver(new ChromeDriverService.Builder()
                .usingDriverExecutable(onPath("chromedriver").toFile()).usingAnyFreePort().build(), options);
        try {
            driver.manage().timeouts().scriptTimeout(Duration.ofSeconds((long) seconds + 60));
            driver.get(address + "/" + STATE);
            Thread.sleep(WARM_UP_MILLIS);
            double[] load = numbers(driver.executeScript(LOADED));
            driver.executeScript("const speed = document.getElementById('speed'); speed.value = '0';"
                    + "speed.dispatchEvent(new Event('change')); document.getElementById('play').click();");
            Thread.sleep(WARM_UP_MILLIS);
            double[] counted = numbers(driver.executeAsyncScript(COUNT, (long) (seconds * 1000)));
            return new Seen(counted[0], counted[1], counted[2], load[0], (long) load[1]);
        } finally {
            driver.quit();
        }
    }

    private static double[] numbers(Object texts) {
        return ((List<?>) texts).stream().mapToDouble(text -> Double.parseDouble((String) text)).toArray();
    }

    private static Path onPath(String... programs) {
        return Stream.of(programs).flatMap(program -> Stream.of(PATH.split(File.pathSeparator))
                .map(folder -> Path.of(folder).resolve(program))).filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new IllegalStateException("%s is not on the PATH".formatted(programs[0])));
    }
}
