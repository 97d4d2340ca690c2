package io.cajal.text;

import java.util.Arrays;

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
        int[] words = new int[WORDS];
        int count = 0;
        int hash = 0;
        int length = text.length();
        for (int i = 0; i <= length && count < WORDS; i++) {
            char c = i < length ? Character.toLowerCase(text.charAt(i)) : ' ';
            if (Character.isLetterOrDigit(c)) {
                hash = (hash == 0 ? 0x811c9dc5 : hash) ^ c;
                hash *= 0x01000193; // FNV-1a
            } else if (hash != 0) {
                words[count++] = hash;
                hash = 0;
            }
        }
        float[] numbers = new float[SLOTS];
        Arrays.fill(numbers, NONE);
        for (int i = 0; i < count; i++) {
            numbers[i] = bucket(words[i]);
            if (i > 0) {
                numbers[count + i - 1] = bucket(words[i - 1] * 31 + words[i]);
            }
        }
        return numbers;
    }

    /** Every bit of the hash counts (the finaliser of MurmurHash3, Appleby 2011). */
    private static int bucket(int hash) {
        int h = (hash ^ hash >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return (h ^ h >>> 16) & BUCKETS - 1;
    }
}
