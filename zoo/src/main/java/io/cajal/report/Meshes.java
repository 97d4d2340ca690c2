package io.cajal.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Map;

/** A net whose knots lie in a plane, in panels beside each other: how it unfolds over the points that it learns. */
public final class Meshes {
    private static final int SIDE = 200;
    private static final int GAP = 12;
    private static final double KNOT = 5;
    private static final double DOT = 1.6;
    private static final double ROOM = 0.04;
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
        return Panels.of(panels, across, SIDE, GAP, (g, knots) -> panel(g, knots, columns, points));
    }

    private static void panel(Graphics2D g, double[][] knots, int columns, double[][] points) {
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
