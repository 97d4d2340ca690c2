package io.cajal.zoo.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A sketch as a picture: SVG that looks the same each time, on light and on dark ground. Lines have {@code data-from} and
 * {@code data-to}, cells {@code data-cell}, so that a page can light them up.
 */
public final class Diagram {
    private static final int WIDTH = 240;
    private static final int HEIGHT = 150;
    private static final int MARGIN = 22;
    private static final int COLUMN_STEP = 56;
    private static final int ROW_STEP = 34;
    private static final double RING = 54;
    /** How high a line that jumps over columns swings. */
    private static final double SWING = 15;

    private record Point(int column, double x, double y) {
    }

    private Diagram() {
    }

    /** The network of a type. */
    public static String of(NetworkType type) {
        Sketch sketch = type.sketch();
        List<Point> places = type.isRing() ? ring(sketch.size()) : columns(sketch);
        StringBuilder svg = new StringBuilder(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                        .formatted(WIDTH, HEIGHT, escaped(type.name() + ": " + words(sketch))));
        svg.append(
                "\n<g fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".35\" stroke-width=\"1.2\">\n");
        for (Sketch.Link link : sketch.links()) {
            svg.append("<path data-from=\"%d\" data-to=\"%d\" d=\"%s\"/>\n".formatted(link.from(), link.to(),
                    line(places.get(link.from()), places.get(link.to()), link.from() == link.to(),
                            type.isRing())));
        }
        svg.append("</g>\n");
        List<CellKind> kinds = sketch.cells();
        for (int i = 0; i < kinds.size(); i++) {
            Point at = places.get(i);
            svg.append(
                    "<g data-cell=\"%d\" transform=\"translate(%s %s)\">%s</g>\n".formatted(i, number(at.x),
                            number(at.y),
                            cell(kinds.get(i))));
        }
        return svg.append("</svg>\n").toString();
    }

    /** One cell, for a legend. */
    public static String of(CellKind kind) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-13 -13 26 26\" aria-hidden=\"true\">%s</svg>\n"
                .formatted(cell(kind));
    }

    private static String cell(CellKind kind) {
        CellKind.Family family = kind.family();
        String body = family.shape
                .formatted(" class=\"body\" fill=\"%s\" stroke=\"%s\" stroke-width=\"1.5\"".formatted(
                        family.colour,
                        family.colour));
        return kind.mark().isEmpty() ? body
                : body + "<path class=\"mark\" d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.7\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>"
                        .formatted(kind.mark(), family.ink);
    }

    private static List<Point> columns(Sketch sketch) {
        List<Sketch.Column> columns = sketch.columns();
        int most = columns.stream().mapToInt(Sketch.Column::count).max().orElse(1);
        double across = Math.min(COLUMN_STEP, (WIDTH - 2.0 * MARGIN) / Math.max(1, columns.size() - 1));
        double down = Math.min(ROW_STEP, (HEIGHT - 2.0 * MARGIN) / Math.max(1, most - 1));
        List<Point> places = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            int count = columns.get(c).count();
            for (int r = 0; r < count; r++) {
                places.add(new Point(c, WIDTH / 2.0 + (c - (columns.size() - 1) / 2.0) * across,
                        HEIGHT / 2.0 + (r - (count - 1) / 2.0) * down));
            }
        }
        return places;
    }

    private static List<Point> ring(int count) {
        List<Point> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double angle = 2 * Math.PI * i / count - Math.PI / 2;
            places.add(new Point(i, WIDTH / 2.0 + 1.25 * RING * StrictMath.cos(angle),
                    HEIGHT / 2.0 + RING * StrictMath.sin(angle)));
        }
        return places;
    }

    private static String line(Point a, Point b, boolean isLoop, boolean inRing) {
        if (isLoop) {
            return "M%s %sC%s %s %s %s %s %s"
                    .formatted(numbers(a.x - 4, a.y - 8, a.x - 11, a.y - 19, a.x + 11,
                            a.y - 19, a.x + 4, a.y - 8));
        }
        boolean isColumn = a.column == b.column;
        if (inRing || Math.abs(a.column - b.column) == 1 || isColumn && Math.abs(a.y - b.y) <= ROW_STEP) {
            return "M%s %sL%s %s".formatted(numbers(a.x, a.y, b.x, b.y));
        }
        return "M%s %sQ%s %s %s %s".formatted(numbers(a.x, a.y, (a.x + b.x) / 2 + (isColumn ? 2 * SWING : 0),
                (a.y + b.y) / 2 - (isColumn ? 0 : 2 * SWING), b.x, b.y));
    }

    private static Object[] numbers(double... values) {
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = number(values[i]);
        }
        return texts;
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** {@code 2 input cells, 3 hidden cells, 1 output cell}. */
    private static String words(Sketch sketch) {
        return String.join(", ",
                sketch.columns().stream().map(column -> "%d %s cell%s".formatted(column.count(),
                        column.kind().title(), column.count() == 1 ? "" : "s")).toList());
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
