package io.cajal.cli.train;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Column;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.report.Page;
import io.cajal.report.TextReport;
import io.cajal.runs.RunFolder;
import io.cajal.table.Plan;
import io.cajal.table.Table;
import io.cajal.table.Task;
import io.cajal.tensor.Tensor;
import io.cajal.text.Grams;
import io.cajal.text.LogisticRegression;
import io.cajal.text.TfIdf;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import io.cajal.train.TextInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One column of texts with classes: a network that reads each in its order learns beside logistic regression of weighted
 * counts of n-grams.
 *
 * @param text the column of the texts
 * @param reader {@code gru}, {@code lstm} or {@code cnn}
 * @param kind of the tokens, one of {@link WritingTraining#KINDS}
 */
public record SequenceTraining(Path data, String target, String text, String reader, String kind,
        TextExamples.Source source, List<String> notes) implements Material<TextTask> {
    private static final String CHARACTERS = "characters";
    private static final double TRUST = 10;

    /**
     * @param style of the file
     * @param tokens null for the usual kind
     */
    public static SequenceTraining of(Path data, CsvStyle style, Table table, String target, String text,
            String reader, String tokens) throws IOException {
        boolean convolves = reader.equals(TextTask.CNN);
        String kind = tokens != null ? tokens : convolves ? CHARACTERS : "words";
        WritingTraining.requireKind(kind);
        if (convolves && !kind.equals(CHARACTERS)) {
            throw new CajalException(
                    "--network cnn reads characters, not %s: use --network gru or lstm, or leave out --tokens"
                            .formatted(kind));
        }
        requireTextAlone(table, target, text, reader);
        requireTexts(data, style, table, target, text);
        return new SequenceTraining(data, target, text, reader, kind,
                TextExamples.Source.of(table, text, target, convolves ? TextExamples.ALPHABET : kind),
                table.notes());
    }

    private static void requireTextAlone(Table table, String target, String text,
            String reader) {
        List<String> others = table.features(target).stream().map(Column::name)
                .filter(name -> !name.equals(text)).toList();
        if (!others.isEmpty()) {
            throw new CajalException("--network %s reads column %s alone, and not %s: use --network bag"
                    .formatted(reader, text, String.join(", ", others)));
        }
    }

    /** Points at the line of the first text that is empty, if there is one. */
    private static void requireTexts(Path data, CsvStyle style, Table table, String target, String text)
            throws IOException {
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

    @Override
    public TextTask task(Rng rng) {
        return TextTask.of(source.split(rng), reader);
    }

    @Override
    public List<TextTask> folds(int k, Rng rng) {
        return source.folds(k, rng).stream().map(examples -> TextTask.of(examples, reader)).toList();
    }

    @Override
    public void describe(TextTask task, RunFolder folder) {
        TextExamples examples = task.examples();
        folder.say("%s: %,d texts in column %s to learn %s from, %d classes".formatted(data, examples.size(),
                text, target, examples.classes().size()));
        notes.forEach(note -> folder.say("  " + note));
        folder.say("%,d texts to learn from, %,d to watch, %,d for the test".formatted(
                examples.train().labels().length, examples.watched().labels().length,
                examples.test().labels().length));
        folder.say("read as %s of %,d kinds: %d in the middle text, cut after %d, which leaves %.0f %% whole"
                .formatted(kind, examples.tokenizer().size(), examples.usual(), examples.length(),
                        100 * examples.whole()));
    }

    @Override
    public String network(TextTask task, Plan plan) {
        return "%,d parameters; %s".formatted(Parts.count(task.network(plan, Rng.of(0))), words(plan));
    }

    @Override
    public String words(Plan plan) {
        return reader.equals(TextTask.CNN) ? "a convolution, " + plan
                : new RecurrentPlan(plan, reader).toString();
    }

    /** Logistic regression on the counts of words and pairs of words, or of up to four characters. */
    @Override
    public Evaluation linear(TextTask task, Plan plan, Rng rng, Task.Setup setup) {
        TextExamples.Part train = task.examples().train();
        TextExamples.Part test = task.examples().test();
        TfIdf counts = TfIdf.of(train.texts(),
                kind.equals(CHARACTERS) ? Grams.characters(1, 4) : Grams.words(1, 2), 2);
        Tensor logits = LogisticRegression
                .of(counts.rows(train.texts()), train.labels(), task.examples().classes().size(), TRUST)
                .logits(counts.rows(test.texts()));
        return new Evaluation(logits, Tensor.of(Shape.of(test.labels().length),
                Arrays.stream(test.labels()).asDoubleStream().toArray()));
    }

    @Override
    public Path report(TextTask task, Plan plan, Task.Trained trained, Tested tested, Page page)
            throws IOException {
        return TextReport.write(page, data + ": " + target, words(plan), trained.network(), trained.history(),
                task.examples().classes(), task.examples().test().texts(), tested.models());
    }

    @Override
    public Model model(TextTask task, Layer network, Map<String, String> provenance) {
        provenance.putAll(TextInput.provenance(text));
        TextExamples examples = task.examples();
        return new Model(network, Model.Input.tokens(examples.tokenizer(), examples.length()),
                examples.classes(), provenance);
    }
}
