package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Split;
import io.cajal.data.TensorDataset;
import io.cajal.io.Utf8;
import io.cajal.tensor.Tensor;
import io.cajal.text.Characters;
import io.cajal.text.Sequences;
import io.cajal.text.Vocabulary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Surnames of 18 languages (Robertson 2017, PyTorch's tutorial on recurrent networks): 20,050 lines, 18,012 different names in their
 * languages. A name that several languages share stands in each, so no reader can tell all of them.
 *
 * @param names in the order of their files
 * @param labels the number of each name's language
 * @param repeated how many lines were left out because their language had the name already
 */
public record Names(List<String> names, List<Integer> labels, int repeated) {
    public static final List<String> LANGUAGES = List.of("Arabic", "Chinese", "Czech", "Dutch", "English",
            "French",
            "German", "Greek", "Irish", "Italian", "Japanese", "Korean", "Polish", "Portuguese", "Russian",
            "Scottish", "Spanish", "Vietnamese");

    public static Names of(DataStore store) {
        Names all = new Names(List.of(), List.of(), 0);
        try {
            for (int i = 0; i < LANGUAGES.size(); i++) {
                DataFile file = DataSets.NAMES.get(i);
                try (Utf8 reader = Utf8.open(store.get(file))) {
                    all = all.and(i, reader, file.path());
                }
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These and the names of one more language, one a line; {@code source} stands for them in messages. */
    Names and(int language, Reader lines, String source) throws IOException {
        Set<String> found = new LinkedHashSet<>();
        int count = 0;
        BufferedReader reader = new BufferedReader(lines);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (!line.isBlank()) {
                found.add(line.strip());
                count++;
            }
        }
        if (found.isEmpty()) {
            throw new CajalException(source + " is empty, expected a name a line");
        }
        List<String> names = new ArrayList<>(names());
        List<Integer> labels = new ArrayList<>(labels());
        names.addAll(found);
        found.forEach(_ -> labels.add(language));
        return new Names(List.copyOf(names), List.copyOf(labels), repeated + count - found.size());
    }

    /** Their characters, with padding and an unknown token. */
    public Characters characters() {
        return new Characters(Vocabulary.of(names.stream().flatMap(name -> name.codePoints()
                .mapToObj(Character::toString))).withPadding().withUnknown());
    }

    /** Every name as the numbers of its characters, 80 % to learn from, 10 % to watch, 10 % for the test, in each language. */
    public Split split(Characters characters, Rng rng) {
        Split places = Split.stratified(new TensorDataset(
                Tensor.of(IntStream.range(0, names.size()).asDoubleStream().toArray()),
                Tensor.of(labels.stream().mapToDouble(label -> label).toArray()), LANGUAGES), 0.8, 0.1, rng);
        return new Split(part(characters, places.train().all().x()),
                part(characters, places.validation().all().x()), part(characters, places.test().all().x()));
    }

    private Sequences part(Characters characters, Tensor places) {
        int[] numbers = places.toPositions("names", names.size());
        List<int[]> ids = new ArrayList<>();
        float[] y = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            ids.add(characters.encode(names.get(numbers[i])));
            y[i] = labels.get(numbers[i]);
        }
        return new Sequences(ids, y, LANGUAGES, characters.vocabulary().padding());
    }
}
