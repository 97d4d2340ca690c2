package io.cajal.io;

/** A value out of a file as a message shows it: as JSON in one line, cut where it is long. */
public final class Shown {
    private static final int MOST = 60;

    private Shown() {
    }

    public static String of(Object value) {
        return of(value, MOST);
    }

    /** Cut after that many characters. */
    public static String of(Object value, int most) {
        boolean isLong = value instanceof String text && text.length() > most;
        String json = Json.write(isLong ? ((String) value).substring(0, most) : value);
        // What JSON leaves as it is may still break the line or hide: control and format characters.
        String line = json.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        return isLong ? line + "…" : line.length() > most + 2 ? line.substring(0, most) + "…" : line;
    }
}
