package io.cajal.report;

import io.cajal.tensor.Tensor;
import io.cajal.train.ConfusionMatrix;
import io.cajal.train.History;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Learning curves, confusion matrices and the like as pictures. */
public final class Charts {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 340;
    private static final int LEGEND_LINE = 20;
    private static final String FEW_DIGITS = "0.####";
    static final Color[] LINES = {new Color(0x2563eb), new Color(0xdc2626), new Color(0x059669),
            new Color(0xd97706), new Color(0x7c3aed), new Color(0x0891b2)};

    static {
        Fonts.ready();
    }

    private Charts() {
    }

    /** The losses by epoch, on a logarithmic scale if they need one; of several trainings those on the validation part. */
    public static BufferedImage losses(Map<String, History> histories) {
        XYChart chart = lines("loss", histories.size());
        chart.getStyler().setYAxisLogarithmic(decades(histories) >= 1); // its marks are powers of ten
        histories.forEach((name, history) -> {
            if (histories.size() == 1) {
                line(chart, history, "training", History.Epoch::trainLoss);
            }
            line(chart, history, name.isEmpty() ? "validation" : name, History.Epoch::validationLoss);
        });
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** How many powers of ten lie between the smallest and the largest loss. */
    private static double decades(Map<String, History> histories) {
        double[] all = histories.values().stream().flatMap(history -> history.epochs().stream())
                .flatMapToDouble(epoch -> DoubleStream.of(epoch.trainLoss(), epoch.validationLoss()))
                .filter(loss -> loss > 0 && Double.isFinite(loss)).sorted().toArray();
        return all.length == 0 ? 0 : Math.log10(all[all.length - 1] / all[0]);
    }

    /** A metric of the validation part by epoch. */
    public static BufferedImage metric(Map<String, History> histories, String metric) {
        XYChart chart = lines(metric, histories.size());
        histories.forEach((name, history) -> line(chart, history, name.isEmpty() ? metric : name,
                epoch -> epoch.metrics().getOrDefault(metric, Double.NaN)));
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** Several figures of one training by epoch, such as the losses of two networks that learn against each other. */
    public static BufferedImage metrics(History history, List<String> metrics) {
        XYChart chart = lines(metrics.size() == 1 ? metrics.getFirst() : "", metrics.size());
        metrics.forEach(metric -> line(chart, history, metric,
                epoch -> epoch.metrics().getOrDefault(metric, Double.NaN)));
        return BitmapEncoder.getBufferedImage(chart);
    }

    /**
     * Codes [N × 2] as dots coloured by their labels [N], each class named in the middle of its dots and in a legend.
     */
    public static BufferedImage map(Tensor codes, Tensor labels, List<String> classes) {
        return new LatentMap(codes, labels, classes).draw();
    }

    private static XYChart lines(String what, int trainings) {
        return lines("epoch", what, trainings);
    }

    static XYChart lines(String below, String what, int trainings) {
        XYChart chart = new XYChartBuilder().width(WIDTH)
                .height(trainings == 1 ? HEIGHT : HEIGHT + LEGEND_LINE * trainings).theme(ChartTheme.XChart)
                .xAxisTitle(below).yAxisTitle(what).build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false)
                .setLegendPosition(trainings == 1 ? LegendPosition.InsideNE : LegendPosition.OutsideS)
                .setLegendBorderColor(Color.WHITE);
        chart.getStyler().setPlotGridLinesColor(new Color(0xe5e7eb));
        chart.getStyler().setSeriesColors(LINES);
        return chart;
    }

    private static void line(XYChart chart, History history, String name,
            ToDoubleFunction<History.Epoch> value) {
        List<Integer> epochs = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (History.Epoch epoch : history.epochs()) {
            double y = value.applyAsDouble(epoch);
            if (Double.isFinite(y) && (y > 0 || !chart.getStyler().isYAxisLogarithmic())) {
                epochs.add(epoch.number());
                values.add(y);
            }
        }
        if (values.size() == 1) {
            chart.getStyler().setYAxisDecimalPattern(FEW_DIGITS); // a value alone would be written out
        }
        if (!values.isEmpty()) {
            chart.addSeries(name, epochs, values).setMarker(SeriesMarkers.CIRCLE);
        }
    }

    /** What was taken for what; right answers are left pale, so that the mistakes stand out. */
    public static BufferedImage confusion(ConfusionMatrix matrix, List<String> classes) {
        int size = Math.min(WIDTH, 160 + 90 * classes.size());
        HeatMapChart chart = new HeatMapChartBuilder().width(size).height(size).xAxisTitle("predicted")
                .yAxisTitle("true").build();
        chart.getStyler().setShowValue(true).setRangeColors(new Color[] {Color.WHITE, new Color(0xfca5a5),
                new Color(0xdc2626)});
        chart.getStyler().setChartBackgroundColor(Color.WHITE).setLegendVisible(false);
        chart.getStyler().setPlotContentSize(1).setPlotBorderVisible(false);
        int n = matrix.classes();
        List<Number[]> cells = new ArrayList<>();
        int most = 1;
        for (int t = 0; t < n; t++) {
            for (int p = 0; p < n; p++) {
                int count = matrix.counts()[t][p];
                if (t != p) {
                    most = Math.max(most, count);
                    cells.add(new Number[] {p, n - 1 - t, count}); // the first class on top
                }
            }
        }
        chart.getStyler().setMin(0).setMax(most);
        List<String> upwards = new ArrayList<>(classes);
        Collections.reverse(upwards);
        chart.addSeries("counts", classes, upwards, cells);
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** Points (x, y) by name, and a pale diagonal from corner to corner of the data. */
    public static BufferedImage points(String across, String up, Map<String, double[][]> series) {
        return diagonal(across, up, series, false);
    }

    /** Lines through points (x, y) from 0 to 1, by name, and a pale diagonal. */
    public static BufferedImage shares(String across, String up, Map<String, double[][]> series) {
        return diagonal(across, up, series, true);
    }

    private static BufferedImage diagonal(String across, String up, Map<String, double[][]> series,
            boolean joined) {
        XYChart chart = lines(across, up, series.size());
        chart.getStyler()
                .setDefaultSeriesRenderStyle(joined ? XYSeriesRenderStyle.Line : XYSeriesRenderStyle.Scatter)
                .setLegendVisible(series.size() > 1).setMarkerSize(5);
        double low = joined ? 0 : Double.POSITIVE_INFINITY;
        double high = joined ? 1 : Double.NEGATIVE_INFINITY;
        for (double[][] xy : series.values()) {
            low = Math.min(low, Math.min(least(xy[0]), least(xy[1])));
            high = Math.max(high, Math.max(-least(negated(xy[0])), -least(negated(xy[1]))));
        }
        if (low < high) {
            XYSeries diagonal = chart.addSeries("diagonal", new double[] {low, high},
                    new double[] {low, high});
            diagonal.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line).setMarker(SeriesMarkers.NONE);
            diagonal.setLineColor(new Color(0xd1d5db)).setShowInLegend(false);
        }
        int number = 0;
        for (Map.Entry<String, double[][]> entry : series.entrySet()) {
            Color color = LINES[number++ % LINES.length];
            XYSeries line = chart.addSeries(entry.getKey(), entry.getValue()[0], entry.getValue()[1]);
            line.setMarkerColor(color).setMarker(
                    joined && entry.getValue()[0].length > 20 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
            line.setLineColor(color);
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static double least(double[] values) {
        return DoubleStream.of(values).min().orElse(Double.POSITIVE_INFINITY);
    }

    private static double[] negated(double[] values) {
        return DoubleStream.of(values).map(v -> -v).toArray();
    }
}
