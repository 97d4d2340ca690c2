package io.cajal.text;

import io.cajal.base.CajalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What is counted of a text: runs of n neighbouring words or characters, {@code least ≤ n ≤ most}, in small letters, as
 * scikit-learn's CountVectorizer takes them. Words are runs of two or more letters, digits and underscores; of characters, runs
 * of space count as one.
 */
public record Grams(boolean ofWords, int least, int most) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]{2,}+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]{2,}+");

    public Grams {
        if (least < 1 || most < least) {
            throw new CajalException(
                    "n-grams: expected 1 ≤ least ≤ most, got %d and %d".formatted(least, most));
        }
    }

    public static Grams words(int least, int most) {
        return new Grams(true, least, most);
    }

    public static Grams characters(int least, int most) {
        return new Grams(false, least, most);
    }

    /** Hands over each one, as often as it occurs. */
    public void each(String text, Consumer<String> sink) {
        String small = text.toLowerCase(Locale.ROOT);
        if (ofWords) {
            List<String> words = WORD.matcher(small).results().map(MatchResult::group).toList();
            for (int n = least; n <= most; n++) {
                for (int i = 0; i + n <= words.size(); i++) {
                    sink.accept(n == 1 ? words.get(i) : String.join(" ", words.subList(i, i + n)));
                }
            }
        } else {
            String single = SPACES.matcher(small).replaceAll(" ");
            List<Integer> starts = new ArrayList<>();
            for (int i = 0; i < single.length(); i += Character.charCount(single.codePointAt(i))) {
                starts.add(i);
            }
            starts.add(single.length());
            for (int n = least; n <= most; n++) {
                for (int i = 0; i + n < starts.size(); i++) {
                    sink.accept(single.substring(starts.get(i), starts.get(i + n)));
                }
            }
        }
    }

    @Override
    public String toString() {
        return "%s of %s".formatted(ofWords ? "words" : "characters",
                least == most ? least : least + " to " + most);
    }
}
