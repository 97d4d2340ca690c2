package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;

/**
 * A block of the gated {@link PixelCnn} (van den Oord et al. 2016, "Conditional image generation with PixelCNN decoders",
 * figure 2). A single stack of masked kernels never sees a wedge to the right above each pixel, so there are two:
 * the vertical one knows the rows above a pixel, whole; the horizontal one knows what lies to its left, and is told what the
 * vertical one knows: v ← v + gated(v), h ← h + gated(h + link(v)).
 *
 * @param vertical the own row and two above, as features lie a row down already
 * @param link from the vertical stack to the horizontal one
 * @param horizontal the pixel itself and two to the left
 */
public record GatedBlock(GatedConv2d vertical, Conv2d link, GatedConv2d horizontal) implements Layer {

    /** Features of both stacks at the same places, [N × C × H × W] each. */
    record Stacks(Tensor vertical, Tensor horizontal) {
    }

    public static GatedBlock of(int channels, Rng rng) {
        if (channels < 1) {
            throw new CajalException("gatedBlock: needs a channel or more, got " + channels);
        }
        return new GatedBlock(GatedConv2d.down(channels, channels, 3, 3, rng.split("vertical")),
                Conv2d.of(channels, channels, 1, rng.split("link")),
                GatedConv2d.across(channels, channels, 3, rng.split("horizontal")));
    }

    /** Both stacks as halves of the channels: [N × 2C × H × W] to the same shape. */
    @Override
    public Tensor forward(Tensor x) {
        int channels = link.weight().size(1);
        if (x.rank() != 4 || x.size(1) != 2 * channels) {
            throw new ShapeException("gatedBlock: needs both stacks, [N × %d × height × width], got %s"
                    .formatted(2 * channels, x.shape()));
        }
        Stacks y = apply(new Stacks(x.narrow(1, 0, channels), x.narrow(1, channels, channels)));
        return Tensor.cat(1, y.vertical, y.horizontal);
    }

    Stacks apply(Stacks x) {
        Tensor v = x.vertical.add(vertical.apply(x.vertical));
        Tensor told = x.horizontal.add(link.apply(v));
        return new Stacks(v, x.horizontal.add(horizontal.apply(told)));
    }
}
