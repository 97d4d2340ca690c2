package io.cajal.backend.cpu;

import io.cajal.backend.Product;
import java.util.function.IntConsumer;

/**
 * One matrix product of {@link Gemm} at a time, from packed panels; the object is used again for the next.
 *
 * <p>As in Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008), the operands are packed
 * into panels, in which {@link Tiles} finds its numbers one after the other:
 * <ul>
 * <li>with many rows, those of both are shared by all threads, and a piece of work is some rows of C. Of B there are so
 * few at a time that they stay in the second cache, as some machines have an outer cache no faster than memory: with
 * all of B at once, a product of 1,024 cubed took a third longer on an Intel Xeon;
 * <li>with fewer, those of A are shared, and a piece is a panel of columns of C, for which a thread packs B in a buffer of
 * its own;
 * <li>a B that is used only a few times is read where it stands; where it has many columns, A is packed for
 * {@linkplain Tiles#storeStrip tiles} of fewer rows.
 * </ul>
 */
final class Multiplication {
    /** Columns of B whose panels are shared at a time: 1 MB, for the second cache. */
    private static final int NC = 256;
    /** Rows of A whose panels are shared at a time: 16 MB, of which each number is read once for so many columns. */
    private static final int MC = 4092;
    /** Numbers in the panels of A beside which each piece packs B for itself: 0.5 MB, for the second cache. */
    private static final int FEW_A = 132 * Gemm.KC;
    /** Numbers of A that are packed before another thread is awake. */
    private static final int FEW_NUMBERS = 1 << 13;
    /** Tiles, one below the other, of a large piece; and the tiles that are left to pieces of one, for an even end. */
    private static final int LARGE = 4;
    private static final int SINGLES = 8;
    /** Rows and columns of C in a piece for which B is not packed, multiples of every tile's. */
    private static final int PIECE_ROWS = 48;
    private static final int PIECE_COLUMNS = 128;
    /** Full tiles beside each other from which packing A for strips pays. */
    private static final int STRIP_FROM = 16;
    /**
     * Most columns of a piece of strips: long stretches of each row, as threads that take turns at short ones hold up
     * each other. Fewer where that makes fewer than so many pieces.
     */
    private static final int STRIP_COLUMNS = 2048;
    private static final int STRIP_PIECES = 16;
    /** Panels of B, at least so many in all, that are packed together, and the rows of each before the next one's turn. */
    private static final int GROUP = 2;
    private static final int GROUPED = 16;
    /** Of those, the last ones that are pieces of one, for an even end. */
    private static final int LAST = 4;
    private static final int GROUP_ROWS = 8;
    /** k up to which B is not packed: a piece of it stays in the innermost cache as it stands. */
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
    /** Whether the panels of B are shared, rather than made by each piece for itself. */
    private boolean sharesB;
    /** Rows of a panel of A: as many as its tiles have. */
    private int panelHeight;
    /** Columns of a strip's tiles, or 0: whether B stands as it is and A is packed for {@link Tiles#storeStrip}. */
    private int strip;
    /** Columns of C in a piece for which B is not packed. */
    private int pieceColumns;
    /** Rows of A whose panels are shared at a time. */
    private int rowsAtOnce;
    /** Columns of a panel of B: as many as its tiles have. */
    private int panel;
    /** The panels that are shared, or null. */
    private float[] panelsA;
    private float[] panelsB;

    // The block at work: rows i0 … i0+rows−1 and columns j0 … j0+columns−1 of C, kc products from k0 on.
    private int i0;
    private int rows;
    private int j0;
    private int columns;
    private int k0;
    private int kc;
    /** How many pieces are large; the others have one tile, or one panel. */
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
        plan();
        Scratch scratch = Scratch.mine();
        int depth = Math.min(k, Gemm.KC);
        boolean panels = packsA || strip > 0 && m > 1; // a single row is a panel as it stands
        panelsA = panels ? scratch.a(roundUp(Math.min(m, rowsAtOnce), panelHeight) * depth) : null;
        panelsB = sharesB ? scratch.b(roundUp(Math.min(n, NC), panel) * depth) : null;
        blocks();
        a.clear(); // so that no array is kept alive
        b.clear();
        this.bias = null;
        this.c = null;
        panelsA = null;
        panelsB = null;
    }

    /** What is packed, shared and cut up, by the sizes alone. */
    private void plan() {
        packsB = b.transposed() || m > 3 * height && n > width / 2 && k > FLAT;
        packsA = packsB && m >= height && n > 2 * width;
        sharesB = packsB && m > FEW_A / Math.min(k, Gemm.KC);
        rowsAtOnce = packsA && sharesB ? MC : m;
        boolean many = m > Tiles.SHORT && n >= STRIP_FROM * width;
        if (!packsB && height > Tiles.SHORT && (many || m == 1 && n >= tiles.stripWidth(1))) {
            panelHeight = m == 1 ? 1
                    : roundUp(m, Tiles.LOW) < roundUp(m, Tiles.MIDDLE) ? Tiles.LOW : Tiles.MIDDLE;
            strip = tiles.stripWidth(panelHeight);
            pieceColumns = roundUp(Math.min(STRIP_COLUMNS, Math.ceilDiv(n, STRIP_PIECES)), strip);
        } else {
            panelHeight = height;
            strip = 0;
            pieceColumns = PIECE_COLUMNS;
        }
        boolean low = strip == 0 && height > Tiles.SHORT && m > Tiles.SHORT && (m <= Tiles.LOW || !packsB);
        panel = m == 1 || low ? 2 * width : width;
    }

    private static int roundUp(int size, int step) {
        return Math.ceilDiv(size, step) * step;
    }

    private void blocks() {
        for (k0 = 0; k0 < k; k0 += Gemm.KC) {
            kc = Math.min(Gemm.KC, k - k0);
            for (i0 = 0; i0 < m; i0 += rowsAtOnce) {
                rows = Math.min(rowsAtOnce, m - i0);
                share(panelsA != null ? Math.ceilDiv(rows, panelHeight) : 0, packingA);
                some();
            }
        }
    }

    /** All columns of some rows of C. */
    private void some() {
        int most = sharesB ? NC : n;
        for (j0 = 0; j0 < n; j0 += most) {
            columns = Math.min(most, n - j0);
            if (sharesB) {
                int tilesBelow = Math.ceilDiv(rows, height);
                share(Math.ceilDiv(columns, GROUP * panel), packingB);
                largePieces = Math.max(0, tilesBelow - SINGLES) / LARGE;
                share(largePieces + tilesBelow - LARGE * largePieces, someRows);
            } else if (packsB) {
                int panels = Math.ceilDiv(columns, panel);
                largePieces = panels < GROUPED ? 0 : (panels - LAST) / GROUP;
                share(largePieces + panels - GROUP * largePieces, someColumns);
            } else {
                share(Math.ceilDiv(m, PIECE_ROWS) * Math.ceilDiv(columns, pieceColumns), someOfBoth);
            }
        }
    }

    private void share(int pieces, IntConsumer body) {
        if ((long) m * n * k <= Gemm.SMALL || body == packingA && (long) rows * kc <= FEW_NUMBERS) {
            for (int i = 0; i < pieces; i++) {
                body.accept(i);
            }
        } else {
            pool.run(pieces, body);
        }
    }

    // Packing

    /** A panel of A: its columns one after the other. */
    private void packingA(int number) {
        int i = i0 + number * panelHeight;
        int used = Math.min(panelHeight, m - i);
        int from = a.at(i, k0);
        int to = number * panelHeight * kc;
        if (a.transposed()) {
            tiles.copyRows(kc, used, a.data(), from, a.stride(), panelsA, to, panelHeight);
        } else {
            tiles.copyColumns(kc, used, a.data(), from, a.stride(), panelsA, to, panelHeight);
        }
    }

    private void packingB(int number) {
        int left = number * GROUP * panel;
        packB(left, Math.min(columns, left + GROUP * panel), panelsB, left * kc);
    }

    /** The panels of columns left … right−1 of the block. */
    private void packB(int left, int right, float[] to, int at) {
        int depth = b.transposed() ? kc : GROUP_ROWS; // neighbours in memory are read together
        for (int r = 0; r < kc; r += depth) {
            for (int j = left; j < right; j += panel) {
                int used = Math.min(panel, right - j);
                packB(r, Math.min(depth, kc - r), j, used, to, at + (j - left) * kc + r * tileWidth(used));
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

    /** Rows of C, from the shared panels. */
    private void someRows(int number) {
        int first = number < largePieces ? number * LARGE : number + largePieces * (LARGE - 1);
        int top = i0 + first * height;
        int bottom = Math.min(i0 + rows, top + (number < largePieces ? LARGE : 1) * height);
        for (int j = 0; j < columns; j += panel) {
            int used = Math.min(panel, columns - j);
            column(top, bottom, j, used, panelsB, j * kc, tileWidth(used));
        }
        finish(top, bottom, 0, columns);
    }

    /** A panel of columns of C or two, from the shared panels of A and panels of B of this thread's own. */
    private void someColumns(int number) {
        int first = number < largePieces ? number * GROUP : number + largePieces * (GROUP - 1);
        int left = first * panel;
        int right = Math.min(columns, left + (number < largePieces ? GROUP : 1) * panel);
        float[] own = Scratch.mine().panel(GROUP * panel * kc);
        packB(left, right, own, 0);
        for (int j = left; j < right; j += panel) {
            int used = Math.min(panel, right - j);
            column(0, m, j, used, own, (j - left) * kc, tileWidth(used));
        }
        finish(0, m, left, right);
    }

    /** Rows and columns of C, from B as it stands. */
    private void someOfBoth(int number) {
        int pieces = Math.ceilDiv(m, PIECE_ROWS);
        int top = number % pieces * PIECE_ROWS;
        int left = number / pieces * pieceColumns;
        int bottom = Math.min(m, top + PIECE_ROWS);
        int right = Math.min(columns, left + pieceColumns);
        int rest = strip == 0 ? left : left + (right - left) / strip * strip;
        for (int j = left; j < rest; j += strip) {
            strip(top, bottom, j);
        }
        for (int j = rest; j < right; j += panel) {
            int used = Math.min(panel, right - j);
            int wide = tileWidth(used);
            if (used < wide && wide >= width) { // such tiles read all columns of theirs
                float[] own = Scratch.mine().panel(panel * kc);
                packB(0, kc, j, used, own, 0);
                column(top, bottom, j, used, own, 0, wide);
            } else {
                column(top, bottom, j, used, b.data(), b.at(k0, j0 + j), b.stride());
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

    /** The tiles one below the other that share {@link #strip} columns of B, from its panels of A. */
    private void strip(int top, int bottom, int j) {
        for (int i = top; i < bottom; i += panelHeight) {
            boolean fits = stores() && i + panelHeight <= bottom;
            float[] to = fits ? c : Scratch.mine().tile(panelHeight * strip);
            int ldt = fits ? n : strip;
            float[] as = m == 1 ? a.data() : panelsA;
            int ao = m == 1 ? a.at(0, k0) : i * kc;
            tiles.storeStrip(panelHeight, kc, as, ao, b.data(), b.at(k0, j0 + j), b.stride(), to,
                    fits ? at(i, j) : 0, ldt);
            if (!fits) {
                merge(to, ldt, i, Math.min(panelHeight, bottom - i), j, strip);
            }
        }
    }

    /** The tiles one below the other that share a panel of B. */
    private void column(int top, int bottom, int j, int used, float[] bs, int bo, int ldb) {
        int wide = tileWidth(used);
        int i = top;
        if (packsA && used == width) {
            for (; i <= bottom - height; i += height) {
                if (stores()) {
                    tiles.store(kc, panelsA, (i - i0) * kc, bs, bo, c, at(i, j), n);
                } else {
                    tiles.add(kc, panelsA, (i - i0) * kc, bs, bo, c, at(i, j), n);
                }
            }
            if (bottom - i > Tiles.SHORT) { // one tile that overhangs is faster than several small ones
                float[] to = Scratch.mine().tile(height * width);
                tiles.store(kc, panelsA, (i - i0) * kc, bs, bo, to, 0, width);
                merge(to, width, i, bottom - i, j, width);
                return;
            }
        }
        while (i < bottom) {
            int below = packsA ? Math.min(bottom, i0 + (i - i0) / height * height + height) : bottom;
            int tall = tall(below - i, wide);
            if (wide > width && m > 1 && tall <= Tiles.SHORT) {
                smallTile(i, tall, j, width, width, bs, bo, ldb);
                smallTile(i, tall, j + width, used - width, width, bs, bo + width, ldb);
            } else {
                smallTile(i, tall, j, used, wide, bs, bo, ldb);
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
    private void smallTile(int i, int rows, int j, int used, int wide, float[] bs, int bo, int ldb) {
        float[] as = packsA ? panelsA : a.data();
        int ao = packsA ? (i - i0) / height * height * kc + (i - i0) % height : a.at(i, k0);
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
