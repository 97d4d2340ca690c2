package io.cajal.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.nn.OneHot;
import io.cajal.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlphabetTest {
    @TempDir
    private Path folder;

    /** The erratum of deck 3: 70 printed, 66 distinct. */
    @Test
    void thePrintedAlphabetHas66DistinctCharacters() {
        assertEquals(70, Alphabet.PRINTED.rows());
        assertEquals(66, Alphabet.PRINTED.distinct());
        assertEquals(70, Alphabet.PROGRAM.rows());
        assertEquals(69, Alphabet.PROGRAM.distinct());
    }

    @Test
    void unknownIsAColumnOfZeros() {
        Alphabet alphabet = new Alphabet("abc-b", false);
        Tensor x = alphabet.tensor(List.of("Ba x-", "", "cccccccc"), 6);
        assertEquals(Shape.of(3, 5, 6), x.shape());
        assertArrayEquals(new double[] {1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1},
                x.sum(1).toDoubles());
        assertArrayEquals(new int[] {1, 0, -1, -1, 3, -1}, alphabet.codes("Ba x-", 6));
    }

    /** The last character comes first; of a long text its end is kept. */
    @Test
    void reversedReadsFromTheEnd() {
        Alphabet backwards = new Alphabet("abc", false).backwards();
        assertArrayEquals(new int[] {2, 1, 0, -1}, backwards.codes("abc", 4));
        assertArrayEquals(new int[] {2, 1}, backwards.codes("aaabc", 2));
    }

    @Test
    void batchesAreThoseTexts() {
        Dataset data = Alphabet.PRINTED.dataset(List.of("one", "two\u00e9", "\uD83D\uDE00"),
                new float[] {0, 1, 0},
                List.of("x", "y"), 5);
        Batch batch = data.batch(2, 1);
        assertArrayEquals(new float[] {0, 1}, batch.y().toFloats());
        assertArrayEquals(Alphabet.PRINTED.tensor(List.of("\uD83D\uDE00", "two"), 5).toFloats(),
                batch.x().toFloats());
        assertThrows(CajalException.class,
                () -> Alphabet.PRINTED.dataset(List.of("one"), new float[0], List.of(), 5));
    }

    /** Through the numbers to the same columns as at once. */
    @Test
    void aTokenizerGivesTheNumbersOfTheRows() throws IOException {
        Alphabet alphabet = Alphabet.of(List.of("Ab, b", "c\tb, \u00e9"), 4);
        assertEquals("b,ac", alphabet.characters(), "frequent ones first, then in their order");
        int[] ids = alphabet.encode("Cab x");
        assertArrayEquals(new int[] {4, 3, 1, 0, 0}, ids);
        assertEquals("cab  ", alphabet.decode(ids));
        Tensor numbers = Tensor.of(new double[][] {{4, 3, 1, 0, 0}});
        assertArrayEquals(alphabet.tensor(List.of("Cab x"), 7).toFloats(),
                new OneHot(alphabet.rows(), 7).apply(numbers).toFloats());
        assertThrows(CajalException.class, () -> alphabet.decode(alphabet.size()));
        assertEquals("cba", alphabet.backwards().decode(alphabet.backwards().encode("cba")));
        Path file = folder.resolve("alphabet.json");
        alphabet.backwards().save(file);
        assertEquals(alphabet.backwards(), Tokenizer.load(file));
    }
}
