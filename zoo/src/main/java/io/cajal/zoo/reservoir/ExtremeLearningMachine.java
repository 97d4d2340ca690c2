package io.cajal.zoo.reservoir;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.data.Dataset;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Fits;
import io.cajal.zoo.kit.FittedLayer;
import io.cajal.zoo.kit.Readout;
import java.util.ArrayList;
import java.util.List;

/**
 * The extreme learning machine (Huang, Zhu and Siew 2004; the idea is as old as Schmidt, Kraaijveld and Duin
 * 1992): one hidden layer whose weights are drawn and stay as they are, h = tanh(Wx + b), and a linear readout
 * y = Bh + c that a ridge finds in one step, B = argmin ‖HB − Y‖² + λ‖B‖². No gradient is followed, no epoch
 * repeated: one pass over the data, and one system of equations.
 *
 * <p>How the weights are drawn decides. Plain noise sees little of a picture; here they are drawn as McDonnell,
 * Tissera, Vladusich, van Schaik and Tapson do ("Fast, simple and accurate handwritten digit classification by
 * training shallow neural network classifiers with the extreme learning machine algorithm", PLOS ONE 2015):
 *
 * <ul><li><i>constrained</i>: a row of W is the difference of two examples of different classes, so that each
 * cell looks along a line on which classes differ;
 * <li><i>receptive fields</i>: of that row only a rectangle of random size and place remains, so that each cell
 * looks at a part;
 * <li>then the row gets the length {@code scale}, and its bias is drawn from ±{@code shift}.</ul>
 *
 * <p>Not to be used where most inputs say nothing: drawn weights cannot learn to look away. And for the same
 * accuracy a trained network needs a tenth of the cells. See it as a yardstick: what trained hidden weights are
 * worth is what they are better than these.
 *
 * @param front what pictures pass before, such as {@link io.cajal.zoo.kit.Deskew}
 * @param hidden how many cells
 * @param margin so many pixels at the picture's edges belong to no receptive field
 * @param smallest the least area of a receptive field, in pixels
 * @param scale the length of a row of W
 * @param shift biases are uniform in ±shift
 * @param lambda the ridge's, in units of HᵀH
 */
public record ExtremeLearningMachine(Layer front, int hidden, int margin, int smallest, double scale,
        double shift,
        double lambda) implements Fits<FittedLayer> {
    /** No difference of examples is looked for longer. */
    private static final int MOST_TRIES = 1000;
    /** A patch shorter than that shows nothing. */
    private static final double BLANK = 1e-3;

    public ExtremeLearningMachine {
        if (hidden < 1 || margin < 0 || smallest < 1) {
            throw new CajalException(
                    "extreme learning machine: needs a hidden cell, a margin ≥ 0 and an area ≥ 1, got %d, %d, %d"
                            .formatted(hidden, margin, smallest));
        }
    }

    @Override
    public FittedLayer fit(Dataset data, Rng rng) {
        Sequential drawn = draw(data, rng);
        return with(drawn, new Readout(drawn, data).add(data).ridge(lambda));
    }

    /** The whole network: what was drawn, and what was learned. */
    static FittedLayer with(Sequential drawn, Linear readout) {
        List<Layer> layers = new ArrayList<>(drawn.layers());
        layers.add(readout);
        return new FittedLayer(new Sequential(layers));
    }

    /** x [N × C × H × W] → tanh(W front(x) + b) [N × hidden]. */
    Sequential draw(Dataset data, Rng rng) {
        Shape one = look(data, 0).shape();
        if (one.rank() != 4 || one.size(2) - 2 * margin < 1 || one.size(3) - 2 * margin < 1) {
            throw new ShapeException(
                    "extreme learning machine: needs pictures [N × C × H × W] larger than their margins of %d, got %s"
                            .formatted(margin, one));
        }
        float[] labels = data.targets();
        float[] weights = new float[hidden * one.elements()];
        float[] biases = new float[hidden];
        for (int i = 0; i < hidden; i++) {
            Rng own = rng.split(i); // more cells leave the first ones as they are
            row(data, labels, one, own, weights, i * one.elements());
            biases[i] = (float) own.uniform(-shift, shift);
        }
        return Sequential.of(front, new Flatten(),
                new Linear(Param.of(Tensor.of(Shape.of(hidden, one.elements()), weights)),
                        Param.of(Tensor.of(Shape.of(hidden), biases))),
                new Tanh());
    }

    private Tensor look(Dataset data, int example) {
        return Run.evaluation().call(() -> front.apply(data.batch(example).x()));
    }

    /** Writes a cell's weights. */
    private void row(Dataset data, float[] labels, Shape one, Rng rng, float[] weights, int at) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int a = rng.below(labels.length);
            int b = rng.below(labels.length);
            if (labels[a] == labels[b]) {
                continue;
            }
            float[] difference = look(data, a).sub(look(data, b)).toFloats();
            boolean[] field = field(one.size(2), one.size(3), rng);
            double squares = 0;
            for (int p = 0; p < difference.length; p++) {
                difference[p] = field[p % field.length] ? difference[p] : 0;
                squares += (double) difference[p] * difference[p];
            }
            double length = Math.sqrt(squares);
            if (length > BLANK) {
                for (int p = 0; p < difference.length; p++) {
                    weights[at + p] = (float) (difference[p] * scale / length);
                }
                return;
            }
        }
        throw new CajalException("extreme learning machine: no two examples of different classes were found "
                + "that differ; are there two classes, and pictures that are not blank?");
    }

    /** A rectangle of the picture, of two rows and two columns at least where there are as many. */
    private boolean[] field(int height, int width, Rng rng) {
        int[] rows = new int[2];
        int[] columns = new int[2];
        int tall = height - 2 * margin;
        int wide = width - 2 * margin;
        int area = Math.min(smallest, tall * wide);
        do {
            side(tall, rows, rng);
            side(wide, columns, rng);
        } while ((rows[1] - rows[0]) * (columns[1] - columns[0]) < area);
        boolean[] field = new boolean[height * width];
        for (int y = rows[0]; y < rows[1]; y++) {
            for (int x = columns[0]; x < columns[1]; x++) {
                field[y * width + x] = true;
            }
        }
        return field;
    }

    private void side(int length, int[] ends, Rng rng) {
        do {
            int a = rng.below(length + 1);
            int b = rng.below(length + 1);
            ends[0] = margin + Math.min(a, b);
            ends[1] = margin + Math.max(a, b);
        } while (ends[1] - ends[0] < Math.min(2, length));
    }
}
