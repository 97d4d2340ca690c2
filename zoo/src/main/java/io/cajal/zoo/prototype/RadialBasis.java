package io.cajal.zoo.prototype;

import io.cajal.base.ShapeException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * Radial cells: each answers to inputs near its own centre, φⱼ(x) = exp(−‖x − cⱼ‖² / 2σⱼ²), 1 at the centre and
 * next to nothing some widths away. Where a cell that weighs its inputs cuts the space in two, this one marks a
 * spot in it. Centres and widths learn like any other parameters, or stay where {@link RbfNetwork} puts them.
 *
 * @param centres c [cells × in]
 * @param widths σ [cells]; their sign does not matter, but they must not be 0
 */
public record RadialBasis(Param centres, Param widths) implements Layer {
    public RadialBasis {
        if (centres.rank() != 2 || widths.rank() != 1 || widths.size(0) != centres.size(0)) {
            throw new ShapeException(
                    "radialBasis: expected centres [cells × in] and widths [cells], got %s and %s"
                            .formatted(centres.shape(), widths.shape()));
        }
    }

    @Override
    public Tensor forward(Tensor x) { // [N × in]
        if (x.rank() != 2 || x.size(1) != centres.size(1)) {
            throw new ShapeException("radialBasis: expected inputs [N × %d], got %s"
                    .formatted(centres.size(1), x.shape()));
        }
        return KMeans.distances(x, centres).div(widths.square().mul(-2)).exp(); // [N × cells]
    }
}
