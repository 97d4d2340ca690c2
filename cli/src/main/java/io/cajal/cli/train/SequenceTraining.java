package io.cajal.cli.train;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Column;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Dropout;
import io.cajal.nn.Embedding;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.TokenReader;
import io.cajal.optim.Schedule;
import io.cajal.report.TextReport;
import io.cajal.runs.RunFolder;
import io.cajal.table.Plan;
import io.cajal.table.Table;
import io.cajal.tensor.Tensor;
import io.cajal.text.Grams;
import io.cajal.text.LogisticRegression;
import io.cajal.text.Sequences;
import io.cajal.text.TfIdf;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.TextInput;
import io.cajal.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A training on one column of texts with classes: a recurrent network that reads each from both ends, beside the most
 * frequent class and logistic regression of weighted counts of n-grams.
 *
 * @param style of the file
 * @param text the column of the texts
 * @param cell {@code gru} or {@code lstm}
 * @param kind of the tokens, one of {@link WritingTraining#KINDS}
 */
public record SequenceTraining(Path data, CsvStyle style, String target, String text, String cell,
        String kind,
        NetworkOptions options, long seed) {
    private static final int STEPS = 1_500;
    private static final int LARGE = 2_000;
    private static final int WIDEST_EMBEDDING = 64;
    /** Of the vectors of tokens at first: small ones let a rare word, whose vector hardly moves, say little. */
    private static final double SPREAD = 0.1;
    private static final int PATIENCE = 4;
    private static final double TRUST = 10;

    public SequenceTraining {
        WritingTraining.requireKind(kind);
    }

    /** Trains and leaves everything in the folder; what is returned stands in its {@code run.json}. */
    public Map<String, Object> run(Table table, RunFolder folder, BooleanSupplier stop) throws IOException {
        long start = System.nanoTime();
        requireTextAlone(table);
        requireTexts(table);
        Rng root = Rng.of(seed);
        TextExamples examples = TextExamples.of(table, text, target, kind, root.split("split"));
        describe(table, examples, folder);
        TfIdf counts = counts(examples);
        Sequences train = examples.sequences(examples.train());
        Sequences test = examples.sequences(examples.test());
        RecurrentPlan plan = new RecurrentPlan(options.applied(plan(train.size())), cell);
        Rng rng = root.split("training");
        Layer network = network(examples, plan, rng.split("weights"));
        folder.say("%,d parameters; %s".formatted(Parts.count(network), plan));
        folder.say("");
        History history = folder.watched(new Trainer(network, new CrossEntropy(),
                plan.plan().optimizerOf(network)).epochs(plan.plan().epochs())
                .batchSize(Math.min(plan.plan().batchSize(), train.size())).clipNorm(1)
                .validation(examples.sequences(examples.watched())).keepBest()
                .earlyStopping(plan.plan().patience()).schedule(Schedule.warmUp(0.1, Schedule.cosine(0.01))),
                stop).fit(train.inBuckets(), rng.split("network"));
        folder.say("");
        Map<String, Evaluation> models = new LinkedHashMap<>();
        models.put(Tested.baseline(true), Evaluation.trivial(train, test));
        models.put(Tested.LINEAR, counted(examples, counts));
        models.put(Tested.NETWORK, Evaluation.of(network, test));
        Tested tested = new Tested(true, models);
        folder.say(tested.toString());
        folder.say("");
        folder.say(
                "report: " + TextReport.write(folder.page(), data + ": " + target, plan.toString(), network,
                        history, examples.classes(), examples.test().texts(), models));
        Origin origin = new Origin(data, target, seed, plan.plan());
        Map<String, Object> record = origin.record(tested, folder, start);
        record.put("plan", plan.toString());
        Map<String, String> provenance = origin.provenance("CrossEntropy", train);
        provenance.put("plan", plan.toString());
        provenance.putAll(TextInput.provenance(text));
        return folder.finish(history, record, new Model(network,
                Model.Input.tokens(examples.tokenizer(), examples.length()), examples.classes(), provenance));
    }

    private void requireTextAlone(Table table) {
        List<String> others = table.features(target).stream().map(Column::name)
                .filter(name -> !name.equals(text)).toList();
        if (!others.isEmpty()) {
            throw new CajalException("--network %s reads column %s alone, and not %s: use --network bag"
                    .formatted(cell, text, String.join(", ", others)));
        }
    }

    /** Points at the line of the first text that is empty, if there is one. */
    private void requireTexts(Table table) throws IOException {
        if (Arrays.stream(table.texts()[table.column(text)]).noneMatch(SequenceTraining::isEmpty)) {
            return;
        }
        try (CsvReader reader = CsvReader.open(data, style)) {
            int texts = reader.column(text);
            int answers = reader.column(target);
            while (reader.next()) {
                if (isEmpty(reader.row().get(texts)) && !reader.row().get(answers).isBlank()) {
                    throw new CajalException(
                            "%s line %d: the text in column %s is empty: write one, or leave the row out"
                                    .formatted(data, reader.line(), text));
                }
            }
        }
    }

    /** Space of any kind alone. */
    private static boolean isEmpty(String text) {
        return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    private void describe(Table table, TextExamples examples, RunFolder folder) {
        folder.say("%s: %,d texts in column %s to learn %s from, %d classes".formatted(data, examples.size(),
                text, target, examples.classes().size()));
        table.notes().forEach(note -> folder.say("  " + note));
        folder.say("%,d texts to learn from, %,d to watch, %,d for the test".formatted(
                examples.train().labels().length, examples.watched().labels().length,
                examples.test().labels().length));
        folder.say("read as %s of %,d kinds: %d in the middle text, cut after %d, which leaves %.0f %% whole"
                .formatted(kind, examples.tokenizer().size(), examples.usual(), examples.length(),
                        100 * examples.whole()));
    }

    private static Plan plan(int texts) {
        int batch = Math.clamp(Integer.highestOneBit(Math.max(1, texts / 50)), 8, 64);
        int epochs = Math.clamp((long) STEPS * batch / texts, 5, 40);
        return Plan.of(texts, 0, true).layers(List.of(texts < LARGE ? 32 : 64)).dropout(0.6).rate(3e-3)
                .weightDecay(1).batchSize(batch).epochs(epochs).patience(PATIENCE);
    }

    private static Layer network(TextExamples examples, RecurrentPlan plan, Rng rng) {
        int embedding = Math.min(WIDEST_EMBEDDING, plan.width());
        return Sequential.of(
                new TokenReader(
                        new Embedding(Init.normal(SPREAD, rng.split("tokens"), examples.symbols(), embedding),
                                -1)
                                .withPadding(examples.padding()),
                        plan.body(embedding, true, rng.split("body"))),
                Dropout.of(plan.plan().dropout(), rng.split("dropout")),
                Linear.of(2 * plan.width(), examples.classes().size(), rng.split("out")));
    }

    /** Of pairs of words, or of up to four characters. */
    private TfIdf counts(TextExamples examples) {
        return TfIdf.of(examples.train().texts(),
                kind.equals("characters") ? Grams.characters(1, 4) : Grams.words(1, 2), 2);
    }

    /** Logistic regression on the counts. */
    private static Evaluation counted(TextExamples examples, TfIdf counts) {
        TextExamples.Part train = examples.train();
        TextExamples.Part test = examples.test();
        Tensor logits = LogisticRegression
                .of(counts.rows(train.texts()), train.labels(), examples.classes().size(), TRUST)
                .logits(counts.rows(test.texts()));
        return new Evaluation(logits, Tensor.of(Shape.of(test.labels().length),
                Arrays.stream(test.labels()).asDoubleStream().toArray()));
    }
}
