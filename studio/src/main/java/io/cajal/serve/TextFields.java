package io.cajal.serve;

import io.cajal.base.CajalException;
import io.cajal.http.Refusal;
import io.cajal.io.Shown;
import io.cajal.train.TextInput;
import java.util.List;
import java.util.Map;

/** Reads a text out of JSON: an object with the one field {@code text}, or the column that the model learned from. */
record TextFields(TextInput input) {

    ExampleReader.Example read(Object example, String where) {
        if (!(example instanceof Map<?, ?> map)) {
            throw Refusal
                    .bad("%sexpected an object with a text, such as {%s: \"some words\"}, got %s".formatted(
                            where, Shown.of(input.column()), Shown.of(example)));
        }
        String field = map.containsKey(input.column()) ? input.column() : TextInput.USUAL;
        for (Object key : map.keySet()) {
            if (!key.equals(field)) {
                throw Refusal.field((String) key, "%sunknown field %s, expected %s alone".formatted(where,
                        Shown.of(key), Shown.of(input.column())));
            }
        }
        if (!map.containsKey(field)) {
            throw Refusal.field(input.column(), "%s%s is missing: send {%s: \"some words\"}".formatted(where,
                    input.column(), Shown.of(input.column())));
        }
        if (!(map.get(field) instanceof String text)) {
            throw Refusal.field(field,
                    "%s%s: expected a text, got %s".formatted(where, field, Shown.of(map.get(field))));
        }
        try {
            return new ExampleReader.Example(input.numbers(text), List.of());
        } catch (CajalException e) {
            throw Refusal.field(field, "%s%s: %s".formatted(where, field, e.getMessage()));
        }
    }
}
