package io.cajal.export;

import io.cajal.series.SeriesModel;
import java.util.List;

/** For forecasters: the values of a series up to now. */
record SeriesEntrance(SeriesModel series, String className) implements Entrance {

    @Override
    public List<String> about() {
        return List.of("Forecasts the next %s of %s.".formatted(
                series.horizon() == 1 ? "value" : series.horizon() + " values",
                Words.comment(series.value())),
                "<pre>\nfloat[] past = { ... }; // %s values or more, the oldest first\n"
                        .formatted(series.length())
                        + "float[] next = %s.predict(past);\n</pre>".formatted(className));
    }

    @Override
    public List<String> methods() {
        return List.of(Words.javadoc(List.of("The values that follow.",
                "@param past the values of %s up to now, the oldest first, of which the last %s count"
                        .formatted(Words.comment(series.value()), series.length())))
                + """
                        public static float[] predict(float[] past) {
                            if (past.length < $n) {
                                throw new IllegalArgumentException("needs $n values or more, got " + past.length);
                            }
                            return network(Arrays.copyOfRange(past, past.length - $n, past.length));
                        }
                        """.replace("$n", Integer.toString(series.length())));
    }

    @Override
    public List<String> helpers() {
        return List.of();
    }

    @Override
    public List<String> holders() {
        return List.of();
    }
}
