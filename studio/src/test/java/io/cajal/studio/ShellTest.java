package io.cajal.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The frame of the page, in a browser. */
class ShellTest {
    @TempDir
    Path runs;

    @Test
    void tabsThemeAndWeight() throws Exception {
        try (StudioServer studio = StudioServer.start(new StudioServer.Settings(runs, "127.0.0.1", 0), _ -> {
        });
                Browser browser = Browser.open()) {
            browser.go(studio.address());
            browser.find("#tab-playground[aria-selected=true]");
            assertTrue(browser.loadedBytes() < 300_000, "bytes of the first load: " + browser.loadedBytes());
            for (String tab : List.of("images", "runs", "models", "playground")) {
                browser.click("#tab-" + tab);
                browser.find("main.tab-" + tab);
                assertEquals("true", browser.find("#tab-" + tab).getDomAttribute("aria-selected"));
            }
            Object before = browser.value("document.documentElement.dataset.theme");
            browser.click("#theme");
            assertTrue(!before.equals(browser.value("document.documentElement.dataset.theme")));
            assertEquals(List.of(), browser.errors());
        }
    }
}
