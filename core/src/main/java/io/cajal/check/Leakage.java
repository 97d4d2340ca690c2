package io.cajal.check;

import io.cajal.data.Column;
import io.cajal.data.Layout;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A column that alone tells the target almost perfectly, or that is named after it: it may not be known in time. */
record Leakage() implements Rule {
    private static final double PERFECT = 0.99;
    private static final int LEAST_ROWS = 30;
    private static final int LEAST_NAME = 3;

    @Override
    public String name() {
        return "leakage";
    }

    @Override
    public List<Finding> look(Walk walk) {
        Subject subject = walk.subject();
        Tensor y = subject.y();
        boolean values = y != null && y.shape().elements() == y.size(0);
        if (subject.drawn() || subject.x().rank() != 2) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        boolean classes = y != null && y.rank() == 1 && y.arePositions(Integer.MAX_VALUE);
        Layout layout = subject.layout();
        for (int c = 0; c < layout.columns(); c++) {
            String column = subject.column(c);
            double score = !values || y.size(0) < LEAST_ROWS || layout.width(c) > 1 ? 0
                    : OneColumn.score(subject.x().select(1, layout.start(c)).toDoubles(), y.toDoubles(),
                            isCategory(subject, c), classes);
            if (score > PERFECT) {
                findings.add(warning("column " + column,
                        String.format(Locale.ROOT, "it alone tells %s to %.1f %%", learned(subject),
                                100 * score),
                        "columns that good are often made from the answer, and missing when it is not known yet",
                        "leave it out (--column " + column
                                + "=ignored) unless it is known before the answer"));
            } else if (isNamedAfter(column, subject.target())) {
                findings.add(
                        note("column " + column, "its name contains that of the target, " + subject.target(),
                                "it may be made from the answer",
                                "leave it out unless it is known before the answer"));
            }
        }
        return findings;
    }

    private static String learned(Subject subject) {
        return subject.target() == null ? "the target" : subject.target();
    }

    private static boolean isCategory(Subject subject, int c) {
        return c < subject.columns().size() && subject.columns().get(c).kind() == Column.Kind.CATEGORY;
    }

    private static boolean isNamedAfter(String column, String target) {
        return target != null && letters(target).length() >= LEAST_NAME
                && letters(column).contains(letters(target));
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
