package io.cajal.zoo.kit;

import io.cajal.data.Dataset;
import io.cajal.data.TokenWindows;
import io.cajal.nn.LanguageModel;
import io.cajal.nn.Parts;
import io.cajal.nn.Sampling;
import io.cajal.text.Characters;
import io.cajal.text.NgramModel;
import io.cajal.train.Listener;
import io.cajal.train.Model;
import io.cajal.train.NextToken;
import io.cajal.train.Trainer;
import java.util.Arrays;
import java.util.Locale;

/**
 * What language models do alike that learn to write Shakespeare, character by character. They learn from the first nine
 * tenths of the text, print what they write as they learn, and are scored once on the last tenth. The end of the nine
 * tenths is watched, to see the training go on, but learned from as well: the test goes on with the same play, and without
 * its first half even counted n-grams lose 0.15 nats.
 */
public final class Playwright {
    private static final int WATCHED = 50_000;
    private static final int SAMPLE = 240;
    /** Of the chain of characters that is counted beside. */
    private static final int ORDER = 8;

    private final Session session;
    private final Characters characters;
    private final int[] learned;
    private final int[] watched;
    private final int[] test;

    public Playwright(Session session) {
        this.session = session;
        String text = TinyShakespeare.text(session.data());
        characters = Characters.of(text);
        int[] all = characters.encode(text);
        int from = TinyShakespeare.testFrom(all.length);
        learned = Arrays.copyOf(all, from);
        watched = Arrays.copyOfRange(all, from - WATCHED, from);
        test = Arrays.copyOfRange(all, from, all.length);
    }

    /** How many different characters there are. */
    public int characters() {
        return characters.size();
    }

    /**
     * Trains on windows of the text that begin {@code stride} apart; the figure is the test's nats a character, each
     * foretold from half of {@code context} characters or more, the baseline that of knowing how frequent each is.
     */
    public Recipe.Result learn(Recipe recipe, LanguageModel model, Trainer trainer, int window, int stride,
            int context) {
        say("%,d parameters; %,d characters to learn from, the last %,d of them watched, %,d for the test; %d different ones",
                Parts.count(model), learned.length, watched.length, test.length, characters());
        Dataset windows = new TokenWindows(learned, window, stride);
        session.fit(trainer.validation(new TokenWindows(watched, window, window))
                .listener(new Samples(model)), windows);
        write(model, "what it writes now:");
        session.save(model, Model.Input.tokens(characters, window), windows, recipe);
        double nats = NextToken.nats(model, test, context);
        say("nats a character of the test: %.4f; a chain of %d characters, counted: %.4f", nats, ORDER,
                NgramModel.of(learned, characters(), ORDER).nats(test, 0, test.length, ORDER));
        return new Recipe.Result(nats, NgramModel.of(learned, characters(), 0).nats(test, 0, test.length, 0));
    }

    private void write(LanguageModel model, String title) {
        StringBuilder sample = new StringBuilder();
        model.generate(characters.encode("\n"), SAMPLE, Sampling.of(0.8), session.rng().split("sample"),
                token -> sample.append(characters.decode(token)));
        say("%n  %s", title);
        sample.toString().strip().lines().filter(line -> !line.isBlank()).limit(6)
                .forEach(line -> say("  │ %s", line));
        session.say("");
    }

    private void say(String format, Object... values) {
        session.say(String.format(Locale.ROOT, format, values));
    }

    /** Shows what the model writes after some of the epochs, before the first step of the next one. */
    private final class Samples implements Listener {
        private final LanguageModel model;

        Samples(LanguageModel model) {
            this.model = model;
        }

        @Override
        public void stepped(Step step) {
            int done = step.epoch() - 1;
            if (step.step() == 1 && done > 0 && Integer.bitCount(done) == 1) { // 1, 2, 4, 8, …
                write(model, done == 1 ? "after one epoch it writes:" : "after %d epochs:".formatted(done));
            }
        }
    }
}
