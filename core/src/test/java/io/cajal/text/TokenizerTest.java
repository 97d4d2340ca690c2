package io.cajal.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.io.Damage;
import io.cajal.io.Utf8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerTest {
    private static final String TEXT = "First Citizen:\nWe don't know; do we?  \"No!\" Ärzte 42 \uD83D\uDE00\n\n\tspeak.";

    @TempDir
    Path folder;

    static Stream<Tokenizer> tokenizers() {
        return Stream.of(Characters.of(TEXT),
                new Characters(Characters.of(TEXT).vocabulary().withPadding().withUnknown().atLeast(2)),
                Words.of(TEXT, true), new Words(Vocabulary.of(Words.tokens(TEXT, false)), false),
                BytePairs.learn(TEXT, 20), BytePairs.learn("", 5));
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void comesBackFromItsFile(Tokenizer tokenizer) throws IOException {
        Path path = folder.resolve("tokens.json");
        tokenizer.save(path);
        Tokenizer loaded = Tokenizer.load(path);
        assertEquals(tokenizer, loaded);
        assertArrayEquals(tokenizer.encode(TEXT), loaded.encode(TEXT));
        for (int id : tokenizer.encode(TEXT)) {
            assertTrue(id >= 0 && id < tokenizer.size());
        }
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void survivesDamage(Tokenizer tokenizer) throws IOException {
        Path path = folder.resolve("tokens.json");
        tokenizer.save(path);
        Damage.check(Files.readAllBytes(path), file -> {
            Tokenizer loaded = Tokenizer.read(new Utf8(new ByteArrayInputStream(file), "damaged", 0),
                    "damaged");
            loaded.decode(loaded.encode(TEXT));
        });
    }

    @Test
    void charactersComeBack() {
        Characters characters = Characters.of(TEXT);
        assertEquals(TEXT, characters.decode(characters.encode(TEXT)));
        assertEquals(TEXT.codePointCount(0, TEXT.length()), characters.encode(TEXT).length);
        assertEquals(" ", characters.vocabulary().token(0), "the most frequent first");
    }

    @Test
    void aTokenOutsideTheVocabularyHasAPosition() {
        Characters characters = Characters.of("ab\n");
        assertRefused("text line 2, column 3: \"é\" (U+00E9) is not among the 3 tokens of the vocabulary; "
                + "one with an unknown token takes every text", () -> characters.encode("a\nbbé"));
        Characters open = new Characters(characters.vocabulary().withUnknown());
        assertEquals("a\ufffdb", open.decode(open.encode("aéb")));
        Words words = new Words(Vocabulary.of(Stream.of("be")), true);
        assertRefused("text line 1, column 4: \"not\" is not among the 1 tokens of the vocabulary; "
                + "it knows \"be\"", () -> words.encode("Be not"));
        assertRefused("text: token 3 is outside the vocabulary, expected 0 … 2", () -> characters.decode(3));
        assertRefused("text: token -1 is outside the vocabulary, expected 0 … 255",
                () -> BytePairs.learn("", 0).decode(-1));
    }

    @Test
    void wordsKeepPunctuation() {
        assertEquals(List.of("we", "don't", "(", "really", ")", "know", "4", ".", "5", ";"),
                Words.tokens("We don't (really) know 4.5;", true).toList());
        Words words = Words.of("We don't (really) know; hm.", true);
        assertEquals("we don't (really) <unk>; hm.",
                words.decode(words.encode("WE  don't (really) think;\nhm.")));
    }

    /** By hand: "aaabdaaabac" of Gage 1994, whose first merges are aa, then a pair of the lower numbers, ab. */
    @Test
    void learnsTheMostFrequentPairsFirst() {
        BytePairs pairs = BytePairs.learn("aaabdaaabac", 3);
        assertEquals(List.of("aa", "ab", "aaab"), Stream.of(256, 257, 258).map(pairs::decode).toList());
        assertArrayEquals(new int[] {258, 'd', 258, 'a', 'c'}, pairs.encode("aaabdaaabac"));
        assertEquals(256 + 3, BytePairs.learn("aaabdaaabac", 3).size());
        assertEquals(256, BytePairs.learn("abc", 100).size(), "no pair occurs twice");
    }

    /** The queue's merges are those of counting everything anew each time. */
    @Test
    void learnsWhatThePlainAlgorithmLearns() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append(random.nextInt(4) == 0 ? ' ' : (char) ('a' + random.nextInt(3)));
        }
        assertEquals(plain(text.toString(), 60), BytePairs.learn(text.toString(), 60).toJson().get("merges"));
    }

    private static List<List<Integer>> plain(String text, int merges) {
        List<int[]> words = Arrays.stream(text.split("(?= )")).flatMap(piece -> {
            // A run of spaces goes with no word but for its last one.
            return Stream.of(piece.chars().toArray());
        }).toList();
        words = new ArrayList<>(joinSpaces(words));
        List<List<Integer>> found = new ArrayList<>();
        for (int id = 256; id < 256 + merges; id++) {
            TreeMap<List<Integer>, Integer> counts = new TreeMap<>(
                    Comparator.<List<Integer>>comparingInt(List::getFirst)
                            .thenComparingInt(List::getLast));
            for (int[] word : words) {
                for (int i = 0; i + 1 < word.length; i++) {
                    counts.merge(List.of(word[i], word[i + 1]), 1, Integer::sum);
                }
            }
            List<Integer> best = null;
            for (List<Integer> pair : counts.keySet()) {
                best = best == null || counts.get(pair) > counts.get(best) ? pair : best;
            }
            found.add(best);
            for (int w = 0; w < words.size(); w++) {
                int[] word = words.get(w);
                int[] joined = new int[word.length];
                int n = 0;
                for (int i = 0; i < word.length; i++) {
                    boolean both = i + 1 < word.length && word[i] == best.getFirst()
                            && word[i + 1] == best.getLast();
                    joined[n++] = both ? id : word[i];
                    i += both ? 1 : 0;
                }
                words.set(w, Arrays.copyOf(joined, n));
            }
        }
        return found;
    }

    /** Lone spaces in a row are one piece. */
    private static List<int[]> joinSpaces(List<int[]> words) {
        List<int[]> joined = new ArrayList<>();
        for (int[] word : words) {
            int[] last = joined.isEmpty() ? new int[] {'a'} : joined.getLast();
            boolean spaces = Arrays.stream(last).allMatch(c -> c == ' ');
            if (spaces && word.length == 1 && word[0] == ' ') {
                joined.set(joined.size() - 1, Arrays.copyOf(last, last.length + 1));
                joined.getLast()[last.length] = ' ';
            } else {
                joined.add(word);
            }
        }
        return joined;
    }

    @Test
    void everyTextComesBackFromBytePairs() {
        BytePairs pairs = BytePairs.learn(TEXT.repeat(3), 40);
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            int[] points = random.ints(random.nextInt(50), 0, round % 2 == 0 ? 128 : 0x10ffff + 1)
                    .filter(c -> c < 0xd800 || c > 0xdfff).toArray();
            String text = new String(points, 0, points.length);
            assertEquals(text, pairs.decode(pairs.encode(text)));
        }
        assertRefused("text: half of a surrogate pair near character 2: not Unicode",
                () -> pairs.encode("ab\ud800"));
    }

    /** Neither the stack nor a square of the length. */
    @Test
    void longRunsAreNoTrouble() {
        BytePairs pairs = BytePairs.learn("a".repeat(10_000), 100);
        assertEquals("a".repeat(300_000), pairs.decode(pairs.encode("a".repeat(300_000))));
        assertEquals(1, Words.tokens("a'".repeat(100_000) + "a", false).count());
        String spaces = " ".repeat(100_000) + "x";
        assertEquals(spaces, pairs.decode(pairs.encode(spaces)));
    }

    @Test
    void aFileMayNotClaimEndlessTokens() throws IOException {
        StringBuilder json = new StringBuilder("{\"kind\":\"byte-pairs\",\"merges\":[[97,97]");
        for (int i = 256; i < 300; i++) {
            json.append(",[%d,%d]".formatted(i, i));
        }
        Path path = folder.resolve("t.json");
        Files.writeString(path, json + "]}", StandardCharsets.UTF_8);
        assertEquals(path + ": tokenizer: merge 8 makes a token of 512 bytes, expected at most 256",
                assertThrows(CajalException.class, () -> Tokenizer.load(path)).getMessage());
    }

    @Test
    void aVocabularyCountsAndCuts() {
        Vocabulary all = Vocabulary.of(Stream.of("b", "a", "c", "b", "\uD83D\uDE00", "\uffff", "c", "c"));
        assertEquals(List.of("c", "b", "a", "\uffff", "\uD83D\uDE00"),
                Stream.of(0, 1, 2, 3, 4).map(all::token).toList(), "frequent first, then by code points");
        assertEquals(-1, all.id("z"));
        Vocabulary cut = all.withUnknown().withPadding().atLeast(2);
        assertEquals(List.of("<pad>", "<unk>", "c", "b"),
                Stream.of(0, 1, 2, 3).map(cut::token).toList());
        assertEquals(List.of(0L, 3L, 3L, 2L), Stream.of(0, 1, 2, 3).map(cut::count).toList());
        assertEquals(1, cut.id("z"));
        assertEquals(3, all.withUnknown().atMost(3).size());
        assertRefused("vocabulary: at most 1 tokens leaves none beside the 1 special ones",
                () -> all.withUnknown().atMost(1));
    }

    private static void assertRefused(String message, Runnable mistake) {
        assertEquals(message, assertThrows(CajalException.class, mistake::run).getMessage());
    }
}
