package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * In training, moves each image [N × C × H × W] by whole pixels, up to so many in each direction, with zeros
 * coming in at the edge; nothing in evaluation. So a network sees more examples than there are.
 *
 * @param pixels the largest shift
 * @param stream tells this layer's draws from those of others
 */
public record RandomShift(int pixels, long stream) implements Layer {
    public RandomShift {
        if (pixels < 0) {
            throw new CajalException("randomShift: the number of pixels must be 0 or more, got " + pixels);
        }
    }

    public static RandomShift of(int pixels, Rng rng) {
        return new RandomShift(pixels, rng.bits64());
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("randomShift", x);
        if (!Run.current().training() || pixels == 0) {
            return x;
        }
        Rng rng = Run.current().rng("randomShift").split(stream);
        int n = x.size(0);
        int height = x.size(2);
        int width = x.size(3);
        int channels = x.size(1);
        Tensor padded = x.pad(2, pixels, pixels, 0).pad(3, pixels, pixels, 0); // [N × C × H+2p × W+2p]
        int wide = width + 2 * pixels;
        int high = height + 2 * pixels;
        int[] places = new int[x.shape().elements()];
        for (int i = 0, at = 0; i < n; i++) {
            int dy = rng.below(2 * pixels + 1);
            int dx = rng.below(2 * pixels + 1);
            for (int c = 0; c < channels; c++) {
                for (int row = 0; row < height; row++) {
                    int from = ((i * channels + c) * high + row + dy) * wide + dx;
                    for (int column = 0; column < width; column++) {
                        places[at++] = from + column;
                    }
                }
            }
        }
        return padded.reshape(Shape.of(padded.shape().elements())).indexSelect(0, places).reshape(x.shape());
    }
}
