package io.cajal.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NgramModelTest {
    private static final int SYMBOLS = 5;
    private static final int[] TEXT = text(400);
    private static final int[] OTHER = text(4000);

    /** A text in which the token before decides much. */
    private static int[] text(int length) {
        Rng rng = Rng.of(length);
        int[] ids = new int[length];
        for (int i = 1; i < length; i++) {
            ids[i] = rng.uniform() < 0.6 ? (ids[i - 1] + 1) % (SYMBOLS - 1) : rng.below(SYMBOLS - 1);
        }
        return ids; // the last symbol never occurs
    }

    @ParameterizedTest
    @EnumSource(NgramModel.Smoothing.class)
    void probabilitiesSumTo1(NgramModel.Smoothing smoothing) {
        NgramModel model = NgramModel.of(TEXT, SYMBOLS, 6).with(smoothing);
        for (int context = 0; context <= 8; context++) {
            for (int at = 0; at < 60; at++) {
                double[] p = model.probabilities(Arrays.copyOf(OTHER, at), context);
                assertEquals(1, Arrays.stream(p).sum(), 1e-12);
                assertTrue(Arrays.stream(p).allMatch(x -> x > 0), "all is possible");
            }
        }
    }

    /** Witten–Bell by its formula, with counts in maps. */
    @Test
    void wittenBellAsInItsFormula() {
        NgramModel model = NgramModel.of(TEXT, SYMBOLS, 4).with(NgramModel.Smoothing.WITTEN_BELL);
        for (int at = 4; at < 200; at++) {
            double p = 1.0 / SYMBOLS;
            for (int k = 0; k <= 4; k++) {
                Map<Integer, Integer> next = followers(list(OTHER, at - k, at), TEXT);
                int total = next.values().stream().mapToInt(c -> c).sum();
                p = total == 0 ? p
                        : (next.getOrDefault(OTHER[at], 0) + next.size() * p) / (total + next.size());
                assertEquals(p, model.probability(OTHER, at, OTHER[at], k), 1e-14);
            }
        }
    }

    /** Kneser–Ney by its formula. */
    @Test
    void kneserNeyAsInItsFormula() {
        NgramModel model = NgramModel.of(TEXT, SYMBOLS, 3);
        for (int at = 3; at < 200; at++) {
            for (int context = 0; context <= 3; context++) {
                assertEquals(kneserNey(at, context), model.probability(OTHER, at, OTHER[at], context), 1e-12);
            }
        }
    }

    private static double kneserNey(int at, int context) {
        double p = 1.0 / SYMBOLS;
        for (int k = 0; k <= context; k++) {
            List<Integer> h = list(OTHER, at - k, at);
            Map<Integer, Integer> next = k == context ? followers(h, TEXT) : kinds(h);
            int total = next.values().stream().mapToInt(c -> c).sum();
            if (total == 0) {
                continue;
            }
            double[] d = discounts(k, k == context);
            double left = next.values().stream().mapToDouble(c -> d[Math.min(c, 3)]).sum();
            int count = next.getOrDefault(OTHER[at], 0);
            p = (count - d[Math.min(count, 3)] + left * p) / total;
        }
        return p;
    }

    private static double[] discounts(int k, boolean raw) {
        Set<List<Integer>> contexts = new HashSet<>();
        for (int i = k; i < TEXT.length; i++) {
            contexts.add(list(TEXT, i - k, i));
        }
        double[] n = new double[5];
        for (List<Integer> h : contexts) {
            (raw ? followers(h, TEXT) : kinds(h)).values().stream().filter(c -> c <= 4).forEach(c -> n[c]++);
        }
        double y = n[1] / (n[1] + 2 * n[2]);
        double[] d = new double[4];
        for (int c = 1; c <= 3; c++) {
            double found = c - (c + 1) * y * n[c + 1] / n[c];
            d[c] = Math.clamp(found > 0 ? found : 0.75, 0, c);
        }
        return d;
    }

    /** How many different tokens stood before the context with each of its followers. */
    private static Map<Integer, Integer> kinds(List<Integer> h) {
        Map<Integer, Set<Integer>> before = new HashMap<>();
        for (int i = h.size() + 1; i < TEXT.length; i++) {
            if (list(TEXT, i - h.size(), i).equals(h)) {
                before.computeIfAbsent(TEXT[i], _ -> new HashSet<>()).add(TEXT[i - h.size() - 1]);
            }
        }
        Map<Integer, Integer> kinds = new HashMap<>();
        before.forEach((token, set) -> kinds.put(token, set.size()));
        return kinds;
    }

    private static Map<Integer, Integer> followers(List<Integer> h, int[] text) {
        Map<Integer, Integer> next = new HashMap<>();
        for (int i = h.size(); i < text.length; i++) {
            if (list(text, i - h.size(), i).equals(h)) {
                next.merge(text[i], 1, Integer::sum);
            }
        }
        return next;
    }

    private static List<Integer> list(int[] ids, int from, int to) {
        return Arrays.stream(ids, from, to).boxed().toList();
    }

    @Test
    void samplesAreLikeTheText() {
        NgramModel model = NgramModel.of(OTHER, SYMBOLS, 2);
        int[] drawn = model.sample(new int[] {0}, 20_000, 2, Rng.of(3));
        assertArrayEquals(drawn, model.sample(new int[] {0}, 20_000, 2, Rng.of(3)));
        NgramModel ofSample = NgramModel.of(drawn, SYMBOLS, 1);
        assertEquals(model.probability(new int[] {0}, 1, 1, 1), ofSample.probability(new int[] {0}, 1, 1, 1),
                0.03);
    }

    @Test
    void refusesWhatItCannotCount() {
        assertEquals("n-grams: token 5 at position 1 is outside 0 … 4",
                assertThrows(CajalException.class, () -> NgramModel.of(new int[] {0, 5}, 5, 2)).getMessage());
        assertEquals("n-grams: expected contexts of 0 … 64 tokens out of 1 or more, got 65 out of 5",
                assertThrows(CajalException.class, () -> NgramModel.of(TEXT, 5, 65)).getMessage());
    }
}
