package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.data.TensorDataset;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Dropout;
import io.cajal.nn.EmbeddingBag;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Activations;
import io.cajal.optim.Schedule;
import io.cajal.report.TextReport;
import io.cajal.table.TablePlan;
import io.cajal.tensor.Tensor;
import io.cajal.text.Ngrams;
import io.cajal.train.Accuracy;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A training on texts with a class each: the mean of learned vectors of words and pairs of words, then hidden layers (fastText,
 * Joulin et al. 2016, without hidden layers), beside the most frequent class and a linear model of the same bag.
 */
record TextTraining(Path data, CsvStyle style, String text, String target, NetworkOptions options,
        long seed) {
    /** The provenance that names the column of texts. */
    static final String COLUMN = "text";
    private static final int VECTOR = 32;
    private static final int MOST_CLASSES = 1000;
    private static final int LEAST_ROWS = 10;
    private static final int PATIENCE = 4;

    /** Trains and leaves everything in the folder; what is returned stands in its {@code run.json}. */
    Map<String, Object> run(RunFolder folder, BooleanSupplier stop) throws IOException {
        long start = System.nanoTime();
        Rng root = Rng.of(seed);
        List<String> words = new ArrayList<>();
        Dataset all = read(words);
        Split places = Split.stratified(places(all), 0.8, 0.1, root.split("split"));
        Split split = new Split(all.subset(numbers(places.train())), all.subset(numbers(places.validation())),
                all.subset(numbers(places.test())));
        int classes = all.classes().size();
        folder.say("%s: %,d texts of %d classes".formatted(data, all.size(), classes));
        folder.say("%,d texts to learn from, %,d to watch, %,d for the test".formatted(split.train().size(),
                split.validation().size(), split.test().size()));
        TablePlan plan = options.applied(plan(split.train().size()));
        Rng rng = root.split("training");
        Layer network = network(classes, plan, rng.split("weights"));
        folder.say("%,d parameters; vectors of words, then %s".formatted(Parts.count(network), plan));
        folder.say("");
        History history = folder.watched(trainer(network, plan, split), stop).fit(split.train(),
                rng.split("network"));
        Layer linear = EmbeddingBag.of(Ngrams.BUCKETS, classes, rng.split("linear"));
        trainer(linear, plan.rate(10 * plan.rate()), split).stopWhen(stop).fit(split.train(),
                rng.split("straight"));
        folder.say("");
        Map<String, Evaluation> models = new LinkedHashMap<>();
        models.put(Tested.baseline(true), Tested.mostFrequent(split.train(), split.test()));
        models.put(Tested.LINEAR, Evaluation.of(linear, split.test()));
        models.put(Tested.NETWORK, Evaluation.of(network, split.test()));
        Tested tested = new Tested(true, models);
        folder.say(tested.toString());
        folder.say("");
        List<String> asked = Arrays.stream(numbers(places.test())).mapToObj(words::get).toList();
        folder.say("report: "
                + TextReport.write(folder.page(), data + ": " + target, plan.toString(), network, history,
                        all.classes(), asked, models));
        Origin origin = new Origin(data, target, seed, plan);
        Map<String, Object> record = origin.record(tested, folder, start);
        Map<String, String> provenance = origin.provenance("CrossEntropy", split.train());
        provenance.put(COLUMN, text);
        folder.finish(history, record, new Model(network, Model.Input.text(), all.classes(), provenance));
        return record;
    }

    /** Texts with their classes; {@code words} gets the texts as they are. */
    private Dataset read(List<String> words) throws IOException {
        List<float[]> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        try (CsvReader reader = CsvReader.open(data, style)) {
            int from = reader.column(text);
            int answer = reader.column(target);
            while (reader.next()) {
                String label = reader.row().get(answer).strip();
                if (!label.isEmpty()) {
                    words.add(reader.row().get(from));
                    texts.add(Ngrams.of(words.getLast()));
                    labels.add(label);
                }
            }
        }
        List<String> classes = List.copyOf(new TreeSet<>(labels));
        if (classes.size() < 2 || classes.size() > MOST_CLASSES || texts.size() < LEAST_ROWS) {
            throw new CajalException(
                    "%s: %,d texts of %,d classes; expected %d texts or more, of 2 to %,d classes"
                            .formatted(data, texts.size(), classes.size(), LEAST_ROWS, MOST_CLASSES));
        }
        Map<String, Integer> places = new TreeMap<>();
        classes.forEach(name -> places.put(name, places.size()));
        float[] y = new float[labels.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = places.get(labels.get(i));
        }
        return new TensorDataset(TextRows.tensor(texts), Tensor.of(Shape.of(y.length), y), classes);
    }

    /** The examples by their numbers, so that after a split each part's texts are found again. */
    private static Dataset places(Dataset all) {
        double[] numbers = IntStream.range(0, all.size()).mapToDouble(i -> i).toArray();
        return new TensorDataset(Tensor.of(numbers), Tensor.of(Shape.of(all.size()), all.targets()),
                all.classes());
    }

    private static int[] numbers(Dataset places) {
        return places.all().x().toPositions("texts", Integer.MAX_VALUE);
    }

    private static TablePlan plan(int texts) {
        int batch = Math.clamp(Integer.highestOneBit(Math.max(1, texts / 100)), 8, 64);
        return TablePlan.of(texts, 0, true).layers(List.of()).dropout(0.3).rate(1e-2).weightDecay(0.01)
                .batchSize(batch).epochs(12);
    }

    private static Trainer trainer(Layer network, TablePlan plan, Split split) {
        Trainer trainer = new Trainer(network, new CrossEntropy(), plan.optimizerOf(network))
                .epochs(plan.epochs())
                .batchSize(Math.min(plan.batchSize(), split.train().size())).schedule(Schedule.oneCycle());
        return split.validation().size() == 0 ? trainer
                : trainer.validation(split.validation()).metric(new Accuracy()).earlyStopping(PATIENCE)
                        .keepBest();
    }

    private static Layer network(int classes, TablePlan plan, Rng rng) {
        List<Layer> layers = new ArrayList<>();
        layers.add(EmbeddingBag.of(Ngrams.BUCKETS, VECTOR, rng.split("words")));
        int in = VECTOR;
        for (int i = 0; i < plan.layers().size(); i++) {
            layers.add(Linear.of(in, plan.layers().get(i), rng.split(i)));
            layers.add(Activations.named(plan.activation()));
            in = plan.layers().get(i);
        }
        layers.add(Dropout.of(plan.dropout(), rng.split("drop")));
        layers.add(Linear.of(in, classes, rng.split("out")));
        return new Sequential(layers);
    }
}
