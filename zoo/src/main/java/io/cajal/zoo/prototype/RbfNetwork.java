package io.cajal.zoo.prototype;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Fits;
import io.cajal.zoo.kit.FittedLayer;
import io.cajal.zoo.kit.Readout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The network of radial basis functions (Broomhead and Lowe 1988; Moody and Darken 1989): {@link RadialBasis
 * radial cells} in the hidden layer, and an output that adds their bumps up, y = B φ(x) + b. It learns in two
 * halves, neither by gradients: {@link KMeans} puts the centres where the examples are, without looking at what
 * they mean; a ridge then finds the readout. A cell is as wide as its nearest five neighbours lie apart, so that
 * bumps overlap, and more where examples are rare.
 *
 * <p>Far from all centres every cell is silent: the network says "I do not know" by answering its bias, where
 * others go on with great confidence.
 *
 * <p>Not to be used with many inputs that say nothing: they count in every distance, and the space then has more
 * corners than there can be centres.
 *
 * @param kmeans finds the centres
 * @param width by what the distance to the neighbours is multiplied
 * @param lambda the ridge's
 */
public record RbfNetwork(KMeans kmeans, double width, double lambda) implements Fits<FittedLayer> {
    private static final int NEIGHBOURS = 5;

    public RbfNetwork {
        if (!(width > 0)) {
            throw new CajalException("rbf network: the width must be above 0, got " + width);
        }
    }

    @Override
    public FittedLayer fit(Dataset data, Rng rng) {
        Sequential cells = cells(kmeans.fit(data, rng).centres(), width);
        return with(cells, new Readout(cells, data).add(data).ridge(lambda));
    }

    /** The whole network: the cells, and what their readout learned. */
    static FittedLayer with(Sequential cells, Linear readout) {
        List<Layer> layers = new ArrayList<>(cells.layers());
        layers.add(readout);
        return new FittedLayer(new Sequential(layers));
    }

    /** Cells around the centres [k × D], each as wide as {@code width} times the way to its neighbours. */
    static Sequential cells(Tensor centres, double width) {
        int k = centres.size(0);
        double[] squares = KMeans.distances(centres, centres).toDoubles();
        double[] widths = new double[k];
        for (int i = 0; i < k; i++) {
            double[] row = Arrays.copyOfRange(squares, i * k, (i + 1) * k);
            row[i] = 0; // rounding may have left something
            Arrays.sort(row);
            int neighbours = Math.min(NEIGHBOURS, k - 1);
            double sum = 0;
            for (int n = 1; n <= neighbours; n++) {
                sum += Math.sqrt(row[n]);
            }
            widths[i] = sum > 0 ? width * sum / neighbours : width; // centres on one spot
        }
        return Sequential.of(new Flatten(),
                new RadialBasis(Param.of(centres), Param.of(Tensor.of(Shape.of(k), widths))));
    }
}
