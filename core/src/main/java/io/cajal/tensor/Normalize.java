package io.cajal.tensor;

import io.cajal.backend.Axis;
import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import java.util.Arrays;

/**
 * y = γ (x − μ) / √(σ² + ε) + β for each channel, an axis of x, with moments [2 × C], μ and then σ². Operands: x,
 * moments, and, unless they are left out, γ [C] and β [C].
 *
 * <p>With r = 1/√(σ² + ε), x̂ = (x − μ) r and sums over a channel's n numbers: ∂L/∂β = Σ g, ∂L/∂γ = Σ g x̂, and where
 * the moments are x's own, ∂L/∂x = γ r (g − Σ g / n − x̂ Σ g x̂ / n) (Ioffe and Szegedy 2015, section 3); where they are
 * constants, γ r g. The moments themselves have no gradient apart from that.
 *
 * @param own whether the moments are those of x
 * @param sums what the gradients of all operands need
 */
record Normalize(int axis, double eps, boolean own, Sums sums) implements Op {

    /** Σ g and Σ g (x − μ) of each channel, [2 × C], for the gradient that was asked for last. */
    static final class Sums {
        private Tensor gradient;
        private Tensor both;

        private Tensor of(Tensor g, Tensor x, Tensor moments, Axis channels) {
            if (gradient != g) {
                Data sums = g.device().channelSums(g.data(), x.data(), moments.data(), channels);
                both = new Tensor(moments.shape(), g.device(), sums, null);
                gradient = g;
            }
            return both;
        }
    }

    @Override
    public Shape shape(Tensor[] in) {
        int channels = in[0].size(axis);
        boolean fits = in[1].shape().equals(Shape.of(2, channels));
        for (int i = 2; i < in.length; i++) {
            fits &= in[i].shape().equals(Shape.of(channels));
        }
        if (!fits) {
            throw new ShapeException(
                    "normalize: %d channels of %s need moments [2 × %d] and scales [%d], got %s".formatted(
                            channels,
                            in[0].shape(), channels, channels,
                            Arrays.stream(in).skip(1).map(Tensor::shape).toList()));
        }
        return in[0].shape();
    }

    private Axis channels(Shape shape) {
        return Axis.of(shape, axis);
    }

    private boolean scaled(Tensor[] in) {
        return in.length > 2;
    }

    /** 1/√(σ² + ε), [C]. */
    private Tensor deviations(Tensor[] in) {
        return in[1].select(0, 1).add(eps).rsqrt();
    }

    @Override
    public Data forward(Backend device, Shape out, Tensor[] in) {
        return Run.recording(false).call(() -> {
            Tensor slope = scaled(in) ? deviations(in).mul(in[2]) : deviations(in);
            Tensor shift = in[1].select(0, 0).mul(slope).neg();
            Tensor offset = scaled(in) ? shift.add(in[3]) : shift;
            return device.channelAffine(in[0].data(), slope.data(), null, null, offset.data(), channels(out));
        });
    }

    @Override
    public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
        if (i == 1) {
            return null;
        }
        if (Run.current().recording()) {
            return recorded(i, g, in);
        }
        Axis channels = channels(g.shape());
        if (i == 0 && !own) {
            Tensor slope = scaled(in) ? deviations(in).mul(in[2]) : deviations(in);
            return made(g, g.device().channelAffine(g.data(), slope.data(), null, null, null, channels));
        }
        Tensor both = sums.of(g, in[0], in[1], channels);
        if (i == 3) {
            return both.select(0, 0);
        }
        Tensor r = deviations(in);
        if (i == 2) {
            return both.select(0, 1).mul(r);
        }
        double each = 1.0 / (channels.outer() * channels.inner());
        Tensor slope = scaled(in) ? r.mul(in[2]) : r;
        Tensor ofX = slope.mul(r).mul(r).mul(both.select(0, 1)).mul(-each);
        Tensor offset = slope.mul(both.select(0, 0)).mul(-each).sub(ofX.mul(in[1].select(0, 0)));
        return made(g,
                g.device().channelAffine(g.data(), slope.data(), in[0].data(), ofX.data(), offset.data(),
                        channels));
    }

    private static Tensor made(Tensor g, Data data) {
        return new Tensor(g.shape(), g.device(), data, null);
    }

    /** The same from tensor operations, which can be differentiated again. */
    private Tensor recorded(int i, Tensor g, Tensor[] in) {
        Tensor x = in[0];
        int[] others = others(x.rank());
        Tensor mean = own ? x.meanKeep(others) : byChannel(in[1].select(0, 0), x);
        Tensor centred = x.sub(mean);
        Tensor variance = own ? centred.square().meanKeep(others) : byChannel(in[1].select(0, 1), x);
        Tensor r = variance.add(eps).rsqrt();
        if (i == 3) {
            return g.sum(others);
        }
        if (i == 2) {
            return g.mul(centred.mul(r)).sum(others);
        }
        Tensor slope = scaled(in) ? r.mul(byChannel(in[2], x)) : r;
        if (!own) {
            return g.mul(slope);
        }
        Tensor normal = centred.mul(r);
        return g.sub(g.meanKeep(others)).sub(normal.mul(g.mul(normal).meanKeep(others))).mul(slope);
    }

    private int[] others(int rank) {
        int[] others = new int[rank - 1];
        Arrays.setAll(others, i -> i < axis ? i : i + 1);
        return others;
    }

    private Tensor byChannel(Tensor numbers, Tensor x) {
        int[] sizes = new int[x.rank()];
        Arrays.fill(sizes, 1);
        sizes[axis] = numbers.size(0);
        return numbers.reshape(sizes);
    }
}
