package io.cajal.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns under a header. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... header) {
        row(header);
    }

    public TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(rows.get(r).get(i))
                        .append(" ".repeat(widths[i] - rows.get(r).get(i).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
            if (r == 0) {
                for (int i = 0; i < columns; i++) {
                    text.append("─".repeat(widths[i])).append(i + 1 < columns ? "  " : "\n");
                }
            }
        }
        return text.toString().stripTrailing();
    }
}
