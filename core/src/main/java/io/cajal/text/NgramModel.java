package io.cajal.text;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.Arrays;

/**
 * A language model by counting: how often did each token follow the k tokens before it? What was never seen gets its share
 * from the shorter contexts, k = n, n − 1, …, 0, and last from all tokens alike.
 *
 * <p>Interpolated Kneser–Ney smoothing with three discounts (Chen and Goodman 1999, "An empirical study of smoothing
 * techniques for language modeling"): with c the count of token w after context h, T the sum of these counts and N₁, N₂, N₃₊ how
 * many tokens followed once, twice and more often,
 *
 * <pre>p(w | h) = max(c − D(c), 0)/T + (D₁N₁ + D₂N₂ + D₃₊N₃₊)/T · p(w | h′),   D₁ = 1 − 2Y n₂/n₁, D₂ = 2 − 3Y n₃/n₂, D₃₊ = 3 − 4Y n₄/n₃, Y = n₁/(n₁ + 2n₂)</pre>
 *
 * where h′ is h without its oldest token and n₁ … n₄ count the n-grams that occur so often. In all but the longest context c is
 * not the count of hw but of the different tokens before it. Witten–Bell smoothing (1991) needs no discount: with N
 * different tokens after h, p(w | h) = (c + N · p(w | h′))/(T + N).
 *
 * <p>Counts are kept under hashes, so memory grows with the different n-grams, some 30 bytes each. The model does not change
 * once it is made, and many threads may ask it.
 */
public final class NgramModel {
    /** How unseen n-grams get their share. */
    public enum Smoothing {
        KNESER_NEY, WITTEN_BELL
    }

    private static final int RAW = 0; // counts of an n-gram, and of what follows a context: total, N₁, N₂, N₃₊
    private static final int KINDS = 1;
    private static final int STATISTICS = 4;
    private static final int LONGEST = 64;

    private final int symbols;
    private final int order;
    private final CountTable[] grams;
    private final CountTable[] contexts;
    private final Smoothing smoothing;
    private final double[][][] discounts; // [context][RAW or KINDS][count, at most 3]

    private NgramModel(int symbols, int order, CountTable[] grams, CountTable[] contexts, Smoothing smoothing,
            double scale) {
        this.symbols = symbols;
        this.order = order;
        this.grams = grams;
        this.contexts = contexts;
        this.smoothing = smoothing;
        discounts = new double[order + 1][2][];
        for (int k = 0; k <= order; k++) {
            discounts[k][RAW] = discounts(grams[k].countsOfCounts(RAW, 4), scale);
            discounts[k][KINDS] = discounts(grams[k].countsOfCounts(KINDS, 4), scale);
        }
    }

    /** Counts a text of tokens 0 … symbols − 1, with contexts of up to {@code order} tokens; Kneser–Ney. */
    public static NgramModel of(int[] ids, int symbols, int order) {
        if (order < 0 || order > LONGEST || symbols < 1) {
            throw new CajalException(
                    "n-grams: expected contexts of 0 … %d tokens out of 1 or more, got %d out of %d"
                            .formatted(LONGEST, order, symbols));
        }
        CountTable[] grams = new CountTable[order + 1];
        CountTable[] contexts = new CountTable[order + 1];
        for (int k = 0; k <= order; k++) {
            grams[k] = new CountTable(2);
            contexts[k] = new CountTable(2 * STATISTICS);
        }
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= symbols) {
                throw new CajalException("n-grams: token %d at position %,d is outside 0 … %,d"
                        .formatted(ids[i], i, symbols - 1));
            }
            count(grams[0], contexts[0], 1, ids[i], RAW);
            long context = 1;
            for (int k = 1; k <= order && k <= i; k++) {
                long shorter = context;
                context = longer(context, ids[i - k]);
                if (count(grams[k], contexts[k], context, ids[i], RAW)) {
                    count(grams[k - 1], contexts[k - 1], shorter, ids[i], KINDS);
                }
            }
        }
        return new NgramModel(symbols, order, grams, contexts, Smoothing.KNESER_NEY, 1);
    }

    /** The same counts under another smoothing. */
    public NgramModel with(Smoothing other) {
        return new NgramModel(symbols, order, grams, contexts, other, 1);
    }

    /** The same counts with Kneser–Ney's discounts that many times as large, 1 at most for each count of 1 and so on. */
    public NgramModel withDiscounts(double scale) {
        return new NgramModel(symbols, order, grams, contexts, Smoothing.KNESER_NEY, scale);
    }

    /** Counts one token after a context; true when it is the first there. */
    private static boolean count(CountTable grams, CountTable contexts, long context, int token, int what) {
        int before = grams.increment(grams.place(longer(context, ~token)) + what);
        int at = contexts.place(context) + what * STATISTICS;
        contexts.increment(at);
        if (before < 3) {
            contexts.increment(at + 1 + before);
            if (before > 0) {
                contexts.decrement(at + before);
            }
        }
        return before == 0;
    }

    /** The hash of a context with one more token (the finaliser of MurmurHash3, Appleby 2011); never 0. */
    private static long longer(long context, int token) {
        long h = (context ^ token) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return h == 0 ? 1 : h;
    }

    private static double[] discounts(long[] n, double scale) {
        double y = n[1] / (n[1] + 2.0 * n[2]);
        double[] discounts = new double[4];
        for (int c = 1; c <= 3; c++) {
            double d = c - (c + 1) * y * n[c + 1] / n[c];
            // With few n-grams some count may not occur, or the estimate be absurd: 0.75 suits most texts.
            discounts[c] = Math.clamp(scale * (d > 0 ? d : 0.75), 0, c);
        }
        return discounts;
    }

    /** The longest context. */
    public int order() {
        return order;
    }

    public int symbols() {
        return symbols;
    }

    /** Different n-grams with a context of k tokens. */
    public int distinct(int k) {
        return grams[k].size();
    }

    /** p(token | the last {@code context} tokens before place {@code at}). */
    public double probability(int[] ids, int at, int token, int context) {
        double p = 1.0 / symbols;
        long h = 1;
        int longest = Math.min(Math.min(context, order), at);
        for (int k = 0; k <= longest; k++) {
            h = k == 0 ? 1 : longer(h, ids[at - k]);
            int place = contexts[k].find(h);
            if (place < 0) {
                break; // nor was a longer one seen
            }
            int gram = grams[k].find(longer(h, ~token));
            p = smoothing == Smoothing.WITTEN_BELL ? wittenBell(contexts[k], place, count(k, gram, RAW), p)
                    : kneserNey(k, place, gram, k == Math.min(context, order) ? RAW : KINDS, p);
        }
        return p;
    }

    private int count(int k, int gram, int what) {
        return gram < 0 ? 0 : grams[k].get(gram + what);
    }

    private static double wittenBell(CountTable contexts, int at, int count, double shorter) {
        double total = contexts.get(at);
        double kinds = contexts.get(at + 1) + contexts.get(at + 2) + contexts.get(at + 3);
        return (count + kinds * shorter) / (total + kinds);
    }

    private double kneserNey(int k, int place, int gram, int what, double shorter) {
        CountTable table = contexts[k];
        int at = place + what * STATISTICS;
        double total = table.get(at);
        if (total == 0) {
            return shorter; // seen at the beginning of the text only
        }
        double[] d = discounts[k][what];
        int count = count(k, gram, what);
        double left = d[1] * table.get(at + 1) + d[2] * table.get(at + 2) + d[3] * table.get(at + 3);
        return (count - d[Math.min(count, 3)] + left * shorter) / total;
    }

    /** The mean of −ln p over the tokens {@code from … to−1}, each after those before it in the array: nats a token. */
    public double nats(int[] ids, int from, int to, int context) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum -= Math.log(probability(ids, i, ids[i], context));
        }
        return sum / (to - from);
    }

    /** How likely each token is after the last tokens of {@code past}; sums to 1. */
    public double[] probabilities(int[] past, int context) {
        double[] p = new double[symbols];
        for (int token = 0; token < symbols; token++) {
            p[token] = probability(past, past.length, token, context);
        }
        return p;
    }

    /** {@code count} tokens drawn one after the other, the first after {@code start}. */
    public int[] sample(int[] start, int count, int context, Rng rng) {
        int[] ids = Arrays.copyOf(start, start.length + count);
        for (int i = start.length; i < ids.length; i++) {
            double u = rng.uniform();
            int token = 0;
            while (token < symbols - 1 && (u -= probability(ids, i, token, context)) >= 0) {
                token++;
            }
            ids[i] = token;
        }
        return Arrays.copyOfRange(ids, start.length, ids.length);
    }
}
