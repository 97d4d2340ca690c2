package io.cajal.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Figures over each other in one chart: lines and points by name, in the order in which they are given. */
public final class Curves {
    private final XYChart chart;
    private int count;

    private Curves(XYChart chart) {
        this.chart = chart;
    }

    /** @param across what the axis below shows, {@code up} what the one on the left shows */
    public static Curves of(String across, String up) {
        return new Curves(Charts.lines(across, up, 1));
    }

    /** A line without marks. */
    public Curves line(String name, double[] x, double[] y) {
        series(name, x, y).setMarker(SeriesMarkers.NONE);
        return this;
    }

    /** Marks without a line. */
    public Curves points(String name, double[] x, double[] y) {
        series(name, x, y).setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter)
                .setMarker(SeriesMarkers.CIRCLE);
        return this;
    }

    private XYSeries series(String name, double[] x, double[] y) {
        XYSeries series = chart.addSeries(name, x, y);
        Color color = Charts.LINES[count++ % Charts.LINES.length];
        series.setMarkerColor(color);
        series.setLineColor(color);
        return series;
    }

    public BufferedImage draw() {
        if (count > 1) {
            chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        }
        chart.getStyler().setMarkerSize(7);
        return BitmapEncoder.getBufferedImage(chart);
    }
}
