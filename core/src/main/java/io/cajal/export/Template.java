package io.cajal.export;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Source text with {@code $names} to be filled in. */
final class Template {
    private static final Pattern NAME = Pattern.compile("\\$(\\w+)");

    private Template() {
    }

    /** With the values of names, in turns: {@code fill("x[$i]", "i", 3)}. */
    static String fill(String text, Object... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1].toString());
        }
        return NAME.matcher(text).replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalStateException("no value for " + found.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
