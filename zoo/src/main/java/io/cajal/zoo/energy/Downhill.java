package io.cajal.zoo.energy;

import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;
import io.cajal.report.Fonts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A recall as a picture: the state at equal distances on its way, over the energy after each flip. */
final class Downhill {
    private static final int FRAMES = 9;
    private static final int ZOOM = 3;
    private static final int GAP = 10;
    private static final int LEFT = 70;
    private static final int CURVE = 150;
    private static final int TITLE = 26;
    private static final Color INK = new Color(0x374151);
    private static final Color PALE = new Color(0xe5e7eb);
    private static final Color LINE = new Color(0x2563eb);
    private static final Font FONT = Fonts.plain(12);
    private static final Font BOLD = Fonts.bold(13);

    private Downhill() {
    }

    /** All states and energies from the start to rest. */
    private record Way(List<Tensor> states, List<Double> energies) {
        static Way of(Hopfield network, Tensor start, Rng order) {
            Hopfield.Walk walk = network.walk(start);
            Way way = new Way(new ArrayList<>(List.of(start)), new ArrayList<>(List.of(walk.energy())));
            while (walk.sweep(order, energy -> {
                way.states.add(walk.state());
                way.energies.add(energy);
            })) {
                // until it rests
            }
            return way;
        }
    }

    /** One panel for each network, under each other. */
    static BufferedImage draw(Map<String, Hopfield> networks, Tensor start, int side, Rng order) {
        int frame = side * ZOOM;
        int width = LEFT + FRAMES * (frame + GAP) + GAP;
        int panel = TITLE + frame + GAP + CURVE + 3 * GAP + TITLE;
        BufferedImage sheet = new BufferedImage(width, panel * networks.size(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        int top = 0;
        for (Map.Entry<String, Hopfield> network : networks.entrySet()) {
            Way way = Way.of(network.getValue(), start, order.split(0));
            g.setColor(INK);
            g.setFont(BOLD);
            g.drawString(network.getKey(), GAP, top + 18);
            panel((Graphics2D) g.create(0, top + TITLE, width, panel - TITLE), way, side, width);
            top += panel;
        }
        g.dispose();
        return sheet;
    }

    private static void panel(Graphics2D g, Way way, int side, int width) {
        int frame = side * ZOOM;
        int last = way.states.size() - 1;
        int from = LEFT + frame / 2;
        int to = width - GAP - GAP - frame / 2;
        int top = frame + 2 * GAP;
        double high = way.energies.getFirst();
        double low = way.energies.getLast();
        g.setFont(FONT);
        g.setColor(INK);
        g.drawString("energy", GAP, top + CURVE / 2);
        label(g, high, LEFT + GAP, top + 4);
        label(g, low, LEFT + GAP, top + CURVE + 4);
        Path2D curve = new Path2D.Double();
        for (int flip = 0; flip <= last; flip++) {
            double x = from + (to - from) * (double) flip / Math.max(1, last);
            double y = top + CURVE * (high - way.energies.get(flip)) / Math.max(1e-12, high - low);
            if (flip == 0) {
                curve.moveTo(x, y);
            } else {
                curve.lineTo(x, y);
            }
        }
        for (int i = 0; i < FRAMES; i++) {
            int flip = (int) Math.round(last * i / (FRAMES - 1.0));
            double x = from + (to - from) * (double) flip / Math.max(1, last);
            double y = top + CURVE * (high - way.energies.get(flip)) / Math.max(1e-12, high - low);
            g.setColor(PALE);
            g.drawLine((int) x, frame + 2, (int) x, top + CURVE + GAP);
            g.setColor(LINE);
            g.fill(new Ellipse2D.Double(x - 3.5, y - 3.5, 7, 7));
            state(g, way.states.get(flip), side, (int) x - frame / 2);
            String flips = i == 0 ? "start" : flip + (i == 1 ? " flips" : "");
            g.setColor(INK);
            g.drawString(flips, (int) x - g.getFontMetrics().stringWidth(flips) / 2,
                    top + CURVE + 2 * GAP + 6);
        }
        g.setStroke(new BasicStroke(2));
        g.setColor(LINE);
        g.draw(curve);
        g.dispose();
    }

    /** The number, ending at that place. */
    private static void label(Graphics2D g, double energy, int right, int y) {
        String text = String.valueOf(Math.round(energy));
        g.drawString(text.replace('-', '−'), right - g.getFontMetrics().stringWidth(text), y);
    }

    private static void state(Graphics2D g, Tensor state, int side, int left) {
        float[] s = state.toFloats();
        BufferedImage picture = new BufferedImage(side, s.length / side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < s.length; i++) {
            picture.setRGB(i % side, i / side, s[i] > 0 ? 0xffffff : 0x111827);
        }
        g.drawImage(picture, left, 0, side * ZOOM, s.length / side * ZOOM, null);
    }
}
