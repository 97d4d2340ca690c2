package io.cajal.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Numbers of a matrix as colours, row by row from the top, beside a scale that says what the colours mean. A
 * text may stand on each cell.
 */
public final class HeatMap {
    /** From small to large: dark to light, for people of every colour vision. */
    public static final List<Integer> RISING = List.of(0x2a1858, 0x2c4f8f, 0x1f8a8c, 0x58b86a, 0xf4e04d);
    /** From negative over white to positive. */
    public static final List<Integer> SIGNED = List.of(0x1d4ed8, 0x93b4f5, 0xffffff, 0xf7a8a0, 0xb91c1c);
    private static final int EDGE = 10;
    private static final int LINE = 20;
    private static final int BAR = 14;
    private static final Font FONT = Fonts.plain(12);
    private static final Color INK = new Color(0x374151);
    private static final double DARK = 140;

    private HeatMap() {
    }

    /**
     * @param texts one for each cell, row by row, or none
     * @param low the number of the first colour
     * @param high the number of the last
     * @param across what stands below, such as {@code step →}
     * @param cellWidth pixels of the picture for a cell
     */
    public static BufferedImage of(double[][] values, List<String> texts, List<Integer> colours, double low,
            double high, String across, int cellWidth, int cellHeight) {
        int wide = values[0].length * cellWidth;
        int tall = values.length * cellHeight;
        FontMetrics metrics = metrics();
        String[] marks = {number(high), number((low + high) / 2), number(low)};
        int scale = Arrays.stream(marks).mapToInt(metrics::stringWidth).max().orElse(0) + BAR + 3 * EDGE;
        BufferedImage image = new BufferedImage(EDGE + wide + scale,
                2 * EDGE + tall + (across.isEmpty() ? 0 : LINE), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.setFont(FONT);
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                Color colour = colour(colours, (values[i][j] - low) / (high - low));
                g.setColor(colour);
                g.fillRect(EDGE + j * cellWidth, EDGE + i * cellHeight, cellWidth, cellHeight);
                if (!texts.isEmpty()) {
                    g.setColor(ink(colour));
                    String text = texts.get(i * values[i].length + j);
                    g.drawString(text, EDGE + j * cellWidth + (cellWidth - metrics.stringWidth(text)) / 2,
                            EDGE + i * cellHeight + (cellHeight + metrics.getAscent() - 3) / 2);
                }
            }
        }
        scale(g, colours, marks, 2 * EDGE + wide, tall);
        g.setColor(INK);
        g.drawString(across, EDGE, EDGE + tall + LINE - 4);
        g.dispose();
        return image;
    }

    private static void scale(Graphics2D g, List<Integer> colours, String[] marks, int left, int tall) {
        for (int y = 0; y < tall; y++) {
            g.setColor(colour(colours, 1 - (double) y / Math.max(1, tall - 1)));
            g.fillRect(left, EDGE + y, BAR, 1);
        }
        g.setColor(INK);
        g.drawRect(left, EDGE, BAR, tall - 1);
        for (int i = 0; i < marks.length; i++) {
            g.drawString(marks[i], left + BAR + 5,
                    EDGE + Math.clamp(i * tall / 2 + 5, 10, Math.max(10, tall)));
        }
    }

    private static FontMetrics metrics() {
        Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        FontMetrics metrics = g.getFontMetrics(FONT);
        g.dispose();
        return metrics;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value).replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", "");
    }

    /** What can be read on it. */
    private static Color ink(Color ground) {
        double light = 0.3 * ground.getRed() + 0.59 * ground.getGreen() + 0.11 * ground.getBlue();
        return light < DARK ? Color.WHITE : Color.BLACK;
    }

    private static Color colour(List<Integer> colours, double share) {
        double at = Math.clamp(Double.isNaN(share) ? 0 : share, 0, 1) * (colours.size() - 1);
        int below = (int) Math.min(at, colours.size() - 2);
        double rest = at - below;
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double mixed = (1 - rest) * (colours.get(below) >> shift & 255)
                    + rest * (colours.get(below + 1) >> shift & 255);
            rgb |= (int) Math.round(mixed) << shift;
        }
        return new Color(rgb);
    }
}
