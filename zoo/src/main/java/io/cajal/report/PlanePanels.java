package io.cajal.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a classifier makes of the plane, in panels beside each other: two colours of points on the colours of its
 * answers, the line where it changes its mind, and where it wants a margin thin lines for that.
 */
public final class PlanePanels {
    /** Numbers of a field along each side. */
    public static final int FIELD = 121;
    private static final int SIDE = 420;
    private static final int GAP = 16;
    private static final int EDGE = 6;
    private static final double DOT = 7;
    private static final double RING = 13;
    private static final Color INK = new Color(0x374151);
    private static final Color THIN = new Color(0x37, 0x41, 0x51, 150);
    private static final int[] CLASSES = {0xdc2626, 0x2563eb};

    private PlanePanels() {
    }

    /**
     * A straight line ax + by + c = 0.
     *
     * @param weight 0 … 1 from pale to dark, such as by its age
     */
    public record Stroke(double a, double b, double c, double weight) {
    }

    /**
     * @param points [N][2]
     * @param labels 0 or 1
     * @param ringed which are to stand out; or null
     * @param field f at {@link #FIELD}² places, row by row from the upper left corner, above 0 for class 1 and ±1 at its
     *     margins; or null
     * @param lines straight ones
     */
    public record Panel(String title, double[][] points, int[] labels, boolean[] ringed, double[] field,
            List<Stroke> lines) {
    }

    /** The places of a field over the square from −reach to reach. */
    public static double[][] places(double reach) {
        double[][] places = new double[FIELD * FIELD][];
        for (int i = 0; i < places.length; i++) {
            places[i] = new double[] {reach * (2.0 * (i % FIELD) / (FIELD - 1) - 1),
                    reach * (1 - 2.0 * (i / FIELD) / (FIELD - 1))};
        }
        return places;
    }

    /**
     * @param panels whose titles differ
     * @param reach of both axes, from −reach to reach
     */
    public static BufferedImage of(List<Panel> panels, double reach) {
        Map<String, Panel> byTitle = new LinkedHashMap<>();
        panels.forEach(panel -> byTitle.put(panel.title, panel));
        return Panels.of(byTitle, panels.size(), SIDE, GAP, (g, panel) -> {
            draw(g, panel, reach);
            scale(g, reach);
        });
    }

    /** Along the lower edge. */
    private static void scale(Graphics2D g, double reach) {
        g.setColor(INK);
        FontMetrics metrics = g.getFontMetrics();
        String[] marks = {number(-reach), "0", number(reach)};
        for (int i = 0; i < marks.length; i++) {
            int wide = metrics.stringWidth(marks[i]);
            g.drawString(marks[i], Math.clamp(i * SIDE / 2 - wide / 2, EDGE, SIDE - wide - EDGE),
                    SIDE - EDGE);
        }
    }

    private static String number(double value) {
        return (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value)).replace('-',
                '−');
    }

    private static void draw(Graphics2D g, Panel panel, double reach) {
        if (panel.field != null) {
            g.drawImage(tint(panel.field), 0, 0, SIDE, SIDE, null);
            g.setColor(INK);
            g.setStroke(new BasicStroke(2f));
            contour(g, panel.field, 0);
            g.setColor(THIN);
            g.setStroke(new BasicStroke(1.1f));
            contour(g, panel.field, 1);
            contour(g, panel.field, -1);
        }
        for (Stroke line : panel.lines) {
            int shade = (int) Math.round(215 - 190 * line.weight);
            g.setColor(new Color(shade, shade, shade));
            g.setStroke(new BasicStroke(line.weight == 1 ? 2.4f : 1.3f));
            straight(g, line, reach);
        }
        for (int i = 0; i < panel.points.length; i++) {
            double x = (panel.points[i][0] + reach) / (2 * reach) * SIDE;
            double y = (reach - panel.points[i][1]) / (2 * reach) * SIDE;
            g.setColor(Color.WHITE);
            g.fill(new Ellipse2D.Double(x - DOT / 2 - 1, y - DOT / 2 - 1, DOT + 2, DOT + 2));
            g.setColor(new Color(CLASSES[panel.labels[i]]));
            g.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
            if (panel.ringed != null && panel.ringed[i]) {
                g.setColor(INK);
                g.setStroke(new BasicStroke(1.6f));
                g.draw(new Ellipse2D.Double(x - RING / 2, y - RING / 2, RING, RING));
            }
        }
    }

    /** The classes' colours, full where f is ±1 or beyond. */
    private static BufferedImage tint(double[] field) {
        BufferedImage image = new BufferedImage(FIELD, FIELD, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < field.length; i++) {
            double strength = 0.10 + 0.16 * Math.min(1, Math.abs(field[i]));
            int rgb = CLASSES[field[i] > 0 ? 1 : 0];
            int colour = 0;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int part = rgb >> shift & 255;
                colour = colour << 8 | (int) Math.round(255 - strength * (255 - part));
            }
            image.setRGB(i % FIELD, i / FIELD, colour);
        }
        return image;
    }

    /** Where f has a value: in each small square a piece of line between those of its sides that cross it. */
    private static void contour(Graphics2D g, double[] field, double level) {
        double step = (double) SIDE / (FIELD - 1);
        for (int row = 0; row + 1 < FIELD; row++) {
            for (int column = 0; column + 1 < FIELD; column++) {
                double[] corners = {field[row * FIELD + column] - level,
                        field[row * FIELD + column + 1] - level,
                        field[(row + 1) * FIELD + column + 1] - level,
                        field[(row + 1) * FIELD + column] - level};
                double[] at = new double[8];
                int found = 0;
                for (int side = 0; side < 4; side++) {
                    double from = corners[side];
                    double to = corners[(side + 1) % 4];
                    if (from > 0 != to > 0) {
                        double part = from / (from - to);
                        at[2 * found] = column
                                + (side == 0 ? part : side == 1 ? 1 : side == 2 ? 1 - part : 0);
                        at[2 * found + 1] = row
                                + (side == 0 ? 0 : side == 1 ? part : side == 2 ? 1 : 1 - part);
                        found++;
                    }
                }
                for (int k = 0; k + 1 < found; k += 2) {
                    g.draw(new Line2D.Double(at[2 * k] * step, at[2 * k + 1] * step, at[2 * k + 2] * step,
                            at[2 * k + 3] * step));
                }
            }
        }
    }

    private static void straight(Graphics2D g, Stroke line, double reach) {
        double length = Math.hypot(line.a, line.b);
        if (length == 0) {
            return;
        }
        double px = -line.a * line.c / (length * length); // the foot of the line, and its direction
        double py = -line.b * line.c / (length * length);
        double dx = -line.b / length * 4 * reach;
        double dy = line.a / length * 4 * reach;
        g.draw(new Line2D.Double((px - dx + reach) / (2 * reach) * SIDE,
                (reach - py + dy) / (2 * reach) * SIDE,
                (px + dx + reach) / (2 * reach) * SIDE, (reach - py - dy) / (2 * reach) * SIDE));
    }
}
