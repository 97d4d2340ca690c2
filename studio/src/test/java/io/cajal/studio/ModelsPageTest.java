package io.cajal.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Digits;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Softmax;
import io.cajal.optim.Adam;
import io.cajal.tensor.Window;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.By;

/** The models tab, as a user has it. */
class ModelsPageTest {
    private static final Path PICTURES = Path.of("target");

    @TempDir
    static Path folder;
    private static StudioServer studio;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.open();
        Path run = Files.createDirectories(folder.resolve("runs/mine"));
        learn().save(run.resolve("model.safetensors"));
        Files.writeString(run.resolve("run.json"),
                "{\"recipe\": \"mine\", \"metric\": \"loss\", \"value\": 0.5}");
        studio = StudioServer.start(new StudioServer.Settings(folder.resolve("runs"), "127.0.0.1", 0), _ -> {
        });
    }

    @AfterAll
    static void stop() {
        if (studio != null) {
            studio.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void atADesk() {
        browser.size(1400, 1093);
        browser.errors(); // those of the test before, some of which are meant
    }

    /** A small network that has seen a few digits. */
    private static Model learn() throws IOException {
        Rng rng = Rng.of(1);
        Dataset few = Digits.load().range(0, 200);
        Layer network = Sequential.of(Conv2d.of(1, 4, Window.of(5).padding(2), 1, rng), new Relu(),
                new MaxPool2d(Window.of(4).stride(4)), new Flatten(),
                Residual.of(Linear.of(196, 16, rng), new Relu(), Linear.of(16, 196, rng)),
                Linear.of(196, 10, rng));
        new Trainer(network, new CrossEntropy(), new Adam(network, 1e-3)).epochs(1).fit(few, rng);
        return new Model(network, Model.Input.image(1, 28, 28), few.classes(),
                Map.of("recipe", "mine", "seed", "1"));
    }

    private static void open(String place) {
        browser.go(studio.address() + "#tab=models" + place);
    }

    /** How many pixels of a canvas have been drawn on. */
    private static long drawn(String css) {
        return ((Number) browser.value("""
                (canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
                    .filter((byte, i) => i %% 4 === 3 && byte > 0).length)(document.querySelector('%s'))"""
                .formatted(css))).longValue();
    }

    @Test
    void oneModelIsThereBeforeAnythingIsTrained() {
        open("");
        browser.click(".entry[data-model='studio/lenet-5']");
        browser.until("document.querySelector('.model .head')?.textContent.includes('LeNet-5')");
        browser.until("document.querySelectorAll('.box').length > 10");
    }

    @Test
    void aModelIsListedOpenedAndLookedInto() throws IOException {
        open("");
        browser.find(".entry[data-model='mine/model.safetensors'][aria-selected=true]");
        browser.find(".box[data-layer='0'][aria-pressed=true]"); // the first layer with weights is shown at once
        assertEquals(8, browser.all(".box").size());
        assertEquals(1, browser.all(".join").size());
        browser.click(".box[data-layer='4.body.0'] .body");
        browser.until("document.querySelector('#layer h2')?.textContent === 'Linear 4.body.0'");
        assertTrue(drawn("canvas.histogram") > 500, "the histogram is drawn");
        assertTrue(drawn("canvas.weights") > 500, "the weights are drawn");
        String figures = browser.find("#layer dl").getText().replace("\n", " ");
        assertTrue(figures.startsWith("numbers 3,136 "), figures);
        assertTrue(browser.value("location.hash").toString().contains("layer=4.body.0"));
        browser.until("document.querySelector('#check')?.textContent.includes('14 rules')");
        browser.click("#facts-run summary");
        assertTrue(browser.find("#facts-run").getText().contains("0.5"));
        browser.picture(PICTURES.resolve("models.png"));
        // The address is the state, and the keyboard does what the mouse does.
        browser.go(browser.driver().getCurrentUrl());
        browser.until("document.querySelector('#layer h2')?.textContent === 'Linear 4.body.0'");
        browser.find(".box[data-layer='4.body.0']").sendKeys(Keys.ARROW_UP);
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        browser.until("document.querySelector('#layer h2')?.textContent === 'Flatten 3'");
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void aFileThatIsGiven() throws IOException {
        Path file = folder.resolve("given.safetensors");
        new Model(Sequential.of(Linear.of(3, 4, Rng.of(1)), new Softmax(-1)),
                Model.Input.numbers(List.of("a", "b", "c")),
                List.of("k", "l", "m", "n"), Map.of()).save(file);
        open("");
        browser.find(".box");
        browser.find("#model-file").sendKeys(file.toString());
        browser.until("document.querySelector('.model h1')?.textContent === 'given.safetensors'");
        browser.find(".entry[data-model='upload:1'][aria-selected=true]");
        browser.find(".box[data-layer='1'] .badge"); // a softmax before the loss's own
        browser.picture(PICTURES.resolve("models-given.png"));
        browser.driver().executeScript("""
                const data = new DataTransfer();
                data.items.add(new File(['this is no model'], 'note.txt'));
                document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
                """);
        browser.until("document.querySelector('.notice')?.textContent.startsWith('note.txt cannot be read')");
        assertEquals("given.safetensors", browser.find(".model h1").getText());
        assertEquals(1, browser.errors().stream().filter(line -> line.contains("400")).count()); // the browser's own line
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void anAddressThatLeadsNowhere() {
        open("&model=../secret/model.safetensors&layer=nothing");
        browser.until("document.querySelector('.notice')?.textContent.includes('there is no model')");
        browser.click(".entry");
        browser.find(".box[aria-pressed=true]");
    }

    @Test
    void theChartLives() throws IOException {
        open("");
        browser.click("#view-types");
        browser.until("document.querySelectorAll('.card').length === 27");
        assertEquals(13, browser.all(".legend-panel .legend li").size());
        assertEquals(9, browser.all(".card.live").size());
        browser.until("document.querySelector('[data-live=FF] .says').textContent.includes('XOR')");
        Object before = browser.value("document.querySelector('[data-live=FF] .says').textContent");
        browser.until("document.querySelector('[data-live=FF] .says').textContent !== " + quoted(before));
        browser.until("document.querySelector('[data-live=FF] .body').style.fillOpacity !== ''");
        browser.picture(PICTURES.resolve("zoo.png"));
        browser.click("#zoo-run");
        assertEquals("false", browser.find("#zoo-run").getDomAttribute("aria-pressed"));
        browser.find(".card[data-type=DCN] .more").sendKeys(Keys.ENTER);
        browser.until("document.querySelector('dialog[open]')?.textContent.includes('cajal run lenet-5')");
        assertTrue(browser.value("location.hash").toString().contains("type=DCN"));
        browser.click("dialog .close");
        browser.until("!document.querySelector('dialog[open]') && !location.hash.includes('type=')");
        assertEquals(List.of(), browser.errors());
    }

    private static String quoted(Object text) {
        return "'" + text.toString().replace("'", "\\'") + "'";
    }

    @Test
    void aPageOutOfSightAsksNothing() {
        open("&view=types");
        browser.find("[data-live=P] .says");
        browser.until("document.querySelector('[data-live=P] .says').textContent !== '…'");
        // Far below there is no living card in sight.
        browser.driver().executeScript("document.querySelector('main').style.paddingTop = '5000px'");
        browser.driver().executeScript("""
                window.frames27 = 0;
                new MutationObserver(() => window.frames27++).observe(document.querySelector('.zoo'),
                    { subtree: true, childList: true, characterData: true });""");
        browser.until(
                "(window.last27 === window.frames27 ? window.still27 = (window.still27 ?? 0) + 1 : (window.last27 = "
                        + "window.frames27, window.still27 = 0), window.still27 > 60)");
        browser.driver().executeScript("document.querySelector('main').style.paddingTop = ''");
        browser.until("window.frames27 > window.last27");
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void onAPhone() throws IOException {
        browser.size(390, 987);
        open("&model=mine/model.safetensors");
        browser.until("document.querySelector('canvas.histogram')");
        assertTrue(fits(), "no sideways scrolling");
        browser.picture(PICTURES.resolve("models-phone.png"));
        open("&view=types");
        browser.until("document.querySelectorAll('.card').length === 27");
        assertTrue(fits(), "no sideways scrolling");
        browser.picture(PICTURES.resolve("zoo-phone.png"));
        assertTrue(browser.driver().findElements(By.cssSelector(".card")).getFirst().getSize().width > 300);
        assertEquals(List.of(), browser.errors());
    }

    private static boolean fits() {
        return browser.value("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
                .equals(true);
    }
}
