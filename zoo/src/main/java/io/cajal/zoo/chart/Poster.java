package io.cajal.zoo.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A type of network on a sheet: its diagram, what its cells are, and what it is good for, as SVG. */
public final class Poster {
    private static final int WIDTH = 820;
    private static final int MARGIN = 28;
    private static final int PICTURE_WIDTH = 448;
    private static final int PICTURE_HEIGHT = 280;
    private static final int TOP = 96;
    private static final int LEGEND = MARGIN + PICTURE_WIDTH + 28;
    private static final int LINE = 19;
    /** Letters a line, of the size that texts have. */
    private static final int LEGEND_LETTERS = 36;
    private static final int WHOLE_LETTERS = 108;
    private static final String FONT = "font-family=\"system-ui, sans-serif\"";

    private final StringBuilder svg = new StringBuilder();

    private Poster() {
    }

    public static String of(NetworkType type) {
        Poster poster = new Poster();
        poster.text(MARGIN, 44, 24, "bold", "#1b1b1b", type.name() + " (" + type.code() + ")");
        int y = poster.lines(MARGIN, 68, 13, "#555", WHOLE_LETTERS, type.paper() + ", " + type.year());
        int top = Math.max(TOP, y + 8);
        poster.svg.append(Diagram.of(type).replaceFirst("<svg ",
                "<svg x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" color=\"#1b1b1b\" ".formatted(MARGIN, top,
                        PICTURE_WIDTH, PICTURE_HEIGHT)));
        int below = Math.max(top + PICTURE_HEIGHT, poster.legend(type, top + 14)) + 34;
        below = poster.lines(MARGIN, below, 15, "#1b1b1b", 96, type.idea()) + 12;
        below = poster.lines(MARGIN, below, 13, "#333", WHOLE_LETTERS, "Good for: " + type.use());
        below = poster.lines(MARGIN, below + 4, 13, "#333", WHOLE_LETTERS, "Not for: " + type.avoid());
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" %s>
                <rect width="100%%" height="100%%" fill="#fff"/>
                %s</svg>
                """.formatted(WIDTH, below + 10, WIDTH, below + 10, FONT, poster.svg);
    }

    /** One row for each kind of cell; where the next text may stand. */
    private int legend(NetworkType type, int y) {
        Map<CellKind, Integer> counts = type.sketch().columns().stream().collect(Collectors.toMap(
                Sketch.Column::kind, Sketch.Column::count, Integer::sum, java.util.LinkedHashMap::new));
        for (Map.Entry<CellKind, Integer> row : counts.entrySet()) {
            svg.append(Diagram.of(row.getKey()).replaceFirst("<svg ",
                    "<svg x=\"%d\" y=\"%d\" width=\"30\" height=\"30\" ".formatted(LEGEND, y - 18)));
            text(LEGEND + 42, y, 14, "bold", "#1b1b1b", row.getKey().title());
            y = lines(LEGEND + 42, y + LINE, 13, "#333", LEGEND_LETTERS, row.getKey().meaning()) + 16;
        }
        return y;
    }

    private void text(int x, int y, int size, String weight, String colour, String text) {
        svg.append("<text x=\"%d\" y=\"%d\" font-size=\"%d\" font-weight=\"%s\" fill=\"%s\">%s</text>\n"
                .formatted(x, y, size, weight, colour, Diagram.escaped(text)));
    }

    /** The text in lines; where the next line may stand. */
    private int lines(int x, int y, int size, String colour, int letters, String text) {
        for (String line : wrapped(text, letters)) {
            text(x, y, size, "normal", colour, line);
            y += LINE;
        }
        return y;
    }

    private static List<String> wrapped(String text, int letters) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > letters) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** As a file of it is called: {@code lstm.svg}. */
    public static String file(NetworkType type) {
        return type.code().toLowerCase(Locale.ROOT) + ".svg";
    }
}
