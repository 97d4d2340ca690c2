package io.cajal.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.BitmapEncoder;

class FontsTest {
    private static final String LETTERS = "Loss → 0.5 × σ² ≥ −1, Žlutý кот";

    @TempDir
    private Path folder;

    /** What a machine without fonts draws: text, and a chart. */
    static final class Draw {
        public static void main(String[] arguments) throws IOException {
            BufferedImage chart = BitmapEncoder.getBufferedImage(Charts.lines("epoch", "loss", 1));
            ImageIO.write(chart, "png", Path.of(arguments[0]).toFile());
            BufferedImage text = new BufferedImage(400, 30, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = text.createGraphics();
            g.setFont(Fonts.bold(14));
            g.setColor(Color.WHITE);
            g.drawString(LETTERS, 4, 20);
            long drawn = Arrays.stream(text.getRGB(0, 0, 400, 30, null, 0, 400))
                    .filter(pixel -> (pixel & 0xff) > 0).count();
            System.out.println(Fonts.own() + " " + (drawn > 400));
        }
    }

    /** As in a small container: the system's library of fonts has none. */
    @Test
    void aMachineWithoutFontsDrawsInCajalsOwn() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "others always have fonts");
        Path none = Files.writeString(folder.resolve("none.conf"),
                "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig/>");
        Path chart = folder.resolve("chart.png");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true", "-Duser.home=" + folder, "-Djava.io.tmpdir=" + temporary, "-cp",
                System.getProperty("java.class.path"), Draw.class.getName(), chart.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("FONTCONFIG_FILE", none.toString()));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals("true true", said.lines().reduce((_, last) -> last).orElse(""), said);
        assertTrue(Files.size(chart) > 0);
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** The marks that Cajal's own charts and names of classes need. */
    @Test
    void theOwnFontHasTheSigns() throws Exception {
        Font own = Font.createFont(Font.TRUETYPE_FONT, Fonts.class.getResourceAsStream("DejaVuSans.ttf"));
        assertEquals(-1, own.canDisplayUpTo(LETTERS + "äßçñøåŐşğ ΑΩλμπΣ √∞≈≠≤±·…–“”„‘’«»€№°¹³ₙ‖⟨⟩✓✗"));
        assertTrue(own.getStringBounds(LETTERS, new FontRenderContext(null, true, true)).getWidth() > 10);
    }
}
