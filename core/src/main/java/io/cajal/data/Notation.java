package io.cajal.data;

import io.cajal.io.CsvReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the numbers or the dates of a column are written in a file, where countries differ. */
public enum Notation {
    /** A point before decimals, 1234.5 and 1,234.50; dates that say themselves what is the day and what the month. */
    STANDARD,
    /** A comma before decimals, 1234,5 and 1.234,50. */
    DECIMAL_COMMA,
    /** The month before the day, 2/29/2024. */
    MONTH_FIRST,
    /** The day before the month, 29/2/2024. */
    DAY_FIRST;

    private static final double SECONDS_PER_DAY = 86_400;
    private static final Pattern POINT = written("[,'’\u00a0\u202f ]", "\\.");
    private static final Pattern COMMA = written("[.'’\u00a0\u202f ]", ",");
    /** What stands beside a number: 12.50 €, $12.50, 12 %. */
    private static final Pattern BESIDE = Pattern.compile("[\\p{Sc}%\\s\u00a0\u202f]*");

    private static final String TIME = "(?:(?:T|\\s+)(\\d{1,2}):(\\d\\d)(?::(\\d\\d(?:\\.\\d{1,9})?))?"
            + "(?:\\s*([AaPp])[Mm])?\\s*(?:Z|([+-])(\\d\\d):?(\\d\\d))?)?";
    /** 2024-02-29, 2024/2/29. */
    private static final Pattern YEAR_FIRST = Pattern
            .compile("(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})" + TIME);
    /** 29.02.2024, 2/29/2024, 29-2-2024. */
    private static final Pattern YEAR_LAST = Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})" + TIME);
    /** 29 Feb 2024, 29-Feb-2024, 29 February 2024. */
    private static final Pattern DAY_MONTH = Pattern
            .compile("(\\d{1,2})([-/. ]|\\. )(\\p{Alpha}{3,9})\\.?[-/. ](\\d{4})" + TIME);
    /** Feb 29, 2024. */
    private static final Pattern MONTH_DAY = Pattern
            .compile("(\\p{Alpha}{3,9})(\\.? )(\\d{1,2}),? (\\d{4})" + TIME);
    private static final int TIME_GROUP = 5;
    private static final List<String> MONTHS = List.of("january", "february", "march", "april", "may", "june",
            "july", "august", "september", "october", "november", "december");

    private static Pattern written(String group, String decimal) {
        return Pattern
                .compile("([+-]?)(\\d+|[1-9]\\d{0,2}(?:(" + group + ")\\d{3}(?:\\3\\d{3})*)|(?=" + decimal
                        + "\\d))(?:" + decimal + "(\\d*))?([eE][+-]?\\d+)?");
    }

    /**
     * A finite number, or NaN for any other text. Signs of currencies and of percent are passed over: 12 % are 12.
     */
    public double number(String cell) {
        String text = cell.strip();
        boolean isComma = this == DECIMAL_COMMA;
        if (!isComma || text.indexOf('.') < 0) {
            double plain = CsvReader.number(text);
            if (!Double.isNaN(plain)) {
                return plain;
            }
        }
        if (text.isEmpty() || text.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            return Double.NaN;
        }
        Matcher matcher = (isComma ? COMMA : POINT).matcher(bare(text));
        if (!matcher.matches()) {
            return Double.NaN;
        }
        String decimals = matcher.group(4) == null ? "" : "." + matcher.group(4);
        String power = matcher.group(5) == null ? "" : matcher.group(5);
        return CsvReader.number(
                matcher.group(1) + "0" + matcher.group(2).replaceAll("\\D", "") + decimals + power);
    }

    /** Without what stands beside the number; a sign may come before it: -$5. */
    private static String bare(String text) {
        boolean isSigned = text.charAt(0) == '-' || text.charAt(0) == '+';
        Matcher before = BESIDE.matcher(text).region(isSigned ? 1 : 0, text.length());
        int from = before.lookingAt() ? before.end() : 0;
        int to = text.length();
        while (to > from && BESIDE.matcher(text).region(to - 1, to).matches()) {
            to--;
        }
        return (isSigned ? text.substring(0, 1) : "") + text.substring(from, to);
    }

    /** Days since 1970, with the time as a part of a day, in UTC where a zone is given; NaN for any text that is no date. */
    public double days(String cell) {
        String text = cell.strip();
        Matcher matcher = YEAR_FIRST.matcher(text);
        if (matcher.matches()) {
            return days(matcher, matcher.group(1), matcher.group(3), matcher.group(4));
        }
        matcher = YEAR_LAST.matcher(text);
        if (matcher.matches()) {
            boolean isDayFirst = this == DAY_FIRST || matcher.group(2).equals(".");
            return !isDayFirst && this != MONTH_FIRST ? Double.NaN
                    : days(matcher, matcher.group(4), matcher.group(isDayFirst ? 3 : 1),
                            matcher.group(isDayFirst ? 1 : 3));
        }
        matcher = DAY_MONTH.matcher(text);
        if (matcher.matches()) {
            return days(matcher, matcher.group(4), month(matcher.group(3)), matcher.group(1));
        }
        matcher = MONTH_DAY.matcher(text);
        return matcher.matches() ? days(matcher, matcher.group(4), month(matcher.group(1)), matcher.group(3))
                : Double.NaN;
    }

    /** The number of a month by its English name or the first letters of it; 0 for any other word. */
    private static String month(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        for (int i = 0; i < MONTHS.size(); i++) {
            if (MONTHS.get(i).startsWith(lower)) {
                return Integer.toString(i + 1);
            }
        }
        return "0";
    }

    private static double days(Matcher matcher, String year, String month, String day) {
        try {
            long days = LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day))
                    .toEpochDay();
            return days + seconds(matcher) / SECONDS_PER_DAY;
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }

    /** Since midnight; NaN for a time that no clock shows. */
    private static double seconds(Matcher matcher) {
        if (matcher.group(TIME_GROUP) == null) {
            return 0;
        }
        int hour = Integer.parseInt(matcher.group(TIME_GROUP));
        int minute = Integer.parseInt(matcher.group(TIME_GROUP + 1));
        String second = matcher.group(TIME_GROUP + 2);
        double seconds = second == null ? 0 : Double.parseDouble(second);
        String half = matcher.group(TIME_GROUP + 3);
        if (hour > (half == null ? 23 : 12) || half != null && hour == 0 || minute > 59 || seconds >= 60) {
            return Double.NaN;
        }
        if (half != null) {
            hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
        }
        double ahead = 0;
        if (matcher.group(TIME_GROUP + 4) != null) {
            ahead = 3600 * Integer.parseInt(matcher.group(TIME_GROUP + 5))
                    + 60 * Integer.parseInt(matcher.group(TIME_GROUP + 6));
            ahead = matcher.group(TIME_GROUP + 4).equals("-") ? -ahead : ahead;
        }
        return hour * 3600 + minute * 60 + seconds - ahead;
    }
}
