package io.cajal.report;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The fonts of charts. Where Java finds none, as in a small container, text is drawn in the one that travels with Cajal:
 * DejaVu Sans, its Latin, Greek and Cyrillic letters and the signs of formulas.
 */
public final class Fonts {
    private static final String FILE = "DejaVuSans.ttf";
    private static final boolean OWN = !found() && useOwn();

    private Fonts() {
    }

    /** To be called before anything else draws text. */
    static void ready() {
        // all is done when this class is loaded
    }

    /** Whether Java found no fonts, and text is drawn in Cajal's own. */
    public static boolean own() {
        return OWN;
    }

    public static Font plain(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }

    public static Font bold(int size) {
        return new Font(Font.SANS_SERIF, Font.BOLD, size);
    }

    private static boolean found() {
        Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            g.setFont(plain(1));
            g.drawString("x", 0, 0);
            return true;
        } catch (RuntimeException | Error _) { // Java's two ways to say that there are no fonts
            return false;
        } finally {
            g.dispose();
        }
    }

    /** Java asks again after a failure, and prefers the fonts that this property's file names. */
    private static boolean useOwn() {
        try {
            Path folder = Files.createTempDirectory("cajal-fonts");
            Path font = folder.resolve(FILE);
            Path names = folder.resolve("fontconfig.properties");
            for (Path file : new Path[] {folder, font, names}) {
                file.toFile().deleteOnExit(); // the last first
            }
            try (InputStream in = Fonts.class.getResourceAsStream(FILE)) {
                Files.copy(in, font);
            }
            Properties properties = new Properties();
            properties.setProperty("version", "1");
            properties.setProperty("sequence.allfonts", "all");
            properties.setProperty("allfonts.all", "DejaVu Sans");
            properties.setProperty("filename.DejaVu_Sans", font.toString());
            try (Writer writer = Files.newBufferedWriter(names)) {
                properties.store(writer, null);
            }
            System.setProperty("sun.awt.fontconfig", names.toString());
            return found();
        } catch (IOException _) {
            return false; // then charts are missing, as the report says
        }
    }
}
