package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Embedding;
import io.cajal.nn.Gru;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Tensor;
import io.cajal.train.Evaluation;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The copy task (Hochreiter and Schmidhuber 1997; in this form Arjovsky, Shah and Bengio 2016): ten symbols of eight, then
 * a long blank, then a signal at which the ten must be said again in their order. Who remembers nothing can only guess
 * one of eight.
 */
public final class CopyMemory implements Recipe {
    private static final int SYMBOLS = 8;
    private static final int WORD = 10;
    private static final int BLANKS = 30;
    private static final int BLANK = SYMBOLS;
    private static final int SIGNAL = SYMBOLS + 1;
    private static final int TOKENS = SYMBOLS + 2;
    private static final int HIDDEN = 128;
    private static final int EXAMPLES = 32_000;
    private static final int TESTS = 1_000;

    @Override
    public About about() {
        return new About("copy-memory", "2, 4",
                "a gated network that repeats ten symbols after a long silence",
                Goal.atLeast(99, "symbols repeated %", Double.NaN, ""), 40);
    }

    /** Example i, made from a generator of its own: tokens x [N × T] and what is to be said at each step, y [N × T]. */
    record Words(int size, Rng rng) implements Dataset {
        @Override
        public Batch batch(int... numbers) {
            int steps = WORD + BLANKS + WORD;
            float[] x = new float[numbers.length * steps];
            float[] y = new float[numbers.length * steps];
            for (int i = 0; i < numbers.length; i++) {
                Rng own = rng.split(numbers[i]);
                for (int t = 0; t < steps; t++) {
                    x[i * steps + t] = t < WORD ? own.below(SYMBOLS) : BLANK;
                    y[i * steps + t] = t < steps - WORD ? BLANK : x[i * steps + t - steps + WORD];
                }
                x[i * steps + steps - WORD - 1] = SIGNAL;
            }
            Shape shape = Shape.of(numbers.length, steps);
            return new Batch(Tensor.of(shape, x), Tensor.of(shape, y));
        }
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng();
        Layer model = Sequential.of(Embedding.of(TOKENS, 16, rng.split("tokens")),
                Gru.of(16, HIDDEN, rng.split("gru")), Linear.of(HIDDEN, TOKENS, rng.split("out")));
        Words training = new Words(session.examples(EXAMPLES), rng.split("training"));
        session.say(String.format(Locale.ROOT, "%,d parameters; %,d words of %d symbols, silence of %d steps",
                Parts.count(model), training.size(), WORD, BLANKS));
        Trainer trainer = new Trainer(model, new CrossEntropy(), new Adam(model, 3e-3)).batchSize(64)
                .clipNorm(1)
                .schedule(Schedule.oneCycle()).epochs(session.epochs(epochs()))
                .validation(new Words(session.examples(TESTS), rng.split("validation")));
        session.fit(trainer, training);
        Evaluation test = Evaluation.of(model, new Words(session.examples(TESTS), rng.split("test")));
        int steps = WORD + BLANKS + WORD;
        Tensor said = test.outputs().argmax(2).narrow(1, steps - WORD, WORD);
        Tensor right = test.targets().narrow(1, steps - WORD, WORD);
        IntStream.range(0, 3)
                .forEach(i -> session.say("asked for %s, said %s".formatted(word(right, i), word(said, i))));
        return new Result(100 * said.eq(right).mean().item(), 100.0 / SYMBOLS);
    }

    private static String word(Tensor words, int i) {
        float[] symbols = words.select(0, i).toFloats();
        return IntStream.range(0, WORD).mapToObj(t -> symbols[t] < SYMBOLS
                ? Character.toString('A' + (int) symbols[t]) : "·").collect(Collectors.joining());
    }
}
