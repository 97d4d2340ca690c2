package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Dropout;
import io.cajal.nn.Embedding;
import io.cajal.nn.Gru;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.TokenReader;
import io.cajal.optim.AdamW;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.text.Characters;
import io.cajal.text.Grams;
import io.cajal.text.LogisticRegression;
import io.cajal.text.Sequences;
import io.cajal.text.TfIdf;
import io.cajal.train.Accuracy;
import io.cajal.train.ConfusionMatrix;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Names;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which language a surname is from (Robertson 2017): a GRU reads it character by character, forwards and backwards, and
 * says one of 18. Beside it the classic method, weighted counts of one to four characters and a linear classifier. Some
 * names are at home in several languages, so nobody can be right always, and targets are smoothed (Szegedy et al. 2016).
 * The baseline is that classic method.
 */
public final class NamesRnn implements Recipe {
    private static final int LONGEST = 24;
    private static final int HIDDEN = 128;
    private static final List<String> ASKED = List.of("Cajal", "Yamamoto", "Nowak", "O'Brien", "Dimitrov");

    @Override
    public About about() {
        return new About("names-rnn", "2, 4", "a GRU reads a surname and says from which language it is",
                Goal.atLeast(82, "test accuracy %", Double.NaN, ""), 12);
    }

    static Sequential network(int characters, Rng rng) {
        return Sequential.of(
                new TokenReader(Embedding.of(characters, 32, rng.split("characters")).withPadding(0),
                        Gru.of(32, HIDDEN, 1, true, 0, rng.split("gru"))),
                Dropout.of(0.5, rng.split("drop")),
                Linear.of(2 * HIDDEN, Names.LANGUAGES.size(), rng.split("out")));
    }

    @Override
    public Result run(Session session) {
        Names names = Names.of(session.data());
        Characters characters = names.characters();
        Split data = names.split(characters, session.rng().split("split"));
        Sequential model = network(characters.size(), session.rng().split("weights"));
        say(session, "%,d parameters; %,d names to learn from, %,d to watch, %,d for the test",
                Parts.count(model),
                data.train().size(), data.validation().size(), data.test().size());
        session.fit(
                new Trainer(model, new CrossEntropy().withSmoothing(0.1),
                        new AdamW(model, 3e-3).weightDecay(0.05)).batchSize(64)
                        .clipNorm(1).schedule(Schedule.oneCycle()).epochs(session.epochs(epochs()))
                        .validation(data.validation()).metric(new Accuracy()),
                data.train());
        Evaluation test = Evaluation.of(model, data.test());
        session.say("");
        session.say(ConfusionMatrix.of(test.outputs(), test.targets())
                .table(Names.LANGUAGES.stream().map(name -> name.substring(0, 3)).toList()));
        ASKED.forEach(name -> say(session, "%-10s %s", name, guesses(model, characters, name)));
        session.save(model, Model.Input.tokens(characters, LONGEST), data.train(), this);
        double read = 100 * test.of(new Accuracy());
        double counted = counted(data, characters);
        say(session, "%.2f %% of the test right; counted n-grams: %.2f %%; always %s: %.2f %%", read, counted,
                "Russian",
                100 * Evaluation.trivial(data.train(), data.test()).of(new Accuracy()));
        return new Result(read, counted);
    }

    private static String guesses(Sequential model, Characters characters, String name) {
        int[] ids = characters.encode(name);
        double[] shares = Run.evaluation().call(() -> model.apply(Tensor.of(new double[][] {
                Arrays.stream(ids).asDoubleStream().toArray()})).softmax(1).toDoubles());
        return String.join(", ", IntStream.range(0, shares.length).boxed()
                .sorted((a, b) -> Double.compare(shares[b], shares[a])).limit(3)
                .map(i -> String.format(Locale.ROOT, "%s %.0f %%", Names.LANGUAGES.get(i), 100 * shares[i]))
                .toList());
    }

    /** The share of right answers, in percent, of TF-IDF of one to four characters and logistic regression. */
    private static double counted(Split data, Characters characters) {
        TfIdf counts = TfIdf.of(names(data.train(), characters), Grams.characters(1, 4), 2);
        float[] labels = data.train().targets();
        int[] classes = new int[labels.length];
        Arrays.setAll(classes, i -> (int) labels[i]);
        Tensor logits = LogisticRegression
                .of(counts.rows(names(data.train(), characters)), classes, Names.LANGUAGES.size(), 10)
                .logits(counts.rows(names(data.test(), characters)));
        return 100
                * new Accuracy().of(logits, Tensor.of(Shape.of(data.test().size()), data.test().targets()));
    }

    private static List<String> names(Dataset part, Characters characters) {
        return ((Sequences) part).ids().stream().map(characters::decode).toList();
    }

    private static void say(Session session, String format, Object... values) {
        session.say(String.format(Locale.ROOT, format, values));
    }
}
