package io.cajal.cli.train;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.data.TensorDataset;
import io.cajal.table.Table;
import io.cajal.tensor.Tensor;
import io.cajal.text.Alphabet;
import io.cajal.text.BytePairs;
import io.cajal.text.Characters;
import io.cajal.text.Sequences;
import io.cajal.text.Tokenizer;
import io.cajal.text.Vocabulary;
import io.cajal.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Texts with a class each, in three parts, and how they become numbers: what the tokenizer and the length know, they know
 * from the part that is learned from.
 *
 * @param places of the texts in {@code source}, in the same parts
 * @param length the tokens of a text after which the rest is cut off
 * @param whole the share of the texts to learn from that are shorter, or as long
 * @param usual the tokens of a text in the middle
 * @param padding the number that fills up
 */
record TextExamples(Source source, Split places, Part train, Part watched, Part test, Tokenizer tokenizer,
        int length, double whole, int usual, int padding) {
    /** The kind of tokens that a {@link CharacterCnn} reads. */
    static final String ALPHABET = "alphabet";
    /** Of the texts to learn from, this share is read whole, where that takes no more than so many tokens. */
    private static final double WHOLE = 0.95;
    private static final int LONGEST = 400;
    private static final int LEAST = 30;
    private static final int WORDS = 20_000;
    private static final int MERGES = 2_000;
    private static final int OFTEN = 2;
    private static final int LETTERS = 100;

    /** Some of the texts. */
    record Part(List<String> texts, int[] labels) {
    }

    /**
     * All of the texts.
     *
     * @param name of the file
     * @param labels the class numbers
     * @param kind of the tokens, one of {@link WritingTraining#KINDS} or {@link #ALPHABET}
     */
    record Source(String name, String[] texts, float[] labels, List<String> classes, String kind) {

        /** Of the table's columns with the texts and with the classes. */
        static Source of(Table table, String text, String target, String kind) {
            String[] texts = table.texts()[table.column(text)];
            List<String> classes = table.columns().get(table.column(target)).categories();
            requireClasses(table, target, texts.length, classes.size());
            return new Source(table.source(), texts, table.values()[table.column(target)], classes, kind);
        }

        /** In parts by chance. */
        TextExamples split(Rng rng) {
            return TextExamples.of(this, Split.stratified(places(), 0.8, 0.1, rng));
        }

        /** The same k times over, so that each text is in the test part once. */
        List<TextExamples> folds(int k, Rng rng) {
            return Split.folds(places(), k, true, 0.1, rng).stream().map(fold -> TextExamples.of(this, fold))
                    .toList();
        }

        private Dataset places() {
            double[] numbers = IntStream.range(0, texts.length).asDoubleStream().toArray();
            double[] y = IntStream.range(0, texts.length).mapToDouble(i -> labels[i]).toArray();
            return new TensorDataset(Tensor.of(numbers), Tensor.of(y), classes);
        }
    }

    private static TextExamples of(Source source, Split places) {
        if (places.validation().size() == 0 || places.test().size() == 0) {
            throw new CajalException("%s: the classes have too few texts each for a part to test on"
                    .formatted(source.name()));
        }
        Part train = part(places.train(), source.texts());
        Tokenizer tokenizer = tokenizer(source.kind(), train.texts());
        int[] lengths = train.texts().stream().mapToInt(one -> tokenizer.encode(one).length).sorted()
                .toArray();
        int length = Math.clamp(lengths[(int) Math.ceil(WHOLE * lengths.length) - 1], 1, LONGEST);
        double whole = (double) Arrays.stream(lengths).filter(one -> one <= length).count() / lengths.length;
        return new TextExamples(source, places, train, part(places.validation(), source.texts()),
                part(places.test(), source.texts()), tokenizer, length, whole, lengths[lengths.length / 2],
                padding(tokenizer));
    }

    /** The texts but for the test, k times over: each is once watched, and the others learned from. */
    List<TextExamples> inner(int k, Rng rng) {
        return Split.folds(places.train().and(places.validation()), k, true, 0, rng).stream()
                .map(fold -> of(source, new Split(fold.train(), fold.test(), places.test()))).toList();
    }

    List<String> classes() {
        return source.classes();
    }

    private static void requireClasses(Table table, String target, int texts, int classes) {
        if (classes == 0) {
            throw new CajalException(
                    "%s: column %s is a number, and gru, lstm and cnn learn classes: use --network bag, or say --column %s=category"
                            .formatted(table.source(), target, target));
        }
        if (texts < LEAST || classes < 2) {
            throw new CajalException(
                    "%s: %,d texts of %d classes are too few to learn from, expected %d of 2 or more"
                            .formatted(
                                    table.source(), texts, classes, LEAST));
        }
    }

    private static Part part(Dataset places, String[] texts) {
        List<String> some = new ArrayList<>();
        for (float place : places.all().x().toFloats()) {
            some.add(texts[(int) place]);
        }
        float[] labels = places.targets();
        return new Part(some, IntStream.range(0, labels.length).map(i -> (int) labels[i]).toArray());
    }

    /** Words and characters that come once are unknown, so that the network knows what to make of unknown ones. */
    private static Tokenizer tokenizer(String kind, List<String> texts) {
        return switch (kind) {
            case ALPHABET -> Alphabet.of(texts, LETTERS);
            case "pairs" -> BytePairs.learn(String.join("\n", texts), MERGES);
            case "characters" -> new Characters(vocabulary(texts.stream()
                    .flatMap(text -> text.codePoints().mapToObj(Character::toString))));
            default -> new Words(vocabulary(texts.stream().flatMap(text -> Words.tokens(text, true))), true);
        };
    }

    private static Vocabulary vocabulary(Stream<String> tokens) {
        return Vocabulary.of(tokens).withPadding().withUnknown().atLeast(OFTEN).atMost(WORDS);
    }

    /** Pairs have none of their own: it is one number more. */
    private static int padding(Tokenizer tokenizer) {
        return switch (tokenizer) {
            case Words words -> words.vocabulary().padding();
            case Characters characters -> characters.vocabulary().padding();
            case BytePairs pairs -> pairs.size();
            case Alphabet _ -> 0;
        };
    }

    /** Tokens with the padding. */
    int symbols() {
        return Math.max(tokenizer.size(), padding + 1);
    }

    int size() {
        return train.labels().length + watched.labels().length + test.labels().length;
    }

    /** As the network reads them. */
    Sequences sequences(Part part) {
        List<int[]> ids = part.texts().stream().map(tokenizer::encode)
                .map(all -> all.length > length ? Arrays.copyOf(all, length) : all).toList();
        float[] labels = new float[part.labels().length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = part.labels()[i];
        }
        return new Sequences(ids, labels, classes(), padding);
    }
}
