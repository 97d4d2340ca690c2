package io.cajal.zoo.margin;

import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.TensorDataset;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * Virtual support vectors (Schölkopf, Burges and Vapnik 1996): a machine is its support vectors, and from them alone comes
 * to the same street. So it is enough to move these, and not all images, and to learn anew.
 */
final class Shifted {
    private Shifted() {
    }

    /**
     * Some of the images, and each of them moved by a pixel up, down, left and right.
     *
     * @param chosen numbers of images [N × C × H × W]
     * @param paper what comes in at the edge
     */
    static Dataset of(Dataset images, int[] chosen, double paper) {
        Batch some = images.batch(chosen);
        Tensor x = some.x();
        int height = x.size(2);
        int width = x.size(3);
        Tensor all = Tensor.cat(0, x,
                x.narrow(2, 1, height - 1).pad(2, 0, 1, paper),
                x.narrow(2, 0, height - 1).pad(2, 1, 0, paper),
                x.narrow(3, 1, width - 1).pad(3, 0, 1, paper), x.narrow(3, 0, width - 1).pad(3, 1, 0, paper));
        double[] labels = some.y().toDoubles();
        double[] repeated = new double[5 * labels.length];
        Arrays.setAll(repeated, i -> labels[i % labels.length]);
        return new TensorDataset(all, Tensor.of(Shape.of(repeated.length), repeated), images.classes());
    }
}
