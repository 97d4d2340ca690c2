package io.cajal.cli.train;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.nn.Dropout;
import io.cajal.nn.Embedding;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.TokenReader;
import io.cajal.optim.Schedule;
import io.cajal.table.Choices;
import io.cajal.table.Plan;
import io.cajal.table.Task;
import io.cajal.text.Sequences;
import io.cajal.train.Trainer;
import java.util.List;

/**
 * To tell texts apart by reading them in their order, with a recurrent network from both ends or with a
 * {@link CharacterCnn}.
 *
 * @param split of {@link Sequences}
 * @param network {@code gru}, {@code lstm} or {@code cnn}
 */
record TextTask(TextExamples examples, Split split, String network) implements Task {
    static final String CNN = "cnn";
    private static final int STEPS = 1_500;
    private static final int LARGE = 2_000;
    private static final int WIDEST_EMBEDDING = 64;
    /** Of the vectors of tokens at first: small ones let a rare word, whose vector hardly moves, say little. */
    private static final double SPREAD = 0.1;
    private static final int PATIENCE = 4;
    private static final Choices RECURRENT = new Choices(List.of(List.of(16), List.of(32), List.of(64),
            List.of(96), List.of(32, 32)), List.of(), List.of(0.2, 0.4, 0.6, 0.7), 3);
    private static final Choices CONVOLUTIONAL = new Choices(List.of(List.of(), List.of(64), List.of(128),
            List.of(256), List.of(128, 128)), List.of("Relu", "Silu", "Gelu"), List.of(0.1, 0.2, 0.35, 0.5),
            5);

    static TextTask of(TextExamples examples, String network) {
        return new TextTask(examples, new Split(examples.sequences(examples.train()),
                examples.sequences(examples.watched()), examples.sequences(examples.test())), network);
    }

    boolean convolves() {
        return network.equals(CNN);
    }

    @Override
    public boolean isClasses() {
        return true;
    }

    /** Those of a recurrent network are of similar lengths in a batch. */
    @Override
    public Dataset learned() {
        Sequences train = (Sequences) split.train();
        return convolves() ? train : train.inBuckets();
    }

    @Override
    public Plan plan() {
        int texts = split.train().size();
        int batch = Math.clamp(Integer.highestOneBit(Math.max(1, texts / 50)), 8, 64);
        int epochs = Math.clamp((long) STEPS * batch / texts, 5, 40);
        Plan plan = Plan.of(texts, 0, true).batchSize(batch).epochs(epochs).patience(PATIENCE);
        return convolves() ? plan.layers(List.of()).dropout(0.3).rate(5e-3).weightDecay(0.1)
                : plan.layers(List.of(texts < LARGE ? 32 : 64)).dropout(0.6).rate(3e-3).weightDecay(1);
    }

    @Override
    public Choices choices() {
        return convolves() ? CONVOLUTIONAL : RECURRENT;
    }

    @Override
    public Layer network(Plan plan, Rng rng) {
        int classes = examples.classes().size();
        if (convolves()) {
            return CharacterCnn.of(examples.tokenizer().size() - 1, examples.length(), classes, plan, rng);
        }
        RecurrentPlan recurrent = new RecurrentPlan(plan, network);
        int embedding = Math.min(WIDEST_EMBEDDING, recurrent.width());
        Embedding tokens = new Embedding(
                Init.normal(SPREAD, rng.split("tokens"), examples.symbols(), embedding), -1)
                .withPadding(examples.padding());
        return Sequential.of(new TokenReader(tokens, recurrent.body(embedding, true, rng.split("body"))),
                Dropout.of(plan.dropout(), rng.split("dropout")),
                Linear.of(2 * recurrent.width(), classes, rng.split("out")));
    }

    @Override
    public Trainer trainer(Layer network, Plan plan) {
        Trainer trainer = new Trainer(network, loss(plan), optimizer(network, plan)).epochs(plan.epochs())
                .batchSize(batchSize(plan)).clipNorm(1).validation(split.validation()).keepBest()
                .earlyStopping(plan.patience()).schedule(Schedule.warmUp(0.1, Schedule.cosine(0.01)));
        return convolves() ? trainer.dropLast() : trainer; // features of one text alone cannot be normalised
    }

    @Override
    public List<TextTask> inner(int k, Rng rng) {
        return examples.inner(k, rng).stream().map(inner -> of(inner, network)).toList();
    }
}
