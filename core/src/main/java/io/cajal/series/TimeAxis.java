package io.cajal.series;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Where the values of a series lie in time: place 0 is the start, and place i lies i steps on. */
public sealed interface TimeAxis {

    /** The time at a place, in the form in which it was read. */
    String label(int place);

    /** How many steps on from the start a time lies; not whole when it lies between two steps, NaN off the grid. */
    double place(Time time);

    /** Steps after which such data usually come round: months in a year, days in a week, hours in a day; else 1. */
    int season();

    /** The step in words: {@code monthly}. */
    String step();

    /** A time as it was read: a date with its time of day, or a plain number. */
    sealed interface Time {
        /**
         * @param precise false when only year and month were given
         */
        record Date(LocalDateTime at, boolean precise) implements Time {
        }

        record Number(double at) implements Time {
        }
    }

    /** Plain numbers, such as years. */
    record Numbered(double start, double by) implements TimeAxis {
        @Override
        public String label(int place) {
            double at = start + place * by;
            return at == Math.rint(at) ? Long.toString(Math.round(at)) : Float.toString((float) at);
        }

        @Override
        public double place(Time time) {
            double exact = time instanceof Time.Number number ? (number.at() - start) / by : Double.NaN;
            return Math.abs(exact - Math.rint(exact)) < 1e-6 ? Math.rint(exact) : exact;
        }

        @Override
        public int season() {
            return 1;
        }

        @Override
        public String step() {
            return "in steps of "
                    + (by == Math.rint(by) ? Long.toString(Math.round(by)) : Double.toString(by));
        }
    }

    /** Steps of the same length: days, hours, seconds. */
    record Clocked(LocalDateTime start, Duration by) implements TimeAxis {
        private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm",
                Locale.ROOT);
        private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss",
                Locale.ROOT);
        private static final int MOST_A_DAY = 288;

        @Override
        public String label(int place) {
            LocalDateTime at = start.plus(by.multipliedBy(place));
            boolean wholeDays = start.toLocalTime().equals(LocalTime.MIDNIGHT)
                    && by.toSeconds() % Duration.ofDays(1).toSeconds() == 0;
            boolean wholeMinutes = start.getSecond() == 0 && by.toSeconds() % 60 == 0;
            return wholeDays ? at.toLocalDate().toString() : at.format(wholeMinutes ? MINUTES : SECONDS);
        }

        @Override
        public double place(Time time) {
            return time instanceof Time.Date date
                    ? (double) Duration.between(start, date.at()).toSeconds() / by.toSeconds() : Double.NaN;
        }

        @Override
        public int season() {
            long seconds = by.toSeconds();
            long day = Duration.ofDays(1).toSeconds();
            if (seconds < day) {
                return day % seconds == 0 && day / seconds <= MOST_A_DAY ? (int) (day / seconds) : 1;
            }
            return seconds == day ? 7 : seconds == 7 * day ? 52 : 1;
        }

        @Override
        public String step() {
            long seconds = by.toSeconds();
            for (Unit unit : Unit.ALL) {
                if (seconds % unit.seconds() == 0) {
                    long count = seconds / unit.seconds();
                    return count == 1 ? unit.each() : "every %d %ss".formatted(count, unit.name());
                }
            }
            throw new AssertionError(by);
        }

        private record Unit(String name, String each, long seconds) {
            private static final List<Unit> ALL = List.of(
                    new Unit("week", "weekly", 604_800), new Unit("day", "daily", 86_400),
                    new Unit("hour", "hourly", 3600), new Unit("minute", "by the minute", 60),
                    new Unit("second", "by the second", 1));
        }
    }

    /**
     * Steps of whole months, quarters or years.
     *
     * @param precise whether times have a day; one at the end of its month stays at the end of months
     */
    record Monthly(LocalDateTime start, int by, boolean precise) implements TimeAxis {
        private static final int YEAR = 12;

        @Override
        public String label(int place) {
            LocalDateTime at = at(place);
            return precise ? at.toLocalDate().toString() : YearMonth.from(at).toString();
        }

        @Override
        public double place(Time time) {
            if (!(time instanceof Time.Date date)) {
                return Double.NaN;
            }
            long months = 12L * (date.at().getYear() - start.getYear()) + date.at().getMonthValue()
                    - start.getMonthValue();
            if (months % by == 0 && !at((int) (months / by)).equals(date.at())) {
                return Double.NaN;
            }
            return (double) months / by;
        }

        private LocalDateTime at(int place) {
            LocalDateTime at = start.plusMonths((long) place * by);
            return endsMonth(start) ? at.withDayOfMonth(YearMonth.from(at).lengthOfMonth()) : at;
        }

        private static boolean endsMonth(LocalDateTime time) {
            return time.getDayOfMonth() == YearMonth.from(time).lengthOfMonth();
        }

        @Override
        public int season() {
            return YEAR % by == 0 ? YEAR / by : 1;
        }

        @Override
        public String step() {
            return switch (by) {
                case 1 -> "monthly";
                case 3 -> "quarterly";
                case 12 -> "yearly";
                default -> "every %d months".formatted(by);
            };
        }
    }
}
