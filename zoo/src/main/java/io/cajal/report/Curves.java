package io.cajal.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Figures over each other in one chart: lines and points by name, in the order in which they are given. */
public final class Curves {
    private static final Color GROUND = new Color(0x9ca3af);
    private static final int MARKS = 100;
    private static final int FEW = 20;
    private static final int MARK_SIZE = 7;
    private static final float THICK = 3.5f;
    private static final float THIN = 1.5f;

    private final XYChart chart;
    private int grounds;
    private int count;

    private Curves(XYChart chart) {
        this.chart = chart;
    }

    /** @param across what the axis below shows, {@code up} what the one on the left shows */
    public static Curves of(String across, String up) {
        return new Curves(Charts.lines(across, up, 1));
    }

    /** A broad grey line: what the others are compared with. */
    public Curves ground(String name, double[] x, double[] y) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE).setLineColor(GROUND).setLineWidth(THICK);
        grounds++;
        return this;
    }

    /** A line, with marks where there are few points. */
    public Curves line(String name, double[] x, double[] y) {
        series(name, x, y).setMarker(x.length > FEW ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        return this;
    }

    /** Marks without a line. */
    public Curves points(String name, double[] x, double[] y) {
        series(name, x, y).setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter)
                .setMarker(SeriesMarkers.CIRCLE);
        return this;
    }

    /** Lines of x and y by name. */
    public Curves lines(Map<String, double[][]> lines) {
        lines.forEach((name, line) -> line(name, line[0], line[1]));
        return this;
    }

    private XYSeries series(String name, double[] x, double[] y) {
        XYSeries series = chart.addSeries(name, x, y);
        Color color = Charts.LINES[count++ % Charts.LINES.length];
        series.setMarkerColor(color);
        series.setLineColor(color).setLineWidth(THIN);
        return series;
    }

    public BufferedImage draw() {
        return draw(chart.getWidth(), chart.getHeight());
    }

    /** So many pixels wide and high. */
    public BufferedImage draw(int width, int height) {
        chart.getStyler().setLegendVisible(count + grounds > 1).setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setXAxisDecimalPattern("0.###").setXAxisTickMarkSpacingHint(MARKS)
                .setMarkerSize(MARK_SIZE);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        chart.paint(g, width, height);
        g.dispose();
        return image;
    }
}
