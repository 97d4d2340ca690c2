package io.cajal.io;

import java.util.List;

/**
 * How a table of separated values is laid out. What is not given is found from the first lines.
 *
 * @param separator between cells; a blank stands for runs of blanks; 0 when it is to be found
 * @param header whether the first row names the columns
 * @param asked the columns that will be asked for; where known, they say best whether the first row names them
 */
public record CsvStyle(char separator, Header header, List<String> asked) {
    /** Whether the first row names the columns. */
    public enum Header {
        /** It does when it has what is asked for, else when none of its cells is a number. */
        FOUND, YES, NO
    }

    public CsvStyle {
        asked = List.copyOf(asked);
    }

    /** All is found. */
    public static final CsvStyle FOUND = new CsvStyle('\0', Header.FOUND, List.of());

    public CsvStyle separator(char given) {
        return new CsvStyle(given, header, asked);
    }

    public CsvStyle header(boolean given) {
        return new CsvStyle(separator, given ? Header.YES : Header.NO, asked);
    }

    /** For who knows the names of the columns, as a model does that has learned from a table like this one. */
    public CsvStyle asking(List<String> names) {
        return new CsvStyle(separator, header, names);
    }

    /** Whether that first row names the columns; {@code found} is what its cells look like. */
    boolean names(List<String> row, boolean found) {
        if (header != Header.FOUND) {
            return header == Header.YES;
        }
        if (asked.isEmpty()) {
            return found;
        }
        // Columns without names go by their place: 1, 2, … A row of values may well have these numbers somewhere.
        boolean places = asked.stream().allMatch(name -> name.matches("[1-9]\\d{0,5}"));
        return places ? asked.stream().allMatch(name -> row.indexOf(name) == Integer.parseInt(name) - 1)
                : row.containsAll(asked) || found;
    }
}
