package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * A linear or convolutional layer whose weight is divided by its largest singular value σ (Miyato, Kataoka, Koyama and
 * Yoshida 2018, "Spectral normalization for generative adversarial networks"): as a matrix, it stretches no vector any more.
 * A chain of such layers and of ReLUs then changes at most as fast as its input, and a critic made of them gives its
 * generator gradients of bounded size however sure it is.
 *
 * <p>σ = uᵀ·W·v, where u and v approach the first singular vectors by the power iteration v ← Wᵀu/‖Wᵀu‖, u ← Wv/‖Wv‖, one
 * for each pass in training, as W changes little from step to step. They count as constants, while W in σ does not:
 * ∂(W/σ) has the term that keeps a step from merely stretching W. In evaluation they rest. PyTorch's
 * {@code torch.nn.utils.parametrizations.spectral_norm}; its {@code original}, {@code _u} and {@code _v} are
 * {@code layer.weight}, {@code u} and {@code v} here.
 *
 * @param layer a {@link Linear}, {@link Conv2d} or {@link ConvTranspose2d}; W has a row for each of its outputs
 * @param u the left singular vector [out]
 * @param v the right one [in·kernel]
 * @param iterations of the power method for each pass in training
 * @param eps the least norm to divide by
 */
public record SpectralNorm(Layer layer, Buffer u, Buffer v, int iterations, double eps)
        implements
            KeepsStatistics {
    private static final int WARM_UP = 15;

    public SpectralNorm {
        matrix(layer);
        if (iterations < 1) {
            throw new CajalException("spectralNorm: iterations must be 1 or more, got " + iterations);
        }
    }

    /** With PyTorch's settings: one iteration, ε = 1e-12, and 15 iterations to begin with. */
    public static SpectralNorm of(Layer layer, Rng rng) {
        return of(layer, 1, rng);
    }

    public static SpectralNorm of(Layer layer, int iterations, Rng rng) {
        Tensor matrix = matrix(layer);
        SpectralNorm norm = new SpectralNorm(layer, Buffer.of(Init.normal(1, rng.split("u"), matrix.size(0))),
                Buffer.of(Init.normal(1, rng.split("v"), matrix.size(1))), iterations, 1e-12);
        norm.iterate(WARM_UP);
        return norm;
    }

    @Override
    public Tensor forward(Tensor x) {
        if (Run.current().training()) {
            iterate(iterations);
        }
        Tensor matrix = matrix(layer); // [out × in·kernel]
        // Copies: another pass may move u and v before this one's gradient is taken.
        Tensor sigma = u.detach().matmul(matrix.matmul(v.detach()));
        return switch (layer) {
            case Linear l -> x.linear(l.weight().div(sigma), l.bias());
            case Conv2d c -> x.conv2d(c.weight().div(sigma), c.bias(), c.window(), c.groups());
            case ConvTranspose2d c -> x.convTranspose2d(c.weight().div(sigma), c.bias(), c.window(),
                    c.outputPadding(), c.outputPadding(), c.groups());
            default -> throw unfit(layer);
        };
    }

    /** The weight with a row for each output; a transposed convolution's outputs are its second axis. */
    private static Tensor matrix(Layer layer) {
        return switch (layer) {
            case Linear l -> l.weight();
            case Conv2d c -> c.weight().flatten(1);
            case ConvTranspose2d c -> c.weight().transpose(0, 1).flatten(1);
            case null, default -> throw unfit(layer);
        };
    }

    private static CajalException unfit(Layer layer) {
        return new CajalException("spectralNorm: expected a Linear, Conv2d or ConvTranspose2d, got "
                + (layer == null ? "none" : Parts.kind(layer)));
    }

    private void iterate(int times) {
        Run.recording(false).run(() -> {
            Tensor matrix = matrix(layer);
            for (int i = 0; i < times; i++) {
                u.set(unit(matrix.matmul(v)));
                v.set(unit(u.matmul(matrix)));
            }
        });
    }

    private Tensor unit(Tensor vector) {
        return vector.div(vector.norm(0).clamp(eps, Double.POSITIVE_INFINITY));
    }
}
