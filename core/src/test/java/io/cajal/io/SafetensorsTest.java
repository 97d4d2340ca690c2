package io.cajal.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cajal.base.CajalException;
import io.cajal.io.Safetensors.Content;
import io.cajal.io.Safetensors.Entry;
import io.cajal.io.Safetensors.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    private Path folder;
    private Path path;

    @BeforeEach
    void place() {
        path = folder.resolve("model.safetensors");
    }

    /** A file with that header, as it stands, and that many bytes of numbers. */
    private static byte[] file(String header, int bytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text).array();
    }

    private static byte[] written(Map<String, Entry> tensors, Map<String, String> metadata)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(out, tensors, metadata);
        return out.toByteArray();
    }

    private String refused(byte[] file) throws IOException {
        Files.write(path, file);
        return assertThrows(CajalException.class, () -> Safetensors.read(path)).getMessage();
    }

    private Entry one(String dtype, String shape, String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] whole = file(
                "{\"x\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,%d]}}".formatted(dtype, shape,
                        bytes.length),
                bytes.length);
        System.arraycopy(bytes, 0, whole, whole.length - bytes.length, bytes.length);
        Files.write(path, whole);
        return Safetensors.read(path).tensors().get("x");
    }

    /** Header length, header padded to 8 bytes, numbers: as the reference implementation writes them. */
    @Test
    void writesTheBytesOfTheReference() throws IOException {
        byte[] expected = file(
                "{\"attn0\":{\"dtype\":\"F32\",\"shape\":[1,1,2,3],\"data_offsets\":[0,24]}}       ", 24);
        assertEquals(72, expected[0]);
        ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).position(80).putFloat(0).putFloat(1)
                .putFloat(2)
                .putFloat(3).putFloat(4).putFloat(5);
        assertArrayEquals(expected,
                written(Map.of("attn0", Entry.of(new int[] {1, 1, 2, 3}, 0f, 1f, 2f, 3f, 4f, 5f)), Map.of()));
        assertArrayEquals(file("{}      ", 0), written(Map.of(), Map.of()));
        assertArrayEquals(file("{\"__metadata__\":{\"framework\":\"pt\"}}     ", 0),
                written(Map.of(), Map.of("framework", "pt")));
    }

    /** U64, I64, F64, F32, U32, I32, BF16, F16, U16, I16, I8, U8, BOOL; names by their UTF-8 bytes. */
    @Test
    void ordersTensorsByTypeAndName() throws IOException {
        Map<String, Entry> tensors = new LinkedHashMap<>();
        List<Type> types = List.of(Type.U8, Type.F64, Type.I16, Type.F32, Type.BOOL, Type.I64, Type.BF16,
                Type.U16,
                Type.I32, Type.F16, Type.U64, Type.I8, Type.U32);
        int[] sizes = {1, 8, 2, 4, 1, 8, 2, 2, 4, 2, 8, 1, 4};
        for (int i = 0; i < sizes.length; i++) {
            tensors.put("t" + (i + 10),
                    new Entry(types.get(i), new int[] {1}, ByteBuffer.allocate(sizes[i])));
        }
        for (String name : List.of("b.weight", "b.bias", "a", "B", "\uff61", "😀")) {
            tensors.put(name, Entry.of(new int[] {}, 1f));
        }
        Files.write(path, written(tensors, Map.of("b", "2", "a", "1")));
        Content content = Safetensors.read(path);
        assertEquals(
                List.of("t20", "t15", "t11", "B", "a", "b.bias", "b.weight", "t13", "\uff61", "😀", "t22",
                        "t18",
                        "t16", "t19", "t17", "t12", "t21", "t10", "t14"),
                List.copyOf(content.tensors().keySet()));
        assertEquals(List.of("a", "b"), List.copyOf(content.metadata().keySet()));
    }

    @Test
    void numbersComeBackExactly() throws IOException {
        double[] doubles = {0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN,
                Double.NEGATIVE_INFINITY};
        float[] floats = {0.1f, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY};
        Map<String, String> metadata = Map.of("key \"é\"\n", "\u0000 value \\");
        Safetensors.write(path,
                Map.of("d", Entry.of(new int[] {2, 3}, doubles), "f", Entry.of(new int[] {6}, floats),
                        "empty", Entry.of(new int[] {0, 5}, new float[0])),
                metadata);
        Content content = Safetensors.read(path);
        assertArrayEquals(doubles, content.tensors().get("d").toDoubles());
        assertArrayEquals(new int[] {2, 3}, content.tensors().get("d").shape());
        assertArrayEquals(floats, content.tensors().get("f").toFloats());
        assertEquals(0, content.tensors().get("empty").elements());
        assertEquals(metadata, content.metadata());
        assertTrue(Safetensors.isSafetensors(path));
        assertArrayEquals(Files.readAllBytes(path), written(content.tensors(), content.metadata()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "F64  | 000000000000f83f 00000000000000c0 | 1.5 | -2",
            "F32  | 0000c03f 000000c0 | 1.5 | -2",
            "F16  | 003e ffff | 1.5 | NaN",
            "F16  | 0100 00fc | 5.960464477539063e-8 | -Infinity",
            "BF16 | c03f 00c0 | 1.5 | -2",
            "I64  | 0100000000000000 ffffffffffffffff | 1 | -1",
            "U64  | 0100000000000000 ffffffffffffffff | 1 | 18446744073709551615",
            "I32  | 01000000 00000080 | 1 | -2147483648",
            "U32  | 01000000 00000080 | 1 | 2147483648",
            "I16  | 0100 0080 | 1 | -32768",
            "U16  | 0100 0080 | 1 | 32768",
            "I8   | 01 80 | 1 | -128",
            "U8   | 01 80 | 1 | 128",
            "BOOL | 01 00 | 1 | 0"})
    void readsEveryType(String dtype, String hex, double first, double second) throws IOException {
        Entry entry = one(dtype, "[2]", hex);
        assertArrayEquals(new double[] {first, second}, entry.toDoubles());
        assertArrayEquals(new float[] {(float) first, (float) second}, entry.toFloats());
    }

    @Test
    void readsTensorsInAnyOrder() throws IOException {
        byte[] file = file("{\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]},\"unknown field\":"
                + "{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"more\":[]}} ", 2);
        file[file.length - 1] = 7;
        Files.write(path, file);
        Map<String, Entry> tensors = Safetensors.read(path).tensors();
        assertEquals(List.of("unknown field", "b"), List.copyOf(tensors.keySet()));
        assertArrayEquals(new double[] {7}, tensors.get("b").toDoubles());
    }

    /** Tensors as "name type shape offsets", the bytes that follow the header, and what is wrong. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "x F32 [2] [0,8]                 | 7  | its tensors take 8 bytes, the file has 7 for them",
            "x F32 [2] [0,8]                 | 9  | its tensors take 8 bytes, the file has 9 for them",
            "x U8 [2] [2,4]                  | 4  | tensor \"x\" begins at 2, expected 0: GAPS",
            "x U8 [2] [0,2] y U8 [2] [1,3]   | 3  | tensor \"y\" begins at 1, expected 2: GAPS",
            "x U8 [2] [0,2] y U8 [2] [3,5]   | 5  | tensor \"y\" begins at 3, expected 2: GAPS",
            "x U8 [2] [2,0]                  | 2  | tensor \"x\" has the impossible data_offsets [2,0]",
            "x U8 [2] [-2,0]                 | 2  | tensor \"x\" has the impossible data_offsets [-2,0]",
            "x U8 [2] [0,2,3]                | 2  | tensor \"x\" has the impossible data_offsets [0,2,3]",
            "x U8 [2] [0,2.0]                | 2  | tensor \"x\" has the impossible data_offsets [0,2.0]",
            "x U8 [-2,-1] [0,2]              | 2  | tensor \"x\" has the impossible shape [-2,-1]",
            "x U8 ['2'] [0,2]                | 2  | tensor \"x\" has the impossible shape [\"2\"]",
            "x U8 [99999999999] [0,2]        | 2  | tensor \"x\" has the impossible shape [99999999999]",
            "x F8_E4M3 [2] [0,2]             | 2  | tensor \"x\" has the unknown dtype \"F8_E4M3\"",
            "x F\\n [2] [0,2]                | 2  | tensor \"x\" has the unknown dtype \"F\\n\"",
            "x F32 [65536,65536] [0,17179869184] | 8 | tensor \"x\" has more than 2 GiB"})
    void refusesLiesAboutTensors(String tensors, int bytes, String problem) throws IOException {
        String header = tensors.replaceAll("(\\S+) (\\S+) (\\S+) (\\S+) ?",
                "'$1':{'dtype':'$2','shape':$3,'data_offsets':$4},").replaceAll("(.*),", "{$1}")
                .replace('\'', '"');
        assertEquals(path + " cannot be read as safetensors: "
                + problem.replace("GAPS", "tensors must follow each other without gaps"),
                refused(file(header, bytes)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"F32 | [2] | 4 | 8", "U8 | [] | 0 | 1", "U8 | [3,0] | 1 | 0",
            "F64 | [2147483647,2147483647,2147483647] | 8 | too many",
            "F64 | [65536,65536,65536,8192] | 0 | too many"})
    void refusesSizesThatContradictTheShape(String type, String shape, int bytes, String needed)
            throws IOException {
        String header = "{\"x\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,%d]}}".formatted(type,
                shape, bytes);
        assertEquals(
                "%s cannot be read as safetensors: tensor \"x\" has the shape %s of %s, which is %s bytes,"
                        .formatted(path, shape, type, needed) + " but data_offsets [0,%d]".formatted(bytes),
                refused(file(header, bytes)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'x':{'dtype':'U8','shape':[2]}} | tensor \"x\" lacks dtype, shape or data_offsets",
            "{'x\\n':[]}                      | tensor \"x\\n\" lacks dtype, shape or data_offsets",
            "{'__metadata__':[]}              | __metadata__ is not a JSON object",
            "{'__metadata__':{'a':1}}         | __metadata__ entry \"a\" is not a text",
            "[1]                              | its header does not begin with {; is it a safetensors file?",
            "` {}`                            | its header does not begin with {; is it a safetensors file?",
            "{'x':{},'x':{}} | JSON line 1, column 9: the key \"x\" occurs twice, found '\"'",
            "{]              | JSON line 1, column 2: expected a key in quotes, found ']'"})
    void refusesMalformedHeaders(String header, String problem) throws IOException {
        assertEquals(path + " cannot be read as safetensors: "
                + problem.replaceFirst("^JSON", "its header is not valid: JSON"),
                refused(file(header.replace('\'', '"'), 0)));
    }

    @Test
    void refusesLiesAboutTheHeader() throws IOException {
        String start = path + " cannot be read as safetensors: ";
        assertEquals(start + "it has 0 bytes, a header length alone takes 8", refused(new byte[0]));
        assertEquals(start + "it has 7 bytes, a header length alone takes 8", refused(new byte[7]));
        byte[] file = file("{}      ", 0);
        for (long length : new long[] {-1, Long.MIN_VALUE, 0, 9, 1L << 40, 100_000_001}) {
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            assertEquals(start + "its header claims " + Long.toUnsignedString(length)
                    + " bytes, the file has 16; is it a safetensors file?", refused(file));
            assertFalse(Safetensors.isSafetensors(path));
        }
        byte[] latin = file("{}      ", 0);
        latin[10] = (byte) 0xe9;
        assertEquals(start + "its header is not UTF-8", refused(latin));
        assertThrows(NoSuchFileException.class, () -> Safetensors.read(folder.resolve("missing")));
        assertFalse(Safetensors.isSafetensors(folder.resolve("missing")));
        assertFalse(Safetensors.isSafetensors(folder));
    }

    @Test
    void refusesToWriteWhatCannotBeRead() {
        assertThrows(CajalException.class, () -> Entry.of(new int[] {2, 2}, 1f, 2f, 3f));
        assertThrows(CajalException.class, () -> Entry.of(new int[] {-1}, 1f));
        assertThrows(CajalException.class,
                () -> Entry.of(new int[] {1 << 16, 1 << 16, 1 << 16, 1 << 16}, 1.0));
        assertThrows(CajalException.class,
                () -> written(Map.of("__metadata__", Entry.of(new int[] {1}, 1f)), Map.of()));
    }

    @Test
    void survivesDamage() throws IOException {
        Map<String, Entry> tensors = Map.of("weight", Entry.of(new int[] {2, 3}, 1f, 2f, 3f, 4f, 5f, 6f),
                "bias",
                Entry.of(new int[] {2}, 1.0, 2.0));
        Damage.check(written(tensors, Map.of("format", "pt")), file -> {
            Files.write(path, file);
            Safetensors.isSafetensors(path);
            Content content = Safetensors.read(path);
            content.tensors().values().forEach(entry -> {
                assertEquals(Arrays.stream(entry.shape()).reduce(1, Math::multiplyExact),
                        entry.toDoubles().length);
                assertEquals(entry.elements(), entry.toFloats().length);
            });
            written(content.tensors(), content.metadata());
        });
    }

    /** A model that another library (tinygrad) wrote, in an order of its own. */
    @Test
    void readsAFileOfAnotherLibrary() throws IOException {
        String data = System.getenv("CAJAL_DATA");
        Path foreign = Path.of(data == null ? "data" : data, "models", "mnist.safetensors");
        assumeTrue(Files.exists(foreign), "needs the data folder, CAJAL_DATA");
        Content content = Safetensors.read(foreign);
        assertArrayEquals(new int[] {32, 1, 5, 5}, content.tensors().get("layers.0.weight").shape());
        assertEquals(Type.I64, content.tensors().get("layers.4.num_batches_tracked").type());
        Safetensors.write(path, content.tensors(), content.metadata());
        Content again = Safetensors.read(path);
        assertEquals(content.tensors().keySet(), again.tensors().keySet());
        content.tensors().forEach((name, entry) -> assertArrayEquals(entry.toDoubles(),
                again.tensors().get(name).toDoubles()));
        assertArrayEquals(Files.readAllBytes(path), written(again.tensors(), again.metadata()));
    }
}
