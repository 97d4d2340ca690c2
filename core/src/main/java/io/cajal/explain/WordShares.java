package io.cajal.explain;

import io.cajal.base.Shape;
import io.cajal.data.Layout;
import io.cajal.data.Ngrams;
import io.cajal.tensor.Tensor;
import io.cajal.train.TextInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What each word of a text adds to an outcome: how far that falls when the word is blackened wherever it stands, and
 * with it the pairs that it is in (occlusion, Zeiler and Fergus 2014, for words Li, Monroe and Jurafsky 2016). Shares do
 * not add up: of two words that say the same, each can be missed.
 */
public record WordShares(List<Share> shares) {
    /** A word in small letters, and what it adds. */
    public record Share(String word, double adds) {
    }

    public WordShares {
        shares = List.copyOf(shares);
    }

    /**
     * The words that are read of the text, those that move the outcome most first.
     *
     * @param row [1 × numbers]
     * @param column of the layout that has the text
     */
    public static WordShares of(Outcome outcome, Tensor row, Layout layout, int column, String text) {
        List<String> words = Ngrams.words(text).stream().distinct().toList();
        int width = layout.width();
        float[] rows = new float[(words.size() + 1) * width];
        for (int i = 0; i <= words.size(); i++) {
            System.arraycopy(row.toFloats(), 0, rows, i * width, width);
            if (i > 0) {
                System.arraycopy(Ngrams.of(text, words.get(i - 1)), 0, rows, i * width + layout.start(column),
                        layout.width(column));
            }
        }
        return of(words, outcome.values(Tensor.of(Shape.of(words.size() + 1, width), rows)));
    }

    /**
     * The same of a network that reads a text: the tokens that move the outcome most when they are left out wherever they
     * stand.
     *
     * @param row [1 × length] as {@link TextInput#numbers} has it
     */
    public static WordShares of(Outcome outcome, Tensor row, TextInput input) {
        int[] ids = row.toPositions("text", Integer.MAX_VALUE);
        int[] tokens = Arrays.stream(ids).filter(id -> id != input.padding()).distinct().toArray();
        List<float[]> rows = new ArrayList<>(List.of(row.toFloats()));
        for (int token : tokens) {
            float[] rest = new float[ids.length];
            Arrays.fill(rest, input.padding());
            int at = 0;
            for (int id : ids) {
                if (id != token) {
                    rest[at++] = id;
                }
            }
            rows.add(rest);
        }
        return of(Arrays.stream(tokens).mapToObj(token -> input.tokenizer().decode(token)).toList(),
                outcome.values(input.batch(rows)));
    }

    /** {@code values} begin with that of the whole text. */
    private static WordShares of(List<String> words, double[] values) {
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            shares.add(new Share(words.get(i), values[0] - values[i + 1]));
        }
        shares.sort(Comparator.comparingDouble(share -> -Math.abs(share.adds())));
        return new WordShares(shares);
    }
}
