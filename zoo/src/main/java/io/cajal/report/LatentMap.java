package io.cajal.report;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Codes of two numbers as dots in a plane, coloured by class: what a network keeps apart. Each class is also
 * named in the middle of its dots, for those who see colours otherwise; the colours are Paul Tol's muted
 * ones, which most can tell apart.
 */
final class LatentMap {
    private static final int SIDE = 520;
    private static final int MARGIN = 40;
    private static final int TOP = 12;
    private static final int LEGEND_LINE = 22;
    private static final int MARKS = 5;
    private static final Font FONT = Fonts.plain(12);
    private static final Font NAMES = Fonts.bold(18);
    private static final Color INK = new Color(0x374151);
    private static final Color GRID = new Color(0xe5e7eb);
    private static final int[] COLOURS = {0x332288, 0xcc6677, 0x117733, 0xddcc77, 0x88ccee, 0x882255,
            0x44aa99, 0x999933, 0xaa4499, 0x888888};

    private final double[] codes;
    private final int[] labels;
    private final List<String> classes;
    private final double[] low = new double[2];
    private final double[] high = new double[2];

    /** @param labels [N], places in the classes */
    LatentMap(Tensor codes, Tensor labels, List<String> classes) {
        if (codes.rank() != 2 || codes.size(1) != 2 || codes.size(0) == 0 || labels.rank() != 1
                || labels.size(0) != codes.size(0)) {
            throw new CajalException("map: needs codes [N × 2] and labels [N], got %s and %s"
                    .formatted(codes.shape(), labels.shape()));
        }
        this.codes = codes.toDoubles();
        this.labels = labels.toPositions("map", classes.size());
        this.classes = classes;
        for (int axis = 0; axis < 2; axis++) {
            double[] sorted = along(axis, -1);
            double least = 1e-6 * Math.max(1e-3, Math.abs(sorted[0])); // codes that are all alike have a span, too
            double span = Math.max(sorted[sorted.length - 1] - sorted[0], least);
            low[axis] = sorted[0] - span * 0.03;
            high[axis] = sorted[sorted.length - 1] + span * 0.03;
        }
    }

    /** The finite numbers of an axis, of a class or of all (−1), in order. */
    private double[] along(int axis, int label) {
        double[] values = IntStream.range(0, labels.length).filter(i -> label < 0 || labels[i] == label)
                .mapToDouble(i -> codes[2 * i + axis]).filter(Double::isFinite).sorted().toArray();
        return values.length > 0 || label >= 0 ? values : new double[] {0};
    }

    BufferedImage draw() {
        BufferedImage scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        Graphics2D measuring = scratch.createGraphics();
        FontMetrics metrics = measuring.getFontMetrics(FONT);
        int legend = classes.stream().mapToInt(metrics::stringWidth).max().orElse(0) + 40;
        measuring.dispose();
        int tall = Math.max(TOP + SIDE + 30, 2 * TOP + classes.size() * LEGEND_LINE);
        BufferedImage image = new BufferedImage(MARGIN + SIDE + legend, tall, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        axes(g);
        dots(g);
        names(g);
        legend(g);
        g.dispose();
        return image;
    }

    private double x(double value) {
        return MARGIN + (value - low[0]) / (high[0] - low[0]) * SIDE;
    }

    private double y(double value) {
        return TOP + (high[1] - value) / (high[1] - low[1]) * SIDE;
    }

    private void axes(Graphics2D g) {
        g.setFont(FONT);
        for (int axis = 0; axis < 2; axis++) {
            double step = step((high[axis] - low[axis]) / MARKS);
            int decimals = (int) Math.max(0, -Math.floor(Math.log10(step)));
            for (double count = Math.ceil(low[axis] / step); count * step <= high[axis]; count++) {
                double mark = count * step + 0.0; // no −0
                int at = (int) Math.round(axis == 0 ? x(mark) : y(mark));
                String text = String.format(Locale.ROOT, "%." + decimals + "f", mark);
                g.setColor(GRID);
                g.drawLine(axis == 0 ? at : MARGIN, axis == 0 ? TOP : at, axis == 0 ? at : MARGIN + SIDE,
                        axis == 0 ? TOP + SIDE : at);
                g.setColor(INK);
                int wide = g.getFontMetrics().stringWidth(text);
                g.drawString(text, axis == 0 ? at - wide / 2 : MARGIN - 6 - wide,
                        axis == 0 ? TOP + SIDE + 18 : at + 4);
            }
        }
    }

    /** The nearest 1, 2 or 5 times a power of ten. */
    private static double step(double about) {
        double power = Math.pow(10, Math.floor(Math.log10(about)));
        double rest = about / power;
        return power * (rest < 1.5 ? 1 : rest < 3.5 ? 2 : rest < 7.5 ? 5 : 10);
    }

    private static Color colour(int label, int alpha) {
        int rgb = COLOURS[label % COLOURS.length];
        return new Color(rgb >> 16, rgb >> 8 & 255, rgb & 255, alpha);
    }

    /** In the order of the examples, so that no class covers the others. */
    private void dots(Graphics2D g) {
        double size = labels.length > 2000 ? 4 : labels.length > 300 ? 6 : 8;
        for (int i = 0; i < labels.length; i++) {
            if (!Double.isFinite(codes[2 * i]) || !Double.isFinite(codes[2 * i + 1])) {
                continue;
            }
            g.setColor(colour(labels[i], 190));
            g.fill(new Ellipse2D.Double(x(codes[2 * i]) - size / 2, y(codes[2 * i + 1]) - size / 2, size,
                    size));
        }
    }

    /** Where the medians of a class cross. */
    private void names(Graphics2D g) {
        g.setStroke(new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int label = 0; label < classes.size(); label++) {
            double[] across = along(0, label);
            double[] up = along(1, label);
            if (across.length == 0 || up.length == 0) {
                continue;
            }
            GlyphVector name = NAMES.createGlyphVector(g.getFontRenderContext(), classes.get(label));
            double wide = name.getVisualBounds().getWidth();
            double tall = name.getVisualBounds().getHeight();
            var outline = AffineTransform.getTranslateInstance(x(across[across.length / 2]) - wide / 2,
                    y(up[up.length / 2]) + tall / 2).createTransformedShape(name.getOutline());
            g.setColor(Color.WHITE);
            g.draw(outline);
            g.setColor(colour(label, 255).darker());
            g.fill(outline);
        }
    }

    private void legend(Graphics2D g) {
        g.setFont(FONT);
        int left = MARGIN + SIDE + 14;
        for (int label = 0; label < classes.size(); label++) {
            int middle = TOP + label * LEGEND_LINE + LEGEND_LINE / 2;
            g.setColor(colour(label, 255));
            g.fill(new Ellipse2D.Double(left, middle - 5, 10, 10));
            g.setColor(INK);
            g.drawString(classes.get(label), left + 18, middle + 4);
        }
    }
}
