package io.cajal.report;

import io.cajal.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/** {@code report.html} of a run folder: sections with pictures and tables in one file, and the pictures as PNG beside it. */
public final class Page {
    private final Path folder;
    private final Consumer<String> say;
    private final StringBuilder body = new StringBuilder();

    /** Tells {@code say} which pictures cannot be drawn. */
    public Page(Path folder, Consumer<String> say) {
        this.folder = folder;
        this.say = say;
    }

    /** As a file of its own and in the page. */
    public void picture(String name, String title, String caption, Supplier<BufferedImage> drawing)
            throws IOException {
        BufferedImage image;
        try {
            image = drawing.get();
        } catch (RuntimeException | Error e) { // a Java without its native libraries for fonts cannot write text
            say.accept("report: without \"%s\", as text cannot be drawn here: %s".formatted(title, e));
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        AtomicFile.write(folder.resolve(name + ".png"), out -> out.write(bytes.toByteArray()));
        section(title, caption, "<img alt=\"%s\" src=\"data:image/png;base64,%s\">".formatted(escaped(title),
                Base64.getEncoder().encodeToString(bytes.toByteArray())));
    }

    /** Rows of text, the first as a header. */
    public void table(String title, String caption, List<List<String>> rows) {
        StringBuilder table = new StringBuilder("<table>\n");
        for (int i = 0; i < rows.size(); i++) {
            table.append("<tr>");
            for (String cell : rows.get(i)) {
                table.append(i == 0 ? "<th>" : "<td>").append(escaped(cell))
                        .append(i == 0 ? "</th>" : "</td>");
            }
            table.append("</tr>\n");
        }
        section(title, caption, table.append("</table>").toString());
    }

    /** A bar for each name, as long as its value is of the largest. */
    public void bars(String title, String caption, Map<String, Double> values) {
        double most = values.values().stream().mapToDouble(Math::abs).max().orElse(0);
        StringBuilder table = new StringBuilder("<table>\n");
        values.forEach((name, value) -> table.append(String.format(Locale.ROOT,
                "<tr><td>%s</td><td><div class=\"%s\" style=\"width:%dpx\"></div></td><td>%.4g</td></tr>\n",
                escaped(name),
                value < 0 ? "bar less" : "bar", most > 0 ? Math.round(Math.abs(value) / most * 260) : 0,
                value)));
        section(title, caption, table.append("</table>").toString());
    }

    private void section(String title, String caption, String content) {
        body.append("<section><h2>").append(escaped(title)).append("</h2>\n");
        if (!caption.isEmpty()) {
            body.append("<p>").append(escaped(caption)).append("</p>\n");
        }
        body.append(content).append("</section>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** Writes the page under that title, with a line that names the figure, and returns where it is. */
    public Path write(String title, String figure) throws IOException {
        Path path = folder.resolve("report.html");
        AtomicFile.write(path, """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; color: #111827; background: #f3f4f6; margin: 0 }
                main { max-width: 1380px; margin: auto; padding: 24px; columns: 2 600px; column-gap: 24px }
                header { column-span: all; margin-bottom: 16px } h1 { margin: 0; font-size: 24px } h2 { margin: 0; font-size: 17px }
                p { margin: 4px 0; color: #4b5563; max-width: 66em } img { max-width: 100%%; margin-top: 8px }
                section { background: #fff; border-radius: 8px; padding: 16px; box-shadow: 0 1px 3px #0002; overflow-x: auto; break-inside: avoid; margin-bottom: 24px }
                table { border-collapse: collapse; margin-top: 8px; font-size: 14px; font-variant-numeric: tabular-nums }
                th, td { padding: 3px 14px 3px 0; text-align: left; border-bottom: 1px solid #e5e7eb; white-space: nowrap }
                .bar { height: 12px; background: #2563eb; border-radius: 2px } .less { background: #dc2626 }
                </style></head><body><main><header><h1>%1$s</h1><p>%2$s</p></header>
                %3$s</main></body></html>
                """.formatted(escaped(title), escaped(figure), body));
        return path;
    }
}
