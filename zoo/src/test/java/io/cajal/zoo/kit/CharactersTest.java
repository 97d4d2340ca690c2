package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import org.junit.jupiter.api.Test;

class CharactersTest {
    private final Characters text = Characters.of("abracadabra");

    @Test
    void numbersFollowTheOrderOfTheAlphabet() {
        assertEquals("abcdr", text.alphabet());
        assertArrayEquals(new int[] {0, 1, 4, 0, 2, 0, 3, 0, 1, 4, 0}, text.numbers());
        assertEquals("abcdr", text.range(4, 6).alphabet());
        assertArrayEquals(new int[] {2, 0}, text.range(4, 6).numbers());
    }

    /** The last one that has a next character begins at 6. */
    @Test
    void aWindowIsFollowedByItsNextCharacters() {
        Dataset windows = text.windows(4, 3);
        assertEquals(3, windows.size());
        Batch batch = windows.batch(2, 0);
        assertEquals(Shape.of(2, 4), batch.x().shape());
        assertArrayEquals(new float[] {3, 0, 1, 4, 0, 1, 4, 0}, batch.x().toFloats());
        assertArrayEquals(new float[] {0, 1, 4, 0, 1, 4, 0, 2}, batch.y().toFloats());
        assertThrows(CajalException.class, () -> text.windows(11, 1));
    }
}
