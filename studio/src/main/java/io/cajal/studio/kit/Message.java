package io.cajal.studio.kit;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.io.Json;
import io.cajal.io.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * An object of JSON from a page. Nobody vouches for it: each field is asked for with its type and bounds, and one that
 * does not fit is a {@link CajalException} that names it.
 */
public final class Message {
    private final Map<?, ?> fields;
    private final String place;

    private Message(Map<?, ?> fields, String place) {
        this.fields = fields;
        this.place = place;
    }

    public static Message parse(String text) {
        return of(Json.parse(text));
    }

    public static Message of(Object json) {
        if (json instanceof Map<?, ?> map) {
            return new Message(map, "");
        }
        throw new CajalException("expected an object, got " + Shown.of(json));
    }

    public boolean has(String field) {
        return fields.get(field) != null;
    }

    /** Refuses fields of other names: most often one is misspelt. */
    public Message only(Collection<String> names) {
        for (Object field : fields.keySet()) {
            if (!names.contains(field)) {
                String name = (String) field;
                throw new CajalException("%s%s: there is no such field%s".formatted(place,
                        name.matches("[\\w-]{1,40}") ? name : Shown.of(name), Nearest.hint(name, names)));
            }
        }
        return this;
    }

    public String text(String field) {
        if (value(field) instanceof String text) {
            return text;
        }
        throw wrong(field, "a text");
    }

    /** One of these words. */
    public String choice(String field, Collection<String> words) {
        String word = text(field);
        if (!words.contains(word)) {
            throw new CajalException("%s%s: there is no %s%s".formatted(place, field, Shown.of(word),
                    Nearest.hint(word, words)));
        }
        return word;
    }

    public boolean flag(String field) {
        if (value(field) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(field, "true or false");
    }

    public double number(String field, double least, double most) {
        if (value(field) instanceof Number number && number.doubleValue() >= least
                && number.doubleValue() <= most) {
            return number.doubleValue();
        }
        throw wrong(field, "a number from %s to %s".formatted(Json.write(least), Json.write(most)));
    }

    public long whole(String field, long least, long most) {
        if (value(field) instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())
                && number.doubleValue() >= least && number.doubleValue() <= most) {
            return number.longValue();
        }
        throw wrong(field, "a whole number from %d to %d".formatted(least, most));
    }

    public int count(String field, int least, int most) {
        return (int) whole(field, least, most);
    }

    public Message object(String field) {
        if (value(field) instanceof Map<?, ?> map) {
            return new Message(map, place + field + ".");
        }
        throw wrong(field, "an object");
    }

    /** A list of no more than so many entries. */
    public List<?> list(String field, int most) {
        if (value(field) instanceof List<?> list && list.size() <= most) {
            return list;
        }
        throw wrong(field, "a list of %d entries at most".formatted(most));
    }

    public List<Message> objects(String field, int most) {
        List<Message> objects = new ArrayList<>();
        for (Object entry : list(field, most)) {
            if (!(entry instanceof Map<?, ?> map)) {
                throw wrong(field, "a list of objects");
            }
            objects.add(new Message(map, "%s%s[%d].".formatted(place, field, objects.size())));
        }
        return objects;
    }

    private Object value(String field) {
        Object value = fields.get(field);
        if (value == null) {
            throw new CajalException("%s%s is missing".formatted(place, field));
        }
        return value;
    }

    private CajalException wrong(String field, String expected) {
        return new CajalException("%s%s: expected %s, got %s".formatted(place, field, expected,
                Shown.of(fields.get(field))));
    }

    @Override
    public String toString() {
        return Json.write(fields);
    }
}
