package io.cajal.nn;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): each channel gets mean 0 and variance 1 over the batch, then a
 * scale γ and a shift β that are learned. Layers no longer have to follow how those before them shift, and
 * larger learning rates work. In evaluation running means of both statistics stand in for the batch's, so that
 * an example's result does not depend on its neighbours.
 *
 * <p>Training needs at least two numbers in a channel. The variance is that of the batch (divided by n); into
 * the running one goes the estimate divided by n − 1, as in PyTorch.
 */
sealed interface BatchNorm extends KeepsStatistics permits BatchNorm1d, BatchNorm2d {
    /** γ [C]. */
    Param weight();

    /** β [C]. */
    Param bias();

    /** [C] */
    Buffer runningMean();

    /** [C] */
    Buffer runningVar();

    /** [] */
    Buffer numBatchesTracked();

    /** The share of the newest batch in the running statistics. */
    double momentum();

    double eps();

    /** The layer's result; {@code who} is its name in messages. */
    default Tensor normalized(String who, Tensor x) {
        Normalization.checkChannels(who, x, weight().size(0));
        if (!Run.current().training()) {
            Tensor moments = Tensor.cat(0, runningMean(), runningVar()).reshape(2, weight().size(0));
            return x.normalizeBy(1, moments, weight(), bias(), eps());
        }
        int count = x.shape().elements() / Math.max(1, x.size(1));
        if (count < 2) {
            throw new ShapeException(
                    "%s: training needs at least 2 numbers in a channel, got an input of shape %s"
                            .formatted(who, x.shape()));
        }
        Tensor moments = x.moments(1);
        remember(moments.select(0, 0), moments.select(0, 1), count);
        return x.normalize(1, moments, weight(), bias(), eps());
    }

    private void remember(Tensor mean, Tensor variance, int count) {
        double m = momentum();
        Tensor unbiased = variance.mul((double) count / (count - 1));
        Run.recording(false).run(() -> {
            runningMean().set(runningMean().mul(1 - m).add(mean.mul(m)));
            runningVar().set(runningVar().mul(1 - m).add(unbiased.mul(m)));
            numBatchesTracked().set(numBatchesTracked().add(1));
        });
    }
}
