package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Split;
import io.cajal.io.Utf8;
import io.cajal.text.Characters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are written as the public ones are laid out; readers tell packed from plain by their first bytes. */
class TextDataTest {
    private static final String TEST = "\"3\",\"Fears\",\"Workers say, \"\"no\"\".\"\n\"4\",\"Race\",\"A team\\of two\"\n";
    private static final String TITLED = "Oil up Prices rose today,2\nHaiti Storm passed,0\nStorm passed,0\n";
    private static final String UNTITLED = "Prices  rose TODAY.\tBusiness\nGame over\tSports\nA team of two\tSci/Tech\n";

    @TempDir
    private Path folder;
    private DataStore store;

    @BeforeEach
    void write() throws IOException {
        store = new DataStore(folder, folder, new PrintStream(OutputStream.nullOutputStream()));
        write(DataSets.AG_NEWS_TEST.path(), TEST);
        write(DataSets.AG_NEWS_TITLED.path(), TITLED);
        write(DataSets.AG_NEWS_UNTITLED.path(), UNTITLED);
        for (int i = 0; i < Names.LANGUAGES.size(); i++) {
            StringBuilder names = new StringBuilder("Ito\nIto\n  \n");
            for (int k = 0; k < 20; k++) {
                names.append(Names.LANGUAGES.get(i)).append((char) ('a' + k)).append("é \n");
            }
            write(DataSets.NAMES.get(i).path(), names.toString());
        }
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), text);
    }

    @Test
    void newsAreReadAndThoseThatComeTwiceLeftOut() throws IOException {
        AgNews news = AgNews.of(store);
        assertEquals(
                List.of(new AgNews.Text("Fears Workers say, \"no\".", 2),
                        new AgNews.Text("Race A team\\of two", 3)),
                news.test());
        assertEquals(List.of("Oil up Prices rose today", "Haiti Storm passed", "Game over"),
                news.train().stream().map(AgNews.Text::text).toList());
        assertEquals(List.of(2, 0, 1), news.train().stream().map(AgNews.Text::label).toList());
        assertEquals(2, news.repeated());
        assertEquals(1, news.ofTest());
        write("ag_news/train.csv", "1,Haiti,Storm passed\n");
        assertEquals(1, AgNews.of(store).train().size(), "the whole training set where there is one");
    }

    @Test
    void wrongNewsHaveALine() throws IOException {
        write(DataSets.AG_NEWS_UNTITLED.path(), UNTITLED + "no class\n");
        assertEquals(folder.resolve(DataSets.AG_NEWS_UNTITLED.path())
                + " line 4: expected a text, a tab and one of World, Sports, Business, Sci/Tech", message());
        write(DataSets.AG_NEWS_TITLED.path(), "a,0\nb,7\n");
        assertEquals(
                folder.resolve(DataSets.AG_NEWS_TITLED.path())
                        + " line 2: expected a class from 0 to 3, got \"7\"",
                message());
    }

    private String message() {
        return assertThrows(CajalException.class, () -> AgNews.of(store)).getMessage();
    }

    @Test
    void namesAreDistinctAndSplitByLanguage() {
        Names names = Names.of(store);
        assertEquals(18 * 21, names.names().size());
        assertEquals(18, names.repeated());
        Characters characters = names.characters();
        Split split = names.split(characters, Rng.of(4));
        Set<String> seen = new HashSet<>();
        int total = 0;
        for (var part : List.of(split.train(), split.validation(), split.test())) {
            int[] perLanguage = new int[18];
            for (float label : part.targets()) {
                perLanguage[(int) label]++;
            }
            assertTrue(Arrays.stream(perLanguage).distinct().count() == 1, Arrays.toString(perLanguage));
            for (int i = 0; i < part.size(); i++) {
                int[] ids = part.batch(i).x().toPositions("x", characters.size());
                seen.add(part.targets()[i] + characters.decode(ids));
            }
            total += part.size();
        }
        assertEquals(18 * 21, total);
        assertEquals(total, seen.size(), "no name of a language is in two parts");
        assertArrayEquals(split.test().all().x().toFloats(),
                names.split(characters, Rng.of(4)).test().all().x().toFloats());
    }

    @Test
    void namesMustBeThere() throws IOException {
        Names none = new Names(List.of(), List.of(), 0);
        assertEquals("here is empty, expected a name a line",
                assertThrows(CajalException.class, () -> none.and(0, new StringReader("\n"), "here"))
                        .getMessage());
    }

    /** Bytes changed, cut off or doubled: a value, or one line. */
    @Test
    void readersSurviveDamage() throws IOException {
        Names none = new Names(List.of(), List.of(), 0);
        byte[] names = "Ábc\nDéf\n".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 600; round++) {
            Random random = new Random(round);
            survives(() -> none.and(0, new Utf8(new ByteArrayInputStream(damaged(names, random)), "names", 0),
                    "names"));
            for (var file : List.of(DataSets.AG_NEWS_TEST, DataSets.AG_NEWS_TITLED,
                    DataSets.AG_NEWS_UNTITLED)) {
                byte[] valid = Files.readAllBytes(folder.resolve(file.path()));
                Files.write(folder.resolve(file.path()), damaged(valid, random));
                survives(() -> AgNews.of(store));
                Files.write(folder.resolve(file.path()), valid);
            }
        }
    }

    private interface Reading {
        void run() throws IOException;
    }

    private static void survives(Reading reading) {
        try {
            reading.run();
        } catch (CajalException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] damaged(byte[] valid, Random random) {
        byte[] file = Arrays.copyOf(valid,
                random.nextInt(4) == 0 ? random.nextInt(valid.length) : valid.length);
        for (int i = random.nextInt(3); i >= 0 && file.length > 0; i--) {
            file[random.nextInt(file.length)] = random.nextBoolean() ? (byte) random.nextInt(256)
                    : "\",\n\t\\".getBytes(StandardCharsets.UTF_8)[random.nextInt(5)];
        }
        return file;
    }
}
