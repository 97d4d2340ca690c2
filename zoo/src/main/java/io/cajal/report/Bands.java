package io.cajal.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.stream.DoubleStream;

/** A curve that is not known for certain: its mean as a line, one and two deviations as bands, the data as dots. */
public final class Bands {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int MARGIN = 40;
    private static final int MARKS = 10;
    private static final double DOT = 6;
    private static final Font FONT = Fonts.plain(12);
    private static final Color INK = new Color(0x374151);
    private static final Color GRID = new Color(0xe5e7eb);
    private static final Color BAND = new Color(37, 99, 235, 45);
    private static final Color LINE = new Color(0x2563eb);
    private static final Color POINT = new Color(0xdc2626);

    private final double[] x;
    private final double low;
    private final double high;

    private Bands(double[] x, double low, double high) {
        this.x = x;
        this.low = low;
        this.high = high;
    }

    /**
     * @param x in ascending order
     * @param dotsX of the data, dotsY their values
     */
    public static BufferedImage of(double[] x, double[] mean, double[] deviation, double[] dotsX,
            double[] dotsY) {
        double low = DoubleStream.of(dotsY).min().orElse(0);
        double high = DoubleStream.of(dotsY).max().orElse(0);
        for (int i = 0; i < x.length; i++) {
            low = Math.min(low, mean[i] - 2 * deviation[i]);
            high = Math.max(high, mean[i] + 2 * deviation[i]);
        }
        return new Bands(x, low, Math.max(high, low + 1e-9)).draw(mean, deviation, dotsX, dotsY);
    }

    private BufferedImage draw(double[] mean, double[] deviation, double[] dotsX, double[] dotsY) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        marks(g);
        g.setColor(BAND);
        g.fill(band(mean, deviation, 2));
        g.fill(band(mean, deviation, 1));
        g.setColor(LINE);
        g.setStroke(new BasicStroke(2));
        Path2D line = new Path2D.Double();
        for (int i = 0; i < x.length; i++) {
            to(line, i == 0, across(x[i]), up(mean[i]));
        }
        g.draw(line);
        g.setColor(POINT);
        for (int i = 0; i < dotsX.length; i++) {
            g.fill(new Ellipse2D.Double(across(dotsX[i]) - DOT / 2, up(dotsY[i]) - DOT / 2, DOT, DOT));
        }
        g.dispose();
        return image;
    }

    private double across(double value) {
        return MARGIN + (value - x[0]) / (x[x.length - 1] - x[0]) * (WIDTH - 2 * MARGIN);
    }

    private double up(double value) {
        return MARGIN / 2 + (high - value) / (high - low) * (HEIGHT - 1.5 * MARGIN);
    }

    private Path2D band(double[] mean, double[] deviation, int times) {
        Path2D band = new Path2D.Double();
        for (int i = 0; i < x.length; i++) {
            to(band, i == 0, across(x[i]), up(mean[i] + times * deviation[i]));
        }
        for (int i = x.length - 1; i >= 0; i--) {
            to(band, false, across(x[i]), up(mean[i] - times * deviation[i]));
        }
        band.closePath();
        return band;
    }

    private static void to(Path2D path, boolean first, double x, double y) {
        if (first) {
            path.moveTo(x, y);
        } else {
            path.lineTo(x, y);
        }
    }

    /** Whole numbers along both axes, as long as they are not too many. */
    private void marks(Graphics2D g) {
        g.setFont(FONT);
        FontMetrics metrics = g.getFontMetrics();
        int stepX = Math.max(1, (int) Math.ceil((x[x.length - 1] - x[0]) / MARKS));
        for (int at = stepX * (int) Math.ceil(x[0] / stepX); at <= x[x.length - 1]; at += stepX) {
            int place = (int) across(at);
            g.setColor(GRID);
            g.drawLine(place, MARGIN / 2, place, HEIGHT - MARGIN);
            g.setColor(INK);
            String text = Integer.toString(at).replace('-', '−');
            g.drawString(text, place - metrics.stringWidth(text) / 2, HEIGHT - MARGIN + 18);
        }
        int stepY = Math.max(1, (int) Math.ceil((high - low) / MARKS));
        for (int at = stepY * (int) Math.ceil(low / stepY); at <= high; at += stepY) {
            int place = (int) up(at);
            g.setColor(GRID);
            g.drawLine(MARGIN, place, WIDTH - MARGIN, place);
            g.setColor(INK);
            String text = Integer.toString(at).replace('-', '−');
            g.drawString(text, MARGIN - 6 - metrics.stringWidth(text), place + 4);
        }
    }
}
