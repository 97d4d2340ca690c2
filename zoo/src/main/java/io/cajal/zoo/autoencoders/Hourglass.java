package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.ConvTranspose2d;
import io.cajal.nn.Layer;
import io.cajal.nn.Parallel;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Identity;
import io.cajal.nn.activation.Relu;
import io.cajal.tensor.Window;

/**
 * A small U-Net (Ronneberger, Fischer and Brox 2015): pictures get smaller twice and larger again, so that
 * each pixel of the result sees most of the picture, and what was there at each size is handed across beside
 * what comes back from below, so that nothing sharp is lost. Most of the work is done at half the resolution,
 * where it costs a quarter.
 */
final class Hourglass {
    private Hourglass() {
    }

    /**
     * From pictures [N × in × H × W] to [N × out × H × W] without bounds; H and W are multiples of 4.
     *
     * @param width channels at half the resolution
     */
    static Sequential of(int in, int out, int width, Rng rng) {
        Layer quarter = Sequential.of(
                block(down(width, 2 * width, rng.split("down2"))),
                block(same(2 * width, 2 * width, rng.split("low1"))),
                block(same(2 * width, 2 * width, rng.split("low2"))),
                up(2 * width, width, rng.split("up2")));
        Layer half = Sequential.of(
                block(down(in, width, rng.split("down1"))),
                block(same(width, width, rng.split("middle1"))),
                Parallel.of(new Identity(), quarter),
                block(same(2 * width, width, rng.split("middle2"))),
                up(width, width / 2, rng.split("up1")));
        return Sequential.of(
                Parallel.of(new Identity(), half),
                block(same(in + width / 2, width / 2, rng.split("end1"))),
                block(same(width / 2, width / 2, rng.split("end2"))),
                same(width / 2, out, rng.split("end3")));
    }

    private static Conv2d same(int in, int out, Rng rng) {
        return Conv2d.of(in, out, Window.of(3).padding(1), 1, rng);
    }

    private static Conv2d down(int in, int out, Rng rng) {
        return Conv2d.of(in, out, Window.of(4).stride(2).padding(1), 1, rng);
    }

    private static Layer up(int in, int out, Rng rng) {
        return Sequential.of(ConvTranspose2d.of(in, out, Window.of(4).stride(2).padding(1), 0, 1, rng)
                .withoutBias(), BatchNorm2d.of(out), new Relu());
    }

    private static Layer block(Conv2d convolution) {
        return Sequential.of(convolution.withoutBias(), BatchNorm2d.of(convolution.weight().size(0)),
                new Relu());
    }
}
