package io.cajal.text;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Each word a token: a run of letters, their marks and digits, with apostrophes inside it ({@code don't}); every other
 * character but space is a token of its own, so punctuation stays. Space only separates: a text comes back with single
 * spaces, none before {@code . , ; : ! ? ) ] } %} and none after {@code ( [ {}.
 *
 * @param lowerCase whether large letters are taken for small ones
 */
public record Words(Vocabulary vocabulary, boolean lowerCase) implements Tokenizer {
    static final String KIND = "words";
    private static final Pattern TOKEN = Pattern
            .compile("[\\p{L}\\p{M}\\p{N}]++(?:['’][\\p{L}\\p{M}\\p{N}]++)*+|[^\\s\\p{Z}]");
    private static final String CLOSING = ".,;:!?)]}%";
    private static final String OPENING = "([{";

    /** The words of a text with an unknown token, so that other texts can be encoded as well. */
    public static Words of(String text, boolean lowerCase) {
        return new Words(Vocabulary.of(tokens(text, lowerCase)).withUnknown(), lowerCase);
    }

    /** The tokens of a text as they stand in a vocabulary. */
    public static Stream<String> tokens(String text, boolean lowerCase) {
        return TOKEN.matcher(text).results().map(MatchResult::group)
                .map(token -> lowerCase ? token.toLowerCase(Locale.ROOT) : token);
    }

    @Override
    public int[] encode(String text) {
        int[] ids = new int[16];
        int count = 0;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            String token = lowerCase ? matcher.group().toLowerCase(Locale.ROOT) : matcher.group();
            int id = vocabulary.id(token);
            if (id < 0) {
                throw OutsideVocabulary.of(token, matcher.start(), text, vocabulary);
            }
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = id;
        }
        return Arrays.copyOf(ids, count);
    }

    /** Padding is nothing; the unknown token is spelled {@code <unk>}. */
    @Override
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            String token = vocabulary.token(id);
            if (id == vocabulary.padding()) {
                continue;
            }
            boolean close = text.isEmpty() || CLOSING.contains(token)
                    || OPENING.indexOf(text.charAt(text.length() - 1)) >= 0;
            text.append(close ? "" : " ").append(token);
        }
        return text.toString();
    }

    @Override
    public int size() {
        return vocabulary.size();
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", KIND);
        json.put("lowerCase", lowerCase);
        json.put("vocabulary", vocabulary.toJson());
        return json;
    }

    static Words fromJson(Map<?, ?> json) {
        return new Words(Vocabulary.fromJson((Map<?, ?>) json.get("vocabulary")),
                (Boolean) json.get("lowerCase"));
    }
}
