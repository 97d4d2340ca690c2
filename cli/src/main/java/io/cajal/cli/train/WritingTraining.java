package io.cajal.cli.train;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.TokenWindows;
import io.cajal.io.Utf8;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Parts;
import io.cajal.nn.RecurrentLm;
import io.cajal.nn.Sampling;
import io.cajal.optim.Schedule;
import io.cajal.report.TextTable;
import io.cajal.report.WritingReport;
import io.cajal.runs.RunFolder;
import io.cajal.table.Plan;
import io.cajal.text.BytePairs;
import io.cajal.text.Characters;
import io.cajal.text.NgramModel;
import io.cajal.text.Tokenizer;
import io.cajal.text.Vocabulary;
import io.cajal.text.Words;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.NextToken;
import io.cajal.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A training on a text: an LSTM that foretells the next token, beside the frequencies of tokens and counted n-grams. The
 * last tenth of the text is the test, the tenth before it is watched.
 *
 * @param kind of its tokens, one of {@link #KINDS}
 */
public record WritingTraining(Path data, String kind, NetworkOptions options, long seed) {
    static final List<String> KINDS = List.of("characters", "pairs", "words");
    private static final int WINDOW = 128;
    private static final int LEAST = 20 * WINDOW;
    private static final int MERGES = 1_000;
    private static final int WORDS = 10_000;
    /** Tokens in a text that a smaller network would learn by heart. */
    private static final int LARGE = 300_000;
    private static final int STEPS = 2_000;
    private static final int PATIENCE = 5;
    private static final int[] ORDERS = {2, 3, 4, 5, 6, 8};
    private static final int SAMPLE = 400;
    private static final String UNIT = "nats a token";

    public WritingTraining {
        requireKind(kind);
    }

    static void requireKind(String kind) {
        if (!KINDS.contains(kind)) {
            throw new CajalException("--tokens %s: expected %s%s".formatted(kind, String.join(", ", KINDS),
                    Nearest.hint(kind, KINDS)));
        }
    }

    /** Trains and leaves everything in the folder; what is returned stands in its {@code run.json}. */
    public Map<String, Object> run(RunFolder folder, BooleanSupplier stop) throws IOException {
        long start = System.nanoTime();
        String text = Utf8.text(data);
        Tokenizer tokenizer = tokenizer(text.substring(0, (int) (text.length() * 0.8)), text);
        int[] ids = tokenizer.encode(text);
        if (ids.length < LEAST) {
            throw new CajalException(
                    "%s: %,d %s are too few to learn to write from, expected %,d or more".formatted(data,
                            ids.length, kind, LEAST));
        }
        int watchedFrom = (int) (ids.length * 0.8);
        int testFrom = (int) (ids.length * 0.9);
        folder.say("%s: %,d %s of %,d kinds".formatted(data, ids.length, kind, tokenizer.size()));
        folder.say("%,d to learn from, %,d to watch, %,d for the test".formatted(watchedFrom,
                testFrom - watchedFrom,
                ids.length - testFrom));
        Plan plan = options.applied(plan(watchedFrom));
        Rng rng = Rng.of(seed).split("training");
        RecurrentPlan recurrent = new RecurrentPlan(plan, "lstm");
        RecurrentLm network = network(tokenizer.size(), recurrent, rng.split("weights"));
        folder.say("%,d parameters; %s".formatted(Parts.count(network), recurrent));
        folder.say("");
        Dataset train = new TokenWindows(Arrays.copyOf(ids, watchedFrom), WINDOW, WINDOW / 2);
        Dataset watched = new TokenWindows(Arrays.copyOfRange(ids, watchedFrom, testFrom), WINDOW, WINDOW);
        History history = folder.watched(new Trainer(network, new CrossEntropy(), plan.optimizerOf(network))
                .epochs(plan.epochs()).batchSize(plan.batchSize()).clipNorm(1).validation(watched).keepBest()
                .earlyStopping(PATIENCE).schedule(Schedule.warmUp(0.1, Schedule.cosine(0.01))), stop)
                .fit(train, rng.split("network"));
        folder.say("");
        Map<String, Double> nats = new LinkedHashMap<>();
        counted(ids, watchedFrom, testFrom, tokenizer.size(), nats);
        nats.put(Tested.NETWORK,
                NextToken.nats(network, Arrays.copyOfRange(ids, testFrom, ids.length), 2 * WINDOW));
        folder.say(table(nats));
        String sample = sample(network, tokenizer, ids);
        folder.say("");
        folder.say("what it writes:");
        sample.lines().limit(8).forEach(line -> folder.say("  │ " + line));
        folder.say("");
        folder.say("report: "
                + WritingReport.write(folder.page(), data.toString(), recurrent.toString(), network, history,
                        nats, sample));
        Origin origin = new Origin(data, null, seed, plan.toString());
        Map<String, Object> record = origin.record(Map.of(UNIT, nats), folder, start);
        Map<String, Object> whole = folder.finish(history, record,
                new Model(network, Model.Input.tokens(tokenizer, WINDOW), List.of(),
                        origin.provenance("CrossEntropy", train)));
        folder.say("let it write: cajal generate %s --prompt \"...\"".formatted(folder.model()));
        return whole;
    }

    /** Characters are all that occur; pairs and words are those of the part to learn from. */
    private Tokenizer tokenizer(String learned, String all) {
        return switch (kind) {
            case "pairs" -> BytePairs.learn(learned, MERGES);
            case "words" ->
                new Words(Vocabulary.of(Words.tokens(learned, false)).withUnknown().atMost(WORDS), false);
            default -> Characters.of(all);
        };
    }

    private static Plan plan(int tokens) {
        int batch = Math.clamp(Integer.highestOneBit(Math.max(1, tokens / WINDOW / 50)), 4, 32);
        int epochs = Math.clamp(STEPS * (long) batch * WINDOW / 2 / tokens, 2, 60);
        return Plan.of(tokens, 0, true).layers(tokens < LARGE ? List.of(128) : List.of(192, 192))
                .dropout(0.25)
                .rate(4e-3).weightDecay(0.01).batchSize(batch).epochs(epochs);
    }

    private static RecurrentLm network(int vocabulary, RecurrentPlan plan, Rng rng) {
        int embedding = Math.min(64, plan.width());
        RecurrentLm network = RecurrentLm.of(vocabulary, embedding,
                plan.body(embedding, false, rng.split("lstm")), rng);
        double dropout = plan.plan().dropout();
        return dropout > 0 ? network.withDropout(dropout, rng.split("dropout")) : network;
    }

    /** Frequencies alone, and n-grams of the length that does best in the watched part. */
    private static void counted(int[] ids, int watchedFrom, int testFrom, int symbols,
            Map<String, Double> nats) {
        int[] learned = Arrays.copyOf(ids, watchedFrom);
        NgramModel longest = NgramModel.of(learned, symbols, ORDERS[ORDERS.length - 1]);
        int best = ORDERS[0];
        for (int order : ORDERS) {
            best = longest.nats(ids, watchedFrom, testFrom, order) < longest.nats(ids, watchedFrom, testFrom,
                    best) ? order
                            : best;
        }
        nats.put("frequencies", longest.nats(ids, testFrom, ids.length, 0));
        nats.put("%d-grams".formatted(best + 1), longest.nats(ids, testFrom, ids.length, best));
    }

    private static String table(Map<String, Double> nats) {
        TextTable table = new TextTable("on the test part", UNIT, "perplexity");
        nats.forEach((name, value) -> table.row(name, String.format(Locale.ROOT, "%.4f", value),
                String.format(Locale.ROOT, "%.4g", Math.exp(value))));
        return table.toString();
    }

    private static String sample(RecurrentLm network, Tokenizer tokenizer, int[] ids) {
        int[] start = Arrays.copyOf(ids, 1);
        List<Integer> written = new ArrayList<>();
        network.generate(start, SAMPLE, Sampling.of(0.8), Rng.of(1), written::add);
        return tokenizer.decode(written.stream().mapToInt(i -> i).toArray()).strip();
    }
}
