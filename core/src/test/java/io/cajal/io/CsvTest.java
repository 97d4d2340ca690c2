package io.cajal.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cajal.base.CajalException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
    private static Csv read(byte[] file, CsvStyle style) throws IOException {
        return Csv.read(new ByteArrayInputStream(file), "file.csv", style);
    }

    private static Csv read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), CsvStyle.FOUND);
    }

    /** What is wrong with a table of numbers, without the file's name. */
    private static String refused(String text) {
        String message = assertThrows(CajalException.class, () -> read(text).numbers(List.of())).getMessage();
        assertTrue(message.startsWith("file.csv "), message);
        return message.substring("file.csv ".length());
    }

    @Test
    void readsQuotesLineBreaksAndAllLineEnds() throws IOException {
        Csv csv = read(
                "\ufeffname,\"the \"\"text\"\"\",n\r\nanna,\"a, b\r\nc\",1\r\n\r\n\"\",,2\rb\"c, x ,3\n\n");
        assertEquals(List.of("name", "the \"text\"", "n"), csv.header());
        assertEquals(
                List.of(List.of("anna", "a, b\r\nc", "1"), List.of("", "", "2"), List.of("b\"c", " x ", "3")),
                csv.rows());
        assertEquals(List.of(2, 5, 6), csv.lines());
        assertEquals(List.of("a, b\r\nc", "", " x "), csv.texts("the \"text\""));
        assertArrayEquals(new double[][] {{1}, {2}, {3}}, csv.numbers(List.of("n")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "a,b\\n1,2 | 2 | ,", "a;b\\n1;2 | 2 | ;", "a\\tb\\n1\\t2 | 2 | tab", "a\\n1 | 1 | none",
            "0,5;1,5;2,5\\n1,5;2,5;3,5 | 3 | ;", "a;b,c\\n1,2 | 2 | ,", "\"x;y\",b\\n1,2 | 2 | ,",
            "` 1.0  2.0 -3 \\n 4 5  6` | 3 | blanks", "a b\\nc d | 1 | none", "1,2,3 | 3 | ,",
            "a,\"b\\n;\\n;\"\\n1,2 | 2 | ,", "5\" disk,7\" disk\\n1,2 | 2 | ,"})
    void findsTheSeparator(String text, int columns, String meaning) throws IOException {
        Csv csv = read(text.replace("\\n", "\n").replace("\\t", "\t"));
        assertEquals(columns, csv.header().size(), meaning);
    }

    @Test
    void takesTheSeparatorGiven() throws IOException {
        Csv csv = read("a,b;c\n1,2;3\n".getBytes(StandardCharsets.UTF_8), CsvStyle.FOUND.separator(';'));
        assertEquals(List.of("a,b", "c"), csv.header());
        csv = read("a|b\n1|2".getBytes(StandardCharsets.UTF_8), CsvStyle.FOUND.separator('|'));
        assertEquals(List.of(List.of("1", "2")), csv.rows());
    }

    @Test
    void findsTheHeaderOrTakesWhatIsSaid() throws IOException {
        assertEquals(List.of("x", "1f", "NaN"), read("x,1f,NaN\n1,2,3").header());
        Csv none = read("5.1,3.5,setosa\n4.9,3.0,setosa");
        assertEquals(List.of("1", "2", "3"), none.header());
        assertEquals(2, none.rows().size());
        byte[] years = "country,1990,1991\nSpain,1,2".getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of("country", "1990", "1991"), read(years, CsvStyle.FOUND.header(true)).header());
        byte[] words = "good day,Sports\nbad day,World".getBytes(StandardCharsets.UTF_8);
        assertEquals(2, read(words, CsvStyle.FOUND.header(false)).rows().size());
        assertEquals(0, read("a,b").numbers(List.of()).length);
        assertEquals(List.of("unit price", "n"), read("\"unit\r\n price \",n\n1,2").header());
    }

    /** Who knows the columns need not guess: a model that learned from a table finds them again in one like it. */
    @Test
    void whatIsAskedForSaysWhetherTheFirstRowNamesTheColumns() throws IOException {
        String years = "country,1990,1991\nPeru,1,2";
        assertEquals(1, read(years.getBytes(StandardCharsets.UTF_8),
                CsvStyle.FOUND.asking(List.of("1991", "country"))).rows().size());
        assertEquals(2, read(years.getBytes(StandardCharsets.UTF_8), CsvStyle.FOUND.asking(List.of("1", "3")))
                .rows().size());
        String words = "red,round\ngreen,square";
        assertEquals(2, read(words.getBytes(StandardCharsets.UTF_8), CsvStyle.FOUND.asking(List.of("2")))
                .rows().size());
        assertEquals(1, read(words.getBytes(StandardCharsets.UTF_8), CsvStyle.FOUND.asking(List.of("round")))
                .rows().size());
        assertEquals(2,
                read("2,1\n3,1".getBytes(StandardCharsets.UTF_8), CsvStyle.FOUND.asking(List.of("1", "2")))
                        .rows().size());
        assertEquals(1,
                read("1,2\n3,1".getBytes(StandardCharsets.UTF_8), CsvStyle.FOUND.asking(List.of("1", "2")))
                        .rows().size());
    }

    @Test
    void readsRowByRow() throws IOException {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 50_000; i++) {
            text.append(i).append(",\"").append(-i).append("\"\n");
        }
        byte[] file = Damage.gzip(text.toString().getBytes(StandardCharsets.UTF_8));
        try (CsvReader reader = new CsvReader(new ByteArrayInputStream(file), "file.csv", CsvStyle.FOUND)) {
            int b = reader.column("b");
            int rows = 0;
            for (; reader.next(); rows++) {
                assertEquals(rows + 2, reader.line());
                assertTrue(reader.number(b) == -rows);
            }
            assertEquals(50_000, rows);
            assertFalse(reader.next());
        }
    }

    @Test
    void errorsNameThePlace() {
        assertEquals("line 3: expected 2 columns as in the first row, got 3",
                refused("a,b\n1,2\n1,2,3\n"));
        assertEquals("line 4, column 2 \"price\": expected a number, got \"cheap\"",
                refused("id,price\n\"1\",2\n\n3, cheap\n"));
        assertEquals("line 2, column 1: expected a number, got nothing", refused("1,2\n ,3"));
        assertEquals("line 1, column 2: expected a number, got \"Infinity\"", refused("1,Infinity"));
        assertEquals("line 1, column 2: expected a number, got \"a\\nb\"", refused("1,\"a\nb\""));
        assertEquals("line 1, column 2: expected a number, got \"1e999\"", refused("1,1e999"));
        assertEquals("line 2, column 2: the quotes are not closed", refused("a,b\n1,\"2\n3,4\n"));
        assertEquals(
                "line 2, column 1: after closing quotes expected \",\" or the end of the line, got \"x\"",
                refused("a,b\n\"1\"x,2\n"));
        assertEquals("is empty: expected a table with a row for each example", refused(" \n\n"));
        assertEquals(
                "file.csv has no column \"prise\", did you mean \"price\"?"
                        + "; its columns are [\"id\",\"price\"]",
                assertThrows(CajalException.class, () -> read("id,price\n1,2").column("prise")).getMessage());
        assertEquals("file.csv has the column \"x\" twice, as number 1 and as number 3",
                assertThrows(CajalException.class, () -> read("x,y,x\n1,2,3").column("x")).getMessage());
    }

    @Test
    void readsWhatSpreadsheetsWrite() throws IOException {
        String rows = "name,n\nanna,1\nbob,2\n";
        List<List<String>> expected = read(rows).rows();
        assertEquals(expected, read(rows.replace(',', '|')).rows());
        assertEquals(expected, read("\ufeffSEP=;\r\n" + rows.replace(',', ';')).rows());
        assertEquals(expected, read("sep=^\n" + rows.replace(',', '^')).rows());
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] unicode = ("\ufeff" + rows.replace(',', '\t')).getBytes(charset);
            assertEquals(expected, read(unicode, CsvStyle.FOUND).rows());
            assertEquals(expected, read(Damage.gzip(unicode), CsvStyle.FOUND).rows());
        }
        assertEquals("line 3, column 2 \"n\": expected a number, got \"x\"",
                refused("sep=;\nm;n\n1;x"));
    }

    @Test
    void refusesWhatIsNotText() throws IOException {
        byte[] latin = "name,n\nJosé,1\n".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("file.csv is not UTF-8 text, somewhere after line 1: save it as UTF-8"
                + " (if it is Excel's: iconv -f windows-1252 -t utf-8)",
                assertThrows(CajalException.class, () -> read(latin, CsvStyle.FOUND)).getMessage());
        byte[] packed = Arrays.copyOf(Damage.gzip("name,n\nanna,1\n".getBytes(StandardCharsets.UTF_8)), 25);
        assertEquals("file.csv cannot be unpacked: its gzip data ends too early",
                assertThrows(CajalException.class, () -> read(packed, CsvStyle.FOUND)).getMessage());
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path missing = folder.resolve("missing.csv");
        assertEquals(missing.toString(),
                assertThrows(NoSuchFileException.class, () -> Csv.read(missing)).getMessage());
        assertEquals(folder + " is a folder, expected a table",
                assertThrows(CajalException.class, () -> Csv.read(folder)).getMessage());
    }

    @Test
    void survivesDamage() throws IOException {
        byte[] valid = "id,name,price\r\n1,\"anna, \"\"b\"\"\",2.5\r\n2,\"two\nlines\",-1e3\r\n3,é,0\r\n"
                .getBytes(StandardCharsets.UTF_8);
        Damage.Reader reader = file -> {
            Csv csv = read(file, CsvStyle.FOUND);
            assertTrue(csv.rows().stream().allMatch(row -> row.size() == csv.header().size()));
            csv.numbers(List.of("price", "id"));
        };
        Damage.check(valid, reader);
        Damage.check(Damage.gzip(valid), reader);
    }

    /** Tables as they come. */
    @ParameterizedTest
    @CsvSource({"iris.csv, 150, 5, sepal_length", "wine.csv, 178, 14, 1", "wdbc.data, 569, 32, 1",
            "boston-housing.csv, 506, 14, 1", "california-housing.csv.gz, 20640, 10, longitude"})
    void readsRealTables(String name, int rows, int columns, String first) throws IOException {
        String data = System.getenv("CAJAL_DATA");
        Path path = Path.of(data == null ? "data" : data, "tabular", name);
        assumeTrue(Files.exists(path), "needs the data folder, CAJAL_DATA");
        Csv csv = Csv.read(path);
        assertEquals(rows, csv.rows().size());
        assertEquals(columns, csv.header().size());
        assertEquals(first, csv.header().getFirst());
        assertEquals(rows, csv.numbers(List.of(first)).length);
    }
}
