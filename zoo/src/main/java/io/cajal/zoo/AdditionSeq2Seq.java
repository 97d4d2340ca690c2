package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Embedding;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Lstm;
import io.cajal.nn.Parts;
import io.cajal.nn.Recurrent;
import io.cajal.optim.AdamW;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Tensor;
import io.cajal.train.Evaluation;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Sums as text: "535+61" is read character by character by one LSTM, and a second one, which begins with what the first
 * remembers, writes "596" (Zaremba and Sutskever 2014; sequence to sequence as Sutskever, Vinyals and Le 2014). Questions
 * are read backwards, so that units come before tens. Questions of the test, in either order of their numbers, are in no other part; an answer counts only if every character is right.
 */
public final class AdditionSeq2Seq implements Recipe {
    private static final String CHARACTERS = "0123456789+ ";
    private static final int QUESTION = 7;
    private static final int ANSWER = 4;
    private static final int HIDDEN = 128;
    private static final int TRAINING = 45_000;
    private static final int TESTS = 5_000;

    @Override
    public About about() {
        return new About("addition-seq2seq", "4", "two LSTMs that learn to add from text",
                Goal.atLeast(99.5, "sums exactly right %", 99, "Keras example addition_rnn"), 60);
    }

    /** Questions x [N × 7] to the logits of their answers' characters [N × 4 × 12]. */
    record Adder(Embedding characters, Lstm encoder, Lstm decoder, Linear out) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            Recurrent.Result read = encoder.run(characters.apply(x), null, null);
            Tensor thought = read.outputs().select(1, -1).unsqueeze(1).repeat(1, ANSWER); // [N × 4 × hidden]
            return out.apply(decoder.run(thought, null, read.state()).outputs());
        }
    }

    /** Pairs of numbers as questions, written backwards, and answers. */
    record Sums(List<int[]> pairs) implements Dataset {
        @Override
        public int size() {
            return pairs.size();
        }

        @Override
        public Batch batch(int... numbers) {
            float[] x = new float[numbers.length * QUESTION];
            float[] y = new float[numbers.length * ANSWER];
            for (int i = 0; i < numbers.length; i++) {
                int[] pair = pairs.get(numbers[i]);
                String question = "%-7s".formatted(pair[0] + "+" + pair[1]);
                String answer = "%-4s".formatted(pair[0] + pair[1]);
                for (int t = 0; t < QUESTION; t++) {
                    x[i * QUESTION + t] = CHARACTERS.indexOf(question.charAt(QUESTION - 1 - t));
                }
                for (int t = 0; t < ANSWER; t++) {
                    y[i * ANSWER + t] = CHARACTERS.indexOf(answer.charAt(t));
                }
            }
            return new Batch(Tensor.of(Shape.of(numbers.length, QUESTION), x),
                    Tensor.of(Shape.of(numbers.length, ANSWER), y));
        }
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng();
        int learned = session.examples(TRAINING);
        int tested = session.examples(TESTS);
        List<int[]> pairs = pairs(learned + 2 * tested, rng.split("questions"));
        Sums training = new Sums(pairs.subList(0, learned));
        Sums validation = new Sums(pairs.subList(learned, learned + tested));
        Sums test = new Sums(pairs.subList(learned + tested, pairs.size()));
        Layer model = new Adder(Embedding.of(CHARACTERS.length(), 16, rng.split("characters")),
                Lstm.of(16, HIDDEN, rng.split("encoder")), Lstm.of(HIDDEN, HIDDEN, rng.split("decoder")),
                Linear.of(HIDDEN, CHARACTERS.length(), rng.split("out")));
        session.say(String.format(Locale.ROOT, "%,d parameters; %,d sums to learn from, %,d for the test",
                Parts.count(model), learned, tested));
        session.fit(new Trainer(model, new CrossEntropy(), new AdamW(model, 4e-3).weightDecay(0.01))
                .batchSize(128).clipNorm(1)
                .schedule(Schedule.oneCycle()).epochs(session.epochs(epochs())).validation(validation),
                training);
        Evaluation answers = Evaluation.of(model, test);
        Tensor said = answers.outputs().argmax(2);
        IntStream.range(0, 5).forEach(i -> session.say("%d + %d = %s".formatted(test.pairs().get(i)[0],
                test.pairs().get(i)[1], text(said, i))));
        double right = said.eq(answers.targets()).amin(1).mean().item();
        return new Result(100 * right, 100 * mostFrequent(training, test));
    }

    /** Different questions: of the two orders of a pair only one. */
    static List<int[]> pairs(int count, Rng rng) {
        Set<List<Integer>> seen = new LinkedHashSet<>();
        while (seen.size() < count) {
            int a = number(rng);
            int b = number(rng);
            if (!seen.contains(List.of(b, a))) {
                seen.add(List.of(a, b));
            }
        }
        return seen.stream().map(pair -> new int[] {pair.get(0), pair.get(1)}).toList();
    }

    /** Of one, two or three digits, equally often. */
    private static int number(Rng rng) {
        return rng.below((int) Math.round(Math.pow(10, 1 + rng.below(3))));
    }

    /** The share of tests with the sum that was most frequent in training. */
    private static double mostFrequent(Sums training, Sums test) {
        int[] counts = new int[2_000];
        training.pairs().forEach(pair -> counts[pair[0] + pair[1]]++);
        int best = IntStream.range(0, counts.length).reduce((a, b) -> counts[b] > counts[a] ? b : a)
                .orElseThrow();
        return (double) test.pairs().stream().filter(pair -> pair[0] + pair[1] == best).count() / test.size();
    }

    private static String text(Tensor answers, int i) {
        StringBuilder text = new StringBuilder();
        for (float c : answers.select(0, i).toFloats()) {
            text.append(CHARACTERS.charAt((int) c));
        }
        return text.toString().strip();
    }
}
