package io.cajal.cli;

/** Numbers as bars of text, all of one scale. */
final class Bars {
    private static final int WIDTH = 16;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private final double largest;

    Bars(double... values) {
        double most = 0;
        for (double value : values) {
            most = Math.max(most, Math.abs(value));
        }
        largest = most;
    }

    /** To the right from nothing; negative numbers have none. */
    String of(double value) {
        int eighths = largest > 0 ? (int) Math.round(Math.max(0, value) / largest * WIDTH * 8) : 0;
        String whole = "█".repeat(eighths / 8);
        return eighths % 8 == 0 ? whole : whole + EIGHTHS.charAt(eighths % 8);
    }

    /** To the left or right of a line in the middle. */
    String signed(double value) {
        int length = largest > 0 ? (int) Math.round(Math.abs(value) / largest * WIDTH / 2) : 0;
        return value < 0 ? " ".repeat(WIDTH / 2 - length) + "█".repeat(length) + "│"
                : " ".repeat(WIDTH / 2) + "│" + "█".repeat(length);
    }
}
