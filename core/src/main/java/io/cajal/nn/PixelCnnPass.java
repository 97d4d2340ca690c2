package io.cajal.nn;

import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.List;

/**
 * A {@link PixelCnn} pixel by pixel, as drawing needs it, at the cost of one pass over the images (Ramachandran et al. 2017,
 * "Fast generation for convolutional autoregressive models"): features that were computed once are kept. A row's features of
 * the vertical stack follow from the rows above, so they are made once for the whole row, from those of the row before;
 * in the horizontal stack a pixel needs those of its left neighbour.
 */
final class PixelCnnPass {
    private final PixelCnn net;
    private final int count;
    private final int height;
    private final int width;
    private final int channels;
    private final int reach;
    private final Tensor above;
    private final Tensor left;
    private final List<Step> steps;

    /** Takes the logits of the pixel at a place, one for each image. */
    @FunctionalInterface
    interface Pixel {
        void at(int place, float[] logits);
    }

    /** A block, and what it must remember. */
    private static final class Step {
        private final GatedBlock block;
        private final int channels;
        private final int count;
        /** What came into the vertical stack in the rows above [N × C × rows × W]. */
        private Tensor rows;
        /** What the vertical stack tells the pixels of the row [N × C × 1 × W]. */
        private Tensor link;
        /** What came into the horizontal convolution on the left [N × C × 1 × columns]. */
        private Tensor columns;

        Step(GatedBlock block, int count, int width) {
            this.block = block;
            this.count = count;
            channels = block.link().weight().size(0);
            rows = Tensor.zeros(count, channels, block.vertical().above(), width);
        }

        /** A row of the vertical stack [N × C × 1 × W], in and out. */
        Tensor down(Tensor v) {
            Tensor seen = Tensor.cat(2, rows, v);
            rows = seen.narrow(2, 1, block.vertical().above());
            Tensor next = v.add(block.vertical().gated(seen));
            link = block.link().apply(next);
            columns = Tensor.zeros(count, channels, 1, block.horizontal().left());
            return next;
        }

        /** A pixel of the horizontal stack [N × C × 1 × 1], in and out. */
        Tensor across(Tensor h, int column) {
            Tensor seen = Tensor.cat(3, columns, h.add(link.narrow(3, column, 1)));
            columns = seen.narrow(3, 1, block.horizontal().left());
            return h.add(block.horizontal().gated(seen));
        }
    }

    PixelCnnPass(PixelCnn net, int count) {
        this.net = net;
        this.count = count;
        height = net.places().size(1);
        width = net.places().size(2);
        channels = net.places().size(0);
        reach = net.left().weight().size(3) / 2;
        above = net.above().seen().narrow(2, 0, reach);                             // [C × 1 × reach × kernel]
        left = net.left().seen().reshape(channels, 2 * reach + 1).narrow(1, 0, reach); // [C × reach]
        steps = net.blocks().stream().map(block -> new Step(block, count, width)).toList();
    }

    /** All pixels in their order; {@code pixel} may decide each before the next is asked for. */
    void over(PixelDrawing images, Pixel pixel) {
        for (int row = 0; row < height; row++) {
            vertical(images, row);
            for (int column = 0; column < width; column++) {
                Tensor h = start(images, row, column).linear(left, net.left().bias())
                        .reshape(count, channels, 1, 1);
                for (Step step : steps) {
                    h = step.across(h, column);
                }
                Tensor logits = net.head(h);
                pixel.at(row * width + column, logits.toFloats());
            }
        }
    }

    private void vertical(PixelDrawing images, int row) {
        int first = Math.max(0, row - reach);
        Tensor seen = images.span(first * width, row * width).reshape(count, 1, row - first, width)
                .pad(2, reach - (row - first), 0, 0);
        Window window = new Window(reach, 2 * reach + 1, 1, 1, 0, reach, 1, 1);
        Tensor v = seen.conv2d(above, net.above().bias(), window, 1).add(net.places().narrow(1, row, 1));
        for (Step step : steps) {
            v = step.down(v);
        }
    }

    /** The pixels to the left [N × reach], zeros outside. */
    private Tensor start(PixelDrawing images, int row, int column) {
        int first = Math.max(0, column - reach);
        return images.span(row * width + first, row * width + column).pad(1, reach - (column - first), 0, 0);
    }
}
