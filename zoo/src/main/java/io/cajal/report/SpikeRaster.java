package io.cajal.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** When which cell fired: a row for each cell, a stroke for each spike, time from left to right in milliseconds. */
public final class SpikeRaster {
    private static final int EDGE = 12;
    private static final int LINE = 20;
    private static final int ROW = 4;
    private static final int SECTION_GAP = 8;
    private static final int WIDTH = 760;
    private static final int MARK = 100;
    private static final Font FONT = Fonts.plain(12);
    private static final Color INK = new Color(0x374151);
    private static final Color GRID = new Color(0xe5e7eb);

    /**
     * Cells that belong together.
     *
     * @param spikes the times of each cell's spikes, in milliseconds
     * @param rgb the colour of their strokes
     * @param tall pixels for a cell, or 0 for the usual
     */
    public record Section(String name, double[][] spikes, int rgb, int tall) {
        int row() {
            return tall > 0 ? tall : ROW;
        }

        int height() {
            return LINE + spikes.length * row() + SECTION_GAP;
        }
    }

    private SpikeRaster() {
    }

    /** Sections under each other, from 0 to {@code duration} milliseconds. */
    public static BufferedImage of(List<Section> sections, double duration) {
        int height = 2 * EDGE + LINE + sections.stream().mapToInt(Section::height).sum();
        BufferedImage image = new BufferedImage(WIDTH + 2 * EDGE, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), height);
        g.setFont(FONT);
        FontMetrics metrics = g.getFontMetrics();
        int bottom = height - EDGE - LINE;
        for (int t = 0; t <= duration; t += MARK) {
            int x = x(t, duration);
            g.setColor(GRID);
            g.drawLine(x, EDGE, x, bottom);
            g.setColor(INK);
            String text = t + (t + MARK > duration ? " ms" : "");
            g.drawString(text, Math.min(x - metrics.stringWidth(text) / 2,
                    image.getWidth() - metrics.stringWidth(text)), bottom + LINE - 4);
        }
        int top = EDGE;
        for (Section section : sections) {
            g.setColor(INK);
            g.drawString(section.name, EDGE, top + LINE - 6);
            g.setColor(new Color(section.rgb));
            for (int i = 0; i < section.spikes.length; i++) {
                for (double spike : section.spikes[i]) {
                    g.fillRect(x(spike, duration), top + LINE + i * section.row(), 2, section.row() - 1);
                }
            }
            top += section.height();
        }
        g.dispose();
        return image;
    }

    private static int x(double time, double duration) {
        return EDGE + (int) Math.round(time / duration * WIDTH);
    }
}
