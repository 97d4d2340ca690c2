package io.cajal.zoo.autoencoders;

import io.cajal.base.Shape;
import io.cajal.nn.ReflectionPad2d;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * What removes noise from pictures [N × C × H × W] without having learned what pictures show. At the edges
 * they see the picture mirrored; results are held within 0 … 1.
 */
final class Filters {
    private Filters() {
    }

    /** The median of k × k pixels around each: it forgets outliers, and keeps edges but no thin lines. */
    static Tensor median(Tensor pictures, int k) {
        return around(pictures, k, (window, _) -> {
            Arrays.sort(window);
            return window[window.length / 2];
        });
    }

    /**
     * Lee's filter (1980), also named after Wiener: μ + (x − μ)·max(0, v − ν)/max(v, ν) with the mean μ and
     * the variance v of k × k pixels around x, so that flat places are smoothed and others left.
     *
     * @param noise the variance ν of the noise, which it is told
     */
    static Tensor wiener(Tensor pictures, int k, double noise) {
        return around(pictures, k, (window, x) -> {
            double sum = 0;
            double squares = 0;
            for (float value : window) {
                sum += value;
                squares += (double) value * value;
            }
            double mean = sum / window.length;
            double variance = squares / window.length - mean * mean;
            return (float) (mean + (x - mean) * Math.max(0, variance - noise) / Math.max(variance, noise));
        });
    }

    /** A pixel from those around it, which it may reorder, and its own value. */
    private interface Rule {
        float of(float[] window, float x);
    }

    private static Tensor around(Tensor pictures, int k, Rule rule) {
        int height = pictures.size(2);
        int width = pictures.size(3);
        float[] from = pictures.toFloats();
        float[] to = new float[from.length];
        int[] rows = mirrored(height, k / 2);
        int[] columns = mirrored(width, k / 2);
        IntStream.range(0, from.length / (height * width)).parallel().forEach(plane -> {
            int start = plane * height * width;
            float[] window = new float[k * k];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    for (int i = 0; i < window.length; i++) {
                        window[i] = from[start + rows[y + i / k] * width + columns[x + i % k]];
                    }
                    int at = start + y * width + x;
                    to[at] = Math.clamp(rule.of(window, from[at]), 0f, 1f);
                }
            }
        });
        return Tensor.of(pictures.shape(), to);
    }

    /** Which pixels −margin … size+margin−1 of a line are, mirrored at its ends. */
    private static int[] mirrored(int size, int margin) {
        return IntStream.range(-margin, size + margin).map(Math::abs)
                .map(i -> i < size ? i : 2 * (size - 1) - i).toArray();
    }

    /**
     * The linear filter with the least squared error (Wiener 1949), with as many taps as k × k pixels of all
     * channels have, by regression of true pixels on noisy ones.
     *
     * @param kernel [C × C × k × k]
     * @param bias [C]
     */
    record Linear(Tensor kernel, Tensor bias) {
        /** Learned from pictures and what became of them. */
        static Linear learn(Tensor noisy, Tensor clean, int k) {
            int channels = clean.size(1);
            int height = clean.size(2);
            int width = clean.size(3);
            int pixels = clean.size(0) * height * width;
            Tensor wide = ReflectionPad2d.of(k / 2).apply(noisy).transpose(0, 1); // [C × N × H+ × W+]
            int taps = channels * k * k;
            Tensor[] seen = new Tensor[taps + 1];
            for (int i = 0; i < taps; i++) {
                seen[i] = wide.narrow(0, i / (k * k), 1).narrow(2, i / k % k, height).narrow(3, i % k, width)
                        .reshape(1, pixels);
            }
            seen[taps] = Tensor.full(Shape.of(1, pixels), 1);
            Tensor all = Tensor.cat(0, seen); // [taps + 1 × pixels]
            Tensor asked = clean.transpose(0, 1).reshape(channels, pixels);
            double[] square = all.matmulTransposed(all).toDoubles();
            double[] right = all.matmulTransposed(asked).toDoubles();
            DMatrixRMaj solution = new DMatrixRMaj(taps + 1, channels);
            CommonOps_DDRM.solve(new DMatrixRMaj(taps + 1, taps + 1, true, square),
                    new DMatrixRMaj(taps + 1, channels, true, right), solution);
            Tensor found = Tensor.of(Shape.of(taps + 1, channels), solution.data).t(); // [C × taps + 1]
            return new Linear(found.narrow(1, 0, taps).reshape(channels, channels, k, k),
                    found.narrow(1, taps, 1).reshape(channels));
        }

        Tensor of(Tensor noisy) {
            int margin = kernel.size(2) / 2;
            return ReflectionPad2d.of(margin).apply(noisy)
                    .conv2d(kernel, bias, Window.of(kernel.size(2)), 1).clamp(0, 1);
        }
    }
}
