package io.cajal.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code cajal doctor} found in one place.
 *
 * @param name of the place
 * @param mark whether that is well
 * @param found in words
 * @param advice what to do, or empty when nothing is to be done
 * @param values the same as figures, for {@code --json}
 */
record Finding(String name, Mark mark, String found, String advice, Map<String, Object> values) {
    /** How well it is: {@code WARN} is slower or smaller than it could be, with {@code BAD} Cajal cannot run. */
    enum Mark {
        OK("ok"), WARN("warn"), BAD("BAD");

        private final String text;

        Mark(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static Finding ok(String name, String found) {
        return new Finding(name, Mark.OK, found, "", Map.of());
    }

    static Finding warn(String name, String found, String advice) {
        return new Finding(name, Mark.WARN, found, advice, Map.of());
    }

    static Finding bad(String name, String found, String advice) {
        return new Finding(name, Mark.BAD, found, advice, Map.of());
    }

    /** With a figure more. */
    Finding with(String key, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put(key, value);
        return new Finding(name, mark, found, advice, all);
    }

    /** As one object of JSON. */
    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", name);
        object.put("mark", mark.name().toLowerCase(Locale.ROOT));
        object.put("found", found);
        object.put("advice", advice.isEmpty() ? null : advice);
        object.putAll(values);
        return object;
    }
}
