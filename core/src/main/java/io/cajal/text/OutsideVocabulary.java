package io.cajal.text;

import io.cajal.base.CajalException;
import io.cajal.io.Shown;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A token that a vocabulary without an unknown token lacks, and where it stands. */
final class OutsideVocabulary extends CajalException {
    private static final long serialVersionUID = 1L;
    /** So few words are all said, unless they take too long. */
    private static final int FEW = 50;
    private static final int LONGEST = 600;
    private final int at;
    private final String what;

    private OutsideVocabulary(String place, String what, int at) {
        super(place + what);
        this.at = at;
        this.what = what;
    }

    /** {@code at} is the token's place in the text, in chars from 0. */
    static OutsideVocabulary of(String token, int at, String text, Vocabulary vocabulary) {
        long line = text.substring(0, at).lines().count() + (at == 0 || text.charAt(at - 1) == '\n' ? 1 : 0);
        int column = at - text.lastIndexOf('\n', at - 1);
        String code = token.codePointCount(0, token.length()) == 1
                ? " (U+%04X)".formatted(token.codePointAt(0))
                : "";
        return new OutsideVocabulary("text line %d, column %d: ".formatted(line, column),
                "%s%s is not among the %,d tokens of the vocabulary; %s".formatted(Shown.of(token), code,
                        vocabulary.size(),
                        code.isEmpty() ? hint(vocabulary) : "one with an unknown token takes every text"),
                at);
    }

    private static String hint(Vocabulary vocabulary) {
        String known = vocabulary.size() > FEW ? ""
                : IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::token)
                        .filter(token -> !token.equals(Vocabulary.PADDING)).sorted().map(Shown::of)
                        .collect(Collectors.joining(", "));
        return known.isEmpty() || known.length() > LONGEST ? "one with an unknown token takes every text"
                : "it knows " + known;
    }

    int at() {
        return at;
    }

    /** The same, for a text that is part of a file. */
    CajalException in(String source, long at) {
        return new CajalException("%s, byte %d: %s".formatted(source, at, what), this);
    }
}
