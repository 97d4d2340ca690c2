package io.cajal.backend.cpu;

/** The scalar twin of {@link VectorTiles}: a tile is made row by row, four steps of k at a time. */
final class PlainTiles implements Tiles {
    static final PlainTiles INSTANCE = new PlainTiles();

    private static final int WIDTH = 32;

    private PlainTiles() {
    }

    @Override
    public int height() {
        return SHORT;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void store(int kc, float[] a, int ao, float[] b, int bo, float[] c, int co, int ldc) {
        for (int i = 0; i < SHORT; i++) {
            row(kc, a, ao + i, SHORT, b, bo, WIDTH, c, co + i * ldc, WIDTH);
        }
    }

    @Override
    public void add(int kc, float[] a, int ao, float[] b, int bo, float[] c, int co, int ldc) {
        float[] sum = new float[WIDTH];
        for (int i = 0; i < SHORT; i++) {
            row(kc, a, ao + i, SHORT, b, bo, WIDTH, sum, 0, WIDTH);
            for (int j = 0; j < WIDTH; j++) {
                c[co + i * ldc + j] += sum[j];
            }
        }
    }

    @Override
    public void storeShort(int rows, int kc, float[] a, int ao, int rowStep, int kStep, float[] b, int bo,
            int ldb,
            float[] c, int co, int ldc) {
        for (int i = 0; i < rows; i++) {
            row(kc, a, ao + i * rowStep, kStep, b, bo, ldb, c, co + i * ldc, WIDTH);
        }
    }

    @Override
    public void storeLow(int rows, int kc, float[] a, int ao, int rowStep, int kStep, float[] b, int bo,
            int ldb, float[] c, int co, int ldc) {
        for (int i = 0; i < rows; i++) {
            row(kc, a, ao + i * rowStep, kStep, b, bo, ldb, c, co + i * ldc, 2 * WIDTH);
        }
    }

    @Override
    public void storeStrip(int rows, int kc, float[] a, int ao, float[] b, int bo, int ldb, float[] c, int co,
            int ldc) {
        for (int i = 0; i < rows; i++) {
            row(kc, a, ao + i, rows, b, bo, ldb, c, co + i * ldc, stripWidth(rows));
        }
    }

    @Override
    public void storeNarrow(int rows, int columns, int kc, float[] a, int ao, int rowStep, int kStep,
            float[] b, int bo, int ldb, float[] c, int co, int ldc) {
        for (int i = 0; i < rows; i++) {
            row(kc, a, ao + i * rowStep, kStep, b, bo, ldb, c, co + i * ldc, columns);
        }
    }

    @Override
    public void storeRow(int kc, float[] a, int ao, int kStep, float[] b, int bo, int ldb, float[] c,
            int co) {
        row(kc, a, ao, kStep, b, bo, ldb, c, co, 2 * WIDTH);
    }

    private static void row(int kc, float[] a, int ao, int kStep, float[] b, int bo, int ldb, float[] c,
            int co, int n) {
        float[] chain = new float[n]; // its own array, which the compiler knows to be apart from b
        int k = 0;
        for (; k <= kc - 4; k += 4) {
            float a0 = a[ao + k * kStep];
            float a1 = a[ao + (k + 1) * kStep];
            float a2 = a[ao + (k + 2) * kStep];
            float a3 = a[ao + (k + 3) * kStep];
            int b0 = bo + k * ldb;
            int b1 = b0 + ldb;
            int b2 = b1 + ldb;
            int b3 = b2 + ldb;
            for (int j = 0; j < n; j++) {
                float x = Math.fma(a0, b[b0 + j], chain[j]);
                x = Math.fma(a1, b[b1 + j], x);
                x = Math.fma(a2, b[b2 + j], x);
                chain[j] = Math.fma(a3, b[b3 + j], x);
            }
        }
        for (; k < kc; k++) {
            for (int j = 0; j < n; j++) {
                chain[j] = Math.fma(a[ao + k * kStep], b[bo + k * ldb + j], chain[j]);
            }
        }
        for (int j = 0; j < n; j++) {
            c[co + j] = chain[j];
        }
    }

    @Override
    public void storeDots(int rows, int columns, int n, float[] a, int ao, int lda, float[] b, int bo,
            int ldb,
            float[] c, int co, int ldc) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                c[co + i * ldc + j] = PlainKernels.INSTANCE.dot(a, ao + i * lda, b, bo + j * ldb, n);
            }
        }
    }

    @Override
    public void copyRows(int rows, int width, float[] x, int xo, int ldx, float[] y, int yo, int ldy) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(x, xo + r * ldx, y, yo + r * ldy, width);
        }
    }

    @Override
    public void copyColumns(int rows, int width, float[] x, int xo, int ldx, float[] y, int yo, int ldy) {
        for (int i = 0; i < width; i++) {
            for (int r = 0; r < rows; r++) {
                y[yo + r * ldy + i] = x[xo + i * ldx + r];
            }
        }
    }
}
