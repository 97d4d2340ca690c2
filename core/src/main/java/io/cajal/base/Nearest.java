package io.cajal.base;

import java.util.Collection;
import java.util.Comparator;

/** The name that somebody probably meant. */
public final class Nearest {
    private Nearest() {
    }

    /** {@code , did you mean "relu"?} or nothing when no known name is near. */
    public static String hint(String name, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(k -> distance(name, k)))
                .filter(best -> distance(name, best) <= Math.max(2, name.length() / 3))
                .map(best -> ", did you mean \"" + best + "\"?").orElse("");
    }

    /** The edits (insert, delete, replace) that make one name the other, ignoring case (Levenshtein 1966). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character
                        .toLowerCase(b.charAt(j - 1));
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
