package io.cajal.text;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Each character a token: Unicode code points, of which a letter with a combining mark or an emoji may need several. Every
 * text whose characters are in the vocabulary comes back as it was.
 */
public record Characters(Vocabulary vocabulary) implements Tokenizer {
    static final String KIND = "characters";
    private static final int FEW = 128;

    /** The characters of a text, frequent ones first. */
    public static Characters of(String text) {
        return new Characters(Vocabulary.of(text.codePoints().mapToObj(Character::toString)));
    }

    @Override
    public int[] encode(String text) {
        int[] ascii = new int[FEW]; // number + 1, 0 before the first use
        int[] ids = new int[text.length()];
        int count = 0;
        for (int at = 0; at < text.length();) {
            int c = text.codePointAt(at);
            int id = c < FEW ? ascii[c] - 1 : -1;
            if (id < 0) {
                String token = Character.toString(c);
                id = vocabulary.id(token);
                if (id < 0) {
                    throw OutsideVocabulary.of(token, at, text, vocabulary);
                }
                if (c < FEW) {
                    ascii[c] = id + 1;
                }
            }
            ids[count++] = id;
            at += Character.charCount(c);
        }
        return Arrays.copyOf(ids, count);
    }

    /** Padding is nothing, the unknown token U+FFFD. */
    @Override
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder(ids.length);
        for (int id : ids) {
            String token = vocabulary.token(id);
            if (id != vocabulary.padding()) {
                text.append(id == vocabulary.unknown() ? "\ufffd" : token);
            }
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
        json.put("vocabulary", vocabulary.toJson());
        return json;
    }

    static Characters fromJson(Map<?, ?> json) {
        return new Characters(Vocabulary.fromJson((Map<?, ?>) json.get("vocabulary")));
    }
}
