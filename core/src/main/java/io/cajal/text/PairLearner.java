package io.cajal.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Finds the merges of byte-pair encoding. Only the words that hold the joined pair are looked at again, and only the pairs
 * at its borders counted anew; a queue has the most frequent one on top, and leaves old counts behind.
 */
final class PairLearner {
    private final List<int[]> words;
    private final int[] times;
    private final Map<BytePairs.Merge, Pair> pairs = new HashMap<>();
    private final PriorityQueue<Count> queue = new PriorityQueue<>(
            Comparator.comparingLong(Count::count).reversed().thenComparing(Count::merge));

    /** How often a pair occurs, and in which words it once did. */
    private static final class Pair {
        long count;
        final Set<Integer> words = new HashSet<>();
    }

    private record Count(long count, BytePairs.Merge merge) {
    }

    PairLearner(List<int[]> words, int[] times) {
        this.words = words;
        this.times = times;
        for (int word = 0; word < times.length; word++) {
            count(word, 1, null);
        }
        pairs.forEach((merge, pair) -> queue.add(new Count(pair.count, merge)));
    }

    /** Adds or takes away the pairs of a word, and notes which ones. */
    private void count(int word, int sign, Set<BytePairs.Merge> changed) {
        int[] ids = words.get(word);
        for (int i = 0; i + 1 < ids.length; i++) {
            BytePairs.Merge merge = new BytePairs.Merge(ids[i], ids[i + 1]);
            Pair pair = pairs.computeIfAbsent(merge, _ -> new Pair());
            pair.count += (long) sign * times[word];
            if (sign > 0) {
                pair.words.add(word);
            }
            if (changed != null) {
                changed.add(merge);
            }
        }
    }

    List<BytePairs.Merge> merges(int most) {
        List<BytePairs.Merge> merges = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < BytePairs.BYTES; i++) {
            lengths.add(1);
        }
        while (merges.size() < most && !queue.isEmpty()) {
            Count top = queue.poll();
            Pair pair = pairs.get(top.merge);
            int length = lengths.get(top.merge.left()) + lengths.get(top.merge.right());
            if (pair == null || pair.count != top.count || length > BytePairs.LONGEST) {
                continue;
            }
            if (top.count < 2) {
                break;
            }
            join(top.merge, pair, BytePairs.BYTES + merges.size());
            merges.add(top.merge);
            lengths.add(length);
        }
        return merges;
    }

    private void join(BytePairs.Merge merge, Pair pair, int id) {
        Set<BytePairs.Merge> changed = new HashSet<>();
        for (int word : pair.words.toArray(Integer[]::new)) {
            int[] joined = joined(words.get(word), merge, id);
            if (joined.length < words.get(word).length) {
                count(word, -1, changed);
                words.set(word, joined);
                count(word, 1, changed);
            }
        }
        changed.remove(merge);
        pairs.remove(merge);
        for (BytePairs.Merge other : changed) {
            if (pairs.get(other).count > 0) {
                queue.add(new Count(pairs.get(other).count, other));
            } else {
                pairs.remove(other);
            }
        }
    }

    private static int[] joined(int[] ids, BytePairs.Merge merge, int id) {
        int[] joined = new int[ids.length];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            boolean both = i + 1 < ids.length && ids[i] == merge.left() && ids[i + 1] == merge.right();
            joined[count++] = both ? id : ids[i];
            i += both ? 1 : 0;
        }
        return Arrays.copyOf(joined, count);
    }
}
