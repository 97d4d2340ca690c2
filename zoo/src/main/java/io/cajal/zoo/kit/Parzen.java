package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Locale;

/**
 * The likelihood of images under a model that can only draw (Breuleux, Bengio and Vincent 2011; Goodfellow et
 * al. 2014): a Gaussian of width σ around each of its N samples s of D numbers,
 *
 * <pre>log p(x) = log Σ exp(−‖x − s‖² / 2σ²) − log N − D/2 · log 2πσ²</pre>
 *
 * with the σ under which other, held-out images are likeliest. In nats. The papers compare by it, so that
 * figures beside theirs need it; Theis et al. (2016) show that it says little of how good pictures look.
 */
public final class Parzen {
    /** The widths that Goodfellow et al. chose from: ten from 0.1 to 1, each as many times the one before. */
    private static final double[] WIDTHS = widths();
    private static final int BLOCK = 250;

    private final Tensor samples; // [N × D]
    private final Tensor squares; // ‖s‖² [N]
    private final double sigma;

    private Parzen(Tensor samples, double sigma) {
        this.samples = samples;
        this.squares = Run.evaluation().call(() -> samples.square().sum(1));
        this.sigma = sigma;
    }

    /**
     * Around samples [N × …], as wide as makes images [M × …] that are not those of {@link #of} likeliest.
     */
    public static Parzen fit(Tensor samples, Tensor validation) {
        Parzen first = around(samples, WIDTHS[0]);
        double[][] all = first.logLikelihoods(validation, WIDTHS);
        int best = 0;
        for (int w = 1; w < WIDTHS.length; w++) {
            best = Estimate.of(all[w]).mean > Estimate.of(all[best]).mean ? w : best;
        }
        return new Parzen(first.samples, WIDTHS[best]);
    }

    /** Around samples [N × …], of a known width. */
    public static Parzen around(Tensor samples, double sigma) {
        if (samples.rank() < 2 || samples.size(0) < 1 || !(sigma > 0)) {
            throw new CajalException("Parzen: needs samples [N × …] and a σ above 0, got %s and %s"
                    .formatted(samples.shape(), sigma));
        }
        if (!samples.isFinite()) {
            throw new CajalException("Parzen: the samples have numbers that are not finite");
        }
        return new Parzen(samples.detach().flatten(1), sigma);
    }

    private static double[] widths() {
        double[] widths = new double[10];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = StrictMath.pow(10, i / 9.0 - 1);
        }
        return widths;
    }

    public double sigma() {
        return sigma;
    }

    /** A mean, and by how much it would differ for other images of the same kind. */
    public record Estimate(double mean, double standardError) {
        static Estimate of(double[] values) {
            double mean = 0;
            for (double value : values) {
                mean += value / values.length;
            }
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            return new Estimate(mean, Math.sqrt(squares / Math.max(1, values.length - 1) / values.length));
        }

        /** {@code 225.3 ± 2.1}. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f ± %.1f", mean, standardError);
        }
    }

    /** Mean log likelihood of images [M × …], in nats. */
    public Estimate of(Tensor images) {
        return Estimate.of(logLikelihoods(images, new double[] {sigma})[0]);
    }

    /** One row a width, of one number an image. */
    private double[][] logLikelihoods(Tensor images, double[] widths) {
        int count = images.size(0);
        int n = samples.size(0);
        int size = samples.size(1);
        if (images.rank() < 2 || count < 1 || images.shape().elements() / count != size) {
            throw new CajalException("Parzen: the samples have %d numbers each, the images are %s"
                    .formatted(size, images.shape()));
        }
        Tensor flat = images.detach().flatten(1);
        double[][] all = new double[widths.length][count];
        for (int from = 0; from < count; from += BLOCK) {
            Tensor x = flat.narrow(0, from, Math.min(BLOCK, count - from));
            int start = from;
            Run.evaluation().run(() -> {
                Tensor distances = x.matmulTransposed(samples).mul(-2).add(squares)
                        .add(x.square().sumKeep(1)); // [block × N]
                for (int w = 0; w < widths.length; w++) {
                    double variance = widths[w] * widths[w];
                    double constant = Math.log(n) + size * Math.log(2 * Math.PI * variance) / 2;
                    double[] sums = distances.div(-2 * variance).logSumExp(1).toDoubles();
                    for (int i = 0; i < sums.length; i++) {
                        all[w][start + i] = sums[i] - constant;
                    }
                }
            });
        }
        return all;
    }
}
