package io.cajal.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Map;

/** A net whose knots lie in a plane, in panels beside each other: how it unfolds over the points that it learns. */
public final class Meshes {
    private static final int SIDE = 200;
    private static final int GAP = 12;
    private static final int LINE = 18;
    private static final double KNOT = 5;
    private static final double DOT = 1.6;
    private static final double ROOM = 0.04;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color INK = new Color(0x374151);
    private static final Color GROUND = new Color(0xf3f4f6);
    private static final Color POINT = new Color(0xb8bfca);
    private static final Color THREAD = new Color(0x2563eb);
    private static final Color NODE = new Color(0xd97706);

    private Meshes() {
    }

    /**
     * @param panels knots [rows × columns][2], row by row, by what stands above them
     * @param columns of the net
     * @param points that lie below it, from 0 to 1
     * @param across how many panels stand in a line
     */
    public static BufferedImage of(Map<String, double[][]> panels, int columns, double[][] points,
            int across) {
        int wide = Math.max(1, Math.min(across, panels.size()));
        int down = Math.ceilDiv(panels.size(), wide);
        BufferedImage sheet = new BufferedImage(wide * (SIDE + GAP) + GAP, down * (SIDE + LINE + GAP) + GAP,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        g.setFont(FONT);
        FontMetrics metrics = g.getFontMetrics();
        int number = 0;
        for (Map.Entry<String, double[][]> panel : panels.entrySet()) {
            int left = GAP + number % wide * (SIDE + GAP);
            int top = GAP + number / wide * (SIDE + LINE + GAP);
            g.setColor(INK);
            g.drawString(panel.getKey(), left + (SIDE - metrics.stringWidth(panel.getKey())) / 2,
                    top + LINE - 5);
            panel((Graphics2D) g.create(left, top + LINE, SIDE, SIDE), panel.getValue(), columns, points);
            number++;
        }
        g.dispose();
        return sheet;
    }

    private static void panel(Graphics2D g, double[][] knots, int columns, double[][] points) {
        g.setColor(GROUND);
        g.fillRect(0, 0, SIDE, SIDE);
        g.setColor(POINT);
        for (double[] point : points) {
            dot(g, point, DOT);
        }
        g.setColor(THREAD);
        g.setStroke(new BasicStroke(1.2f));
        for (int i = 0; i < knots.length; i++) {
            if (i % columns > 0) {
                thread(g, knots[i - 1], knots[i]);
            }
            if (i >= columns) {
                thread(g, knots[i - columns], knots[i]);
            }
        }
        g.setColor(NODE);
        for (double[] knot : knots) {
            dot(g, knot, KNOT);
        }
        g.dispose();
    }

    private static void dot(Graphics2D g, double[] at, double size) {
        g.fill(new Ellipse2D.Double(x(at) - size / 2, y(at) - size / 2, size, size));
    }

    private static void thread(Graphics2D g, double[] a, double[] b) {
        g.draw(new Line2D.Double(x(a), y(a), x(b), y(b)));
    }

    private static double x(double[] at) {
        return SIDE * (ROOM + (1 - 2 * ROOM) * at[0]);
    }

    private static double y(double[] at) {
        return SIDE * (1 - ROOM - (1 - 2 * ROOM) * at[1]);
    }
}
