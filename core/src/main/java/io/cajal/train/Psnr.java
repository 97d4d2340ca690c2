package io.cajal.train;

import io.cajal.loss.Loss;
import io.cajal.tensor.Tensor;

/**
 * Peak signal-to-noise ratio, 10 log₁₀(1 / MSE) decibels for images [N × …] with values in 0 … 1: of each image by itself, as
 * scikit-image has it, and the mean over the images, as papers print it. (torchmetrics takes one MSE over all
 * images, which gives less.) Infinite for an image that is met exactly.
 */
public record Psnr() implements Metric {
    @Override
    public String name() {
        return "PSNR";
    }

    @Override
    public boolean lowerIsBetter() {
        return false;
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        Loss.sameShape("PSNR", outputs, targets);
        double sum = 0;
        for (double mse : outputs.sub(targets).square().flatten(1).mean(1).toDoubles()) {
            sum += -10 * Math.log10(mse);
        }
        return sum / outputs.size(0);
    }
}
