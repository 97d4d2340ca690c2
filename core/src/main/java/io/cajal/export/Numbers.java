package io.cajal.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.StringJoiner;

/**
 * Arrays of numbers in a Java source, to the bit. Few are written as they are; many as the base 64 of their
 * bytes, in text blocks: a method's code would end at some thousand literals, and one string at 65,535 bytes.
 */
final class Numbers {
    private static final int FEW = 32;
    private static final int A_LINE = 8;
    /** Floats of a text block: whole groups of three bytes, and 60,600 characters with its line breaks. */
    private static final int A_BLOCK = 11_250;
    private static final int LINE_CHARS = 100;

    /** Turns text blocks back into numbers. */
    static final String FLOATS = """
            /** Numbers from the base 64 of their bytes, lowest byte first. */
            private static float[] floats(int count, String... blocks) {
                float[] numbers = new float[count];
                int at = 0;
                for (String block : blocks) {
                    FloatBuffer part = ByteBuffer.wrap(Base64.getMimeDecoder().decode(block))
                            .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
                    int length = part.remaining();
                    part.get(numbers, at, length);
                    at += length;
                }
                return numbers;
            }
            """;

    private Numbers() {
    }

    /** What stands behind {@code float[] NAME = }. */
    static String array(float[] values) {
        return values.length <= FEW ? literals(values) : blocks(values);
    }

    /** What stands behind {@code int[] NAME = }. */
    static String array(int[] values) {
        return Arrays.toString(values).replace('[', '{').replace(']', '}');
    }

    static String literal(float value) {
        return Float.isNaN(value) ? "Float.NaN"
                : Float.isInfinite(value) ? value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY"
                        : value + "f";
    }

    private static String literals(float[] values) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : i % A_LINE == 0 ? ",\n        " : ", ").append(literal(values[i]));
        }
        return text.append('}').toString();
    }

    private static String blocks(float[] values) {
        StringJoiner text = new StringJoiner(", ", "floats(%s, ".formatted(values.length), ")");
        for (int from = 0; from < values.length; from += A_BLOCK) {
            text.add(block(Arrays.copyOfRange(values, from, Math.min(values.length, from + A_BLOCK))));
        }
        return text.toString();
    }

    private static String block(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        String code = Base64.getEncoder().encodeToString(bytes.array());
        StringBuilder text = new StringBuilder("\"\"\"\n");
        for (int from = 0; from < code.length(); from += LINE_CHARS) {
            text.append("        ").append(code, from, Math.min(code.length(), from + LINE_CHARS))
                    .append('\n');
        }
        return text.append("        \"\"\"").toString();
    }
}
