package io.cajal.backend.cpu;

import io.cajal.backend.Product;
import java.util.function.IntConsumer;

/**
 * One matrix product of {@link Gemm} at a time, from packed panels; the object is used again for the next.
 *
 * <p>As in Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008), the operands are packed
 * into panels, in which {@link Tiles} finds its numbers one after the other. The smaller operand is packed once for all
 * threads. The other is packed piece by piece, by the thread that multiplies the piece, in a buffer of its own: that
 * stays in the thread's second cache, and no thread waits for lines that another has just written, which cost two
 * threads a tenth of a product of 1,024 cubed when all panels were shared. So
 * <ul>
 * <li>with many rows, the panels of B are shared, and a piece of work is some rows of C;
 * <li>with fewer, those of A are, and a piece is a panel of columns of C;
 * <li>an operand that is used only a few times is read where it stands.
 * </ul>
 */
final class Multiplication {
    /** Columns of B whose panels are made together: 8 MB, for the outer cache. */
    private static final int NC = 2048;
    /** Numbers in the panels of A that are shared: 0.5 MB, for the second cache. */
    private static final int SHARED_A = 132 * Gemm.KC;
    /** Numbers in the panels of A of a piece: 96 KB, for a part of the second cache. */
    private static final int OWN_A = 24 * Gemm.KC;
    /** Tiles, one below the other, of a large piece; and the tiles that are left to pieces of one, for an even end. */
    private static final int LARGE = 4;
    private static final int SINGLES = 8;
    /** Rows and columns of C in a piece for which nothing is packed, multiples of every tile's. */
    private static final int PIECE_ROWS = 48;
    private static final int PIECE_COLUMNS = 128;
    /** Panels of B that are packed together, and the rows of each before it is the next one's turn. */
    private static final int GROUP = 2;
    private static final int GROUP_ROWS = 8;
    /** k up to which nothing is packed: a piece of B stays in the innermost cache as it stands. */
    private static final int FLAT = 64;

    private final Tiles tiles;
    private final int height;
    private final int width;
    private final IntConsumer packingA = this::packingA;
    private final IntConsumer packingB = this::packingB;
    private final IntConsumer someRows = this::someRows;
    private final IntConsumer someColumns = this::someColumns;
    private final IntConsumer someOfBoth = this::someOfBoth;

    private Workers pool;
    private int m;
    private int n;
    private int k;
    private final Matrix a = new Matrix();
    private final Matrix b = new Matrix();
    private float[] bias;
    private float[] c;
    private int co;

    private boolean packsA;
    private boolean packsB;
    /** Whether the panels of B are shared, rather than those of A. */
    private boolean sharesB;
    /** Columns of a panel of B: as many as its tiles have. */
    private int panel;
    /** The panels that are shared. */
    private float[] panels;

    // The block at work: columns j0 … j0+columns−1 of C, kc products from k0 on.
    private int j0;
    private int columns;
    private int k0;
    private int kc;
    /** Tiles, one below the other, in the first pieces, and how many pieces have so many; the others have one. */
    private int large;
    private int largePieces;

    Multiplication(Tiles tiles) {
        this.tiles = tiles;
        this.height = tiles.height();
        this.width = tiles.width();
    }

    void run(Workers workers, Product p, float[] as, int ao, float[] bs, int bo, float[] bias, float[] c,
            int co) {
        pool = workers;
        m = p.m();
        n = p.n();
        k = p.k();
        a.set(as, ao, p.transA() ? m : k, p.transA());
        b.set(bs, bo, p.transB() ? k : n, p.transB());
        this.bias = bias;
        this.c = c;
        this.co = co;
        int depth = Math.min(k, Gemm.KC);
        packsB = p.transB() || m > 3 * height && n > width / 2 && k > FLAT;
        packsA = packsB && m >= height && n > 2 * width;
        sharesB = packsB && m > SHARED_A / depth;
        boolean low = height > Tiles.SHORT && m > Tiles.SHORT && (m <= Tiles.LOW || !packsB);
        panel = m == 1 || low ? 2 * width : width;
        Scratch scratch = Scratch.mine();
        panels = sharesB ? scratch.b(roundUp(Math.min(n, NC), panel) * depth)
                : packsA ? scratch.a(roundUp(m, height) * depth) : null;
        blocks();
        a.clear(); // so that no array is kept alive
        b.clear();
        this.bias = null;
        this.c = null;
        panels = null;
    }

    private static int roundUp(int size, int step) {
        return Math.ceilDiv(size, step) * step;
    }

    private void blocks() {
        for (j0 = 0; j0 < n; j0 += NC) {
            columns = Math.min(NC, n - j0);
            for (k0 = 0; k0 < k; k0 += Gemm.KC) {
                kc = Math.min(Gemm.KC, k - k0);
                block();
            }
        }
    }

    private void block() {
        int tilesBelow = Math.ceilDiv(m, height);
        if (sharesB) {
            share(Math.ceilDiv(columns, GROUP * panel), packingB);
            large = Math.clamp(OWN_A / (height * kc), 1, LARGE);
            largePieces = Math.max(0, tilesBelow - SINGLES) / large;
            share(largePieces + tilesBelow - large * largePieces, someRows);
        } else if (packsB) {
            share(packsA ? tilesBelow : 0, packingA);
            share(Math.ceilDiv(columns, panel), someColumns);
        } else {
            share(Math.ceilDiv(m, PIECE_ROWS) * Math.ceilDiv(columns, PIECE_COLUMNS), someOfBoth);
        }
    }

    private void share(int pieces, IntConsumer body) {
        if ((long) m * n * k <= Gemm.SMALL) {
            for (int i = 0; i < pieces; i++) {
                body.accept(i);
            }
        } else {
            pool.run(pieces, body);
        }
    }

    // Packing

    private void packingA(int number) {
        packA(number * height, panels, number * height * kc);
    }

    /** The panel of A with its row i at the top: its columns one after the other. */
    private void packA(int i, float[] to, int at) {
        int used = Math.min(height, m - i);
        int from = a.at(i, k0);
        if (a.transposed()) {
            tiles.copyRows(kc, used, a.data(), from, a.stride(), to, at, height);
        } else {
            tiles.copyColumns(kc, used, a.data(), from, a.stride(), to, at, height);
        }
    }

    private void packingB(int number) {
        int left = number * GROUP * panel;
        int right = Math.min(columns, left + GROUP * panel);
        int depth = b.transposed() ? kc : GROUP_ROWS; // neighbours in memory are read together
        for (int r = 0; r < kc; r += depth) {
            for (int j = left; j < right; j += panel) {
                int used = Math.min(panel, right - j);
                packB(r, Math.min(depth, kc - r), j, used, panels, j * kc + r * tileWidth(used));
            }
        }
    }

    /** So many rows from r on of the {@code used} columns of B from column j of the block on, one after the other. */
    private void packB(int r, int count, int j, int used, float[] to, int at) {
        int from = b.at(k0 + r, j0 + j);
        if (b.transposed()) {
            tiles.copyColumns(count, used, b.data(), from, b.stride(), to, at, tileWidth(used));
        } else {
            tiles.copyRows(count, used, b.data(), from, b.stride(), to, at, tileWidth(used));
        }
    }

    /** The width of the narrowest tile that has so many columns. */
    private int tileWidth(int used) {
        return used > width ? 2 * width : used > width / 2 ? width : width / 2;
    }

    // Pieces of work

    /** Rows of C, from the shared panels of B and panels of A of this thread's own. */
    private void someRows(int number) {
        int first = number < largePieces ? number * large : number + largePieces * (large - 1);
        int top = first * height;
        int bottom = Math.min(m, top + (number < largePieces ? large : 1) * height);
        float[] own = packsA ? Scratch.mine().a(large * height * kc) : null;
        for (int i = top; i < bottom && packsA; i += height) {
            packA(i, own, (i - top) * kc);
        }
        for (int j = 0; j < columns; j += panel) {
            int used = Math.min(panel, columns - j);
            column(own, top, bottom, j, used, panels, j * kc, tileWidth(used));
        }
        finish(top, bottom, 0, columns);
    }

    /** A panel of columns of C, from the shared panels of A and a panel of B of this thread's own. */
    private void someColumns(int number) {
        int left = number * panel;
        int used = Math.min(panel, columns - left);
        float[] own = Scratch.mine().panel(panel * kc);
        packB(0, kc, left, used, own, 0);
        column(panels, 0, m, left, used, own, 0, tileWidth(used));
        finish(0, m, left, left + used);
    }

    /** Rows and columns of C, from A and B as they stand. */
    private void someOfBoth(int number) {
        int pieces = Math.ceilDiv(m, PIECE_ROWS);
        int top = number % pieces * PIECE_ROWS;
        int left = number / pieces * PIECE_COLUMNS;
        int bottom = Math.min(m, top + PIECE_ROWS);
        int right = Math.min(columns, left + PIECE_COLUMNS);
        for (int j = left; j < right; j += panel) {
            int used = Math.min(panel, right - j);
            int wide = tileWidth(used);
            if (used < wide && wide >= width) { // such tiles read all columns of theirs
                float[] own = Scratch.mine().panel(panel * kc);
                packB(0, kc, j, used, own, 0);
                column(null, top, bottom, j, used, own, 0, wide);
            } else {
                column(null, top, bottom, j, used, b.data(), b.at(k0, j0 + j), b.stride());
            }
        }
        finish(top, bottom, left, right);
    }

    /** What comes after the last of the products. */
    private void finish(int top, int bottom, int left, int right) {
        if (k0 + kc == k) {
            Gemm.addBias(bias, j0 + left, right - left, c, at(top, left), bottom - top, n);
        }
    }

    // Tiles

    /** Where element (i, j) of the block stands in C. */
    private int at(int i, int j) {
        return co + i * n + j0 + j;
    }

    private boolean stores() {
        return k0 == 0;
    }

    /** The tiles one below the other that share a panel of B; {@code as} are panels of A from row {@code top} on. */
    private void column(float[] as, int top, int bottom, int j, int used, float[] bs, int bo, int ldb) {
        int wide = tileWidth(used);
        int i = top;
        if (packsA && used == width) {
            for (; i <= bottom - height; i += height) {
                if (stores()) {
                    tiles.store(kc, as, (i - top) * kc, bs, bo, c, at(i, j), n);
                } else {
                    tiles.add(kc, as, (i - top) * kc, bs, bo, c, at(i, j), n);
                }
            }
        }
        while (i < bottom) {
            int below = packsA ? Math.min(bottom, i / height * height + height) : bottom;
            int tall = tall(below - i, wide);
            if (wide > width && m > 1 && tall <= Tiles.SHORT) {
                smallTile(as, top, i, tall, j, width, width, bs, bo, ldb);
                smallTile(as, top, i, tall, j + width, used - width, width, bs, bo + width, ldb);
            } else {
                smallTile(as, top, i, tall, j, used, wide, bs, bo, ldb);
            }
            i += tall;
        }
    }

    /** Of so many rows, those that the next tile takes. */
    private int tall(int rows, int wide) {
        int high = wide < width ? Tiles.NARROW
                : wide == width || rows == 7 || rows == 8 ? Tiles.SHORT : Tiles.LOW; // 8 are 4 + 4
        return Math.min(rows, high);
    }

    /** {@code rows} and {@code used} columns of a tile that is {@code wide}. */
    private void smallTile(float[] panels, int top, int i, int rows, int j, int used, int wide, float[] bs,
            int bo,
            int ldb) {
        float[] as = packsA ? panels : a.data();
        int ao = packsA ? (i - top) / height * height * kc + i % height : a.at(i, k0);
        int rowStep = packsA ? 1 : a.rowStep();
        int kStep = packsA ? height : a.columnStep();
        int high = wide < width ? rows : wide == width ? Tiles.SHORT : m == 1 ? 1 : Tiles.LOW;
        boolean fits = stores() && rows == high && (used == wide || wide < width);
        float[] to = fits ? c : Scratch.mine().tile(2 * Tiles.LOW * width);
        int at = fits ? at(i, j) : 0;
        int ldt = fits ? n : wide;
        if (wide < width) {
            tiles.storeNarrow(rows, used, kc, as, ao, rowStep, kStep, bs, bo, ldb, to, at, ldt);
        } else if (wide == width) {
            tiles.storeShort(rows, kc, as, ao, rowStep, kStep, bs, bo, ldb, to, at, ldt);
        } else if (m == 1) {
            tiles.storeRow(kc, as, ao, kStep, bs, bo, ldb, to, at);
        } else {
            tiles.storeLow(rows, kc, as, ao, rowStep, kStep, bs, bo, ldb, to, at, ldt);
        }
        if (!fits) {
            merge(to, wide, i, rows, j, used);
        }
    }

    private void merge(float[] tile, int ldt, int i, int rows, int j, int used) {
        for (int row = 0; row < rows; row++) {
            int from = row * ldt;
            int to = at(i + row, j);
            if (stores()) {
                System.arraycopy(tile, from, c, to, used);
            } else {
                for (int q = 0; q < used; q++) {
                    c[to + q] += tile[from + q];
                }
            }
        }
    }
}
