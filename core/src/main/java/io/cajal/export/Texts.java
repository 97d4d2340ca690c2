package io.cajal.export;

import io.cajal.data.Ngrams;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** Lists of texts in a Java source. */
final class Texts {
    /** Texts that are written as they are; more would make too long a method. */
    private static final int FEW = 200;
    private static final int LINE_CHARS = 100;
    /** Characters of a constant, of which one can take 3 bytes of at most 65,535. */
    private static final int A_CONSTANT = 16_000;

    static final String MOST_PROBABLE = """
            private static String mostProbable(float[] probabilities) {
                int best = 0;
                for (int i = 1; i < probabilities.length; i++) {
                    best = probabilities[i] > probabilities[best] ? i : best;
                }
                return CLASSES.get(best);
            }
            """;

    /** {@link io.cajal.data.Ngrams}, whose hashes a model's vectors go by. */
    static final String WORDS = """
            /** The words of a text and their pairs, by their hashes, into %1$s cells from a place on; -1 is none. */
            private static void words(String text, float[] cells, int at) {
                Arrays.fill(cells, at, at + %1$s, -1);
                int[] words = new int[%1$s / 2];
                int count = 0;
                int hash = 0;
                int length = text == null ? 0 : text.length();
                for (int i = 0; i <= length && count < words.length; i++) {
                    char c = i < length ? Character.toLowerCase(text.charAt(i)) : ' ';
                    if (Character.isLetterOrDigit(c)) {
                        hash = ((hash == 0 ? 0x811c9dc5 : hash) ^ c) * 0x01000193;
                    } else if (hash != 0) {
                        words[count++] = hash;
                        hash = 0;
                    }
                }
                for (int i = 0; i < count; i++) {
                    cells[at + i] = bucket(words[i]);
                    if (i > 0) {
                        cells[at + count + i - 1] = bucket(words[i - 1] * 31 + words[i]);
                    }
                }
            }

            private static int bucket(int hash) {
                int h = (hash ^ hash >>> 16) * 0x85ebca6b;
                h = (h ^ h >>> 13) * 0xc2b2ae35;
                return (h ^ h >>> 16) & %2$s;
            }
            """.formatted(Ngrams.SLOTS, Ngrams.BUCKETS - 1);

    private Texts() {
    }

    /** An expression of the type {@code List<String>}. */
    static String list(List<String> texts) {
        return texts.size() <= FEW ? few(texts) : many(texts);
    }

    private static String few(List<String> texts) {
        StringBuilder out = new StringBuilder("List.of(");
        int length = 0;
        for (int i = 0; i < texts.size(); i++) {
            String literal = Words.literal(texts.get(i));
            boolean breaks = length > 0 && length + literal.length() > LINE_CHARS;
            out.append(i == 0 ? "" : breaks ? ",\n        " : ", ").append(literal);
            length = breaks ? literal.length() : length + literal.length();
        }
        return out.append(')').toString();
    }

    /** Long strings that are split again. */
    private static String many(List<String> texts) {
        char gap = (char) IntStream.range(0, ' ')
                .filter(c -> texts.stream().noneMatch(text -> text.indexOf(c) >= 0)).findFirst().orElse(' ');
        StringJoiner constants = new StringJoiner(",\n        ");
        StringJoiner lines = new StringJoiner("\n                + ");
        int length = 0;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            line.append(i == 0 ? "" : gap).append(texts.get(i));
            if (line.length() > LINE_CHARS || i == texts.size() - 1) {
                lines.add(Words.literal(line.toString()));
                length += line.length();
                line.setLength(0);
            }
            if (length > A_CONSTANT || i == texts.size() - 1) {
                constants.add(lines.toString());
                lines = new StringJoiner("\n                + ");
                length = 0;
            }
        }
        return "List.of(String.join(\"\", %s)\n        .split(%s, -1))".formatted(constants,
                Words.literal(Character.toString(gap)));
    }
}
