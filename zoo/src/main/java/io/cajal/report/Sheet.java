package io.cajal.report;

import io.cajal.tensor.Tensor;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/** Many small pictures in rows on one sheet, each under its caption, if it has one. */
public final class Sheet {
    private static final int GAP = 8;
    private static final int THIN = 2;
    private static final int LINE = 16;
    private static final Font FONT = Fonts.plain(12);
    private static final Color INK = new Color(0x374151);
    private static final float[] WHOLE = {0, 1};

    private Sheet() {
    }

    /**
     * Pictures [N × height × width] in grey, or [N × 3 × height × width] in colour; the lowest number is
     * black, the highest white.
     *
     * @param captions one for each picture, or none
     * @param zoom pixels of the sheet for a pixel of a picture
     * @param each whether every picture has its own range, as for maps of different strength; else all have
     *     one
     */
    public static BufferedImage of(Tensor pictures, List<String> captions, int columns, int zoom,
            boolean each) {
        int n = pictures.size(0);
        int channels = pictures.rank() == 4 ? 3 : 1;
        int height = pictures.size(-2);
        int width = pictures.size(-1);
        float[] pixels = pictures.toFloats();
        int across = Math.max(1, Math.min(columns, n));
        int down = Math.ceilDiv(n, across);
        int line = captions.isEmpty() ? 0 : LINE;
        int cellWidth = width * zoom + GAP;
        int cellHeight = height * zoom + line + GAP;
        BufferedImage sheet = blank(across * cellWidth + GAP, down * cellHeight + GAP);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        float[] range = range(pixels, 0, pixels.length);
        for (int i = 0; i < n; i++) {
            int left = GAP + i % across * cellWidth;
            int top = GAP + i / across * cellHeight;
            if (line > 0) {
                caption(g, captions.get(i), left, top, width * zoom);
            }
            int size = channels * height * width;
            float[] shades = each ? range(pixels, i * size, size) : range;
            g.drawImage(picture(pixels, i * size, channels, height, width, shades), left, top + line,
                    width * zoom,
                    height * zoom, null);
        }
        g.dispose();
        return sheet;
    }

    /** One image [1 × C × height × width] of that kind by itself, so many times as large. */
    public static BufferedImage picture(Tensor image, int zoom) {
        BufferedImage sheet = blank(image.size(3) * zoom, image.size(2) * zoom);
        Graphics2D g = sheet.createGraphics();
        row(g, image, 1, zoom, 0, 0);
        g.dispose();
        return sheet;
    }

    /**
     * A grid of images [N × 1 × height × width] in grey or [N × 3 × height × width] in colour, 0 black and 1
     * white.
     */
    public static BufferedImage grid(Tensor images, int columns, int zoom) {
        int n = images.size(0);
        int across = Math.max(1, Math.min(columns, n));
        BufferedImage sheet = blank(across * (images.size(3) * zoom + THIN) + THIN,
                Math.ceilDiv(n, across) * (images.size(2) * zoom + THIN) + THIN);
        Graphics2D g = sheet.createGraphics();
        row(g, images, across, zoom, THIN, THIN);
        g.dispose();
        return sheet;
    }

    /**
     * Rows of such images under each other, each with its name on its left: what went in, what came out.
     *
     * @param rows equally many images in each; a name may be empty
     */
    public static BufferedImage rows(Map<String, Tensor> rows, int zoom) {
        return rows(rows, List.of(), zoom);
    }

    /**
     * Such rows under a line of texts, one over each column, or none; those too wide for their column stand
     * only over some.
     */
    public static BufferedImage rows(Map<String, Tensor> rows, List<String> heads, int zoom) {
        BufferedImage scratch = blank(1, 1);
        Graphics2D measuring = scratch.createGraphics();
        FontMetrics metrics = measuring.getFontMetrics(FONT);
        int margin = rows.keySet().stream().mapToInt(metrics::stringWidth).max().orElse(0) + 2 * GAP;
        int head = heads.stream().mapToInt(metrics::stringWidth).max().orElse(0) + GAP;
        measuring.dispose();
        int column = rows.values().stream().mapToInt(r -> r.size(3) * zoom + THIN).max().orElse(0);
        int width = rows.values().stream().mapToInt(r -> r.size(0) * (r.size(3) * zoom + THIN)).max()
                .orElse(0);
        int height = rows.values().stream().mapToInt(r -> r.size(2) * zoom + THIN).sum();
        int top = heads.isEmpty() ? GAP : GAP + LINE;
        BufferedImage sheet = blank(margin + width + GAP, top + height + GAP);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        for (int i = 0, each = Math.ceilDiv(head, Math.max(1, column)); i < heads.size(); i += each) {
            caption(g, heads.get(i), margin + i * column, GAP, column);
        }
        g.setFont(FONT);
        g.setColor(INK);
        for (Map.Entry<String, Tensor> entry : rows.entrySet()) {
            Tensor images = entry.getValue();
            int tall = images.size(2) * zoom;
            g.drawString(entry.getKey(), margin - GAP - metrics.stringWidth(entry.getKey()),
                    top + (tall + metrics.getAscent() - metrics.getDescent()) / 2);
            row(g, images, images.size(0), zoom, margin, top);
            top += tall + THIN;
        }
        g.dispose();
        return sheet;
    }

    /** Images in lines of so many, from a place on. */
    private static void row(Graphics2D g, Tensor images, int columns, int zoom, int left, int top) {
        int channels = images.size(1);
        int height = images.size(2);
        int width = images.size(3);
        float[] pixels = images.toFloats();
        for (int i = 0; i < images.size(0); i++) {
            g.drawImage(picture(pixels, i * channels * height * width, channels, height, width, WHOLE),
                    left + i % columns * (width * zoom + THIN), top + i / columns * (height * zoom + THIN),
                    width * zoom, height * zoom, null);
        }
    }

    private static BufferedImage blank(int width, int height) {
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        g.dispose();
        return sheet;
    }

    private static void caption(Graphics2D g, String text, int left, int top, int width) {
        g.setFont(FONT);
        g.setColor(INK);
        FontMetrics metrics = g.getFontMetrics();
        g.drawString(text, left + Math.max(0, (width - metrics.stringWidth(text)) / 2), top + LINE - 4);
    }

    private static float[] range(float[] pixels, int from, int count) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = from; i < from + count; i++) {
            low = Math.min(low, pixels[i]);
            high = Math.max(high, pixels[i]);
        }
        return new float[] {low, high};
    }

    private static BufferedImage picture(float[] pixels, int at, int channels, int height, int width,
            float[] range) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        float span = Math.max(1e-12f, range[1] - range[0]);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int colour = 0;
                for (int c = 0; c < 3; c++) {
                    float v = pixels[at + (channels == 1 ? 0 : c) * height * width + y * width + x];
                    colour = colour << 8 | Math.clamp(Math.round((v - range[0]) / span * 255), 0, 255);
                }
                picture.setRGB(x, y, colour);
            }
        }
        return picture;
    }
}
