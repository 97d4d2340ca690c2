package io.cajal.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text as a bag of its words and pairs of neighbouring words (Joulin, Grave, Bojanowski and Mikolov 2016, "Bag of
 * tricks for efficient text classification"): each becomes a number by its hash, so that no dictionary need be kept; two
 * may share one. Words are runs of letters and digits, large and small letters the same.
 */
public final class Ngrams {
    /** Numbers of a text: its first words, then their pairs, then −1. */
    public static final int SLOTS = 256;
    /** Numbers are 0 … {@value #BUCKETS} − 1. Part of the format of a model. */
    public static final int BUCKETS = 1 << 16;
    private static final int WORDS = SLOTS / 2;
    private static final int NONE = -1;

    private Ngrams() {
    }

    /** The numbers of a text. */
    public static float[] of(String text) {
        return of(text, "");
    }

    /** Without those of a word, and of its pairs: what is read of the text when that word is blackened. */
    public static float[] of(String text, String blackened) {
        int[] words = words(text).stream().mapToInt(Ngrams::hash).toArray();
        int out = hash(blackened);
        float[] numbers = new float[SLOTS];
        Arrays.fill(numbers, NONE);
        int count = 0;
        for (int word : words) {
            if (word != out) {
                numbers[count++] = bucket(word);
            }
        }
        for (int i = 1; i < words.length; i++) {
            if (words[i - 1] != out && words[i] != out) {
                numbers[count++] = bucket(words[i - 1] * 31 + words[i]);
            }
        }
        return numbers;
    }

    /** The words that are read of a text, in small letters. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int length = text.length();
        for (int i = 0; i <= length && words.size() < WORDS; i++) {
            char c = i < length ? Character.toLowerCase(text.charAt(i)) : ' ';
            if (Character.isLetterOrDigit(c)) {
                word.append(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }

    /** FNV-1a, of which 0 stands for no word. */
    private static int hash(String word) {
        int hash = 0;
        for (int i = 0; i < word.length(); i++) {
            hash = ((hash == 0 ? 0x811c9dc5 : hash) ^ word.charAt(i)) * 0x01000193;
        }
        return hash;
    }

    /** Every bit of the hash counts (the finaliser of MurmurHash3, Appleby 2011). */
    private static int bucket(int hash) {
        int h = (hash ^ hash >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return (h ^ h >>> 16) & BUCKETS - 1;
    }
}
