package io.cajal.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The copies into panels, in arrays without room behind them; GemmTest has the tiles themselves. */
class TilesTest {
    private static final int[] SIZES = {1, 2, 3, 5, 6, 7, 8, 9, 12, 15, 16, 17, 24, 31, 70};

    @Test
    void columnsAreTurnedIntoRows() {
        for (int rows : SIZES) {
            for (int width : SIZES) {
                for (int gap : new int[] {0, 3}) {
                    int ldx = rows + gap;
                    int ldy = width + gap;
                    float[] x = counted((width - 1) * ldx + rows);
                    float[] y = new float[(rows - 1) * ldy + width];
                    KernelChoice.TILES.copyColumns(rows, width, x, 0, ldx, y, 0, ldy);
                    for (int r = 0; r < rows; r++) {
                        for (int i = 0; i < width; i++) {
                            assertEquals(x[i * ldx + r], y[r * ldy + i], rows + " × " + width + " + " + gap);
                        }
                    }
                }
            }
        }
    }

    @Test
    void rowsAreCopied() {
        for (int rows : SIZES) {
            for (int width : SIZES) {
                int ldx = width + 5;
                float[] x = counted((rows - 1) * ldx + width);
                float[] y = new float[rows * width];
                KernelChoice.TILES.copyRows(rows, width, x, 0, ldx, y, 0, width);
                for (int r = 0; r < rows; r++) {
                    for (int i = 0; i < width; i++) {
                        assertEquals(x[r * ldx + i], y[r * width + i], rows + " × " + width);
                    }
                }
            }
        }
    }

    private static float[] counted(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = i + 1;
        }
        return x;
    }
}
