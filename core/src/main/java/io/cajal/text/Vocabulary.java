package io.cajal.text;

import io.cajal.base.CajalException;
import io.cajal.io.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tokens and their numbers. Padding is 0 where there is padding, then comes the unknown token where there is one, then the
 * tokens, frequent ones first, equally frequent ones in the order of their code points. {@snippet :
 * Vocabulary words = Vocabulary.of(tokens).withPadding().withUnknown().atLeast(2);
 * }
 */
public final class Vocabulary {
    public static final String PADDING = "<pad>";
    public static final String UNKNOWN = "<unk>";
    private static final Comparator<Map.Entry<String, Long>> ORDER = Map.Entry
            .<String, Long>comparingByValue().reversed()
            .thenComparing(entry -> entry.getKey(), Vocabulary::byCodePoints);

    private final List<Map.Entry<String, Long>> tokens; // without the special ones
    private final boolean hasPadding;
    private final boolean hasUnknown;
    private final long unseen;
    private final Map<String, Integer> places = new HashMap<>();

    private Vocabulary(List<Map.Entry<String, Long>> tokens, boolean hasPadding, boolean hasUnknown,
            long unseen) {
        this.tokens = List.copyOf(tokens);
        this.hasPadding = hasPadding;
        this.hasUnknown = hasUnknown;
        this.unseen = unseen;
        for (int i = 0; i < tokens.size(); i++) {
            if (places.put(tokens.get(i).getKey(), special() + i) != null) {
                throw new CajalException("vocabulary: the token %s occurs twice"
                        .formatted(Shown.of(tokens.get(i).getKey())));
            }
        }
    }

    /** Every token of a stream, with its count. */
    public static Vocabulary of(Stream<String> tokens) {
        return of(tokens.collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
    }

    public static Vocabulary of(Map<String, Long> counts) {
        return new Vocabulary(counts.entrySet().stream().map(e -> Map.entry(e.getKey(), e.getValue()))
                .sorted(ORDER).toList(), false, false, 0);
    }

    /** With a token of its own, number 0, that fills up short sequences. */
    public Vocabulary withPadding() {
        return new Vocabulary(tokens, true, hasUnknown, unseen);
    }

    /** With a token for everything that is not in the vocabulary. */
    public Vocabulary withUnknown() {
        return new Vocabulary(tokens, hasPadding, true, unseen);
    }

    /** Without the tokens that were counted fewer times. */
    public Vocabulary atLeast(long count) {
        return first((int) tokens.stream().takeWhile(token -> token.getValue() >= count).count());
    }

    /** Without the rarest tokens, so that no more than so many numbers remain, special ones included. */
    public Vocabulary atMost(int size) {
        if (size <= special()) {
            throw new CajalException("vocabulary: at most %d tokens leaves none beside the %d special ones"
                    .formatted(size, special()));
        }
        return first(Math.min(tokens.size(), size - special()));
    }

    private Vocabulary first(int kept) {
        long cut = tokens.subList(kept, tokens.size()).stream().mapToLong(Map.Entry::getValue).sum();
        return new Vocabulary(tokens.subList(0, kept), hasPadding, hasUnknown, unseen + cut);
    }

    private int special() {
        return (hasPadding ? 1 : 0) + (hasUnknown ? 1 : 0);
    }

    public int size() {
        return special() + tokens.size();
    }

    /** The number of a token; that of the unknown one where it is not here, −1 where there is none. */
    public int id(String token) {
        return places.getOrDefault(token, unknown());
    }

    public String token(int id) {
        if (id < 0 || id >= size()) {
            throw outside(id, size());
        }
        return id >= special() ? tokens.get(id - special()).getKey() : id == unknown() ? UNKNOWN : PADDING;
    }

    /** How often it was counted; the unknown token stands for all that were cut off. */
    public long count(int id) {
        String token = token(id);
        return id >= special() ? tokens.get(id - special()).getValue() : token.equals(UNKNOWN) ? unseen : 0;
    }

    /** The number of the padding, −1 without one. */
    public int padding() {
        return hasPadding ? 0 : -1;
    }

    /** The number of the unknown token, −1 without one. */
    public int unknown() {
        return hasUnknown ? special() - 1 : -1;
    }

    static CajalException outside(int id, int size) {
        return new CajalException("text: token %d is outside the vocabulary, expected 0 … %,d"
                .formatted(id, size - 1));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("padding", hasPadding);
        json.put("unknown", hasUnknown);
        json.put("unseen", unseen);
        json.put("tokens", tokens.stream().map(Map.Entry::getKey).toList());
        json.put("counts", tokens.stream().map(Map.Entry::getValue).toList());
        return json;
    }

    static Vocabulary fromJson(Map<?, ?> json) {
        List<?> names = (List<?>) json.get("tokens");
        List<?> counts = (List<?>) json.get("counts");
        if (names.size() != counts.size()) {
            throw new CajalException("vocabulary: %,d tokens with %,d counts"
                    .formatted(names.size(), counts.size()));
        }
        List<Map.Entry<String, Long>> tokens = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            tokens.add(Map.entry((String) names.get(i), (Long) counts.get(i)));
        }
        return new Vocabulary(tokens, (Boolean) json.get("padding"), (Boolean) json.get("unknown"),
                (Long) json.get("unseen"));
    }

    /** String's own order is that of UTF-16, in which some characters stand elsewhere. */
    private static int byCodePoints(String a, String b) {
        int[] x = a.codePoints().toArray();
        int[] y = b.codePoints().toArray();
        return Arrays.compare(x, y);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary v && tokens.equals(v.tokens) && hasPadding == v.hasPadding
                && hasUnknown == v.hasUnknown && unseen == v.unseen;
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }

    @Override
    public String toString() {
        return "Vocabulary of %,d tokens".formatted(size());
    }
}
