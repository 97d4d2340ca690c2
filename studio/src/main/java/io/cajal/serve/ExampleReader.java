package io.cajal.serve;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.data.Column;
import io.cajal.data.Layout;
import io.cajal.http.Refusal;
import io.cajal.io.Shown;
import io.cajal.table.Cells;
import io.cajal.data.Ngrams;
import io.cajal.train.Model;
import io.cajal.train.TextInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one example out of JSON as a model's input says. A row is an object with a field for each column;
 * null is a value that is missing, which tables allow. Texts are {@link TextFields}. Vectors and images are arrays of numbers, nested as
 * their shape or flat, alone or as {@code inputs}.
 */
final class ExampleReader {
    private static final String INPUTS = "inputs";

    /**
     * One example.
     *
     * @param notes what the client should know of how its values were taken
     */
    record Example(float[] numbers, List<String> notes) {
    }

    private final Model.Input input;
    private final List<Column> columns;
    private final Layout layout;
    private final List<Cells> cells;
    private final Set<String> names;
    private final boolean isTable;
    private final Optional<TextFields> texts;

    ExampleReader(Model model) {
        input = model.input();
        texts = TextInput.of(model).map(TextFields::new);
        columns = input.columns();
        layout = input.layout();
        cells = columns.stream().map(Cells::new).toList();
        names = new HashSet<>(input.names());
        isTable = input.kind().equals("table");
    }

    /**
     * Whether an array is one example, and not a list of them: of an image [1 × 2 × 2] [[[1, 2], [3, 4]]] is.
     */
    boolean isOne(List<?> list) {
        int depth = 0;
        for (Object part = list; part instanceof List<?> inner; part = inner.isEmpty() ? null
                : inner.getFirst()) {
            depth++;
        }
        boolean holdsObjects = !list.isEmpty() && list.getFirst() instanceof Map;
        return !isTable && texts.isEmpty() && !list.isEmpty() && !holdsObjects
                && (depth == 1 || depth == input.shape().size());
    }

    /** The numbers of one example; {@code where} begins the message when it has none. */
    Example read(Object example, String where) {
        if (texts.isPresent()) {
            return texts.get().read(example, where);
        }
        if (example instanceof Map<?, ?> map) {
            boolean isWrapped = !isTable && map.containsKey(INPUTS) && !names.contains(INPUTS);
            return isWrapped ? wrapped(map, where) : row(map, where);
        }
        if (!isTable && example instanceof List<?> list) {
            return array(list, "", where);
        }
        throw Refusal.bad("%sexpected %s, got %s".formatted(where, expected(), Shown.of(example)));
    }

    private String expected() {
        return isTable ? "an object with a field for each column, such as {%s: …}".formatted(
                Shown.of(columns.getFirst().name()))
                : "an array of numbers%s"
                        .formatted(columns.isEmpty() ? "" : " or an object with a field for each");
    }

    // Rows

    private Example row(Map<?, ?> map, String where) {
        if (columns.isEmpty()) {
            throw Refusal.field(INPUTS, where + "inputs is missing: send {\"inputs\": [" + input.elements()
                    + " numbers]}");
        }
        for (Object key : map.keySet()) {
            if (!names.contains(key)) {
                throw Refusal.field((String) key,
                        "%sthe model has no column %s%s".formatted(where, Shown.of(key),
                                Nearest.hint(cut((String) key), names)));
            }
        }
        float[] values = new float[layout.width()];
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String note = cell(i, map, where, values);
            if (note != null) {
                notes.add(note);
            }
        }
        return new Example(values, notes);
    }

    /** Distances to names take time that grows with the length. */
    private static String cut(String text) {
        return text.length() > 100 ? text.substring(0, 100) : text;
    }

    /** Puts it into the row; what is returned the client should know, if anything. */
    private String cell(int i, Map<?, ?> map, String where, float[] row) {
        String name = columns.get(i).name();
        Object value = map.get(name);
        if (value == null && (!isTable || !map.containsKey(name))) {
            throw Refusal.field(name, "%scolumn %s is missing%s".formatted(where, Shown.of(name),
                    isTable ? ": send null when its value is not known" : ""));
        }
        try {
            return cells.get(i).put(value, row, layout.start(i));
        } catch (CajalException e) {
            throw Refusal.field(name, where + e.getMessage());
        }
    }

    // Arrays

    private Example wrapped(Map<?, ?> map, String where) {
        for (Object key : map.keySet()) {
            if (!key.equals(INPUTS)) {
                throw Refusal.field((String) key, "%sunknown field %s beside inputs".formatted(where,
                        Shown.of(key)));
            }
        }
        if (map.get(INPUTS) instanceof List<?> list) {
            return array(list, INPUTS, where);
        }
        throw Refusal.field(INPUTS, "%sinputs: expected an array of numbers, got %s".formatted(where,
                Shown.of(map.get(INPUTS))));
    }

    private Example array(List<?> list, String field, String where) {
        List<Integer> shape = !list.isEmpty() && list.getFirst() instanceof List ? input.shape()
                : List.of(input.elements());
        float[] values = new float[input.elements()];
        fill(list, shape, 0, values, new ArrayList<>(List.of(field)), where);
        return new Example(values, List.of());
    }

    private void fill(List<?> list, List<Integer> shape, int at, float[] values, List<Object> path,
            String where) {
        int expected = shape.getFirst();
        if (list.size() != expected) {
            throw refusal(path, where, "expected %,d %s, got %,d".formatted(expected,
                    shape.size() == 1 ? "numbers" : "arrays", list.size()));
        }
        List<Integer> inner = shape.subList(1, shape.size());
        int step = inner.stream().reduce(1, Math::multiplyExact);
        for (int i = 0; i < expected; i++) {
            Object part = list.get(i);
            if (inner.isEmpty()) {
                values[at + i] = number(part, path, i, where);
            } else if (part instanceof List<?> deeper) {
                path.add(i);
                fill(deeper, inner, at + i * step, values, path, where);
                path.removeLast();
            } else {
                path.add(i);
                throw refusal(path, where, "expected an array of %d, got %s".formatted(inner.getFirst(),
                        Shown.of(part)));
            }
        }
    }

    private float number(Object value, List<Object> path, int i, String where) {
        if (value instanceof Number number && !Float.isInfinite(number.floatValue())) {
            return number.floatValue();
        }
        path.add(i);
        throw refusal(path, where, "expected a number%s, got %s".formatted(
                value instanceof Number ? " that a float holds" : "", Shown.of(value)));
    }

    private static Refusal refusal(List<Object> path, String where, String what) {
        StringBuilder place = new StringBuilder((String) path.getFirst());
        path.stream().skip(1).forEach(i -> place.append('[').append(i).append(']'));
        return place.isEmpty() ? Refusal.bad(where + what)
                : Refusal.field(place.toString(), "%s%s: %s".formatted(where, place, what));
    }
}
