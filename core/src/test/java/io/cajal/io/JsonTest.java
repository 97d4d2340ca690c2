package io.cajal.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsEveryKindOfValue() {
        Map<?, ?> map = (Map<?, ?>) Json.parse("""
                 { "whole": -12, "real": 1.5e-3, "text": "a\\u00e9\\n\\"\\/\\ud83d\\ude00é",
                \t"list": [true, false, null, [], {}], "": 0 }
                """);
        assertEquals(List.of("whole", "real", "text", "list", ""), List.copyOf(map.keySet()));
        assertEquals(-12L, map.get("whole"));
        assertEquals(0.0015, map.get("real"));
        assertEquals("aé\n\"/😀é", map.get("text"));
        List<Object> list = new ArrayList<>(List.of(true, false));
        list.add(null);
        list.addAll(List.of(List.of(), Map.of()));
        assertEquals(list, map.get("list"));
        assertNull(Json.parse("null"));
    }

    @Test
    void wholeNumbersAreLongWhileTheyFit() {
        assertEquals(Long.MAX_VALUE, Json.parse("9223372036854775807"));
        assertEquals(Long.MIN_VALUE, Json.parse("-9223372036854775808"));
        assertEquals(9223372036854775808.0, Json.parse("9223372036854775808"));
        assertEquals(1e30, Json.parse("1" + "0".repeat(30)));
        assertEquals(1.0, Json.parse("1E0"));
        assertEquals(-0.0, Json.parse("-0.0"));
    }

    @Test
    void writesInTheOrderGiven() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", List.of(1, 2L, 0.5, 0.1f));
        map.put("a", null);
        map.put("c", Map.of());
        assertEquals("{\"b\":[1,2,0.5,0.1],\"a\":null,\"c\":{}}", Json.write(map));
        assertEquals("""
                {
                  "b": [1, 2, 0.5, 0.1],
                  "a": null,
                  "c": {}
                }""", Json.pretty(map));
    }

    @Test
    void doublesComeBackExactly() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                assertEquals(number, Json.parse(Json.write(number)));
            }
        }
        for (double number : new double[] {Double.MIN_VALUE, Double.MAX_VALUE, -0.0, 1e23, 2e-3}) {
            assertEquals(number, Json.parse(Json.write(number)));
        }
    }

    @Test
    void textsComeBackExactly() {
        StringBuilder all = new StringBuilder("\ud800 half, \udc00 half, 😀");
        for (char c = 0; c < 0x2100; c++) {
            all.append(c);
        }
        String written = Json.write(all.toString());
        assertEquals(all.toString(), Json.parse(written));
        byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
        assertEquals(all.toString(), Json.parse(new String(bytes, StandardCharsets.UTF_8)));
        assertEquals("\"\\b\\t\\n\\f\\r\\u0000\\u001f\"", Json.write("\b\t\n\f\r\0\u001f"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`` | line 1, column 1: a value is missing, found the end",
            "[1, | line 1, column 4: a value is missing, found the end",
            "[1,] | line 1, column 4: expected a value, found ']'",
            "[1 2] | line 1, column 4: expected ',', found '2'",
            "{\"a\":1,} | line 1, column 8: expected a key in quotes, found '}'",
            "{\"a\" 1} | line 1, column 6: expected ':', found '1'",
            "{\"a\":1,\"a\":2} | line 1, column 8: the key \"a\" occurs twice, found '\"'",
            "{a:1} | line 1, column 2: expected a key in quotes, found 'a'",
            "\"abc | line 1, column 5: a string does not end, found the end",
            "\"a\\x\" | line 1, column 5: unknown escape in a string, found '\"'",
            "\"\\u00g0\" | line 1, column 6: \\u needs four hexadecimal digits, found 'g'",
            "01 | line 1, column 1: expected a value, found '0'",
            "1. | line 1, column 1: expected a value, found '1'",
            "+1 | line 1, column 1: expected a value, found '+'",
            ".5 | line 1, column 1: expected a value, found '.'",
            "1e | line 1, column 1: expected a value, found '1'",
            "NaN | line 1, column 1: expected a value, found 'N'",
            "nul | line 1, column 1: expected a value, found 'n'",
            "1 2 | line 1, column 3: nothing may follow the value, found '2'",
            "1e999 | line 1, column 1: a number is beyond the range of a double, found '1'",
            "é | line 1, column 1: expected a value, found '\\u00e9'"})
    void errorsNameThePlace(String text, String message) {
        CajalException e = assertThrows(CajalException.class, () -> Json.parse(text));
        assertEquals("JSON " + message, e.getMessage());
    }

    @Test
    void errorsCountLines() {
        CajalException e = assertThrows(CajalException.class,
                () -> Json.parse("{\n  \"a\": 1,\n  \"b\": x\n}"));
        assertEquals("JSON line 3, column 8: expected a value, found 'x'", e.getMessage());
        e = assertThrows(CajalException.class, () -> Json.parse("\"a\nb\""));
        assertEquals(
                "JSON line 1, column 3: a control character in a string must be escaped, found '\\u000a'",
                e.getMessage());
    }

    @Test
    void nestsAsDeepAsAllowedAndNoDeeper() {
        assertEquals("[".repeat(512) + "]".repeat(512),
                Json.write(Json.parse("[".repeat(512) + "]".repeat(512))));
        for (String open : List.of("[", "{\"a\":")) {
            CajalException e = assertThrows(CajalException.class, () -> Json.parse(open.repeat(100_000)));
            assertTrue(e.getMessage().contains("nested more than 512 deep"), e.getMessage());
        }
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThrows(CajalException.class, () -> Json.write(endless));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesNumbersWithoutForm(double number) {
        assertEquals("JSON has no form for the number " + number,
                assertThrows(CajalException.class, () -> Json.write(List.of(number))).getMessage());
        assertThrows(CajalException.class, () -> Json.write((float) number));
    }

    @Test
    void refusesOtherTypes() {
        assertThrows(CajalException.class, () -> Json.write(new int[0]));
        assertThrows(CajalException.class, () -> Json.write(Map.of(1, 2)));
    }

    @Test
    void survivesDamage() throws IOException {
        byte[] valid = """
                {"layers": [{"kind": "Linear", "in": 784, "out": 10, "bias": true, "scale": -1.25e-3}, null],
                 "text": "a\\u00e9\\n\\"b\\" é 😀", "nested": [[[[{"a": [0.5, 12345678901234567890]}]]]]}
                """.getBytes(StandardCharsets.UTF_8);
        Damage.check(valid, file -> {
            Object value = Json.parse(new String(file, StandardCharsets.UTF_8));
            assertEquals(value, Json.parse(Json.write(value)));
            assertEquals(value, Json.parse(Json.pretty(value)));
        });
    }
}
