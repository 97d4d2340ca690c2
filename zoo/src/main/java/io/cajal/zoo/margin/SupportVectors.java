package io.cajal.zoo.margin;

import io.cajal.base.ShapeException;
import io.cajal.nn.Layer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Predicts;

/**
 * What a {@link SupportVectorMachine} comes to: a network of one hidden layer, whose units are the support vectors of
 * all pairs of classes. A unit answers with its likeness to the input, and each pair of classes weighs the likenesses of its
 * own: f(x) = Σ βₛ k(xₛ, x) + b, above 0 for the first class of the pair. The outputs are the logarithms of the classes'
 * odds ({@link Platt}, {@link Coupling}).
 *
 * @param vectors [S × D]
 * @param coefficients β [pairs × S], 0 where a vector does not belong to the pair
 * @param bias b [pairs]
 * @param slope of the pairs' odds [pairs]
 * @param shift of the pairs' odds [pairs]
 */
public record SupportVectors(Kernel kernel, int classes, Param vectors, Param coefficients, Param bias,
        Param slope, Param shift) implements Layer, Predicts {
    public SupportVectors {
        int pairs = Coupling.pairs(classes);
        if (classes < 2 || vectors.rank() != 2 || coefficients.rank() != 2 || coefficients.size(0) != pairs
                || coefficients.size(1) != vectors.size(0) || bias.shape().elements() != pairs
                || slope.shape().elements() != pairs || shift.shape().elements() != pairs) {
            throw new ShapeException(
                    ("support vectors: %d classes need vectors [S × D], coefficients [%d × S] and %d "
                            + "numbers of the others, got %s, %s, %s, %s and %s").formatted(classes, pairs,
                                    pairs,
                                    vectors.shape(), coefficients.shape(), bias.shape(), slope.shape(),
                                    shift.shape()));
        }
    }

    /** f of each pair: (0, 1), (0, 2), …, (1, 2), … */
    public Tensor decisions(Tensor x) { // [N × …]
        return kernel.between(x.flatten(1), vectors).matmulTransposed(coefficients).add(bias); // [N × pairs]
    }

    /** ln p of the classes. */
    @Override
    public Tensor forward(Tensor x) {                                       // [N × …]
        Tensor odds = decisions(x).mul(slope).add(shift).sigmoid();         // [N × pairs]
        return Coupling.probabilities(odds, classes).log();                 // [N × classes]
    }

    @Override
    public Tensor predict(Tensor x) {
        return apply(x);
    }

    /** How many of its pairs each class wins [N × classes]: the answer without odds, the first class where two are equal. */
    public Tensor votes(Tensor x) {
        Tensor won = decisions(x).gt(0);
        int pair = 0;
        Tensor[] sums = new Tensor[classes];
        for (int i = 0; i < classes; i++) {
            for (int j = i + 1; j < classes; j++) {
                Tensor first = won.select(1, pair++);
                sums[i] = sums[i] == null ? first : sums[i].add(first);
                Tensor second = first.neg().add(1);
                sums[j] = sums[j] == null ? second : sums[j].add(second);
            }
        }
        return Tensor.stack(1, sums);
    }
}
