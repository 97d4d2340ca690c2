package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.nn.MaskedConv2d.Sight;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;
import java.util.ArrayList;
import java.util.List;

/**
 * The gated PixelCNN (van den Oord et al. 2016) for images of zeros and ones: convolutions that see only what comes before
 * each pixel, when the image is read row by row. One pass gives the conditionals of all pixels, so it
 * learns as fast as any convolutional network; drawing goes pixel by pixel.
 *
 * <p>What is added to the paper's: a learned vector for each place (as in Image GPT), since digits are centred and a
 * convolution does not know where it is; the vertical stack is residual too; and kernels see two places back, so that six
 * blocks reach far.
 *
 * @param above the first layer of the vertical stack, which sees rows above
 * @param left the first layer of the horizontal stack, which sees pixels to the left
 * @param places [C × H × W] added to the vertical stack
 * @param wide of the horizontal stack's features, each place by itself
 * @param logits from those, rectified
 */
public record PixelCnn(MaskedConv2d above, MaskedConv2d left, Param places, List<GatedBlock> blocks,
        Conv2d wide,
        Conv2d logits)
        implements
            AutoregressiveModel {
    public PixelCnn {
        blocks = List.copyOf(blocks);
    }

    /**
     * @param channels of each stack
     * @param kernel of the first layer, odd
     * @param wide channels of the last hidden layer
     */
    public static PixelCnn of(int height, int width, int channels, int blocks, int kernel, int wide,
            Rng rng) {
        if (height < 1 || width < 1 || blocks < 0 || kernel < 3) {
            throw new CajalException(
                    "pixelCnn: needs an image, 0 blocks or more and a kernel of 3 or more, got %d × %d, %d and %d"
                            .formatted(height, width, blocks, kernel));
        }
        List<GatedBlock> middle = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            middle.add(GatedBlock.of(channels, rng.split(i)));
        }
        return new PixelCnn(MaskedConv2d.of(1, channels, kernel, Sight.ABOVE, rng.split("above")),
                MaskedConv2d.of(1, channels, 1, kernel, Sight.A, rng.split("left")),
                Init.normal(0.1, rng.split("places"), channels, height, width), middle,
                Conv2d.of(channels, wide, 1, rng.split("wide")), Conv2d.of(wide, 1, 1, rng.split("logits")));
    }

    @Override
    public Shape image() {
        return Shape.of(1, places.size(1), places.size(2));
    }

    @Override
    public Tensor forward(Tensor x) {
        PixelDrawing.check("pixelCnn", image(), x);
        GatedBlock.Stacks stacks = new GatedBlock.Stacks(above.apply(x).add(places), left.apply(x));
        for (GatedBlock block : blocks) {
            stacks = block.apply(stacks);   // [N × C × H × W] twice
        }
        return head(stacks.horizontal()); // [N × 1 × H × W]
    }

    Tensor head(Tensor features) {
        return logits.apply(wide.apply(features.relu(), UnaryOp.relu()));
    }

    @Override
    public Tensor complete(Tensor images, Tensor known, Rng rng) {
        return PixelDrawing.complete(image(), images, known, rng,
                some -> new PixelCnnPass(this, some.count()).over(some, some::draw));
    }
}
