package io.cajal.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.CajalException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Utf8Test {
    @TempDir
    Path folder;

    private static String read(byte[] bytes) throws IOException {
        StringWriter text = new StringWriter();
        new Utf8(new ByteArrayInputStream(bytes), "notes", 0).transferTo(text);
        return text.toString();
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        for (String text : new String[] {"", "a", "Ärzte \uD83D\uDE00\n".repeat(5000),
                "x" + "€".repeat(9000)}) {
            assertEquals(text, read(text.getBytes(StandardCharsets.UTF_8)));
            assertEquals(text, read(("\ufeff" + text).getBytes(StandardCharsets.UTF_8)), "byte order mark");
            assertEquals(text.getBytes(StandardCharsets.UTF_8).length, Utf8.length(text, 0, text.length()));
        }
    }

    @Test
    void namesTheByteThatIsNoUtf8() throws IOException {
        byte[] bytes = "é".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        bytes[15_001] = 'x';
        assertEquals("notes: byte 15000 (0xc3) is not UTF-8; expected a text in UTF-8",
                assertThrows(CajalException.class, () -> read(bytes)).getMessage());
        byte[] cut = {'a', (byte) 0xe2, (byte) 0x82};
        assertEquals("notes: byte 1 (0xe2) is not UTF-8; expected a text in UTF-8",
                assertThrows(CajalException.class, () -> read(cut)).getMessage());
    }

    @Test
    void readsPartsOfAFile() throws IOException {
        Path path = folder.resolve("text");
        Files.write(path, "0123ü6789".getBytes(StandardCharsets.UTF_8));
        try (Utf8 part = Utf8.open(path, 2, 6)) {
            StringWriter text = new StringWriter();
            part.transferTo(text);
            assertEquals("23ü", text.toString());
        }
        try (Utf8 part = Utf8.open(path, 5, 9)) {
            assertEquals(path + ": byte 5 (0xbc) is not UTF-8; expected a text in UTF-8",
                    assertThrows(CajalException.class, part::read).getMessage());
        }
    }

    @Test
    void readsCharByChar() throws IOException {
        String text = "a\uD83D\uDE00\0b";
        Utf8 reader = new Utf8(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "notes", 0);
        StringBuilder read = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            read.append((char) c);
        }
        assertEquals(text, read.toString());
    }

    @Test
    void survivesDamage() throws IOException {
        byte[] valid = "Ärzte \uD83D\uDE00 — naïve\n".repeat(20).getBytes(StandardCharsets.UTF_8);
        Damage.check(valid, Utf8Test::read);
        Damage.check(Damage.gzip(valid),
                file -> read(Gzip.unpacked(new ByteArrayInputStream(file), "packed").readAllBytes()));
    }
}
