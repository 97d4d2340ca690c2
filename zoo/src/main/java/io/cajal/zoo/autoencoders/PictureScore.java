package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.nn.Layer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Ssim;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How near restored pictures come to the true ones.
 *
 * @param psnr 10·lg(1/squared error), in dB, the mean over the pictures
 * @param ssim structural similarity, the mean over the pictures
 * @param inside 10·lg(1/squared error), in dB, where the error is that of all pixels at least half damaged;
 *     NaN where no mask was given
 * @param read the percentage that a classifier reads rightly; NaN where none was asked
 */
record PictureScore(double psnr, double ssim, double inside, double read) {
    private static final int SOME = 250;
    private static final double EXACT = 1e-10; // a picture that is right in all bits counts as 100 dB

    /** Sums over pictures. */
    private static final class Sums {
        private double psnr;
        private double ssim;
        private double wrongInside;
        private double sizeInside;
        private int right;

        private void add(Tensor restored, Batch truth, Tensor mask, Layer judge) {
            Tensor wrong = restored.sub(truth.x()).square();
            for (double error : wrong.mean(1, 2, 3).toDoubles()) {
                psnr -= 10 * Math.log10(Math.max(EXACT, error));
            }
            ssim += truth.size() * new Ssim().of(restored, truth.x());
            if (mask != null) {
                Tensor inside = mask.ge(0.5);
                wrongInside += wrong.mul(inside).sum().item();
                sizeInside += inside.sum().item() * truth.x().size(1);
            }
            if (judge != null) {
                right += (int) judge.apply(restored).argmax(1).eq(truth.y()).sum().item();
            }
        }
    }

    /**
     * Of pictures in several versions, by the names of these. Picture i is damaged the same however many
     * there are.
     */
    static Map<String, PictureScore> of(Dataset pictures, Damage damage, Rng rng, Layer judge,
            Map<String, Function<Damage.Damaged, Tensor>> versions) {
        Map<String, Sums> sums = new LinkedHashMap<>();
        boolean[] masked = {false};
        Run.evaluation().run(() -> {
            for (int from = 0; from < pictures.size(); from += SOME) {
                Batch batch = pictures
                        .batch(IntStream.range(from, Math.min(pictures.size(), from + SOME)).toArray());
                Damage.Damaged damaged = damage.of(batch.x(), rng.split(from));
                masked[0] = damaged.mask() != null;
                versions.forEach((name, version) -> sums.computeIfAbsent(name, _ -> new Sums())
                        .add(version.apply(damaged).clamp(0, 1), batch, damaged.mask(), judge));
            }
        });
        Map<String, PictureScore> scores = new LinkedHashMap<>();
        double n = pictures.size();
        sums.forEach((name, sum) -> scores.put(name, new PictureScore(sum.psnr / n, sum.ssim / n,
                masked[0] ? -10 * Math.log10(sum.wrongInside / sum.sizeInside) : Double.NaN,
                judge == null ? Double.NaN : 100 * sum.right / n)));
        return scores;
    }

    /** {@code 21.34 dB, SSIM 0.912}. */
    @Override
    public String toString() {
        String text = String.format(Locale.ROOT, "%.2f dB, SSIM %.3f", psnr, ssim);
        return text
                + (Double.isNaN(inside) ? "" : String.format(Locale.ROOT, ", %.2f dB in the mask", inside))
                + (Double.isNaN(read) ? "" : String.format(Locale.ROOT, ", %.2f %% read rightly", read));
    }
}
