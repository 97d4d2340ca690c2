package io.cajal.io;

import io.cajal.base.CajalException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON (RFC 8259) as plain Java values: Map (in order), List, String, Long, Double, Boolean, null. Whole
 * numbers that fit are Long, all others Double. Strict in reading: no comments, no trailing commas, no
 * duplicate keys, no number beyond a double, no nesting beyond 512. Doubles are written so that they are read
 * back exactly; NaN and the infinities have no form and are refused.
 */
public final class Json {
    private static final int MAX_DEPTH = 512;
    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** The one value in a text; errors name line and column, from 1. */
    public static Object parse(String text) {
        Json json = new Json(text);
        json.space();
        Object value = json.value();
        json.space();
        if (json.at < text.length()) {
            throw json.problem("nothing may follow the value");
        }
        return value;
    }

    /** In one line, without spaces. */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out, 0, false);
        return out.toString();
    }

    /** Indented by two spaces. */
    public static String pretty(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out, 0, true);
        return out.toString();
    }

    // Reading

    private Object value() {
        if (at >= text.length()) {
            throw problem("a value is missing");
        }
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> map = new LinkedHashMap<>();
        open();
        if (!closes('}')) {
            do {
                space();
                if (at >= text.length() || text.charAt(at) != '"') {
                    throw problem("expected a key in quotes");
                }
                int start = at;
                String key = string();
                if (map.containsKey(key)) {
                    at = start;
                    throw problem("the key " + Shown.of(key) + " occurs twice");
                }
                space();
                expect(':');
                space();
                map.put(key, value());
            } while (another('}'));
        }
        depth--;
        return map;
    }

    private List<Object> array() {
        List<Object> list = new ArrayList<>();
        open();
        if (!closes(']')) {
            do {
                space();
                list.add(value());
            } while (another(']'));
        }
        depth--;
        return list;
    }

    private void open() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw problem("nested more than " + MAX_DEPTH + " deep");
        }
        space();
    }

    private boolean closes(char end) {
        if (at < text.length() && text.charAt(at) == end) {
            at++;
            return true;
        }
        return false;
    }

    private boolean another(char end) {
        space();
        if (closes(end)) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) {
                throw problem("a string does not end");
            }
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                at--;
                throw problem("a control character in a string must be escaped");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw problem("unknown escape in a string");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0 || text.charAt(at) > 'f') {
                throw problem("\\u needs four hexadecimal digits");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private Object number() {
        int start = at;
        closes('-');
        int whole = digits();
        boolean leadingZero = whole > 1 && text.charAt(at - whole) == '0';
        boolean real = false;
        boolean valid = whole > 0 && !leadingZero;
        if (closes('.')) {
            real = true;
            valid &= digits() > 0;
        }
        if (closes('e') || closes('E')) {
            real = true;
            if (!closes('+')) {
                closes('-');
            }
            valid &= digits() > 0;
        }
        String number = text.substring(start, at);
        if (!valid) {
            at = start;
            throw problem("expected a value");
        }
        if (!real && number.length() <= 20) { // Long.MIN_VALUE has 20 characters
            try {
                return Long.parseLong(number);
            } catch (NumberFormatException e) {
                real = true; // whole, but too large for a long
            }
        }
        double value = Double.parseDouble(number);
        if (Double.isInfinite(value)) {
            at = start;
            throw problem("a number is beyond the range of a double");
        }
        return value;
    }

    private int digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw problem("expected a value");
        }
        at += word.length();
        return value;
    }

    private void expect(char c) {
        if (!closes(c)) {
            throw problem("expected '" + c + "'");
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private CajalException problem(String what) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(at, text.length()); i++) {
            column++;
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            }
        }
        String found = at < text.length() ? "'" + printable(text.charAt(at)) + "'" : "the end";
        return new CajalException(
                "JSON line %d, column %d: %s, found %s".formatted(line, column, what, found));
    }

    private static String printable(char c) {
        return c < ' ' || c > '~' ? "\\u" + HexFormat.of().toHexDigits(c) : String.valueOf(c);
    }

    // Writing

    private static void write(Object value, StringBuilder out, int depth, boolean pretty) {
        if (depth > MAX_DEPTH) {
            throw new CajalException(
                    "JSON: nested more than %d deep; does a part contain itself?".formatted(MAX_DEPTH));
        }
        switch (value) {
            case null -> out.append("null");
            case String s -> quote(s, out);
            case Boolean b -> out.append(b);
            case Double d -> out.append(finite(d, d.isNaN() || d.isInfinite()));
            case Float f -> out.append(finite(f, f.isNaN() || f.isInfinite()));
            case Long n -> out.append(n);
            case Integer n -> out.append(n);
            case Map<?, ?> map -> {
                String separator = "";
                out.append('{');
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (!(entry.getKey() instanceof String key)) {
                        throw new CajalException("JSON: a key must be a text, got " + entry.getKey());
                    }
                    out.append(separator);
                    newLine(out, depth + 1, pretty);
                    quote(key, out);
                    out.append(pretty ? ": " : ":");
                    write(entry.getValue(), out, depth + 1, pretty);
                    separator = ",";
                }
                newLine(out, depth, pretty && !map.isEmpty());
                out.append('}');
            }
            case Iterable<?> list -> {
                String separator = "";
                out.append('[');
                for (Object element : list) {
                    out.append(separator);
                    write(element, out, depth + 1, pretty);
                    separator = pretty ? ", " : ",";
                }
                out.append(']');
            }
            default -> throw new CajalException("JSON has no form for a " + value.getClass().getName());
        }
    }

    private static Number finite(Number number, boolean isNot) {
        if (isNot) {
            throw new CajalException("JSON has no form for the number " + number);
        }
        return number;
    }

    private static void newLine(StringBuilder out, int depth, boolean wanted) {
        if (wanted) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private static void quote(String s, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || isHalf(s, i)) {
                        out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Half of a surrogate pair without the other half has no UTF-8 and survives only as an escape. */
    private static boolean isHalf(String s, int i) {
        char c = s.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 == s.length() || !Character.isLowSurrogate(s.charAt(i + 1))
                : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(s.charAt(i - 1)));
    }
}
