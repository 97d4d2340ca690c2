package io.cajal.train;

import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.loss.Loss;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;

/**
 * Structural similarity (Wang, Bovik, Sheikh and Simoncelli 2004) of images [N × C × height × width] with values in 0 …
 * 1: 1 for equal ones. At each place where an 11 × 11 window fits, weighted by a Gaussian of σ = 1.5, the
 * means μ, variances and the covariance of both images give
 *
 * <pre>(2μxμy + c₁)(2σxy + c₂) / ((μx² + μy² + c₁)(σx² + σy² + c₂)),   c₁ = 0.01², c₂ = 0.03²</pre>
 *
 * whose mean over places, channels and images it is: scikit-image's with {@code gaussian_weights} and {@code
 * data_range=1}, torchmetrics' with that range.
 */
public record Ssim() implements Metric {
    private static final int SIZE = 11;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;
    private static final int BLOCK = 100;

    @Override
    public String name() {
        return "SSIM";
    }

    @Override
    public boolean lowerIsBetter() {
        return false;
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        check(outputs, targets);
        double sum = 0;
        for (int from = 0; from < outputs.size(0); from += BLOCK) {
            int count = Math.min(BLOCK, outputs.size(0) - from);
            sum += similarity(outputs.narrow(0, from, count).detach(),
                    targets.narrow(0, from, count).detach()).item() * count;
        }
        return sum / outputs.size(0);
    }

    /** The same of not too many images at once, as a scalar to learn by: 1 − similarity → min (Zhao, Gallo, Frosio and Kautz 2017). */
    public static Tensor similarity(Tensor outputs, Tensor targets) {
        check(outputs, targets);
        Shape planes = Shape.of(outputs.size(0) * outputs.size(1), 1, outputs.size(2), outputs.size(3));
        Tensor x = outputs.reshape(planes);
        Tensor y = targets.reshape(planes);
        Tensor mx = blurred(x);
        Tensor my = blurred(y);
        Tensor both = mx.mul(my);
        Tensor squares = mx.square().add(my.square());
        Tensor covariance = blurred(x.mul(y)).sub(both);
        Tensor variances = blurred(x.square().add(y.square())).sub(squares);
        return both.mul(2).add(C1).mul(covariance.mul(2).add(C2))
                .div(squares.add(C1).mul(variances.add(C2))).mean();
    }

    private static void check(Tensor outputs, Tensor targets) {
        Loss.sameShape("SSIM", outputs, targets);
        if (outputs.rank() != 4 || outputs.size(2) < SIZE || outputs.size(3) < SIZE) {
            throw new ShapeException(
                    "SSIM: needs images [N × C × height × width] of 11 × 11 pixels or more, got "
                            + outputs.shape());
        }
    }

    /** Down and then across, where the window fits. */
    private static Tensor blurred(Tensor x) {
        double[] bell = new double[SIZE];
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            double apart = i - SIZE / 2;
            bell[i] = StrictMath.exp(-apart * apart / (2 * SIGMA * SIGMA));
            sum += bell[i];
        }
        Tensor weights = Tensor.of(bell).div(sum);
        return x.conv2d(weights.reshape(1, 1, SIZE, 1), null, new Window(SIZE, 1, 1, 1, 0, 0, 1, 1), 1)
                .conv2d(weights.reshape(1, 1, 1, SIZE), null, new Window(1, SIZE, 1, 1, 0, 0, 1, 1), 1);
    }
}
