package io.cajal.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NgramsTest {
    @Test
    void wordsAndThenPairsHaveNumbers() {
        float[] numbers = Ngrams.of("The cat, the CAT");
        assertEquals(Ngrams.SLOTS, numbers.length);
        assertEquals(numbers[0], numbers[2], "the");
        assertEquals(numbers[1], numbers[3], "cat");
        assertNotEquals(numbers[0], numbers[1]);
        assertEquals(numbers[4], numbers[6], "the cat");
        assertNotEquals(numbers[4], numbers[5], "the cat, cat the");
        for (int i = 0; i < numbers.length; i++) {
            assertTrue(i < 7 ? numbers[i] >= 0 && numbers[i] < Ngrams.BUCKETS : numbers[i] == -1);
        }
    }

    /** They are part of the format of saved models. */
    @Test
    void numbersStayAsTheyAre() {
        float[] numbers = Ngrams.of("neuron Ärzte 42");
        assertArrayEquals(new float[] {63446, 33025, 11453, 43190, 58791},
                new float[] {numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]});
    }

    @Test
    void whatIsTooLongOrEmptyIsCut() {
        assertEquals(-1, Ngrams.of(" …")[0]);
        float[] numbers = Ngrams.of("a b ".repeat(1000));
        assertTrue(numbers[Ngrams.SLOTS - 2] >= 0);
        assertEquals(-1, numbers[Ngrams.SLOTS - 1]);
    }
}
