package io.cajal.data;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A data set in three parts: to learn from, to choose settings by, and to be judged on once. */
public record Split(Dataset train, Dataset validation, Dataset test) {

    /** 80 %, 10 % and 10 % of the examples (deck 1's shares), drawn at random. */
    public static Split random(Dataset data, Rng rng) {
        return random(data, 0.8, 0.1, rng);
    }

    /** Shares for training and validation; the rest is for the test. */
    public static Split random(Dataset data, double train, double validation, Rng rng) {
        return cut(data, List.of(rng.permutation(data.size())), train, validation);
    }

    /** As {@link #random}, with the shares kept within each class: targets are class numbers [N]. */
    public static Split stratified(Dataset data, double train, double validation, Rng rng) {
        return cut(data, byClass(data, rng), train, validation);
    }

    /**
     * The examples in k parts of about the same size, each of which is the test once (Stone 1974). Of the others a
     * share is for validation. With {@code stratified}, classes are dealt out evenly.
     */
    public static List<Split> folds(Dataset data, int k, boolean stratified, double validation, Rng rng) {
        if (k < 2 || k > data.size()) {
            throw new CajalException("split: the number of folds must be from 2 to the %d examples, got %d"
                    .formatted(data.size(), k));
        }
        List<int[]> groups = stratified ? byClass(data, rng) : List.of(rng.permutation(data.size()));
        int[] order = groups.stream().flatMapToInt(Arrays::stream).toArray();
        List<Split> folds = new ArrayList<>();
        for (int fold = 0; fold < k; fold++) {
            List<Integer> test = new ArrayList<>();
            List<Integer> others = new ArrayList<>();
            for (int i = 0; i < order.length; i++) {
                (i % k == fold ? test : others).add(order[i]);
            }
            List<Integer> watched = new ArrayList<>();
            List<Integer> learned = new ArrayList<>();
            for (int i = 0; i < others.size(); i++) { // spread evenly, so that classes stay even
                boolean due = (int) ((i + 1) * validation) > (int) (i * validation);
                (due ? watched : learned).add(others.get(i));
            }
            folds.add(new Split(part(data, learned), part(data, watched), part(data, test)));
        }
        return folds;
    }

    /** The numbers of the examples of each class, in an order of chance. */
    private static List<int[]> byClass(Dataset data, Rng rng) {
        float[] labels = data.targets();
        List<List<Integer>> byClass = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            int label = (int) labels[i];
            while (byClass.size() <= label) {
                byClass.add(new ArrayList<>());
            }
            byClass.get(label).add(i);
        }
        List<int[]> shuffled = new ArrayList<>();
        for (int c = 0; c < byClass.size(); c++) {
            List<Integer> members = byClass.get(c);
            int[] order = rng.split(c).permutation(members.size());
            int[] numbers = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                numbers[i] = members.get(order[i]);
            }
            shuffled.add(numbers);
        }
        return shuffled;
    }

    private static Split cut(Dataset data, List<int[]> groups, double train, double validation) {
        if (!(train > 0 && validation >= 0 && train + validation <= 1)) {
            throw new CajalException(
                    "split: shares must be above 0 and at most 1 together, got %s for training, %s validation"
                            .formatted(train, validation));
        }
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        List<Integer> third = new ArrayList<>();
        for (int[] group : groups) {
            int a = (int) Math.round(group.length * train);
            int b = (int) Math.round(group.length * (train + validation));
            for (int i = 0; i < group.length; i++) {
                (i < a ? first : i < b ? second : third).add(group[i]);
            }
        }
        return new Split(part(data, first), part(data, second), part(data, third));
    }

    private static Dataset part(Dataset data, List<Integer> members) {
        Collections.sort(members);
        return data.subset(members.stream().mapToInt(i -> i).toArray());
    }
}
