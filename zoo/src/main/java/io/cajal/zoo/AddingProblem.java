package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.loss.Mse;
import io.cajal.nn.Gru;
import io.cajal.nn.LastStep;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Recurrent;
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
import java.util.stream.IntStream;

/**
 * The adding problem (Hochreiter and Schmidhuber 1997): 600 steps of a number in 0 … 1 and a marker, which is 1 at two of
 * them; the answer is the sum of the two numbers that were marked. The gates of a GRU keep a number over hundreds of
 * steps ({@code adding-problem-lstm} has those of an LSTM), where a plain recurrent network, as {@code unrolled-rnn} shows, forgets it. Answering 1 always, the mean, has a
 * mean squared error of 1/6.
 */
public final class AddingProblem implements Recipe {
    static final int STEPS = 600;
    static final int HIDDEN = 64;
    private static final int BATCH = 32;
    private static final int EXAMPLES = 40_000;
    private static final int TESTS = 1_000;

    @Override
    public About about() {
        return new About("adding-problem", "2, 4",
                "a gated network that remembers two numbers over 600 steps",
                Goal.atMost(5e-5, "mean squared error", 5.3e-5, "Bai, Kolter and Koltun 2018, GRU"), 20);
    }

    /** Example i, made from a generator of its own: x [N × steps × 2], y [N × 1]. */
    record Sums(int size, int steps, Rng rng) implements Dataset {
        @Override
        public Batch batch(int... numbers) {
            float[] x = new float[numbers.length * steps * 2];
            float[] y = new float[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                Rng own = rng.split(numbers[i]);
                int from = i * steps * 2;
                for (int t = 0; t < steps; t++) {
                    x[from + 2 * t] = (float) own.uniform();
                }
                int first = own.below(steps / 2);
                int second = steps / 2 + own.below(steps / 2);
                x[from + 2 * first + 1] = 1;
                x[from + 2 * second + 1] = 1;
                y[i] = x[from + 2 * first] + x[from + 2 * second];
            }
            return new Batch(Tensor.of(Shape.of(numbers.length, steps, 2), x),
                    Tensor.of(Shape.of(numbers.length, 1), y));
        }
    }

    @Override
    public Result run(Session session) {
        return run(session, Gru.of(2, HIDDEN, session.rng().split("gru")), BATCH, session.epochs(epochs()));
    }

    /** Trains and tests a network of so many units. */
    static Result run(Session session, Recurrent body, int batch, int epochs) {
        Rng rng = session.rng();
        Layer model = Sequential.of(body, new LastStep(), Linear.of(HIDDEN, 1, rng.split("out")));
        Dataset training = new Sums(session.examples(EXAMPLES), STEPS, rng.split("training"));
        Dataset test = new Sums(session.examples(TESTS), STEPS, rng.split("test"));
        session.say(String.format(Locale.ROOT, "%,d parameters; %,d sequences of %d steps an epoch",
                Parts.count(model), training.size(), STEPS));
        Trainer trainer = new Trainer(model, new Mse(), new Adam(model, 3e-3)).batchSize(batch).clipNorm(1)
                .schedule(Schedule.oneCycle()).epochs(epochs)
                .validation(new Sums(session.examples(TESTS), STEPS, rng.split("validation")));
        session.fit(trainer, training);
        Evaluation answers = Evaluation.of(model, test);
        float[] said = answers.outputs().toFloats();
        float[] right = answers.targets().toFloats();
        session.say("some sums, and what the network says:");
        IntStream.range(0, 4)
                .forEach(i -> session.say(String.format(Locale.ROOT, "  %.4f  %.4f", right[i], said[i])));
        Tensor always = answers.targets().filled(1);
        return new Result(new Mse().of(answers.outputs(), answers.targets()).item(),
                new Mse().of(always, answers.targets()).item());
    }
}
