package io.cajal.table;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.data.Column;
import io.cajal.io.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A table in memory, column by column: 4 bytes a cell, and texts as they are.
 *
 * @param source where it came from, for messages
 * @param columns what they are; see {@link Cells#value} for the numbers
 * @param values by column; empty for texts and for those that are ignored
 * @param texts by column; empty for all others
 * @param embedded the categories that become learned vectors, however few values they have
 * @param rows how many
 * @param notes what was found out while reading, a line each, for the user
 */
public record Table(String source, List<Column> columns, float[][] values, String[][] texts,
        Set<String> embedded, int rows, List<String> notes) {

    /** The number of a column that is in use. */
    public int column(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new CajalException("%s has no column %s%s".formatted(source, Shown.of(name),
                Nearest.hint(name, columns.stream().map(Column::name).toList())));
    }

    /** The columns to learn from, all but the target and those that are ignored. */
    public List<Column> features(String target) {
        List<Column> features = new ArrayList<>();
        for (Column column : columns) {
            if (!column.name().equals(target) && column.kind() != Column.Kind.IGNORED) {
                features.add(column);
            }
        }
        return features;
    }
}
