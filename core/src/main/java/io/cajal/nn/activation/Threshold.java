package io.cajal.nn.activation;

import io.cajal.tensor.Tensor;

/**
 * x where it exceeds a threshold, else a fixed value, derivative 1 or 0; as PyTorch's Threshold.
 *
 * <p>{@code new Threshold(0, 0)} is {@link Relu}. Unlike {@link Step}, it lets x itself pass.
 */
public record Threshold(double threshold, double value) implements Activation {
    @Override
    public double at(double x) {
        return x <= threshold ? value : x;
    }

    @Override
    public double slope(double x, double y) {
        return x <= threshold ? 0 : 1;
    }

    @Override
    public Tensor slope(Tensor x, Tensor y) {
        return x.gt(threshold);
    }

    @Override
    public void forward(float[] x, int xo, float[] y, int yo, int n) {
        float bound = (float) threshold;
        float below = (float) value;
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[xo + i] <= bound ? below : x[xo + i];
        }
    }

    @Override
    public void backward(float[] g, float[] x, float[] y, float[] out, int from, int to) {
        float bound = (float) threshold;
        for (int i = from; i < to; i++) {
            out[i] = x[i] <= bound ? 0 : g[i];
        }
    }
}
