package io.cajal.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.function.BiConsumer;

/** Square drawings beside each other, each under its title. */
final class Panels {
    private static final int LINE = 18;
    private static final Font FONT = Fonts.plain(12);
    private static final Color INK = new Color(0x374151);
    private static final Color GROUND = new Color(0xf3f4f6);

    private Panels() {
    }

    /**
     * @param panels what is drawn by its title, in the order of the map
     * @param columns how many stand in a line
     * @param side of a panel, and the gap between two, in pixels
     * @param draw draws what belongs to a panel on its ground
     */
    static <T> BufferedImage of(Map<String, T> panels, int columns, int side, int gap,
            BiConsumer<Graphics2D, T> draw) {
        int across = Math.max(1, Math.min(columns, panels.size()));
        int down = Math.ceilDiv(panels.size(), across);
        BufferedImage sheet = new BufferedImage(across * (side + gap) + gap, down * (side + LINE + gap) + gap,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        g.setFont(FONT);
        int number = 0;
        for (Map.Entry<String, T> panel : panels.entrySet()) {
            int left = gap + number % across * (side + gap);
            int top = gap + number / across * (side + LINE + gap);
            g.setColor(INK);
            g.drawString(panel.getKey(), left + (side - g.getFontMetrics().stringWidth(panel.getKey())) / 2,
                    top + LINE - 5);
            Graphics2D inside = (Graphics2D) g.create(left, top + LINE, side, side);
            inside.setColor(GROUND);
            inside.fillRect(0, 0, side, side);
            draw.accept(inside, panel.getValue());
            inside.dispose();
            number++;
        }
        g.dispose();
        return sheet;
    }
}
