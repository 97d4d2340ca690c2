package io.cajal.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.train.Model;
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
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The images tab, as somebody uses it who draws, clicks and types. */
class ImagesPageTest {
    @TempDir
    static Path runs;
    private static StudioServer studio;
    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        Rng rng = Rng.of(1);
        Files.createDirectories(runs.resolve("colours"));
        new Model(Sequential.of(Conv2d.of(3, 5, 3, rng.split(1)), new Relu(), new Flatten(),
                Linear.of(5 * 14 * 14, 3, rng.split(2))), Model.Input.image(3, 16, 16),
                List.of("red", "green", "blue"), Map.of("recipe", "test"))
                .save(runs.resolve("colours/model.safetensors"));
        browser = Browser.open();
        studio = StudioServer.start(new StudioServer.Settings(runs, "127.0.0.1", 0), _ -> {
        });
    }

    @AfterAll
    static void close() {
        if (studio != null) {
            studio.close();
            browser.close();
        }
    }

    @BeforeEach
    void load() {
        browser.size(1400, 1000).go(studio.address() + "/#tab=images");
        browser.until(
                "document.querySelector('#verdict strong') && document.querySelectorAll('.thumb').length > 9");
    }

    private static String read() {
        return String.valueOf(browser.value("document.querySelector('#verdict strong')?.textContent"));
    }

    private static void untilRead(String digit) {
        browser.until("document.querySelector('#verdict strong')?.textContent === '" + digit + "'");
    }

    /** Draws a line through points given as shares of the pad. */
    private static void draw(double... points) {
        WebElement pad = browser.find("#pad");
        double width = pad.getSize().width;
        double height = pad.getSize().height;
        Actions actions = new Actions(browser.driver());
        for (int i = 0; i < points.length; i += 2) {
            int x = (int) ((points[i] - 0.5) * width);
            int y = (int) ((points[i + 1] - 0.5) * height);
            actions.moveToElement(pad, x, y);
            if (i == 0) {
                actions.clickAndHold();
            }
        }
        actions.release().perform();
    }

    /** Waits until what is shown is what was asked for last. */
    private static void rest() {
        browser.until("document.querySelector('main').getAttribute('aria-busy') === 'false'");
    }

    /** The pixels of a canvas, in short. */
    private static Object pixels(String id) {
        return browser.value("document.getElementById('" + id + "').toDataURL()");
    }

    @Test
    void aDigitDrawnWithTheMouseIsRead() {
        browser.click("#clear");
        browser.until("document.querySelector('#verdict').textContent.startsWith('Draw')");
        draw(0.25, 0.2, 0.75, 0.2, 0.6, 0.5, 0.45, 0.85);
        untilRead("7");
        rest();
        Object seven = pixels("seen");
        Object maps = pixels("sheet-2");
        browser.click("#clear");
        draw(0.5, 0.15, 0.5, 0.5, 0.48, 0.85);
        untilRead("1");
        rest();
        assertNotEquals(seven, pixels("seen"));
        assertNotEquals(maps, pixels("sheet-2"));
        browser.click("#undo").click("#undo");
        untilRead("7");
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void aStrokeDrawnWithKeysIsRead() {
        browser.click("#clear");
        browser.driver().executeScript("document.getElementById('eraser').focus()");
        new Actions(browser.driver()).keyDown(Keys.SHIFT).sendKeys(Keys.TAB, Keys.TAB, Keys.TAB)
                .keyUp(Keys.SHIFT)
                .perform();
        assertEquals("pad", browser.value("document.activeElement.id"));
        WebElement pad = browser.find("#pad");
        for (int i = 0; i < 10; i++) {
            pad.sendKeys(Keys.ARROW_UP);
        }
        pad.sendKeys(" ");
        for (int i = 0; i < 20; i++) {
            pad.sendKeys(Keys.ARROW_DOWN);
        }
        pad.sendKeys(" ");
        untilRead("1");
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void anExampleLoadedByKeysShowsItsMaps() {
        browser.driver().executeScript("document.querySelector('.thumb').focus()");
        for (int i = 0; i < 4; i++) {
            browser.driver().switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT);
        }
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        untilRead("2");
        rest();
        for (int i = 0; i < 7; i++) {
            assertTrue((boolean) browser.value("""
                    (() => { const sheet = document.getElementById('sheet-%d');
                      const data = new Uint32Array(sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height)
                          .data.buffer);
                      return new Set(data).size > 8; })()""".formatted(i)), "shades in stage " + i);
        }
        assertEquals(List.of("C1", "S2", "C3", "S4", "C5", "F6", "Output"),
                browser.all(".stage h3").stream().map(WebElement::getText).toList());
        browser.find("#sheet-2").sendKeys(Keys.ARROW_RIGHT);
        browser.until("document.querySelector('#unit-name').textContent === 'C3, map 2 of 16'");
        assertEquals(6, browser.all("#kernels canvas").size());
        assertTrue(browser.find("#field-text").getText().contains("14 × 14"));
        new Actions(browser.driver()).moveToElement(browser.find("#sheet-0"), 0, 0).perform();
        browser.until("document.querySelector('#unit-name').textContent.startsWith('C1, map')");
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void turningAndNoiseChangeThePictureAndTheCurve() {
        browser.click(".thumb[data-label='7']");
        untilRead("7");
        browser.until(
                "document.querySelector('#curve-turned-words').textContent.startsWith('Read as 7 from')");
        Object upright = pixels("seen");
        Object marker = browser.value("document.querySelector('#curve-turned .marker').getAttribute('x1')");
        Object curve = browser.value("document.querySelector('#curve-noisy .line').getAttribute('points')");
        for (int i = 0; i < 12; i++) {
            browser.find("#angle").sendKeys(Keys.ARROW_RIGHT);
        }
        browser.until(
                "document.querySelector('#curve-noisy .line').getAttribute('points') !== '" + curve + "'");
        browser.until("location.hash.includes('angle=12')");
        rest();
        assertNotEquals(upright, pixels("seen"));
        assertNotEquals(marker,
                browser.value("document.querySelector('#curve-turned .marker').getAttribute('x1')"));
        Object turned = pixels("seen");
        browser.find("#noise").sendKeys(Keys.END);
        browser.until("document.getElementById('seen').toDataURL() !== '" + turned + "'");
        browser.until("location.hash.includes('noise=1')");
        rest();
        Object noisy = pixels("seen");
        browser.go(browser.value("location.href").toString());
        browser.until("document.getElementById('seen')?.toDataURL() === '" + noisy + "'"); // a link is the state
        browser.click("#upright");
        browser.until("document.getElementById('seen')?.toDataURL() === '" + upright + "'");
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void whatItReadsWronglyWhatItLooksAtAndWhatItWouldLikeToSee() {
        browser.click("#examples-wrong");
        browser.until("document.querySelectorAll('.thumb').length > 9");
        WebElement thumb = browser.find(".thumb");
        String label = thumb.getDomAttribute("data-label");
        thumb.click();
        browser.until("document.querySelector('#verdict strong').textContent !== '" + label + "'");
        browser.until("document.getElementById('occlusion').width === 28");
        assertNotEquals(label, read());
        Object saliency = pixels("saliency");
        browser.click(".bar:nth-child(%d)".formatted(Integer.parseInt(label) + 1)); // ask about the right one instead
        browser.until("document.getElementById('saliency').toDataURL() !== '" + saliency + "'");
        browser.click("#climb-go");
        browser.until("/Step [1-9]/.test(document.getElementById('climb-words').textContent)");
        browser.click("#climb-go").click("#climb-take");
        browser.until("location.hash.indexOf('digit') < 0");
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void anotherNetworkInTheDarkOnAPhone() {
        browser.size(390, 844);
        browser.click("#network option[value=colours]");
        browser.until(
                "document.querySelectorAll('.bar').length === 3 && document.querySelectorAll('.stage').length === 2");
        draw(0.3, 0.3, 0.7, 0.7);
        rest();
        assertEquals(5L, browser.value("document.querySelectorAll('.stage .under canvas').length"));
        assertTrue(browser.find("#tint").isDisplayed());
        browser.click("#theme");
        assertTrue(((Number) browser.value("document.documentElement.scrollWidth")).intValue() <= 390,
                "nothing sticks out at the side");
        browser.click("#theme");
        assertEquals(List.of(), browser.errors());
    }
}
