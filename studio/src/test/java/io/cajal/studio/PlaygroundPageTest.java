package io.cajal.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The playground as its users meet it, in a browser. */
class PlaygroundPageTest {
    private static final String LAB = "document.querySelector('.playground').lab";
    private static final String FRAME = LAB + ".frame";

    @TempDir
    static Path folder;
    private static StudioServer studio;
    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.open();
        studio = StudioServer.start(new StudioServer.Settings(folder, "127.0.0.1", 0), _ -> {
        });
        browser.devTools("Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    @BeforeEach
    void tourIsKnown() {
        browser.size(1400, 950).go(studio.address() + "/icon.svg");
        browser.value("localStorage.setItem('playground-tour', 'seen')");
        browser.errors();
    }

    @AfterEach
    void noErrors() {
        assertEquals(List.of(), browser.errors());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (studio != null) {
            studio.close();
        }
    }

    @Test
    void aSpiralIsLearnedByClicks() {
        show("");
        browser.click("#data-spiral").click("#input-sinx").click("#input-siny");
        until(LAB + ".opened.spec.inputs.length === 4 && " + LAB + ".opened.spec.data.name === 'spiral' && "
                + FRAME);
        grow(0, 8);
        grow(1, 8);
        browser.click("#rate option[value='0.1']");
        until(LAB + ".opened.spec.optimizer.rate === 0.1 && " + FRAME);
        browser.click("#speed option[value='0']").click("#play");
        until(FRAME + "?.test.accuracy >= 0.95", Duration.ofSeconds(40));
        browser.click("#play");
        until("!" + FRAME + ".playing");
        assertEquals(8, number(FRAME + ".weights[1].length"));
        assertTrue(browser.find("#test-accuracy").getText().endsWith("%"));
    }

    @Test
    void aWeightIsEditedByClick() {
        show("#data=xor&layers=3&seed=7");
        Object before = browser.value(FRAME + ".test.loss");
        clickLink("0-1-0");
        retype(".popover input", "4.25");
        until(FRAME + ".weights[0][1][0] === 4.25");
        until(FRAME + ".test.loss !== " + before);
        browser.click("#bias-0-2");
        retype(".popover input", "-1.5");
        until(FRAME + ".biases[0][2] === -1.5");
        until("location.hash.includes('edits=0:w:0:1:0:4.25,0:b:0:2:-1.5')");
        browser.click("#reset");
        until(FRAME + "?.test.loss === " + before);
    }

    @Test
    void aLinkReopensToTheSameCurve() {
        show("#data=moons&noise=0.2&layers=5-Relu,3&optimizer=adam&rate=0.01&batch=7&seed=share&speed=300");
        browser.click("#play");
        until(FRAME + ".step > 400");
        browser.click("#play");
        until("!" + FRAME + ".playing");
        browser.click("#share");
        until("document.querySelector('#link').value.includes('step=' + " + FRAME + ".step)");
        String link = browser.find("#link").getDomProperty("value");
        String curve = curve();
        String weights = json(FRAME + ".weights");
        assertTrue(curve.length() > 1000, curve);
        assertEquals(studio.address(), link.substring(0, studio.address().length()));

        browser.go(link);
        long step = number("+/step=(\\d+)/.exec(location.hash)[1]");
        until(FRAME + "?.step === " + step + " && !" + FRAME + ".playing");
        assertEquals(weights, json(FRAME + ".weights"));
        assertEquals(curve, curve());
    }

    @Test
    void timeTravelBranchesAndCompares() {
        show("#data=circle&layers=4&speed=0&until=20");
        browser.click("#play");
        until(FRAME + ".step === 500 && !" + FRAME + ".playing");
        String first = json(FRAME + ".weights");
        WebElement scrubber = browser.find("#scrubber");
        scrubber.sendKeys(Keys.HOME);
        until(FRAME + ".step === 0");
        times(3, "#forward");
        until(FRAME + ".step === 3");
        browser.click("#bias-1-0");
        retype(".popover input", "2");
        until(FRAME + ".branches.length === 2");
        assertEquals(3, number(FRAME + ".branches[1].at"));
        browser.click("#step");
        until(FRAME + ".step === 25");

        browser.click(".branch:not(.on) .compare");
        until(FRAME + ".other?.step === 25 && " + LAB + ".otherCurve.points.length > 2");
        assertTrue(browser.find("#plane-other").isDisplayed());
        assertNotEquals(json(FRAME + ".other.test.loss"), json(FRAME + ".test.loss"));
        browser.click(".branch:not(.on) .take");
        until(FRAME + ".step === 500");
        assertEquals(first, json(FRAME + ".weights"));
        browser.click(".branch:not(.on) .drop");
        until(FRAME + ".branches.length === 1 && document.querySelector('#branches').hidden");
    }

    @Test
    void theReasonMultipliesToTheGradient() {
        show("#data=gauss&layers=3&batch=5&seed=why");
        browser.click("#unit-0-1").click(".popover tr:nth-child(2) .why");
        until("!document.querySelector('#why').hidden");
        List<WebElement> rows = browser.all(".why-table tbody tr");
        assertEquals(5, rows.size());
        double sum = 0;
        for (WebElement row : rows) {
            List<Double> cells = row.findElements(org.openqa.selenium.By.cssSelector("td.number")).stream()
                    .map(cell -> parse(cell.getText())).toList();
            double product = cells.get(0) * cells.get(2) * cells.get(3);
            assertEquals(cells.get(4), product, 0.02 * Math.abs(product) + 1e-9);
            sum += product;
        }
        double gradient = parse(browser.find("#why-gradient").getText());
        assertEquals(gradient, sum / 5, 0.02 * Math.abs(gradient) + 1e-4);
        double old = ((Number) browser.value(FRAME + ".weights[0][1][0]")).doubleValue();
        browser.click("#forward");
        until(FRAME + ".step === 1");
        double now = ((Number) browser.value(FRAME + ".weights[0][1][0]")).doubleValue();
        assertEquals(-0.03 * gradient, now - old, 0.002 * Math.abs(gradient));
        until("document.querySelector('#why').dataset.step === '1'");
        browser.find("#why .close").sendKeys(Keys.ESCAPE);
        until("document.querySelector('#why').hidden");
    }

    @Test
    void everyOptimizerExplainsItsStep() {
        for (String optimizer : List.of("sgd", "adam", "adamw", "rmsprop", "adagrad", "lbfgs")) {
            show("#data=circle&layers=2&optimizer=" + optimizer + "&seed=rule");
            browser.click("#step");
            until(FRAME + ".epoch === 1");
            browser.click("#unit-0-1").click(".popover tr:nth-child(2) .why");
            until("!document.querySelector('#why').hidden && document.querySelectorAll('#why math').length > 3");
        }
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void linksOfTheOldPlaygroundOpen() {
        show("#activation=relu&regularization=L2&batchSize=20&dataset=spiral&regDataset=reg-plane&learningRate=0.1"
                + "&regularizationRate=0.003&noise=15&networkShape=6,5,2&seed=0.55&showTestData=true&discretize=true"
                + "&percTrainData=70&x=true&y=false&xTimesY=true&xSquared=false&ySquared=false&cosX=false&sinX=true"
                + "&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false"
                + "&noise_hide=true&stepButton_hide=true");
        assertEquals(
                "{\"data\":{\"name\":\"spiral\",\"count\":500,\"noise\":0.15,\"share\":0.7},"
                        + "\"inputs\":[\"x\",\"xTimesY\",\"sinX\"]}",
                json("{ data: " + LAB + ".spec.data, inputs: " + LAB + ".spec.inputs }"));
        assertEquals("6,5,2|Relu|square|playground|0.1|l2|0.003|20|0.55",
                browser.value(
                        """
                (spec => [spec.layers.map(layer => layer.units), spec.layers[2].activation, spec.loss, spec.initial,
                    spec.optimizer.rate, spec.penalty.name, spec.penalty.rate, spec.batch, spec.seed].join('|'))(%s.spec)"""
                                .formatted(LAB)));
        assertTrue(browser.find("#see-test").isSelected());
        assertTrue(!browser.find("#step").isDisplayed() && !browser.find("#noise").isDisplayed());
        assertTrue(browser.find("#play").isDisplayed());
        until("location.hash.startsWith('#tab=playground&data=spiral')");
    }

    @Test
    void theTourGoesByKeyboard() {
        browser.value("localStorage.removeItem('playground-tour')");
        show("");
        browser.find("#tour-box");
        for (int step = 1; step <= 5; step++) {
            until("document.querySelector('#tour-title').textContent !== '' && document.activeElement.id === 'tour-next'"
                    + " && document.querySelector('#tour-box .number').textContent === '" + step + " / 5'");
            assertEquals(1, browser.all(".lit").size());
            browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        }
        until("document.querySelector('#tour-box') === null && document.querySelector('.lit') === null");
        show("");
        assertEquals(0, browser.all("#tour-box").size());
        browser.click("#tour");
        browser.find("#tour-next").sendKeys(Keys.ESCAPE);
        until("document.querySelector('#tour-box') === null");
    }

    @Test
    void onesOwnPointsAreDrawnAndPasted() {
        show("");
        browser.click("#data-own");
        until(LAB + ".opened.spec.data.name === 'own'");
        browser.click("#draw-clear").click("#brush-0");
        drag(60, 60, 120, 120);
        browser.click("#brush-1");
        drag(200, 60, 250, 120);
        until(LAB + ".opened.train.length + " + LAB + ".opened.test.length < 100");
        assertEquals(2, number(LAB + ".opened.classes"));
        browser.click("#table-open");
        browser.find("#table").sendKeys("x;y;label\n0;0;a\n1;1;b\n-1;1;c\n2;2;a\n-2;-1;b\n1;-3;c\n");
        browser.click("#table-use");
        until(LAB + ".opened.classes === 3");
        browser.click("#table-open");
        browser.find("#table").sendKeys("1,2,a\n1,2,b\n3,4,a\n1,x,b\n");
        browser.click("#table-use");
        assertEquals("Line 4 is not x, y, label: 1, x, b", browser.find(".popover .wrong").getText());
    }

    @Test
    void controlsKeysAndExport() throws Exception {
        show("#data=circle&layers=3");
        browser.find("body").sendKeys(" ");
        until(FRAME + ".playing");
        browser.find("body").sendKeys(" ");
        until("!" + FRAME + ".playing");
        browser.find("#unit-0-0").sendKeys(Keys.ARROW_DOWN);
        assertEquals("unit-0-1", browser.value("document.activeElement.id"));
        browser.click("#more").click("#optimizer option[value='adam']");
        until(LAB + ".opened.spec.optimizer.name === 'adam'");
        browser.click("#problem option[value='values']");
        until(LAB + ".opened.problem === 'values'");
        until("document.querySelector('#confusion').hidden");
        browser.click("#problem option[value='classes']").click("#data-rings");
        until(LAB + ".opened.classes === 3 && " + FRAME + "?.confusion.length === 3");
        browser.click("#layer-0").click(".popover input[type=checkbox]");
        until(LAB + ".opened.spec.layers[0].norm");
        browser.click("#export").click("#export-java");
        waitForFile();
    }

    @Test
    void whatBlowsUpIsExplained() {
        show("#data=plane&layers=4-Relu,4-Relu&rate=10&speed=0&seed=1");
        browser.click("#play");
        until("document.querySelector('#event.diverged') !== null && !document.querySelector('#event').hidden");
        browser.click("#event button");
        until(LAB + ".opened.spec.optimizer.rate === 1 && document.querySelector('#event').hidden");
    }

    @Test
    void fitsAPhoneAndALesson() {
        browser.size(500, 900); // a window is no narrower; the page is told that it is on a phone
        browser.devTools("Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
        try {
            show("#data=spiral&layers=8,8,8");
            assertEquals(390, number("innerWidth"));
            assertTrue(number("document.documentElement.scrollWidth") <= 390);
            assertTrue(number("document.querySelector('.net .scroller').scrollWidth") > 390);
        } finally {
            browser.devTools("Emulation.clearDeviceMetricsOverride", Map.of());
        }
        browser.size(1400, 950).go(studio.address() + "/?class#data=xor");
        until(FRAME + "?.step === 0");
        assertTrue(!browser.find("#more").isDisplayed() && !browser.find("#export").isDisplayed());
    }

    @Test
    void theFirstLoadIsSmall() {
        show("");
        assertTrue(browser.loadedBytes() < 300_000, "bytes of the first load: " + browser.loadedBytes());
    }

    private static void show(String hash) {
        browser.go(studio.address() + "/" + hash);
        until("document.querySelector('.playground')?.lab.frame");
    }

    /** Waits until it is true; what is not there yet, or for a moment, is not true. */
    private static void until(String expression) {
        until(expression, Duration.ofSeconds(30));
    }

    private static void until(String expression, Duration patience) {
        browser.until("(() => { try { return %s } catch (_) { return false } })()".formatted(expression),
                patience);
    }

    /** Adds units to a hidden layer by its button. */
    private static void grow(int layer, int units) {
        String now = LAB + ".opened.spec.layers[" + layer + "].units";
        for (long count = number(now); count < units; count++) {
            until(now + " === " + count + " && " + FRAME);
            browser.click("#more-" + layer);
        }
        until(now + " === " + units + " && " + FRAME);
    }

    private static void times(int count, String css) {
        for (int i = 0; i < count; i++) {
            browser.click(css);
        }
    }

    private static void retype(String css, String text) {
        WebElement input = browser.find(css);
        input.sendKeys(Keys.chord(Keys.CONTROL, "a"), text, Keys.ENTER);
        until("document.querySelector('.popover') === null");
    }

    /** Clicks on a line of the network, somewhere where no other lies above it. */
    private static void clickLink(String name) {
        Object place = browser.value("""
                (path => {
                  for (let part = 0.05; part < 1; part += 0.01) {
                    const p = path.getPointAtLength(part * path.getTotalLength()).matrixTransform(path.getScreenCTM());
                    if (document.elementFromPoint(p.x, p.y) === path) return [Math.round(p.x), Math.round(p.y)];
                  }
                })(document.querySelector('[data-link="%s"]'))""".formatted(name));
        List<?> xy = (List<?>) place;
        new Actions(browser.driver())
                .moveToLocation(((Number) xy.get(0)).intValue(), ((Number) xy.get(1)).intValue()).click()
                .perform();
    }

    /** A stroke on the output plane, in its pixels. */
    private static void drag(int x1, int y1, int x2, int y2) {
        WebElement plane = browser.find("#plane");
        int left = plane.getSize().width / 2;
        int top = plane.getSize().height / 2;
        new Actions(browser.driver()).moveToElement(plane, x1 - left, y1 - top).clickAndHold()
                .moveToElement(plane, x2 - left, y1 - top).moveToElement(plane, x2 - left, y2 - top).release()
                .perform();
    }

    private static void waitForFile() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (var files = Files.list(folder)) {
                if (files.anyMatch(file -> file.toString().endsWith(".java"))) {
                    return;
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no exported file");
    }

    private static String curve() {
        return json(LAB + ".curve.points");
    }

    private static String json(String expression) {
        return (String) browser.value("JSON.stringify(" + expression + ")");
    }

    private static long number(String expression) {
        return ((Number) browser.value(expression)).longValue();
    }

    private static double parse(String shown) {
        return Double.parseDouble(shown.replace('−', '-').replace(",", ""));
    }
}
