package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.UnaryOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A masked autoencoder for distribution estimation (Germain, Gregor, Murray and Larochelle 2015): a fully connected network
 * from an image to itself, with connections cut so that no output sees its own pixel or a later one. Pixel number t of the
 * order has the degree t, each hidden unit a degree in 1 … D−1; a hidden unit sees units of its degree or lower, an output
 * only lower ones. So one pass gives all D conditionals, where a network for each pixel would need D.
 *
 * @param hidden layers of rectified units
 * @param out logits from the last hidden layer
 * @param direct logits from the pixels themselves, added; may be null
 * @param order {@code order[i]} is when pixel i comes, from 0
 * @param image [1 × H × W]
 */
public record Made(List<MaskedLinear> hidden, MaskedLinear out, MaskedLinear direct, int[] order, Shape image)
        implements
            AutoregressiveModel {
    public Made {
        hidden = List.copyOf(hidden);
        checkOrder(order, image);
    }

    private static void checkOrder(int[] order, Shape image) {
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        boolean whole = image.rank() == 3 && image.size(0) == 1 && sorted.length == image.elements();
        for (int i = 0; whole && i < sorted.length; i++) {
            whole = sorted[i] == i;
        }
        if (!whole) {
            throw new CajalException("made: an image %s needs an order that has each of 0 … %d once"
                    .formatted(image, image.elements() - 1));
        }
    }

    /** From the upper left corner, row by row, with direct connections. */
    public static Made of(int height, int width, int[] hidden, Rng rng) {
        int[] order = new int[height * width];
        Arrays.setAll(order, i -> i);
        return of(height, width, hidden, order, true, rng);
    }

    /**
     * The degrees of hidden units are spread evenly over 1 … D−1, where the paper draws them.
     *
     * @param hidden the widths of the hidden layers
     * @param order {@code order[i]} is when pixel i comes, from 0
     */
    public static Made of(int height, int width, int[] hidden, int[] order, boolean direct, Rng rng) {
        Shape image = Shape.of(1, height, width);
        checkOrder(order, image);
        int pixels = height * width;
        int[] inputs = Arrays.stream(order).map(t -> t + 1).toArray();
        int[] below = inputs;
        List<MaskedLinear> layers = new ArrayList<>();
        for (int units : hidden) {
            if (units < 1) {
                throw new CajalException("made: a hidden layer needs a unit or more, got " + units);
            }
            int[] degrees = new int[units];
            Arrays.setAll(degrees, k -> 1 + (int) ((long) k * (pixels - 1) / units));
            layers.add(MaskedLinear.between(below, degrees, false, rng.split(layers.size())));
            below = degrees;
        }
        return new Made(layers, MaskedLinear.between(below, inputs, true, rng.split("out")),
                direct ? MaskedLinear.between(inputs, inputs, true, rng.split("direct")) : null,
                order.clone(), image);
    }

    @Override
    public Tensor forward(Tensor x) {
        PixelDrawing.check("made", image, x);
        Tensor pixels = x.flatten(1);                                     // [N × D]
        Tensor h = pixels;
        for (MaskedLinear layer : hidden) {
            h = layer.apply(h, UnaryOp.relu());                           // [N × units]
        }
        Tensor logits = out.apply(h);                                     // [N × D]
        if (direct != null) {
            logits = logits.add(direct.apply(pixels));
        }
        return logits.reshape(x.shape());
    }

    @Override
    public Tensor complete(Tensor images, Tensor known, Rng rng) {
        MadePass pass = new MadePass(this);
        return PixelDrawing.complete(image, images, known, rng, pass::over);
    }
}
