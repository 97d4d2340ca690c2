package io.cajal.text;

import io.cajal.base.CajalException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Byte-pair encoding (Sennrich, Haddow and Birch 2016, "Neural machine translation of rare words with subword units") of
 * the bytes of UTF-8, as in GPT-2 (Radford et al. 2019): tokens 0 … 255 are the bytes, and each further one joins two earlier
 * ones that often stood side by side. Every text can be encoded and comes back as it was. Tokens do not reach over the
 * borders of words: a text is cut by GPT-2's pattern first, and a space belongs to the word behind it. (GPT-2's own files
 * number the bytes in another order.)
 */
public final class BytePairs implements Tokenizer {
    static final String KIND = "byte-pairs";
    /** No token is longer, in bytes: a damaged file cannot name one that fills the memory. */
    static final int LONGEST = 256;
    static final int BYTES = 256;
    private static final Pattern PIECES = Pattern.compile("'(?:s|t|re|ve|m|ll|d)| ?\\p{L}++| ?\\p{N}++"
            + "| ?[^\\s\\p{Z}\\p{L}\\p{N}]++|[\\s\\p{Z}]+(?![^\\s\\p{Z}])|[\\s\\p{Z}]+");

    private final List<Merge> merges;
    private final Map<Merge, Integer> ranks = new HashMap<>();
    private final int[] lengths;

    /** Two tokens side by side. */
    record Merge(int left, int right) implements Comparable<Merge> {
        @Override
        public int compareTo(Merge other) {
            return left != other.left ? Integer.compare(left, other.left)
                    : Integer.compare(right, other.right);
        }
    }

    BytePairs(List<Merge> merges) {
        this.merges = List.copyOf(merges);
        lengths = new int[BYTES + merges.size()];
        Arrays.fill(lengths, 0, BYTES, 1);
        for (int i = 0; i < merges.size(); i++) {
            Merge merge = merges.get(i);
            int next = BYTES + i;
            if (Math.min(merge.left, merge.right) < 0 || Math.max(merge.left, merge.right) >= next
                    || ranks.put(merge, i) != null) {
                throw new CajalException(
                        "tokenizer: merge %d joins tokens %d and %d; expected a new pair of 0 … %d"
                                .formatted(i, merge.left, merge.right, next - 1));
            }
            lengths[next] = lengths[merge.left] + lengths[merge.right];
            if (lengths[next] > LONGEST) {
                throw new CajalException("tokenizer: merge %d makes a token of %d bytes, expected at most %d"
                        .formatted(i, lengths[next], LONGEST));
            }
        }
    }

    /**
     * Learns up to so many merges, of the most frequent pair each time, of equally frequent ones that of the lower numbers;
     * fewer where no pair is left that occurs twice.
     */
    public static BytePairs learn(String text, int merges) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Matcher pieces = PIECES.matcher(text);
        while (pieces.find()) {
            counts.merge(pieces.group(), 1, Integer::sum);
        }
        List<int[]> words = new ArrayList<>();
        counts.keySet().forEach(piece -> words.add(bytes(piece, text)));
        int[] times = counts.values().stream().mapToInt(n -> n).toArray();
        return new BytePairs(new PairLearner(words, times).merges(merges));
    }

    @Override
    public int[] encode(String text) {
        Map<String, int[]> known = new HashMap<>();
        int[] ids = new int[16 + text.length() / 3];
        int count = 0;
        Matcher pieces = PIECES.matcher(text);
        while (pieces.find()) {
            int[] piece = known.computeIfAbsent(pieces.group(), word -> joined(bytes(word, text)));
            if (count + piece.length > ids.length) {
                ids = Arrays.copyOf(ids, Math.max(count + piece.length, 2 * ids.length));
            }
            System.arraycopy(piece, 0, ids, count, piece.length);
            count += piece.length;
        }
        return Arrays.copyOf(ids, count);
    }

    /** The piece's bytes, joined in the order in which the merges were learned, from left to right. */
    private int[] joined(int[] ids) {
        int n = ids.length;
        int[] next = new int[n];
        int[] before = new int[n];
        PriorityQueue<Long> due = new PriorityQueue<>(); // rank, then place
        for (int i = 0; i < n; i++) {
            next[i] = i + 1;
            before[i] = i - 1;
            offer(due, ids, i, i + 1);
        }
        while (!due.isEmpty()) {
            long first = due.poll();
            int rank = (int) (first >>> 32);
            int at = (int) first;
            int other = ids[at] < 0 ? n : next[at];
            // What was joined meanwhile is out of date.
            if (other < n && merges.get(rank).left == ids[at] && merges.get(rank).right == ids[other]) {
                ids[at] = BYTES + rank;
                ids[other] = -1;
                next[at] = next[other];
                if (next[at] < n) {
                    before[next[at]] = at;
                }
                offer(due, ids, at, next[at]);
                if (before[at] >= 0) {
                    offer(due, ids, before[at], at);
                }
            }
        }
        return Arrays.stream(ids).filter(id -> id >= 0).toArray();
    }

    private void offer(PriorityQueue<Long> due, int[] ids, int left, int right) {
        Integer rank = right < ids.length ? ranks.get(new Merge(ids[left], ids[right])) : null;
        if (rank != null) {
            due.add((long) rank << 32 | left);
        }
    }

    private static int[] bytes(String piece, String text) {
        try {
            ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(piece));
            int[] ids = new int[buffer.remaining()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = buffer.get() & 0xff;
            }
            return ids;
        } catch (CharacterCodingException e) {
            int at = text.indexOf(piece);
            throw new CajalException(
                    "text: half of a surrogate pair near character %d: not Unicode".formatted(at),
                    e);
        }
    }

    /** The bytes of these tokens as text; bytes that are no UTF-8, as where a character is cut, become U+FFFD. */
    @Override
    public String decode(int... ids) {
        int length = 0;
        for (int id : ids) {
            if (id < 0 || id >= size()) {
                throw Vocabulary.outside(id, size());
            }
            length = Math.addExact(length, lengths[id]);
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (int id : ids) {
            at = spell(id, bytes, at);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int spell(int id, byte[] target, int at) {
        if (id < BYTES) {
            target[at] = (byte) id;
            return at + 1;
        }
        Merge merge = merges.get(id - BYTES);
        return spell(merge.right, target, spell(merge.left, target, at));
    }

    @Override
    public int size() {
        return lengths.length;
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", KIND);
        json.put("merges", merges.stream().map(merge -> List.of(merge.left, merge.right)).toList());
        return json;
    }

    static BytePairs fromJson(Map<?, ?> json) {
        List<Merge> merges = new ArrayList<>();
        for (Object pair : (List<?>) json.get("merges")) {
            List<?> two = (List<?>) pair;
            if (two.size() != 2) {
                throw new CajalException("tokenizer: merge %d has %d tokens, expected 2"
                        .formatted(merges.size(), two.size()));
            }
            merges.add(new Merge(token(two.getFirst()), token(two.getLast())));
        }
        return new BytePairs(merges);
    }

    /** Too large to be one where it is no int. */
    private static int token(Object number) {
        return Math.clamp((Long) number, -1, Integer.MAX_VALUE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BytePairs pairs && merges.equals(pairs.merges);
    }

    @Override
    public int hashCode() {
        return merges.hashCode();
    }

    @Override
    public String toString() {
        return "BytePairs of %,d tokens".formatted(size());
    }
}
