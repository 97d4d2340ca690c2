package io.cajal.studio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real Chromium without a window, that of the system ({@code apt-get install chromium chromium-driver}). Where there
 * is none, the test is skipped and says so.
 */
public final class Browser implements AutoCloseable {
    /** Warns of every Chromium that is newer than itself; held, or its level would be forgotten. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");
    private static final String SKIPPED = "skipped: no browser here; chromium and chromedriver on the PATH run this test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    public static Browser open() {
        Optional<Path> chromium = onPath("chromium", "chromium-browser", "google-chrome");
        Optional<Path> chromedriver = onPath("chromedriver");
        boolean isHere = chromium.isPresent() && chromedriver.isPresent();
        if (!isHere) {
            System.out.println(SKIPPED);
        }
        assumeTrue(isHere, SKIPPED);
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--disable-background-networking", "--force-device-scale-factor=1", "--window-size=1400,950");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile()).usingAnyFreePort().build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<Path> onPath(String... programs) {
        return Stream.of(programs)
                .flatMap(program -> Stream
                        .of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder).resolve(program)))
                .filter(Files::isExecutable).findFirst();
    }

    public ChromeDriver driver() {
        return driver;
    }

    public Browser go(String address) {
        driver.get("about:blank"); // so that an address that differs behind its # alone is loaded anew
        driver.get(address);
        return this;
    }

    public Browser size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        return this;
    }

    /** The element, once it is there. */
    public WebElement find(String css) {
        return waitFor(PATIENCE, "an element " + css,
                () -> driver.findElements(By.cssSelector(css)).stream().findFirst());
    }

    private <T> T waitFor(Duration patience, String what, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(20_000_000);
        }
        return fail(
                "waited %d s for %s; the page's console: %s".formatted(patience.toSeconds(), what, errors()));
    }

    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Clicks on it; once more if the page has just then built it anew. */
    public Browser click(String css) {
        waitFor(PATIENCE, "a click on " + css, () -> {
            try {
                find(css).click();
                return Optional.of(css);
            } catch (StaleElementReferenceException e) {
                return Optional.empty();
            }
        });
        return this;
    }

    /** Waits until this expression of JavaScript is true. */
    public void until(String expression) {
        until(expression, PATIENCE);
    }

    public void until(String expression, Duration patience) {
        waitFor(patience, expression,
                () -> Optional.of(expression).filter(e -> value("Boolean(" + e + ")").equals(true)));
    }

    /** The value of an expression of JavaScript. */
    public Object value(String expression) {
        return driver.executeScript("return " + expression);
    }

    /** Errors that the page has written to its console since the last call. */
    public List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage)
                .toList();
    }

    /** A picture of the page as it stands, at a path. */
    public void picture(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.write(path, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Everything that was loaded for the page, in bytes over the wire. */
    public long loadedBytes() {
        Object bytes = value("""
                performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
                    .reduce((sum, entry) => sum + entry.transferSize, 0)""");
        return ((Number) bytes).longValue();
    }

    /** What the browser can do beyond WebDriver, by the DevTools protocol. */
    public Map<String, Object> devTools(String command, Map<String, Object> parameters) {
        return driver.executeCdpCommand(command, parameters);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
