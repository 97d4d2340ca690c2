package io.cajal.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.CajalException;
import org.junit.jupiter.api.Test;

class TokenWindowsTest {
    private static final int[] TOKENS = {10, 11, 12, 13, 14, 15, 16};

    @Test
    void targetsAreTheTokensAfterTheInputs() {
        TokenWindows windows = new TokenWindows(TOKENS, 3, 2);
        assertEquals(2, windows.size());
        Batch batch = windows.batch(1, 0);
        assertArrayEquals(new float[] {12, 13, 14, 10, 11, 12}, batch.x().toFloats());
        assertArrayEquals(new float[] {13, 14, 15, 11, 12, 13}, batch.y().toFloats());
        assertEquals(4, new TokenWindows(TOKENS, 3, 1).size());
        assertEquals(1, new TokenWindows(TOKENS, 6, 1).size());
    }

    @Test
    void aTextMustBeLongerThanAWindow() {
        assertEquals("token windows: needs more tokens than a window's length of 7, got 7",
                assertThrows(CajalException.class, () -> new TokenWindows(TOKENS, 7, 1)).getMessage());
        assertThrows(CajalException.class, () -> new TokenWindows(TOKENS, 3, 0));
    }
}
