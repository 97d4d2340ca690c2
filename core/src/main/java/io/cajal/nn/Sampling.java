package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.Arrays;

/**
 * How the next token is drawn from logits z: with the probabilities softmax(z / temperature), of the likeliest
 * {@code top} tokens alone.
 *
 * @param temperature below 1 the likely ones become likelier; 0 takes the likeliest always
 * @param top how many tokens have a chance (Fan, Lewis and Dauphin 2018, top-k); 0 for all
 */
public record Sampling(double temperature, int top) {
    public Sampling {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new CajalException("sampling: the temperature must be 0 or more, got " + temperature);
        }
        if (top < 0) {
            throw new CajalException(
                    "sampling: the number of likeliest tokens must be 1 or more, or 0 for all, got " + top);
        }
    }

    /** Of all tokens. */
    public static Sampling of(double temperature) {
        return new Sampling(temperature, 0);
    }

    /** The number of the token that is drawn. */
    public int draw(double[] logits, Rng rng) {
        double highest = Arrays.stream(logits).max().orElseThrow();
        double least = top == 0 || top >= logits.length ? Double.NEGATIVE_INFINITY
                : Arrays.stream(logits).sorted().skip(logits.length - top).findFirst().orElseThrow();
        double[] sums = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += logits[i] < least ? 0
                    : temperature == 0 ? logits[i] == highest ? 1 : 0
                            : StrictMath.exp((logits[i] - highest) / temperature);
            sums[i] = sum;
        }
        double place = temperature == 0 ? 0 : rng.uniform() * sum;
        int drawn = 0;
        while (drawn < sums.length - 1 && sums[drawn] <= place) {
            drawn++;
        }
        return drawn;
    }
}
