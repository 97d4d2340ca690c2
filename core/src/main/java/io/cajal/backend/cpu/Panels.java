package io.cajal.backend.cpu;

/**
 * A matrix B [k × n] laid out for {@link Tiles} once and then multiplied many times by a few rows: the hidden weights of
 * a recurrent layer. Every element of a product is one chain of fused multiply-adds over ascending k, whatever the rows
 * beside it.
 */
record Panels(Tiles tiles, float[] numbers, int k, int n, int width) {
    /** Rows that a product may write beyond its last, as junk. */
    static final int OVERHANG = Tiles.LOW - 1;

    /** Of {@code b}, which begins the array and, if {@code turned}, is stored as [n × k]; in the caller's scratch. */
    static Panels of(Tiles tiles, float[] b, int k, int n, boolean turned) {
        int width = tiles.height() > Tiles.SHORT ? 2 * tiles.width() : tiles.width();
        float[] numbers = Scratch.mine().b(Math.ceilDiv(n, width) * width * k);
        for (int j = 0; j < n; j += width) {
            int used = Math.min(width, n - j);
            if (turned) {
                tiles.copyColumns(k, used, b, j * k, k, numbers, j * k, width);
            } else {
                tiles.copyRows(k, used, b, j, n, numbers, j * k, width);
            }
        }
        return new Panels(tiles, numbers, k, n, width);
    }

    /** From a row of a product to the next. */
    int stride() {
        return Math.ceilDiv(n, width) * width;
    }

    /** C = A·B for so many rows; C begins its array and has {@value #OVERHANG} rows to spare. */
    void multiply(int rows, float[] a, int ao, float[] c) {
        int stride = stride();
        boolean low = width > tiles.width();
        for (int j = 0; j < n; j += width) {
            int i = 0;
            while (i < rows) {
                int rest = rows - i;
                if (low && rest > Tiles.SHORT && rest != 2 * Tiles.SHORT) {
                    int tall = Math.min(rest, Tiles.LOW);
                    tiles.storeLow(tall, k, a, ao + i * k, k, 1, numbers, j * k, width, c, i * stride + j,
                            stride);
                    i += tall;
                } else {
                    int tall = Math.min(rest, Tiles.SHORT);
                    for (int half = 0; half < width; half += tiles.width()) {
                        tiles.storeShort(tall, k, a, ao + i * k, k, 1, numbers, j * k + half, width, c,
                                i * stride + j + half, stride);
                    }
                    i += tall;
                }
            }
        }
    }
}
