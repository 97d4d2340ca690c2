package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.io.CsvReader;
import io.cajal.io.CsvStyle;
import io.cajal.io.Shown;
import io.cajal.io.Utf8;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * AG's news in four classes (Zhang, Zhao and LeCun 2015). The test is whole, 7,600 texts of title and description. Of
 * the 120,000 texts to learn from there are two samples, 5,000 with titles and 10,001 without; where the data folder has
 * {@code ag_news/train.csv} or {@code train.csv.gz}, that is taken instead.
 *
 * <p>A text is left out when its description occurs in the test or in a text that was taken before. Descriptions are
 * compared by their letters and digits alone.
 */
public record AgNews(List<Text> train, List<Text> test, int repeated, int ofTest) {
    public static final List<String> CLASSES = List.of("World", "Sports", "Business", "Sci/Tech");
    private static final CsvStyle CSV = CsvStyle.FOUND.separator(',').header(false);

    /** A text with its class. */
    public record Text(String text, int label) {
    }

    public static AgNews of(DataStore store) {
        try {
            Set<String> tested = new HashSet<>();
            List<Text> test = original(store.get(DataSets.AG_NEWS_TEST), tested);
            List<Text> all = new ArrayList<>();
            Path whole = whole(store);
            if (whole != null) {
                all.addAll(original(whole, new HashSet<>()));
            } else {
                all.addAll(titled(store.get(DataSets.AG_NEWS_TITLED)));
                all.addAll(untitled(store.get(DataSets.AG_NEWS_UNTITLED)));
            }
            return distinct(all, test, tested);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path whole(DataStore store) {
        for (Path folder : store.folders()) {
            for (String name : List.of("ag_news/train.csv", "ag_news/train.csv.gz")) {
                if (Files.exists(folder.resolve(name))) {
                    return folder.resolve(name);
                }
            }
        }
        return null;
    }

    /** Class 1 … 4, title, description, as the authors gave them. */
    static List<Text> original(Path path, Set<String> descriptions) throws IOException {
        List<Text> texts = new ArrayList<>();
        try (CsvReader rows = CsvReader.open(path, CSV)) {
            check(rows.header().size() == 3, path, 1, "a class, a title and a description");
            while (rows.next()) {
                List<String> row = rows.row();
                texts.add(new Text(row.get(1) + " " + row.get(2), label(row.get(0), 1, path, rows.line())));
                descriptions.add(key(row.get(2)));
            }
        }
        return texts;
    }

    /** Title and description in one, class 0 … 3. */
    static List<Text> titled(Path path) throws IOException {
        List<Text> texts = new ArrayList<>();
        try (CsvReader rows = CsvReader.open(path, CSV)) {
            check(rows.header().size() == 2, path, 1, "a text and a class");
            while (rows.next()) {
                texts.add(new Text(rows.row().get(0), label(rows.row().get(1), 0, path, rows.line())));
            }
        }
        return texts;
    }

    /** A description, a tab, the name of its class. */
    static List<Text> untitled(Path path) throws IOException {
        List<Text> texts = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(Utf8.open(path))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.lastIndexOf('\t');
                int label = CLASSES.indexOf(line.substring(tab + 1));
                check(tab >= 0 && label >= 0, path, texts.size() + 1,
                        "a text, a tab and one of " + String.join(", ", CLASSES));
                texts.add(new Text(line.substring(0, tab), label));
            }
        }
        return texts;
    }

    private static int label(String cell, int first, Path path, int line) {
        int label = cell.length() == 1 ? cell.charAt(0) - '0' - first : -1;
        if (label < 0 || label >= CLASSES.size()) {
            throw new CajalException("%s line %d: expected a class from %d to %d, got %s"
                    .formatted(path, line, first, first + CLASSES.size() - 1, Shown.of(cell)));
        }
        return label;
    }

    private static void check(boolean right, Path path, int line, String expected) {
        if (!right) {
            throw new CajalException("%s line %d: expected %s".formatted(path, line, expected));
        }
    }

    private static AgNews distinct(List<Text> all, List<Text> test, Set<String> tested) {
        List<Text> kept = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int repeated = 0;
        int ofTest = 0;
        for (Text text : all) {
            List<String> ends = ends(key(text.text));
            if (ends.stream().anyMatch(tested::contains)) {
                ofTest++;
            } else if (seen.contains(ends.getFirst())) {
                repeated++;
            } else {
                kept.add(text);
                seen.addAll(ends); // one of them is the description, wherever the title ends
            }
        }
        return new AgNews(List.copyOf(kept), List.copyOf(test), repeated, ofTest);
    }

    private static String key(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }

    /** The whole text, and it without its first word, first two words and so on. */
    private static List<String> ends(String key) {
        List<String> ends = new ArrayList<>();
        for (int at = 0; at >= 0; at = key.indexOf(' ', at)) {
            at += at > 0 ? 1 : 0;
            ends.add(key.substring(at));
        }
        return ends;
    }
}
