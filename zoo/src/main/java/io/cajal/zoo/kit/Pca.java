package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;

/**
 * Principal components (Pearson 1901): the directions along which examples vary most, which are the
 * eigenvectors of their covariance with the largest eigenvalues. No other linear code of so many numbers
 * gives back the examples with a smaller squared error, so it is what an autoencoder has to beat.
 *
 * @param mean of the examples [D]
 * @param axes orthonormal, the one with the largest variance first [components × D]
 * @param variances along them [components]
 */
public record Pca(Tensor mean, Tensor axes, Tensor variances) {

    /** Of the inputs of a data set, each laid out as D numbers. */
    public static Pca of(Dataset data, int components) {
        double[] mean = mean(data);
        int d = mean.length;
        if (components < 1 || components > d) {
            throw new CajalException(
                    "pca: the number of components must be from 1 to the %d numbers of an example, got %d"
                            .formatted(d, components));
        }
        SymmetricEigen eigen = SymmetricEigen.of(covariance(data, mean));
        double[] axes = new double[components * d];
        double[] variances = new double[components];
        for (int k = 0; k < components; k++) {
            variances[k] = Math.max(0, eigen.values()[k]);
            double[] axis = eigen.vectors()[k];
            double sign = sign(axis);
            for (int j = 0; j < d; j++) {
                axes[k * d + j] = sign * axis[j];
            }
        }
        return new Pca(Tensor.of(Shape.of(d), mean), Tensor.of(Shape.of(components, d), axes),
                Tensor.of(Shape.of(components), variances));
    }

    /** An axis and its opposite are as good: the one is taken whose largest number is positive. */
    private static double sign(double[] axis) {
        double largest = 0;
        for (double v : axis) {
            largest = Math.abs(v) > Math.abs(largest) ? v : largest;
        }
        return largest < 0 ? -1 : 1;
    }

    private static double[] mean(Dataset data) {
        double[] mean = new double[data.batch(0).x().shape().elements()];
        data.forEachBatch(batch -> add(mean, batch.x().flatten(1).sum(0)));
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= data.size();
        }
        return mean;
    }

    /** Centred before it is squared, so that no digits cancel. */
    private static double[][] covariance(Dataset data, double[] mean) {
        int d = mean.length;
        double[] products = new double[d * d];
        Tensor middle = Tensor.of(Shape.of(d), mean);
        data.forEachBatch(batch -> {
            Tensor x = batch.x().flatten(1).sub(middle); // [n × D]
            add(products, x.t().matmul(x));
        });
        double[][] covariance = new double[d][d];
        for (int i = 0; i < d * d; i++) {
            covariance[i / d][i % d] = products[i] / data.size();
        }
        return covariance;
    }

    private static void add(double[] sum, Tensor part) {
        float[] numbers = part.toFloats();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += numbers[i];
        }
    }

    /** How far examples [N × …] lie along the axes: [N × components]. */
    public Tensor encode(Tensor x) {
        return x.flatten(1).sub(mean).matmulTransposed(axes);
    }

    /** The examples [N × D] of these codes. */
    public Tensor decode(Tensor code) {
        return code.matmul(axes).add(mean);
    }

    /** What remains of examples [N × …] after their way through the code, in their own shape. */
    public Tensor reconstruct(Tensor x) {
        return decode(encode(x)).reshape(x.shape());
    }
}
