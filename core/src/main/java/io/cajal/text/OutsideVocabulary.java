package io.cajal.text;

import io.cajal.base.CajalException;
import io.cajal.io.Shown;

/** A token that a vocabulary without an unknown token lacks, and where it stands. */
final class OutsideVocabulary extends CajalException {
    private static final long serialVersionUID = 1L;
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
                "%s%s is not among the %,d tokens of the vocabulary; one with an unknown token takes every text"
                        .formatted(Shown.of(token), code, vocabulary.size()),
                at);
    }

    int at() {
        return at;
    }

    /** The same, for a text that is part of a file. */
    CajalException in(String source, long at) {
        return new CajalException("%s, byte %d: %s".formatted(source, at, what), this);
    }
}
