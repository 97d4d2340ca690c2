package io.cajal.export;

import io.cajal.base.Shape;
import io.cajal.series.ForecastNet;

/** What stands around the body of a {@link ForecastNet}: departures from a season ago in, values of the series out. */
final class SeriesSource {
    private SeriesSource() {
    }

    /** @param body the name of its method */
    static String forecast(ForecastNet net, Shape in, Shape out, String body) {
        int length = in.size(0);
        return Template.fill("""
                double mean = $mean;
                double deviation = $deviation;
                double[] z = new double[$length];
                for (int t = 0; t < z.length; t++) {
                    z[t] = $to;
                }
                float[] d = new float[$lags];
                for (int i = 0; i < d.length; i++) {
                    int t = $from + i;
                    d[i] = (float) (($change - mean) / deviation);
                }
                float[] y = $body(d);
                float[] values = new float[$horizon];
                for (int h = 0; h < values.length; h++) {
                    double v = y[h] * deviation + mean$ago;
                    values[h] = (float) $back;
                }
                return values;
                """, "mean", net.mean().item(), "deviation", net.deviation().item(), "length", length, "to",
                switch (net.scale()) {
                    case PLAIN -> "x[t]";
                    case ROOT -> "Math.sqrt(Math.max(0, x[t]))";
                    case LOG -> "Math.log(x[t])";
                }, "lags", net.lags(), "from", length - net.lags(), "change",
                net.season() == 0 ? "z[t]" : "z[t] - z[t - %s]".formatted(net.season()), "body", body,
                "horizon",
                out.size(0), "ago",
                net.season() == 0 ? ""
                        : " + z[%s + h %% %s]".formatted(length - net.season(), net.season()),
                "back", switch (net.scale()) {
                    case PLAIN -> "v";
                    case ROOT -> "(v > 0 ? v * v : 0)";
                    case LOG -> "Math.exp(v)";
                });
    }

    /** What a network makes of the last values of a series, in words. */
    static String says(ForecastNet net) {
        String what = switch (net.scale()) {
            case PLAIN -> "values";
            case ROOT -> "square roots";
            case LOG -> "logarithms";
        };
        return net.season() == 0
                ? "The next values, by %s of the last %s.".formatted(what, net.lags())
                : "The next values, by the last %s changes of %s over %s step%s.".formatted(net.lags(), what,
                        net.season(), net.season() == 1 ? "" : "s");
    }
}
