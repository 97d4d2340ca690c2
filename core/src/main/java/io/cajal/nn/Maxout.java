package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;

/**
 * Maxout (Goodfellow et al. 2013): each unit is the largest of {@code pieces} linear functions of the input,
 * a convex function that is learned. A rectified unit is the maxout of one linear function and 0. The
 * gradient goes to the piece that won.
 *
 * @param linear from in to out · pieces features; pieces of one unit stand next to each other
 */
public record Maxout(Linear linear, int pieces) implements Layer {
    public Maxout {
        if (pieces < 1 || linear.weight().size(0) % pieces != 0) {
            throw new CajalException("maxout: %d linear functions do not make units of %d pieces"
                    .formatted(linear.weight().size(0), pieces));
        }
    }

    public static Maxout of(int in, int out, int pieces, Rng rng) {
        return new Maxout(Linear.of(in, Math.multiplyExact(out, pieces), rng), pieces);
    }

    @Override
    public Tensor forward(Tensor x) {                                                    // [… × in]
        Tensor all = linear.apply(x);                                                    // [… × out·pieces]
        int out = all.size(-1) / pieces;
        return all.reshape(all.shape().with(-1, out).insert(-1, pieces)).max(-1).values(); // [… × out]
    }
}
