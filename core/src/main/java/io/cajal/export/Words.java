package io.cajal.export;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names and texts of a user's own as they may stand in a Java source: identifiers, string literals, comments.
 * All of it is ASCII, so that no compiler's idea of an encoding can change a category.
 */
final class Words {
    private static final Pattern SEPARATORS = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private static final int COMMENT_CHARS = 100;
    /** Of Java 17, with its literals (Java Language Specification, section 3.9). */
    private static final Set<String> KEYWORDS = Set.of("abstract", "assert", "boolean", "break", "byte",
            "case", "catch",
            "char", "class", "const", "continue", "default", "do", "double", "else", "enum", "extends",
            "final", "finally",
            "float", "for", "goto", "if", "implements", "import", "instanceof", "int", "interface", "long",
            "native",
            "new", "package", "private", "protected", "public", "return", "short", "static", "strictfp",
            "super",
            "switch", "synchronized", "this", "throw", "throws", "transient", "try", "void", "volatile",
            "while", "_",
            "true", "false", "null");

    private Words() {
    }

    /** Whether a class may be called so: identifiers with dots between them. */
    static boolean isClassName(String text) {
        for (String part : text.split("\\.", -1)) {
            if (part.isEmpty() || KEYWORDS.contains(part) || !Character.isJavaIdentifierStart(part.charAt(0))
                    || !part.chars().allMatch(Character::isJavaIdentifierPart)) {
                return false;
            }
        }
        return true;
    }

    /** A variable's name, such as {@code petalLength} of "petal length", that is not taken; then it is. */
    static String identifier(String text, Set<String> taken) {
        String camel = camel(text);
        String name = camel.isEmpty() || Character.isDigit(camel.charAt(0)) ? "column" + camel
                : Character.toLowerCase(camel.charAt(0)) + camel.substring(1);
        name = KEYWORDS.contains(name) ? name + "_" : name;
        return free(name, taken);
    }

    /** The words of a text together, each with a capital: {@code PetalLength}. */
    static String camel(String text) {
        String plain = MARKS.matcher(Normalizer.normalize(text.replace("ß", "ss"), Normalizer.Form.NFD))
                .replaceAll("");
        StringBuilder name = new StringBuilder();
        for (String word : SEPARATORS.split(plain)) {
            boolean shouts = word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT));
            String rest = word.isEmpty() ? "" : word.substring(1);
            name.append(word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(shouts ? rest.toLowerCase(Locale.ROOT) : rest);
        }
        return name.toString();
    }

    /** The name, or the first of name2, name3, … that is not taken; then it is. */
    static String free(String name, Set<String> taken) {
        String found = name;
        for (int i = 2; !taken.add(found); i++) {
            found = name + i;
        }
        return found;
    }

    static String literal(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' ? "\\%03o".formatted((int) c) : ascii(c));
            }
        }
        return out.append('"').toString();
    }

    /** In one line, without anything that would end the comment or mean something to javadoc. */
    static String comment(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(switch (c) {
                case '&', '<', '>', '@', '\\', '{', '}', '/' -> "&#%s;".formatted((int) c);
                default -> Character.isISOControl(c) ? " " : ascii(c);
            });
        }
        return out.toString();
    }

    private static String ascii(char c) {
        return c < 127 ? Character.toString(c) : "\\u%04x".formatted((int) c);
    }

    /** Paragraphs as a javadoc comment, lines broken between words. */
    static String javadoc(List<String> paragraphs) {
        if (paragraphs.size() == 1 && lines(paragraphs.getFirst()).size() == 1) {
            return "/** %s */\n".formatted(paragraphs.getFirst());
        }
        StringBuilder out = new StringBuilder("/**\n");
        for (int i = 0; i < paragraphs.size(); i++) {
            String text = paragraphs.get(i);
            boolean isTag = text.startsWith("@");
            boolean wasTag = i > 0 && paragraphs.get(i - 1).startsWith("@");
            out.append(i == 0 || isTag && wasTag ? "" : " *\n");
            boolean isPlain = i > 0 && !isTag && !text.startsWith("<");
            for (String line : lines(isPlain ? "<p>" + text : text)) {
                out.append(" * ").append(line).append('\n');
            }
        }
        return out.append(" */\n").toString();
    }

    private static List<String> lines(String text) {
        if (text.startsWith("<pre>")) {
            return text.lines().toList();
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > COMMENT_CHARS) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
