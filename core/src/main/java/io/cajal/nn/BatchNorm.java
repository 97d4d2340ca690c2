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
            Tensor scale = weight().mul(runningVar().add(eps()).rsqrt());
            Tensor shift = bias().sub(runningMean().mul(scale));
            return x.mul(Normalization.byChannel(scale, x)).add(Normalization.byChannel(shift, x));
        }
        int count = x.shape().elements() / Math.max(1, x.size(1));
        if (count < 2) {
            throw new ShapeException(
                    "%s: training needs at least 2 numbers in a channel, got an input of shape %s"
                            .formatted(who, x.shape()));
        }
        int[] axes = new int[x.rank() - 1]; // all but the channels
        for (int i = 1; i < axes.length; i++) {
            axes[i] = i + 1;
        }
        Tensor mean = x.meanKeep(axes);
        Tensor centred = x.sub(mean);
        Tensor variance = centred.square().meanKeep(axes);
        remember(mean.detach(), variance.detach(), count);
        return Normalization.scale(centred.mul(variance.add(eps()).rsqrt()), weight(), bias());
    }

    private void remember(Tensor mean, Tensor variance, int count) {
        double m = momentum();
        Tensor unbiased = variance.reshape(runningVar().shape()).mul((double) count / (count - 1));
        Run.recording(false).run(() -> {
            runningMean().set(runningMean().mul(1 - m).add(mean.reshape(runningMean().shape()).mul(m)));
            runningVar().set(runningVar().mul(1 - m).add(unbiased.mul(m)));
            numBatchesTracked().set(numBatchesTracked().add(1));
        });
    }
}
