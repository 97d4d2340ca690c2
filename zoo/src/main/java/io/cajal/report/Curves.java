package io.cajal.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines through points of a plane: a signal and what was foretold of it, the path of a system. */
public final class Curves {
    private static final Color FIRST = new Color(0x9ca3af);
    private static final int MARKS = 100;
    private static final float THICK = 3.5f;
    private static final float THIN = 1.5f;

    private Curves() {
    }

    /**
     * @param lines x and y by name; the first is drawn broad and grey, as what the others are compared with
     * @param width of the picture in pixels
     */
    public static BufferedImage of(String across, String up, Map<String, double[][]> lines, int width,
            int height) {
        XYChart chart = Charts.lines(across, up, lines.size());
        chart.getStyler().setLegendVisible(lines.size() > 1)
                .setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setXAxisTickMarkSpacingHint(MARKS);
        int number = 0;
        for (Map.Entry<String, double[][]> entry : lines.entrySet()) {
            XYSeries line = chart.addSeries(entry.getKey(), entry.getValue()[0], entry.getValue()[1]);
            boolean ground = number == 0 && lines.size() > 1;
            line.setMarker(SeriesMarkers.NONE);
            line.setLineColor(ground ? FIRST : Charts.LINES[Math.max(0, number - 1) % Charts.LINES.length])
                    .setLineWidth(ground ? THICK : THIN);
            number++;
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        chart.paint(g, width, height);
        g.dispose();
        return image;
    }
}
