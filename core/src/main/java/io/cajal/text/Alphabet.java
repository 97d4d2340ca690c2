package io.cajal.text;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Texts as one-hot characters for convolution (Zhang, Zhao and LeCun 2015, "Character-level convolutional networks for text
 * classification"): [N × characters × L], with a 1 where character l of the text is number c of the alphabet. Large letters
 * count as small ones; what the alphabet lacks, space too, is a column of zeros, and so is what is missing of a short text. As
 * a tokenizer it gives character c the number c + 1, and 0 to what it lacks, as {@code OneHot} takes them.
 *
 * @param characters in their order; of one that occurs again only the first place is used
 * @param reversed whether the text is read from its end, of a long one the last L characters, as in the paper: {@code l = 0} is
 *     the last character; otherwise its first L are read forwards
 */
public record Alphabet(String characters, boolean reversed) implements Tokenizer {
    static final String KIND = "alphabet";
    /**
     * The alphabet as the paper and deck 3 print it: 70 characters, of which only 66 are distinct, for {@code -} occurs twice
     * and {@code '} four times. It keeps 70 rows, so that networks have the paper's shapes; four of them are always 0.
     */
    public static final Alphabet PRINTED = new Alphabet(
            "abcdefghijklmnopqrstuvwxyz0123456789-,;.!?:'''/\\|_@#$%^&*~'+-=<>()[]{}", false);

    /**
     * The alphabet of the authors' program, where the three lost in print are still {@code "}, {@code `} and the end of a line:
     * 70 characters, 69 distinct.
     */
    public static final Alphabet PROGRAM = new Alphabet(
            "abcdefghijklmnopqrstuvwxyz0123456789-,;.!?:'\"/\\|_@#$%^&*~`+-=<>()[]{}\n", false);

    private static final int MOST = 255;

    public Alphabet {
        if (characters.isEmpty() || characters.length() > MOST) {
            throw new CajalException("alphabet: expected 1 to %d characters, got %d"
                    .formatted(MOST, characters.length()));
        }
    }

    /** The same, reading texts from their ends. */
    public Alphabet backwards() {
        return new Alphabet(characters, true);
    }

    /** The most frequent characters of texts, in small letters and without space, so many at most. */
    public static Alphabet of(List<String> texts, int most) {
        Map<Character, Integer> counts = new TreeMap<>();
        for (String text : texts) {
            for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
                if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                    counts.merge(c, 1, Integer::sum);
                }
            }
        }
        StringBuilder frequent = new StringBuilder();
        counts.entrySet().stream().sorted(Map.Entry.<Character, Integer>comparingByValue().reversed())
                .limit(most).forEach(entry -> frequent.append(entry.getKey().charValue()));
        return new Alphabet(frequent.toString(), false);
    }

    /** Rows of one-hot characters, repeated characters included. */
    public int rows() {
        return characters.length();
    }

    /** Numbers that it gives: the rows', and 0. */
    @Override
    public int size() {
        return characters.length() + 1;
    }

    @Override
    public int[] encode(String text) {
        int[] ids = codes(text, text.toLowerCase(Locale.ROOT).length());
        for (int i = 0; i < ids.length; i++) {
            ids[i]++;
        }
        return ids;
    }

    /** In small letters, with a space for what the alphabet lacks. */
    @Override
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder(ids.length);
        for (int id : ids) {
            if (id < 0 || id >= size()) {
                throw new CajalException(
                        "alphabet: there is no character %d, expected 0 … %d".formatted(id, size() - 1));
            }
            text.append(id == 0 ? ' ' : characters.charAt(id - 1));
        }
        return (reversed ? text.reverse() : text).toString();
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", KIND);
        json.put("characters", characters);
        json.put("reversed", reversed);
        return json;
    }

    static Alphabet fromJson(Map<?, ?> json) {
        return new Alphabet((String) json.get("characters"), (Boolean) json.get("reversed"));
    }

    /** Characters that differ. */
    public int distinct() {
        return (int) characters.chars().distinct().count();
    }

    /** Numbers of the characters at the L places, −1 for none. */
    int[] codes(String text, int length) {
        String small = text.toLowerCase(Locale.ROOT);
        int[] codes = new int[length];
        Arrays.fill(codes, -1);
        for (int l = 0; l < Math.min(length, small.length()); l++) {
            codes[l] = characters.indexOf(small.charAt(reversed ? small.length() - 1 - l : l));
        }
        return codes;
    }

    /** One-hot characters [N × rows × L]. */
    public Tensor tensor(List<String> texts, int length) {
        float[] y = new float[texts.size()];
        return dataset(texts, y, List.of(), length).all().x();
    }

    /** Texts with a class each, kept as a byte a character: batches have x [n × rows × L] and y [n]. */
    public Dataset dataset(List<String> texts, float[] labels, List<String> classes, int length) {
        if (texts.size() != labels.length || length < 1) {
            throw new CajalException("alphabet: expected a label for each text and 1 or more characters, "
                    + "got %,d texts, %,d labels, %d characters".formatted(texts.size(), labels.length,
                            length));
        }
        byte[] codes = new byte[Math.multiplyExact(texts.size(), length)];
        for (int i = 0; i < labels.length; i++) {
            int[] row = codes(texts.get(i), length);
            for (int l = 0; l < length; l++) {
                codes[i * length + l] = (byte) (row[l] + 1);
            }
        }
        return new Coded(codes, labels.clone(), List.copyOf(classes), rows(), length);
    }

    /** Codes are numbers + 1, 0 for none. */
    private record Coded(byte[] codes, float[] labels, List<String> classes, int rows, int length)
            implements
                Dataset {
        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public Batch batch(int... numbers) {
            float[] x = new float[numbers.length * rows * length];
            float[] y = new float[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                y[i] = labels[numbers[i]];
                for (int l = 0; l < length; l++) {
                    int code = codes[numbers[i] * length + l] & 0xff;
                    if (code > 0) {
                        x[(i * rows + code - 1) * length + l] = 1;
                    }
                }
            }
            return new Batch(Tensor.of(Shape.of(numbers.length, rows, length), x),
                    Tensor.of(Shape.of(numbers.length), y));
        }

        @Override
        public float[] targets() {
            return labels.clone();
        }
    }
}
