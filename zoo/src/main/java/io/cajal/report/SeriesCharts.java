package io.cajal.report;

import io.cajal.series.Forecasts;
import io.cajal.series.Series;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A series, what was forecast of it, and what was missed, as pictures. */
final class SeriesCharts {
    private static final Color ACTUAL = new Color(0x9ca3af);
    /** Small, so that times do not run into each other. */
    private static final Font TIMES = Fonts.plain(10);
    private static final float THICK = 3;
    private static final float THIN = 1.6f;
    /** Points of a line that can be told apart in a picture. */
    private static final int MOST = 600;

    private SeriesCharts() {
    }

    /** The last part of the series with the forecasts of its test part, each made one step before. */
    static BufferedImage whole(Forecasts network) {
        Series series = network.series();
        int from = Math.max(0, Math.min(network.first() - 1, series.length() - MOST));
        Map<String, double[][]> lines = new LinkedHashMap<>();
        lines.put(series.name(), line(from, Arrays.copyOfRange(series.values(), from, series.length())));
        lines.put(network.name(), line(network.first(), network.ahead(1)));
        return draw(series.name(), series, lines);
    }

    /** The test part and what each forecaster said of it one step before. */
    static BufferedImage test(Map<String, Forecasts> models) {
        Forecasts any = models.values().iterator().next();
        Map<String, double[][]> lines = new LinkedHashMap<>();
        lines.put(any.series().name(), line(any.first(), any.actual(1)));
        models.forEach((name, forecasts) -> lines.put(name, line(forecasts.first(), forecasts.ahead(1))));
        return draw(any.series().name(), any.series(), lines);
    }

    /** All the steps from one origin, after the values that led up to it. */
    static BufferedImage ahead(Map<String, Forecasts> models, int origin) {
        Forecasts any = models.values().iterator().next();
        int start = any.first() + origin;
        int before = Math.min(start, 3 * any.horizon());
        Map<String, double[][]> lines = new LinkedHashMap<>();
        lines.put(any.series().name(), line(start - before,
                Arrays.copyOfRange(any.series().values(), start - before, start + any.horizon())));
        models.forEach((name, forecasts) -> lines.put(name, line(start, forecasts.predicted()[origin])));
        return draw(any.series().name(), any.series(), lines);
    }

    /** What was, less what was said one step before. */
    static BufferedImage residuals(Map<String, Forecasts> models) {
        Forecasts any = models.values().iterator().next();
        Map<String, double[][]> lines = new LinkedHashMap<>();
        double[] actual = any.actual(1);
        lines.put("none missed", line(any.first(), new double[actual.length]));
        models.forEach((name, forecasts) -> {
            double[] said = forecasts.ahead(1);
            lines.put(name, line(forecasts.first(),
                    IntStream.range(0, said.length).mapToDouble(i -> actual[i] - said[i]).toArray()));
        });
        return draw("value − forecast", any.series(), lines);
    }

    /** The root mean squared error by how many steps ahead. */
    static BufferedImage bySteps(Map<String, Forecasts> models) {
        XYChart chart = Charts.lines("steps ahead", "RMSE", models.size() + 1);
        int number = 0;
        for (Map.Entry<String, Forecasts> entry : models.entrySet()) {
            int horizon = entry.getValue().horizon();
            double[] x = IntStream.rangeClosed(1, horizon).mapToDouble(h -> h).toArray();
            double[] y = IntStream.rangeClosed(1, horizon)
                    .mapToDouble(h -> entry.getValue().error(h, 1).rmse()).toArray();
            style(chart.addSeries(entry.getKey(), x, y), color(number++, models.size()), THIN);
        }
        chart.getStyler().setYAxisMin(0.0);
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static double[][] line(int from, double[] values) {
        return new double[][] {IntStream.range(from, from + values.length).mapToDouble(i -> i).toArray(),
                values};
    }

    /** The first line is what the others are compared with. */
    private static BufferedImage draw(String up, Series series, Map<String, double[][]> lines) {
        XYChart chart = Charts.lines("", up, lines.size());
        Function<Double, String> times = place -> series.time((int) Math.round(place));
        chart.setCustomXAxisTickLabelsFormatter(times);
        chart.getStyler().setXAxisTickMarkSpacingHint(110).setAxisTickLabelsFont(TIMES);
        int number = -1;
        for (Map.Entry<String, double[][]> entry : lines.entrySet()) {
            XYSeries line = chart.addSeries(entry.getKey(), entry.getValue()[0], entry.getValue()[1]);
            style(line, number < 0 ? ACTUAL : color(number, lines.size() - 1),
                    number < 0 ? THICK : THIN);
            number++;
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** The network, which comes last, has the same one in every picture. */
    private static Color color(int number, int of) {
        return Charts.LINES[(of - 1 - number) % Charts.LINES.length];
    }

    private static void style(XYSeries line, Color color, float width) {
        line.setMarker(SeriesMarkers.NONE);
        line.setLineColor(color).setLineWidth(width);
    }
}
