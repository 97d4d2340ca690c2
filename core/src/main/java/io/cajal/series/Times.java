package io.cajal.series;

import io.cajal.base.CajalException;
import io.cajal.io.CsvReader;
import io.cajal.io.Shown;
import io.cajal.series.TimeAxis.Time;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/** The times of a series as they come from a file: read, their step found out, and held to it. */
final class Times {
    private static final double LEAST_MONTH = Duration.ofDays(28).toSeconds();
    /** 1949-01, 1949/01. */
    private static final DateTimeFormatter MONTH = new DateTimeFormatterBuilder()
            .appendOptional(DateTimeFormatter.ofPattern("uuuu-MM"))
            .appendOptional(DateTimeFormatter.ofPattern("uuuu/MM")).toFormatter(Locale.ROOT);
    /** 2024-02-29, 2024/02/29, 29.02.2024, with a time of day or without. */
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendOptional(DateTimeFormatter.ofPattern("uuuu-MM-dd"))
            .appendOptional(DateTimeFormatter.ofPattern("uuuu/MM/dd"))
            .appendOptional(DateTimeFormatter.ofPattern("dd.MM.uuuu"))
            .appendOptional(DateTimeFormatter.ofPattern("['T'][' ']HH:mm[:ss][.SSS]['Z']"))
            .toFormatter(Locale.ROOT);

    private final String source;
    private final String column;
    private final List<Time> times = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();

    Times(String source, String column) {
        this.source = source;
        this.column = column;
    }

    void add(String cell, int line) {
        String text = cell.strip();
        Time time = parse(text);
        if (time == null) {
            throw new CajalException("%s line %d, column %s: expected a time such as %s, got %s".formatted(
                    source, line, Shown.of(column),
                    texts.isEmpty() ? "1949-01, 2024-02-29 or 2024-02-29 13:45"
                            : texts.getFirst(),
                    text.isEmpty() ? "nothing" : Shown.of(text)));
        }
        if (!times.isEmpty() && !sameForm(time, times.getFirst())) {
            throw new CajalException(
                    "%s line %d, column %s: expected a time of the form %s, got %s".formatted(
                            source, line, Shown.of(column), texts.getFirst(), Shown.of(text)));
        }
        times.add(time);
        texts.add(text);
        lines.add(line);
    }

    /** The axis that all the times lie on, one at each place; or an error that names the first that does not. */
    TimeAxis axis() {
        if (times.size() < 3) {
            throw new CajalException("%s has %d times, expected 3 or more".formatted(source, times.size()));
        }
        refuseBackwardSteps();
        TimeAxis axis = likely();
        for (int i = 1; i < times.size(); i++) {
            double place = axis.place(times.get(i));
            if (place != i) {
                double missing = place - i;
                throw error(i, "expected %s".formatted(axis.label(i)), missing == Math.rint(missing)
                        ? "; %,.0f %s missing (the series is %s): fill %s in".formatted(missing,
                                missing == 1 ? "time is" : "times are", axis.step(),
                                missing == 1 ? "it" : "them")
                        : "; the series is " + axis.step());
            }
        }
        return axis;
    }

    private void refuseBackwardSteps() {
        for (int i = 1; i < times.size(); i++) {
            double step = seconds(times.get(i)) - seconds(times.get(i - 1));
            if (step == 0) {
                throw error(i, "expected a time after %s".formatted(texts.get(i - 1)),
                        ", as on line %d: each time may come once".formatted(lines.get(i - 1)));
            }
            if (step < 0) {
                throw error(i, "expected a time after %s".formatted(texts.get(i - 1)),
                        ": sort the rows by " + column);
            }
        }
    }

    private CajalException error(int i, String expected, String more) {
        return new CajalException("%s line %d, column %s: %s, got %s%s".formatted(source, lines.get(i),
                Shown.of(column), expected, texts.get(i), more));
    }

    private TimeAxis likely() {
        double usual = usual((a, b) -> seconds(b) - seconds(a));
        if (times.getFirst() instanceof Time.Number first) {
            return new TimeAxis.Numbered(first.at(), usual);
        }
        Time.Date first = (Time.Date) times.getFirst();
        TimeAxis monthly = new TimeAxis.Monthly(first.at(),
                (int) Math.max(1, usual((a, b) -> months(b) - months(a))), first.precise());
        TimeAxis clocked = new TimeAxis.Clocked(first.at(), Duration.ofSeconds(Math.round(usual)));
        boolean months = usual >= LEAST_MONTH && (allOn(monthly) || !allOn(clocked));
        return months || !first.precise() ? monthly : clocked;
    }

    private boolean allOn(TimeAxis axis) {
        return IntStream.range(0, times.size()).allMatch(i -> axis.place(times.get(i)) == i);
    }

    /** The distance that most neighbours have; of several the smallest. */
    private double usual(ToDoubleBiFunction<Time, Time> distance) {
        Map<Double, Integer> counts = new HashMap<>();
        for (int i = 1; i < times.size(); i++) {
            // numbers such as 0.1, 0.2, 0.3 differ by the same up to rounding
            double d = distance.applyAsDouble(times.get(i - 1), times.get(i));
            counts.merge(Double.valueOf(Float.toString((float) d)), 1, Integer::sum);
        }
        double best = 0;
        int most = 0;
        for (Map.Entry<Double, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > most || entry.getValue() == most && entry.getKey() < best) {
                best = entry.getKey();
                most = entry.getValue();
            }
        }
        return best;
    }

    private static double seconds(Time time) {
        return switch (time) {
            case Time.Number number -> number.at();
            case Time.Date date -> Duration.between(LocalDate.EPOCH.atStartOfDay(), date.at()).toSeconds();
        };
    }

    private static double months(Time time) {
        LocalDateTime at = ((Time.Date) time).at();
        return 12.0 * at.getYear() + at.getMonthValue();
    }

    private static boolean sameForm(Time a, Time b) {
        return a instanceof Time.Date x && b instanceof Time.Date y ? x.precise() == y.precise()
                : a.getClass() == b.getClass();
    }

    private static Time parse(String text) {
        double number = CsvReader.number(text);
        if (!Double.isNaN(number)) {
            return new Time.Number(number);
        }
        try {
            return new Time.Date(YearMonth.parse(text, MONTH).atDay(1).atStartOfDay(), false);
        } catch (DateTimeException _) {
            // no month alone: perhaps a date
        }
        try {
            var parsed = DATE.parseBest(text, LocalDateTime::from, LocalDate::from);
            return new Time.Date(
                    parsed instanceof LocalDateTime time ? time : ((LocalDate) parsed).atStartOfDay(), true);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
