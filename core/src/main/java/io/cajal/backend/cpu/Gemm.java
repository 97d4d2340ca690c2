package io.cajal.backend.cpu;

import io.cajal.backend.Product;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Matrix products: C [m × n] = A [m × k] · B [k × n], either of A and B stored transposed, in single
 * precision.
 *
 * <p>Every element has one definition, which no choice of tiles, vectors or threads changes. The k products
 * are cut into blocks of {@value #KC}; a block's sum is one chain of fused multiply-adds over ascending k
 * from +0; the blocks' sums are added to the element in order (the first one is stored, unless C is to be
 * accumulated on); the bias of the column comes last. Only the product of a single row with a transposed
 * matrix, which is what a Linear layer does for one example, has {@link Kernels#dot} for its definition: it
 * is read once, and anything else would first have to transpose it.
 *
 * <p>The order of work is that of Goto and van de Geijn, "Anatomy of high-performance matrix multiplication"
 * (2008). Blocks of A and B are packed into panels, in which {@link Tiles} finds its operands one after the
 * other and which stay in the caches; the tiles of C are then shared out among the {@link Workers} in pieces.
 * An operand that is used only a few times is read where it stands.
 */
final class Gemm {
    /** k in a block: part of the definition of the result. */
    static final int KC = 512;
    /** Rows of A and columns of B in a block: with KC, 2 and 4 MB of panels, for the outer cache. */
    private static final int MC = 960;
    private static final int NC = 2048;
    /** Rows and columns of C in a piece of work, multiples of every tile's. */
    private static final int PIECE_ROWS = 48;
    private static final int PIECE_COLUMNS = 128;
    /** Multiply-adds that are not worth waking other threads for: some microseconds. */
    private static final long SMALL = 1 << 18;
    private static final int MANY = 32;
    /** k up to which B is not packed: a piece of it stays in the innermost cache as it stands. */
    private static final int FLAT = 64;
    /** Multiply-adds in less than a microsecond. */
    private static final int TINY = 1 << 13;
    /** Multiply-adds of scalar products, which wait for memory, in a piece of work. */
    private static final int ROW_PIECE = 1 << 16;

    private final Tiles tiles;
    private final Workers workers;
    private final int height;
    private final int width;
    private final ThreadLocal<Multiplication> multiplication = ThreadLocal.withInitial(Multiplication::new);

    /** With {@code workers} null, those of the process. */
    Gemm(Tiles tiles, Workers workers) {
        this.tiles = tiles;
        this.workers = workers;
        this.height = tiles.height();
        this.width = tiles.width();
    }

    private static final class Best {
        private static final Gemm GEMM = new Gemm(KernelChoice.TILES, null);
    }

    /** On the fastest tiles and the process's workers. */
    static Gemm best() {
        return Best.GEMM;
    }

    /** All products of a batch, one after the other into {@code c}; {@code bias} (n numbers) may be null. */
    void multiply(Product p, float[] a, float[] b, float[] bias, float[] c) {
        if (p.count() == 1 && p.m() == 1 && p.transB()) {
            row(p.n(), p.k(), a, p.aOffsets()[0], b, p.bOffsets()[0], bias, c);
            return;
        }
        if (p.count() == 1 && p.n() <= width / 2 && p.k() <= KC && p.k() > 0
                && (long) p.m() * p.n() * p.k() <= TINY) {
            tiny(p, a, p.aOffsets()[0], b, p.bOffsets()[0], bias, c);
            return;
        }
        if (p.count() == 1) {
            one(0, p, a, b, bias, c);
            return;
        }
        int count = p.count();
        long work = (long) p.m() * p.n() * p.k();
        if (work * count <= SMALL || work > 16 * SMALL && count < MANY) {
            for (int i = 0; i < count; i++) {
                one(i, p, a, b, bias, c);
            }
        } else {
            int group = (int) Math.max(1, SMALL / Math.max(1, work));
            workers().run(Math.ceilDiv(count, group), g -> {
                for (int i = g * group; i < Math.min(count, (g + 1) * group); i++) {
                    one(i, p, a, b, bias, c);
                }
            });
        }
    }

    private void one(int i, Product p, float[] a, float[] b, float[] bias, float[] c) {
        Multiplication work = multiplication.get();
        work.a.set(a, p.aOffsets()[i], p.transA() ? p.m() : p.k(), p.transA());
        work.b.set(b, p.bOffsets()[i], p.transB() ? p.k() : p.n(), p.transB());
        work.c.set(c, i * p.m() * p.n(), p.n(), false);
        work.run(p.m(), p.n(), p.k(), false, bias);
    }

    /** A product for which every preparation would be too much. */
    private void tiny(Product p, float[] a, int ao, float[] b, int bo, float[] bias, float[] c) {
        int m = p.m();
        int n = p.n();
        int k = p.k();
        if (p.transB()) {
            float[] turned = Scratch.mine().panel(k * n);
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < k; i++) {
                    turned[i * n + j] = b[bo + j * k + i];
                }
            }
            b = turned;
            bo = 0;
        }
        int rowStep = p.transA() ? 1 : k;
        int kStep = p.transA() ? m : 1;
        for (int i = 0; i < m; i += Tiles.NARROW) {
            tiles.storeNarrow(Math.min(Tiles.NARROW, m - i), n, k, a, ao + i * rowStep, rowStep, kStep, b, bo,
                    n, c, i * n, n);
        }
        if (bias != null) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += bias[j];
                }
            }
        }
    }

    /** A row times a transposed matrix, which is read as it stands: n scalar products. */
    private void row(int n, int k, float[] a, int ao, float[] b, int bo, float[] bias, float[] c) {
        int piece = Math.max(4, ROW_PIECE / Math.max(1, k) & -4);
        IntConsumer part = i -> {
            int from = i * piece;
            int to = Math.min(n, from + piece);
            tiles.storeDots(to - from, k, a, ao, b, bo + from * k, k, c, from);
            for (int j = from; j < to && bias != null; j++) {
                c[j] += bias[j];
            }
        };
        if ((long) n * k <= 2 * ROW_PIECE) {
            for (int i = 0; i < Math.ceilDiv(n, piece); i++) {
                part.accept(i);
            }
        } else {
            workers().run(Math.ceilDiv(n, piece), part);
        }
    }

    /**
     * C = A · B, or with {@code accumulate} C + A · B; then {@code bias}, n numbers or null, is added to
     * every row. C is not transposed and shares no memory with A or B.
     */
    void multiply(int m, int n, int k, Matrix a, Matrix b, Matrix c, boolean accumulate, float[] bias) {
        Multiplication work = multiplication.get();
        work.a.set(a);
        work.b.set(b);
        work.c.set(c);
        work.run(m, n, k, accumulate, bias);
    }

    private static void withoutProducts(int m, int n, Matrix c, boolean accumulate, float[] bias) {
        for (int i = 0; i < m; i++) {
            if (!accumulate) {
                Arrays.fill(c.data(), c.at(i, 0), c.at(i, n), 0);
            }
            addBias(c, i, 0, n, bias);
        }
    }

    private static void addBias(Matrix c, int i, int from, int to, float[] bias) {
        if (bias != null) {
            float[] row = c.data();
            int co = c.at(i, 0);
            for (int j = from; j < to; j++) {
                row[co + j] += bias[j];
            }
        }
    }

    private Workers workers() {
        return workers == null ? Workers.shared() : workers;
    }

    /** The product that a thread is at; it is used again for the next. */
    private final class Multiplication {
        private final IntConsumer packing = this::pack;
        private final IntConsumer multiplying = this::piece;
        private int m;
        private int n;
        private int k;
        private final Matrix a = new Matrix();
        private final Matrix b = new Matrix();
        private final Matrix c = new Matrix();
        private boolean accumulate;
        private float[] bias;

        private boolean packsA;
        private boolean packsB;
        /** Columns of a panel of B; as many as a tile has. */
        private int panel;
        private float[] aPanels;
        private float[] bPanels;

        // The block at work: rows i0 … i0+rows−1 and columns j0 … j0+columns−1 of C, kc products from k0 on.
        private int i0;
        private int rows;
        private int j0;
        private int columns;
        private int k0;
        private int kc;
        private int rowPieces;
        /** Panels of A to pack; those of B come behind them. */
        private int aCount;

        void run(int m, int n, int k, boolean accumulate, float[] bias) {
            if (m == 0 || n == 0) {
                return;
            }
            if (k == 0) {
                withoutProducts(m, n, c, accumulate, bias);
                return;
            }
            this.m = m;
            this.n = n;
            this.k = k;
            this.accumulate = accumulate;
            this.bias = bias;
            panel = m == 1 || m == Tiles.LOW || m == Tiles.LOW - 1 ? 2 * width : width;
            packsA = m >= height && n > 2 * width;
            packsB = b.transposed() || m > 3 * height && n > width / 2 && k > FLAT;
            Scratch scratch = Scratch.mine();
            int depth = Math.min(k, KC);
            aPanels = packsA ? scratch.a(roundUp(Math.min(m, MC), height) * depth) : null;
            bPanels = packsB && m > PIECE_ROWS ? scratch.b(roundUp(Math.min(n, NC), panel) * depth) : null;
            run();
            a.clear(); // so that no array is kept alive
            b.clear();
            c.clear();
            this.bias = null;
        }

        private static int roundUp(int size, int step) {
            return Math.ceilDiv(size, step) * step;
        }

        private void run() {
            for (j0 = 0; j0 < n; j0 += NC) {
                columns = Math.min(NC, n - j0);
                for (k0 = 0; k0 < k; k0 += KC) {
                    kc = Math.min(KC, k - k0);
                    for (i0 = 0; i0 < m; i0 += MC) {
                        rows = Math.min(MC, m - i0);
                        block();
                    }
                }
            }
        }

        private void block() {
            rowPieces = Math.ceilDiv(rows, PIECE_ROWS);
            aCount = packsA ? Math.ceilDiv(rows, height) : 0;
            int bCount = bPanels != null && i0 == 0 ? Math.ceilDiv(columns, panel) : 0;
            share(aCount + bCount, packing);
            share(rowPieces * Math.ceilDiv(columns, PIECE_COLUMNS), multiplying);
        }

        private void pack(int number) {
            if (number < aCount) {
                packA(number * height);
            } else {
                int j = (number - aCount) * panel;
                packB(j, Math.min(panel, columns - j), bPanels, j * kc);
            }
        }

        private void share(int pieces, IntConsumer body) {
            if ((long) m * n * k <= SMALL) {
                for (int i = 0; i < pieces; i++) {
                    body.accept(i);
                }
            } else {
                workers().run(pieces, body);
            }
        }

        /** The panel of A with row i of the block at its top: its columns one after the other. */
        private void packA(int i) {
            int used = Math.min(height, rows - i);
            int from = a.at(i0 + i, k0);
            if (a.transposed()) {
                tiles.copyRows(kc, used, a.data(), from, a.stride(), aPanels, i * kc, height);
            } else {
                tiles.copyColumns(kc, used, a.data(), from, a.stride(), aPanels, i * kc, height);
            }
        }

        /** The {@code used} columns of B from column j of the block on: their rows one after the other. */
        private void packB(int j, int used, float[] to, int at) {
            int from = b.at(k0, j0 + j);
            if (b.transposed()) {
                tiles.copyColumns(kc, used, b.data(), from, b.stride(), to, at, tileWidth(used));
            } else {
                tiles.copyRows(kc, used, b.data(), from, b.stride(), to, at, tileWidth(used));
            }
        }

        /** The width of the narrowest tile that has so many columns. */
        private int tileWidth(int used) {
            return used > width ? 2 * width : used > width / 2 ? width : width / 2;
        }

        private void piece(int number) {
            int top = number % rowPieces * PIECE_ROWS;
            int left = number / rowPieces * PIECE_COLUMNS;
            int bottom = Math.min(rows, top + PIECE_ROWS);
            int right = Math.min(columns, left + PIECE_COLUMNS);
            Scratch mine = Scratch.mine();
            float[] tile = mine.tile(2 * Tiles.LOW * width);
            for (int j = left; j < right; j += panel) {
                int used = Math.min(panel, right - j);
                if (bPanels != null) {
                    column(top, bottom, j, used, bPanels, j * kc, tileWidth(used), tile);
                } else if (packsB || used < panel && used > width / 2) { // tiles read all columns of theirs
                    float[] own = mine.panel(panel * kc);
                    packB(j, used, own, 0);
                    column(top, bottom, j, used, own, 0, tileWidth(used), tile);
                } else {
                    column(top, bottom, j, used, b.data(), b.at(k0, j0 + j), b.stride(), tile);
                }
            }
            if (k0 + kc == k) {
                for (int i = top; i < bottom; i++) {
                    addBias(c, i0 + i, j0 + left, j0 + right, bias);
                }
            }
        }

        /** The tiles one below the other that share a panel of B. */
        private void column(int top, int bottom, int j, int used, float[] bs, int bo, int ldb, float[] tile) {
            int i = top;
            if (packsA && used == width) {
                for (; i <= bottom - height; i += height) {
                    int co = c.at(i0 + i, j0 + j);
                    if (stores()) {
                        tiles.store(kc, aPanels, i * kc, bs, bo, ldb, c.data(), co, c.stride());
                    } else {
                        tiles.add(kc, aPanels, i * kc, bs, bo, ldb, c.data(), co, c.stride());
                    }
                }
            }
            int wide = tileWidth(used);
            int high = wide < width ? Tiles.NARROW : wide == width ? Tiles.SHORT : m == 1 ? 1 : Tiles.LOW;
            while (i < bottom) {
                int inPanel = packsA ? height - i % height : high;
                int tall = Math.min(Math.min(high, inPanel), bottom - i);
                smallTile(i, tall, high, j, used, wide, bs, bo, ldb, tile);
                i += tall;
            }
        }

        private boolean stores() {
            return k0 == 0 && !accumulate;
        }

        /** {@code rows} and {@code used} columns of a tile that is {@code high} and {@code wide}. */
        private void smallTile(int i, int rows, int high, int j, int used, int wide, float[] bs, int bo,
                int ldb, float[] tile) {
            float[] as = packsA ? aPanels : a.data();
            int ao = packsA ? i / height * height * kc + i % height : a.at(i0 + i, k0);
            int rowStep = packsA ? 1 : a.rowStep();
            int kStep = packsA ? height : a.columnStep();
            int co = c.at(i0 + i, j0 + j);
            boolean fits = stores() && (wide < width || used == wide && rows == high);
            float[] to = fits ? c.data() : tile;
            int at = fits ? co : 0;
            int ldt = fits ? c.stride() : wide;
            if (wide < width) {
                tiles.storeNarrow(rows, used, kc, as, ao, rowStep, kStep, bs, bo, ldb, to, at, ldt);
            } else if (wide == width) {
                tiles.storeShort(rows, kc, as, ao, rowStep, kStep, bs, bo, ldb, to, at, ldt);
            } else if (high == 1) {
                tiles.storeRow(kc, as, ao, kStep, bs, bo, ldb, to, at);
            } else {
                tiles.storeLow(rows, kc, as, ao, rowStep, kStep, bs, bo, ldb, to, at, ldt);
            }
            if (!fits) {
                merge(tile, wide, rows, used, co);
            }
        }

        private void merge(float[] tile, int ldt, int high, int used, int co) {
            float[] cs = c.data();
            for (int i = 0; i < high; i++) {
                int from = i * ldt;
                int to = co + i * c.stride();
                if (stores()) {
                    System.arraycopy(tile, from, cs, to, used);
                } else {
                    for (int j = 0; j < used; j++) {
                        cs[to + j] += tile[from + j];
                    }
                }
            }
        }
    }
}
