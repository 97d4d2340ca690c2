package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.io.Shown;
import io.cajal.text.Characters;
import io.cajal.text.NgramModel;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.TinyShakespeare;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Markov's chain (1913, on the letters of Eugene Onegin; Shannon 1948) on a million characters of Shakespeare: the next
 * character depends on the last k alone. What a network has to beat. How much the last tenth of the text surprises is
 * measured in nats a character, for each k, under {@link NgramModel Kneser–Ney} and Witten–Bell smoothing; the longest
 * context and the discounts are chosen on the last ninth of the other nine tenths.
 *
 * <p>With k = 1 the chain has a distribution π that one more step does not change, πP = π; power iteration finds it. Taking
 * the first character for the one after the last, π must be the characters' shares of the text: both are checked to 1e-12.
 */
public final class MarkovChain implements Recipe {
    private static final int LONGEST = 10;
    private static final double[] DISCOUNTS = {0.9, 1, 1.1, 1.2, 1.3};
    private static final double EXACT = 1e-12;
    private static final int MOST_STEPS = 10_000;
    private static final int SAMPLE = 240;

    @Override
    public About about() {
        return new About("markov-chain", "2", "the next character by counting, on Shakespeare",
                Goal.atMost(1.52, "nats a character", 1.516, "Witten–Bell, contexts of 8, computed apart"));
    }

    @Override
    public Result run(Session session) {
        String text = TinyShakespeare.text(session.data());
        Characters characters = Characters.of(text);
        int[] ids = characters.encode(text);
        int test = TinyShakespeare.testFrom(ids.length);
        say(session, "%,d characters of %d kinds; %,d to count, %,d for the test", ids.length,
                characters.size(), test, ids.length - test);
        int[] counted = Arrays.copyOf(ids, test);
        Settings chosen = choose(session, counted, characters.size());
        NgramModel model = NgramModel.of(counted, characters.size(), chosen.context)
                .withDiscounts(chosen.discounts);
        session.say("");
        double[] nats = table(session, model, ids, test);
        session.say("");
        samples(session, model, characters);
        boolean exact = stationary(session, counted, characters);
        return Result.provided(exact, nats[chosen.context], nats[0]);
    }

    private record Settings(int context, double discounts, double nats) {
    }

    private static Settings choose(Session session, int[] ids, int symbols) {
        int from = ids.length * 8 / 9;
        NgramModel model = NgramModel.of(Arrays.copyOf(ids, from), symbols, LONGEST);
        Settings best = null;
        for (double discounts : DISCOUNTS) {
            NgramModel scaled = model.withDiscounts(discounts);
            for (int k = 4; k <= LONGEST; k++) {
                double nats = scaled.nats(ids, from, ids.length, k);
                if (best == null || nats < best.nats) {
                    best = new Settings(k, discounts, nats);
                }
            }
        }
        say(session,
                "chosen on the end of what is counted: contexts of %d, discounts × %.1f (%.4f nats there)",
                best.context, best.discounts, best.nats);
        return best;
    }

    /** Prints a row for each length of the context; returns the nats under Kneser–Ney. */
    private static double[] table(Session session, NgramModel model, int[] ids, int test) {
        NgramModel wittenBell = model.with(NgramModel.Smoothing.WITTEN_BELL);
        say(session, "context  different n-grams  Kneser–Ney  Witten–Bell   nats a character of the test");
        double[] nats = new double[model.order() + 1];
        for (int k = 0; k < nats.length; k++) {
            nats[k] = model.nats(ids, test, ids.length, k);
            say(session, "%7d  %,17d  %10.4f  %11.4f", k, model.distinct(k), nats[k],
                    wittenBell.nats(ids, test, ids.length, k));
        }
        return nats;
    }

    private static void samples(Session session, NgramModel model, Characters characters) {
        Rng rng = session.rng().split("samples");
        for (int k = 0; k <= model.order(); k++) {
            int[] drawn = model.sample(characters.encode("\n"), SAMPLE, k, rng.split(k));
            say(session, "drawn from the last %d:", k);
            characters.decode(drawn).lines().filter(line -> !line.isBlank())
                    .forEach(line -> session.say("    " + line));
        }
    }

    /** Prints the likeliest characters; whether both checks hold. */
    private static boolean stationary(Session session, int[] ids, Characters characters) {
        double[][] p = transitions(ids, characters.size());
        double[] shares = new double[p.length];
        for (int id : ids) {
            shares[id]++;
        }
        Arrays.setAll(shares, i -> shares[i] / ids.length);
        double[] pi = stationary(p);
        double moved = distance(step(pi, p), pi);
        double off = distance(shares, pi);
        say(session, "");
        say(session, "the stationary distribution of the chain of single characters:");
        int[] likeliest = IntStream.range(0, pi.length).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -pi[i])).mapToInt(i -> i).limit(10)
                .toArray();
        session.say("    " + String.join("  ", Arrays.stream(likeliest)
                .mapToObj(i -> String.format(Locale.ROOT, "%s %.4f", Shown.of(characters.decode(i)), pi[i]))
                .toList()));
        say(session, "‖πP − π‖₁ = %.1e, and %.1e from the characters' shares of the text", moved, off);
        return moved <= EXACT && off <= EXACT;
    }

    /** Row i says what follows i, the text taken for a ring. */
    static double[][] transitions(int[] ids, int symbols) {
        double[][] p = new double[symbols][symbols];
        int[] counts = new int[symbols];
        for (int i = 0; i < ids.length; i++) {
            p[ids[i]][ids[(i + 1) % ids.length]]++;
            counts[ids[i]]++;
        }
        for (int i = 0; i < symbols; i++) {
            int count = Math.max(1, counts[i]); // a character that does not occur is never reached either
            double[] row = p[i];
            Arrays.setAll(row, j -> row[j] / count);
        }
        return p;
    }

    /** π with πP = π, by power iteration from what is alike for all. */
    static double[] stationary(double[][] p) {
        double[] pi = new double[p.length];
        Arrays.fill(pi, 1.0 / pi.length);
        for (int i = 0; i < MOST_STEPS; i++) {
            double[] next = step(pi, p);
            double sum = Arrays.stream(next).sum();
            Arrays.setAll(next, k -> next[k] / sum);
            if (distance(next, pi) < EXACT / 1000) {
                return next;
            }
            pi = next;
        }
        return pi;
    }

    private static double[] step(double[] pi, double[][] p) {
        double[] next = new double[pi.length];
        for (int i = 0; i < pi.length; i++) {
            for (int j = 0; j < pi.length; j++) {
                next[j] += pi[i] * p[i][j];
            }
        }
        return next;
    }

    private static double distance(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).sum();
    }

    private static void say(Session session, String format, Object... values) {
        session.say(String.format(Locale.ROOT, format, values));
    }
}
