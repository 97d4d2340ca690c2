package io.cajal.io;

import io.cajal.base.CajalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON (RFC 8259) as plain Java values: Map (in order), List, String, Long, Double, Boolean, null. Strict in reading: no comments, no
 * trailing commas, no duplicate keys. Doubles are written so that they are read back exactly.
 */
public final class Json {
    private static final int MAX_DEPTH = 512;
    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

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
        write(value, out, -1);
        return out.toString();
    }

    /** Indented by two spaces. */
    public static String pretty(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out, 0);
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
                String key = string();
                space();
                expect(':');
                space();
                Object value = value();
                if (map.containsKey(key)) {
                    throw problem("the key \"" + key + "\" occurs twice");
                }
                map.put(key, value);
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
                return Double.parseDouble(number); // whole, but too large
            }
        }
        return Double.parseDouble(number);
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
        return c < ' ' || c > '~' ? String.format("\\u%04x", (int) c) : String.valueOf(c);
    }

    // Writing

    private static void write(Object value, StringBuilder out, int indent) {
        switch (value) {
            case null -> out.append("null");
            case String s -> quote(s, out);
            case Boolean b -> out.append(b);
            case Double d -> out.append(finite(d));
            case Float f -> {
                finite(f.doubleValue());
                out.append(f);
            }
            case Number n -> out.append(n);
            case Map<?, ?> map -> {
                String separator = "";
                out.append('{');
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(separator);
                    newLine(out, indent + 1, indent >= 0);
                    quote((String) entry.getKey(), out);
                    out.append(indent >= 0 ? ": " : ":");
                    write(entry.getValue(), out, indent >= 0 ? indent + 1 : -1);
                    separator = ",";
                }
                newLine(out, indent, indent >= 0 && !map.isEmpty());
                out.append('}');
            }
            case Iterable<?> list -> {
                String separator = "";
                out.append('[');
                for (Object element : list) {
                    out.append(separator);
                    write(element, out, indent >= 0 ? indent + 1 : -1);
                    separator = indent >= 0 ? ", " : ",";
                }
                out.append(']');
            }
            default -> throw new CajalException("JSON has no form for a " + value.getClass().getName());
        }
    }

    private static Double finite(Double number) {
        if (!Double.isFinite(number)) {
            throw new CajalException("JSON has no form for " + number);
        }
        return number;
    }

    private static void newLine(StringBuilder out, int indent, boolean wanted) {
        if (wanted) {
            out.append('\n').append("  ".repeat(indent));
        }
    }

    private static void quote(String s, StringBuilder out) {
        out.append('"');
        for (char c : s.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
