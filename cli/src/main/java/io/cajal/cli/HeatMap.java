package io.cajal.cli;

import io.cajal.tensor.Tensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** An image, and beside it a map of its pixels from blue over white to red, for −, 0 and +. */
final class HeatMap {
    private static final int SIDE = 320;
    private static final int GAP = 10;

    private HeatMap() {
    }

    /** For an image [1 × C × H × W] in 0 … 1 and numbers of the same shape, of which channels are added up. */
    static BufferedImage of(Tensor image, Tensor numbers) {
        int channels = image.size(1);
        int height = image.size(2);
        int width = image.size(3);
        int zoom = Math.max(1, SIDE / Math.max(height, width));
        float[] pixels = image.toFloats();
        float[] sums = numbers.sum(1).toFloats();
        float largest = 0;
        for (float sum : sums) {
            largest = Math.max(largest, Math.abs(sum));
        }
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        BufferedImage map = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < sums.length; i++) {
            int colour = 0;
            for (int c = 0; c < 3; c++) {
                colour = colour << 8 | level(pixels[(channels == 3 ? c : 0) * sums.length + i]);
            }
            picture.setRGB(i % width, i / width, colour);
            map.setRGB(i % width, i / width, colour(largest > 0 ? sums[i] / largest : 0));
        }
        BufferedImage both = new BufferedImage(2 * width * zoom + 3 * GAP, height * zoom + 2 * GAP,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = both.createGraphics();
        g.setColor(Color.LIGHT_GRAY);
        g.fillRect(0, 0, both.getWidth(), both.getHeight());
        g.drawImage(picture, GAP, GAP, width * zoom, height * zoom, null);
        g.drawImage(map, width * zoom + 2 * GAP, GAP, width * zoom, height * zoom, null);
        g.dispose();
        return both;
    }

    /** For −1 … 1. */
    private static int colour(float share) {
        int fade = level(1 - Math.abs(share));
        return share < 0 ? fade << 16 | fade << 8 | 0xff : 0xff0000 | fade << 8 | fade;
    }

    private static int level(float share) {
        return Math.clamp(Math.round(share * 255), 0, 255);
    }
}
