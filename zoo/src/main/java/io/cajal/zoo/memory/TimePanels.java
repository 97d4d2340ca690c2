package io.cajal.zoo.memory;

import io.cajal.tensor.Tensor;
import io.cajal.report.Fonts;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Numbers over time, one panel under the other on one axis: a column for each step, a row for each number. */
final class TimePanels {
    private static final int GAP = 10;
    private static final int LINE = 18;
    private static final int MARGIN = 34;
    private static final int TICK = 10;
    private static final Font FONT = Fonts.plain(12);
    private static final Font SMALL = Fonts.plain(10);
    private static final Color INK = new Color(0x374151);
    private static final Color FRAME = new Color(0xd1d5db);
    private static final Color ABOVE = new Color(0x1d4ed8);
    private static final Color BELOW = new Color(0xb45309);
    private static final Color WRONG = new Color(0xdc2626);
    /** Small weights are to be seen as well. */
    private static final double GAMMA = 0.6;

    /**
     * One panel.
     *
     * @param title stands above it; may be empty
     * @param values [rows × steps] in −1 … 1: white is 0, blue above, brown below
     * @param right what values above ½ are compared with, cell by cell; null for nothing
     * @param numbers of the rows, some of which stand at the left; null for none
     * @param first the step that its first column is, so that panels lie under each other
     * @param tall pixels of a row
     */
    record Panel(String title, Tensor values, Tensor right, int[] numbers, int first, int tall) {
        Panel(String title, Tensor values, int first, int tall) {
            this(title, values, null, null, first, tall);
        }

        /** What stands above it; one without a title lies close under the one before. */
        int head() {
            return title.isEmpty() ? 0 : LINE;
        }

        int height() {
            return head() + values.size(0) * tall + GAP;
        }
    }

    private TimePanels() {
    }

    /** All panels, with so many pixels for a step. */
    static BufferedImage of(List<Panel> panels, int wide) {
        int steps = panels.stream().mapToInt(p -> p.first + p.values.size(1)).max().orElse(1);
        BufferedImage sheet = new BufferedImage(MARGIN + Math.max(420, steps * wide) + GAP,
                GAP + panels.stream().mapToInt(Panel::height).sum() + LINE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        int top = GAP;
        for (Panel panel : panels) {
            draw(g, panel, top, wide);
            top += panel.height();
        }
        g.setFont(SMALL);
        g.setColor(INK);
        for (int t = 0; t < steps - 1; t += TICK) {
            g.drawString(Integer.toString(t), MARGIN + t * wide, top + 2);
        }
        g.drawString("step", GAP / 2, top + 2);
        g.dispose();
        return sheet;
    }

    private static void draw(Graphics2D g, Panel panel, int top, int wide) {
        int rows = panel.values.size(0);
        int steps = panel.values.size(1);
        int left = MARGIN + panel.first * wide;
        int from = top + panel.head() - (panel.title.isEmpty() ? GAP / 2 : 0);
        g.setFont(FONT);
        g.setColor(INK);
        g.drawString(panel.title, MARGIN, from - 5);
        float[] values = panel.values.toFloats();
        float[] right = panel.right == null ? null : panel.right.toFloats();
        for (int r = 0; r < rows; r++) {
            for (int t = 0; t < steps; t++) {
                int i = r * steps + t;
                boolean wrong = right != null && values[i] > 0.5 != right[i] > 0.5;
                g.setColor(wrong ? WRONG : shade(values[i]));
                g.fillRect(left + t * wide, from + r * panel.tall, wide, panel.tall);
            }
        }
        g.setColor(FRAME);
        g.drawRect(left - 1, from - 1, steps * wide + 1, rows * panel.tall + 1);
        if (panel.numbers != null) {
            g.setFont(SMALL);
            g.setColor(INK);
            FontMetrics metrics = g.getFontMetrics();
            int each = rows > 40 ? 20 : 5;
            for (int r = 0; r < rows; r += each) {
                String number = Integer.toString(panel.numbers[r]);
                g.drawString(number, MARGIN - 5 - metrics.stringWidth(number),
                        from + r * panel.tall + (panel.tall + metrics.getAscent()) / 2);
            }
        }
    }

    private static Color shade(double value) {
        double much = StrictMath.pow(Math.min(1, Math.abs(value)), GAMMA);
        Color full = value < 0 ? BELOW : ABOVE;
        return new Color(mixed(full.getRed(), much), mixed(full.getGreen(), much),
                mixed(full.getBlue(), much));
    }

    private static int mixed(int colour, double much) {
        return (int) Math.round(255 + (colour - 255) * much);
    }
}
