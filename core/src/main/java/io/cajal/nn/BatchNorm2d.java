package io.cajal.nn;

import io.cajal.tensor.Buffer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;

/**
 * Batch normalisation of images [N × C × H × W] (Ioffe and Szegedy 2015), of which the shape stays: each channel
 * gets mean 0 and variance 1 over the batch, then a scale and a shift that are learned. In evaluation the
 * running statistics stand in for the batch's.
 *
 * @param weight γ [C]
 * @param bias β [C]
 * @param momentum the share of the newest batch in the running statistics
 * @param eps is added to the variance
 */
public record BatchNorm2d(Param weight, Param bias, Buffer runningMean, Buffer runningVar,
        Buffer numBatchesTracked, double momentum, double eps) implements BatchNorm {

    /** With PyTorch's settings: momentum 0.1, ε = 1e-5. */
    public static BatchNorm2d of(int channels) {
        return new BatchNorm2d(Param.of(Tensor.ones(channels)), Param.of(Tensor.zeros(channels)),
                Buffer.of(Tensor.zeros(channels)), Buffer.of(Tensor.ones(channels)),
                Buffer.of(Tensor.scalar(0)),
                0.1, 1e-5);
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("batchNorm2d", x);
        return normalized("batchNorm2d", x);
    }
}
