package io.cajal.io;

/**
 * How a table of separated values is laid out. What is not given is found from the first lines.
 *
 * @param separator between cells; a blank stands for runs of blanks; 0 when it is to be found
 * @param header whether the first row names the columns
 */
public record CsvStyle(char separator, Header header) {
    /** Whether the first row names the columns. */
    public enum Header {
        /** It does when none of its cells is a number. */
        FOUND, YES, NO
    }

    /** All is found. */
    public static final CsvStyle FOUND = new CsvStyle('\0', Header.FOUND);

    public CsvStyle separator(char given) {
        return new CsvStyle(given, header);
    }

    public CsvStyle header(boolean given) {
        return new CsvStyle(separator, given ? Header.YES : Header.NO);
    }
}
