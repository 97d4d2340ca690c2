package io.cajal.text;

import io.cajal.base.CajalException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Texts as weighted counts of n-grams (Salton and Buckley 1988), with the definitions of scikit-learn's TfidfVectorizer, {@code
 * sublinear_tf=True}: an n-gram that occurs c &gt; 0 times in a text and at all in d of the N texts learned from has
 *
 * <pre>(1 + ln c) · (ln((1 + N)/(1 + d)) + 1)</pre>
 *
 * there, and each text is scaled to length 1. Columns are in alphabetical order. N-grams that were not learned count for
 * nothing; a text without known ones is 0.
 */
public final class TfIdf {
    private final Grams grams;
    private final Map<String, Integer> columns;
    private final float[] weights;

    private TfIdf(Grams grams, Map<String, Integer> columns, float[] weights) {
        this.grams = grams;
        this.columns = columns;
        this.weights = weights;
    }

    /** Learns the n-grams that occur in {@code least} texts or more. */
    public static TfIdf of(List<String> texts, Grams grams, int least) {
        Map<String, Integer> found = new HashMap<>();
        Set<String> here = new HashSet<>();
        for (String text : texts) {
            here.clear();
            grams.each(text, here::add);
            here.forEach(gram -> found.merge(gram, 1, Integer::sum));
        }
        found.values().removeIf(count -> count < least);
        if (found.isEmpty()) {
            throw new CajalException("n-grams: none of the %,d texts has %s that %d texts share"
                    .formatted(texts.size(), grams, least));
        }
        Map<String, Integer> columns = new HashMap<>();
        float[] weights = new float[found.size()];
        new TreeMap<>(found).forEach((gram, count) -> {
            weights[columns.size()] = (float) (StrictMath.log((1.0 + texts.size()) / (1.0 + count)) + 1);
            columns.put(gram, columns.size());
        });
        return new TfIdf(grams, columns, weights);
    }

    /** How many n-grams were learned. */
    public int size() {
        return weights.length;
    }

    /** The column of an n-gram, −1 where it was not learned. */
    public int column(String gram) {
        return columns.getOrDefault(gram, -1);
    }

    /** A row for each text. */
    public SparseRows rows(List<String> texts) {
        int[] starts = new int[texts.size() + 1];
        List<int[]> places = new ArrayList<>();
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            TreeMap<Integer, Integer> counts = new TreeMap<>();
            grams.each(texts.get(i), gram -> {
                Integer column = columns.get(gram);
                if (column != null) {
                    counts.merge(column, 1, Integer::sum);
                }
            });
            places.add(counts.keySet().stream().mapToInt(column -> column).toArray());
            values.add(values(places.getLast(), counts));
            starts[i + 1] = starts[i] + counts.size();
        }
        int[] allPlaces = new int[starts[texts.size()]];
        float[] allValues = new float[allPlaces.length];
        for (int i = 0; i < texts.size(); i++) {
            System.arraycopy(places.get(i), 0, allPlaces, starts[i], places.get(i).length);
            System.arraycopy(values.get(i), 0, allValues, starts[i], places.get(i).length);
        }
        return new SparseRows(size(), starts, allPlaces, allValues);
    }

    private float[] values(int[] places, Map<Integer, Integer> counts) {
        double[] row = new double[places.length];
        double squares = 0;
        for (int k = 0; k < row.length; k++) {
            row[k] = (1 + StrictMath.log(counts.get(places[k]))) * weights[places[k]];
            squares += row[k] * row[k];
        }
        float[] values = new float[row.length];
        for (int k = 0; k < row.length; k++) {
            values[k] = (float) (row[k] / Math.sqrt(squares));
        }
        return values;
    }
}
