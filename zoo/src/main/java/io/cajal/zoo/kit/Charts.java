package io.cajal.zoo.kit;

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
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Learning curves and confusion matrices as pictures. */
final class Charts {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 340;
    private static final int LEGEND_LINE = 20;
    private static final Color[] LINES = {new Color(0x2563eb), new Color(0xdc2626), new Color(0x059669),
            new Color(0xd97706), new Color(0x7c3aed), new Color(0x0891b2)};

    private Charts() {
    }

    /** The losses by epoch, on a logarithmic scale if they need one; of several trainings those on the validation part. */
    static BufferedImage losses(Map<String, History> histories) {
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
    static BufferedImage metric(Map<String, History> histories, String metric) {
        XYChart chart = lines(metric, histories.size());
        histories.forEach((name, history) -> line(chart, history, name.isEmpty() ? metric : name,
                epoch -> epoch.metrics().getOrDefault(metric, Double.NaN)));
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static XYChart lines(String what, int trainings) {
        XYChart chart = new XYChartBuilder().width(WIDTH)
                .height(trainings == 1 ? HEIGHT : HEIGHT + LEGEND_LINE * trainings).theme(ChartTheme.XChart)
                .xAxisTitle("epoch").yAxisTitle(what).build();
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
        if (!values.isEmpty()) {
            chart.addSeries(name, epochs, values).setMarker(SeriesMarkers.CIRCLE);
        }
    }

    /** What was taken for what; right answers are left pale, so that the mistakes stand out. */
    static BufferedImage confusion(ConfusionMatrix matrix, List<String> classes) {
        HeatMapChart chart = new HeatMapChartBuilder().width(WIDTH).height(WIDTH).xAxisTitle("predicted")
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
}
