package io.cajal.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.CajalException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxTest {
    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static Idx read(byte[] file) throws IOException {
        return Idx.read(new ByteArrayInputStream(file), "file");
    }

    private static String refused(byte[] file, String name) {
        return assertThrows(CajalException.class, () -> Idx.read(new ByteArrayInputStream(file), name))
                .getMessage();
    }

    @Test
    void writesAndReadsUnsignedBytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Idx.of(new int[] {2, 3}, (byte) 0, (byte) 1, (byte) 2, (byte) 127, (byte) 128, (byte) 255).write(out);
        byte[] expected = hex("00000802 00000002 00000003 0001027f80ff");
        assertArrayEquals(expected, out.toByteArray());
        for (byte[] file : new byte[][] {expected, Damage.gzip(expected)}) {
            Idx idx = read(file);
            assertEquals(Idx.Type.UNSIGNED_BYTE, idx.type());
            assertArrayEquals(new int[] {2, 3}, idx.shape());
            assertArrayEquals(new double[] {0, 1, 2, 127, 128, 255}, idx.toDoubles());
            assertArrayEquals(hex("0001027f80ff"), idx.unsignedBytes("file"));
        }
    }

    @ParameterizedTest
    @CsvSource({"00000901 00000002 80ff, -128, -1", "00000b01 00000002 8000 0102, -32768, 258",
            "00000c01 00000002 80000000 00000102, -2147483648, 258",
            "00000d01 00000002 3fc00000 c0000000, 1.5, -2",
            "00000e01 00000002 3ff8000000000000 c000000000000000, 1.5, -2"})
    void readsTheOtherTypes(String file, double first, double second) throws IOException {
        Idx idx = read(hex(file));
        assertArrayEquals(new double[] {first, second}, idx.toDoubles());
        assertEquals("file cannot be read as IDX: expected elements of type UNSIGNED_BYTE, got " + idx.type(),
                assertThrows(CajalException.class, () -> idx.unsignedBytes("file")).getMessage());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        idx.write(out);
        assertArrayEquals(hex(file), out.toByteArray());
    }

    @Test
    void readsScalarsAndEmptySets() throws IOException {
        assertArrayEquals(new double[] {7}, read(hex("00000800 07")).toDoubles());
        assertArrayEquals(new int[] {0, 28}, read(hex("00000802 00000000 0000001c")).shape());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`` | it begins with nothing, AXES",
            "000008 | it begins with 00 00 08, AXES",
            "89504e47 0d | it begins with 89 50 4e 47, AXES",
            "00000a01 | its element type is 0a, expected 08 (unsigned byte), 09, 0b, 0c, 0d or 0e",
            "00000802 00000001 | its header ends before the sizes of its 2 axes",
            "000008ff 00000001 | its header ends before the sizes of its 255 axes",
            "00000801 ffffffff | its header claims the impossible shape [-1]",
            "00000803 00010000 00010000 00000001 | its header claims the impossible shape [65536,65536,0]",
            "00000801 00000003 0102 | its header claims [3], 3 bytes, and 2 follow",
            "00000801 7fffff00 0102 | its header claims [2147483392], 2147483392 bytes, and 2 follow",
            "00000b01 00000002 010203 | its header claims [2], 4 bytes, and 3 follow",
            "00000801 00000001 0102 | it goes on after the 1 bytes that its header claims"})
    void refusesBrokenFiles(String file, String problem) {
        assertEquals("file cannot be read as IDX: "
                + problem.replace("AXES", "expected 00 00, the element type and the number of axes"),
                refused(hex(file), "file"));
    }

    @Test
    void refusesBrokenGzip() throws IOException {
        byte[] packed = Damage.gzip(hex("00000801 00000003 010203"));
        assertEquals("a.gz cannot be unpacked: its gzip data ends too early",
                refused(Arrays.copyOf(packed, packed.length - 6), "a.gz"));
        assertEquals("a.gz cannot be unpacked: its gzip data ends too early",
                refused(Arrays.copyOf(packed, 5), "a.gz"));
        packed[packed.length - 5] ^= 1;
        assertEquals("a.gz cannot be unpacked: its gzip data is damaged, Corrupt GZIP trailer",
                refused(packed, "a.gz"));
        assertEquals(
                "a.gz cannot be read as IDX: it begins with 3c 68 74 6d, expected 00 00, the element type"
                        + " and the number of axes (or gzip's 1f 8b)",
                refused(hex("3c68746d6c"), "a.gz"));
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("train-images");
        assertEquals(missing.toString(),
                assertThrows(NoSuchFileException.class, () -> Idx.read(missing)).getMessage());
        Files.write(missing, hex("00000801 00000001"));
        assertEquals(missing + " cannot be read as IDX: its header claims [1], 1 bytes, and 0 follow",
                assertThrows(CajalException.class, () -> Idx.read(missing)).getMessage());
    }

    @Test
    void refusesAShapeThatDoesNotFit() {
        assertThrows(CajalException.class, () -> Idx.of(new int[] {2, 2}, new byte[3]));
        assertThrows(CajalException.class, () -> Idx.of(new int[] {-1}, new byte[1]));
    }

    @Test
    void survivesDamage() throws IOException {
        byte[] plain = hex(
                "00000d02 00000002 00000003 3f800000 40000000 40400000 40800000 40a00000 40c00000");
        Damage.check(plain, file -> read(file).toDoubles());
        Damage.check(Damage.gzip(plain), file -> read(file).toDoubles());
    }
}
