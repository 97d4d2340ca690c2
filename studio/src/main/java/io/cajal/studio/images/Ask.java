package io.cajal.studio.images;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a page may ask for, the most urgent first. */
enum Ask {
    /** Which networks there are. */
    LIST,
    /** One of them: its layers, kernels and examples' guesses. */
    OPEN,
    /** What it makes of a drawing. */
    LOOK,
    /** Some more steps towards the picture that excites a unit most. */
    CLIMB,
    /** How sure it stays when the picture is turned and covered with noise. */
    CURVES,
    /** How sure it stays when a part of the picture is covered. */
    OCCLUSION,
    /** Digits to try, among them such as are read wrongly. */
    EXAMPLES;

    static final List<String> WORDS = Arrays.stream(values()).map(Ask::word).toList();

    static Ask of(String word) {
        return values()[WORDS.indexOf(word)];
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
