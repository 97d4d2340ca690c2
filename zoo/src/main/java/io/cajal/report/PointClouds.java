package io.cajal.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Map;

/** Points of a plane in panels beside each other, each over the circles where they should be. */
public final class PointClouds {
    private static final int SIDE = 180;
    private static final int GAP = 10;
    private static final double DOT = 2.2;
    /** Circles smaller than that would not be seen. */
    private static final double LEAST = 4;
    private static final Color CIRCLE = new Color(0xd97706);
    private static final Color POINT = new Color(37, 99, 235, 110);

    private PointClouds() {
    }

    /**
     * @param panels points [N][2] by what stands above them, in the order of the map
     * @param centres of the circles
     * @param reach of the axes, from −reach to reach
     * @param columns how many panels stand in a line
     */
    public static BufferedImage of(Map<String, double[][]> panels, double[][] centres, double radius,
            double reach,
            int columns) {
        return Panels.of(panels, columns, SIDE, GAP, (g, points) -> panel(g, points, centres, radius, reach));
    }

    private static void panel(Graphics2D g, double[][] points, double[][] centres, double radius,
            double reach) {
        g.setColor(POINT);
        for (double[] point : points) {
            g.fill(round(point, DOT / 2, reach));
        }
        g.setColor(CIRCLE);
        g.setStroke(new BasicStroke(1));
        for (double[] centre : centres) {
            g.draw(round(centre, Math.max(LEAST, radius * SIDE / (2 * reach)), reach));
        }
    }

    private static Ellipse2D round(double[] middle, double radius, double reach) {
        double x = (middle[0] + reach) / (2 * reach) * SIDE;
        double y = (reach - middle[1]) / (2 * reach) * SIDE;
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }
}
