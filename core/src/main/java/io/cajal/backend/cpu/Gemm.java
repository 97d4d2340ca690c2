package io.cajal.backend.cpu;

import io.cajal.backend.Product;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Matrix products: C [m × n] = A [m × k] · B [k × n], either of A and B stored transposed, in single
 * precision.
 *
 * <p>Every element has one definition, which the sizes alone decide, and no choice of tiles, vectors or
 * threads changes. The k products are cut into blocks of {@value #KC}; a block's sum is one chain of fused
 * multiply-adds over ascending k from +0; the blocks' sums are added to the element in order; the bias of the
 * column comes last. Only {@linkplain #areDots thin} products, of a few rows or columns, have
 * {@link Kernels#dot} for their definition: chains would leave most lanes of a vector empty, or first have to
 * transpose a matrix that is read once.
 *
 * <p>The order of work is that of Goto and van de Geijn, "Anatomy of high-performance matrix multiplication"
 * (2008). Blocks of A and B are packed into panels, in which {@link Tiles} finds its operands one after the
 * other and which stay in the caches; the tiles of C are then shared out among the {@link Workers} in pieces,
 * and after them the next block of A, so that no thread waits while it is packed. An operand that is used only
 * a few times is read where it stands.
 */
final class Gemm {
    /** k in a block: part of the definition of the result. */
    static final int KC = 1024;
    /** Rows, or columns, of a product that may be scalar products, and the k that makes them pay. */
    private static final int THIN = 16;
    private static final int LONG = 64;
    /** Numbers of A in a block: 0.5 MB of panels, for the second cache. */
    private static final int A_BLOCK = 132 * KC;
    /** Columns of B in a block: 8 MB of panels, for the outer cache. */
    private static final int NC = 2048;
    /** Rows and columns of C in a piece of work, multiples of every tile's; see {@link Multiplication#shares}. */
    private static final int PIECE_ROWS = 48;
    private static final int PIECE_COLUMNS = 128;
    /** Panels of B that are packed together, and the rows of each before it is the next one's turn. */
    private static final int GROUP = 2;
    private static final int GROUP_ROWS = 8;
    /** Multiply-adds that are not worth waking other threads for: some microseconds. */
    private static final long SMALL = 1 << 18;
    private static final int MANY = 32;
    /** k up to which nothing is packed: a piece of B stays in the innermost cache as it stands. */
    private static final int FLAT = 64;
    /** Multiply-adds in less than a microsecond. */
    private static final int TINY = 1 << 13;
    /** Multiply-adds of scalar products, which wait for memory, in a piece of work. */
    private static final int DOT_PIECE = 1 << 16;

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

    private Workers workers() {
        return workers == null ? Workers.shared() : workers;
    }

    /** All products of a batch, one after the other into {@code c}; {@code bias} (n numbers) may be null. */
    void multiply(Product p, float[] a, float[] b, float[] bias, float[] c) {
        int count = p.count();
        long work = (long) p.m() * p.n() * p.k();
        if (count == 1) {
            one(0, p, a, b, bias, c);
        } else if (work * count <= SMALL || work > 16 * SMALL && count < MANY) {
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
        int m = p.m();
        int n = p.n();
        int k = p.k();
        int ao = p.aOffsets()[i];
        int bo = p.bOffsets()[i];
        int co = i * m * n;
        if (areDots(p)) {
            dots(p, a, ao, b, bo, bias, c, co);
        } else if (n <= width / 2 && k <= KC && k > 0 && (long) m * n * k <= TINY) {
            tiny(p, a, ao, b, bo, bias, c, co);
        } else if (m > 0 && n > 0 && k > 0) {
            multiplication.get().run(p, a, ao, b, bo, bias, c, co);
        } else {
            Arrays.fill(c, co, co + m * n, 0);
            addBias(bias, 0, n, c, co, m, n);
        }
    }

    /** Adds the bias of columns from … from+columns−1 to so many rows of C. */
    private static void addBias(float[] bias, int from, int columns, float[] c, int co, int rows, int ldc) {
        for (int i = 0; i < rows && bias != null; i++) {
            int row = co + i * ldc;
            for (int j = 0; j < columns; j++) {
                c[row + j] += bias[from + j];
            }
        }
    }

    // Scalar products

    /** Whether the elements are scalar products of rows of A with columns of B. */
    static boolean areDots(Product p) {
        return !p.transA() && (p.m() == 1 && p.transB()
                || p.k() >= LONG && (p.n() <= THIN || p.transB() && p.m() <= THIN));
    }

    private void dots(Product p, float[] a, int ao, float[] b, int bo, float[] bias, float[] c, int co) {
        int m = p.m();
        int n = p.n();
        int k = p.k();
        float[] columns = b;
        int first = bo;
        if (!p.transB()) {
            columns = Scratch.mine().b(n * k);
            first = 0;
            tiles.copyColumns(n, k, b, bo, n, columns, 0, k);
        }
        if ((long) m * n * k <= 2 * DOT_PIECE) {
            tiles.storeDots(m, n, k, a, ao, k, columns, first, k, c, co, n);
            addBias(bias, 0, n, c, co, m, n);
        } else if (n <= THIN && m > 1) {
            byRows(m, n, k, a, ao, columns, first, bias, c, co);
        } else {
            byColumns(m, n, k, a, ao, columns, first, bias, c, co);
        }
    }

    private void byRows(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] bias, float[] c,
            int co) {
        int piece = Math.max(8, DOT_PIECE / (n * k) & -8);
        workers().run(Math.ceilDiv(m, piece), i -> {
            int from = i * piece;
            int rows = Math.min(piece, m - from);
            tiles.storeDots(rows, n, k, a, ao + from * k, k, b, bo, k, c, co + from * n, n);
            addBias(bias, 0, n, c, co + from * n, rows, n);
        });
    }

    private void byColumns(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] bias, float[] c,
            int co) {
        int piece = Math.max(8, DOT_PIECE / (m * k) & -8);
        workers().run(Math.ceilDiv(n, piece), i -> {
            int from = i * piece;
            int columns = Math.min(piece, n - from);
            tiles.storeDots(m, columns, k, a, ao, k, b, bo + from * k, k, c, co + from, n);
            addBias(bias, from, columns, c, co + from, m, n);
        });
    }

    /** A product for which every preparation would be too much. */
    private void tiny(Product p, float[] a, int ao, float[] b, int bo, float[] bias, float[] c, int co) {
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
        tiles.storeNarrow(m, n, k, a, ao, rowStep, kStep, b, bo, n, c, co, n);
        addBias(bias, 0, n, c, co, m, n);
    }

    /** Rows i0 … i0+rows−1 of A and its columns k0 … k0+kc−1, and where their panels are. */
    private static final class ABlock {
        private int i0;
        private int rows;
        private int k0;
        private int kc;
        private int panels;
    }

    /** The product that a thread is at; the object is used again for the next. */
    private final class Multiplication {
        private final IntConsumer packing = this::packing;
        private final IntConsumer multiplying = this::multiplying;
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
        /**
         * With many rows, the panels of B are packed once for all threads. With a single block of rows, each
         * piece is a panel wide and packs it for itself: no thread then reads what another has just written.
         */
        private boolean shares;
        /** Columns of a panel of B: as many as its tiles have. */
        private int panel;
        private float[] aPanels;
        private float[] bPanels;
        /** Rows of a block. */
        private int high;
        /**
         * Where the panels of every other block of A begin. A thread that is alone packs a block after the last use
         * of the one before, and so in its place.
         */
        private int beside;
        /** Of the process, when the product began. */
        private Workers pool;

        // The block at work: rows i0 … i0+rows−1 and columns j0 … j0+columns−1 of C, kc products from k0 on.
        private int i0;
        private int rows;
        private int j0;
        private int columns;
        private int k0;
        private int kc;
        /** Where the panels of its A are. */
        private int aFrom;
        private int rowPieces;
        private int pieceRows;
        private int pieceColumns;
        /** The block of A that is packed next. */
        private final ABlock next = new ABlock();
        /** Pieces of the loop at work; the panels of the next block of A come behind them. */
        private int pieces;

        void run(Product p, float[] as, int ao, float[] bs, int bo, float[] bias, float[] c, int co) {
            m = p.m();
            n = p.n();
            k = p.k();
            a.set(as, ao, p.transA() ? m : k, p.transA());
            b.set(bs, bo, p.transB() ? k : n, p.transB());
            this.bias = bias;
            this.c = c;
            this.co = co;
            packsB = p.transB() || m > 3 * height && n > width / 2 && k > FLAT;
            packsA = packsB && m >= height && n > 2 * width;
            boolean low = height > Tiles.SHORT && m > Tiles.SHORT && (m <= Tiles.LOW || !packsB);
            panel = m == 1 || low ? 2 * width : width;
            Scratch scratch = Scratch.mine();
            int depth = Math.min(k, KC);
            high = blockRows(depth);
            shares = packsB && m > high;
            pieceRows = packsB && !shares ? high : PIECE_ROWS;
            pieceColumns = packsB && !shares ? panel : PIECE_COLUMNS;
            int aSize = high * depth;
            pool = workers();
            beside = pool.threads() > 1 && (m > high || k > KC || n > NC) ? aSize : 0;
            aPanels = packsA ? scratch.a(aSize + beside) : null;
            bPanels = shares ? scratch.b(roundUp(Math.min(n, NC), panel) * depth) : null;
            run();
            a.clear(); // so that no array is kept alive
            b.clear();
            this.bias = null;
            this.c = null;
        }

        /** Blocks of about the same height, so that none is a rest of a few rows. */
        private int blockRows(int depth) {
            return roundUp(Math.ceilDiv(m, Math.ceilDiv(m, A_BLOCK / depth)), height);
        }

        private static int roundUp(int size, int step) {
            return Math.ceilDiv(size, step) * step;
        }

        private void run() {
            plan(0, 0, 0);
            for (j0 = 0; j0 < n; j0 += NC) {
                columns = Math.min(NC, n - j0);
                for (k0 = 0; k0 < k; k0 += KC) {
                    kc = Math.min(KC, k - k0);
                    for (i0 = 0; i0 < m; i0 += high) {
                        rows = Math.min(high, m - i0);
                        block();
                    }
                }
            }
        }

        private void block() {
            boolean first = j0 == 0 && k0 == 0 && i0 == 0;
            share(shares && i0 == 0 ? Math.ceilDiv(columns, GROUP * panel) : 0, first, packing);
            aFrom = next.panels;
            boolean moreRows = i0 + rows < m;
            boolean moreOfK = k0 + kc < k;
            plan(moreRows ? i0 + rows : 0, moreRows ? k0 : moreOfK ? k0 + kc : 0, beside - aFrom);
            rowPieces = Math.ceilDiv(rows, pieceRows);
            share(rowPieces * Math.ceilDiv(columns, pieceColumns), moreRows || moreOfK || j0 + columns < n,
                    multiplying);
        }

        /** The block of A that begins at that row and column is the next, and its panels go there. */
        private void plan(int row, int column, int panels) {
            next.i0 = row;
            next.rows = Math.min(high, m - row);
            next.k0 = column;
            next.kc = Math.min(KC, k - column);
            next.panels = panels;
        }

        /** So many pieces of a loop and, if wanted, the panels of the next block of A. */
        private void share(int count, boolean andA, IntConsumer body) {
            pieces = count;
            int all = count + (packsA && andA ? Math.ceilDiv(next.rows, height) : 0);
            if ((long) m * n * k <= SMALL) {
                for (int i = 0; i < all; i++) {
                    body.accept(i);
                }
            } else {
                pool.run(all, body);
            }
        }

        // Packing

        private void packing(int number) {
            if (number >= pieces) {
                packA((number - pieces) * height);
                return;
            }
            int left = number * GROUP * panel;
            int right = Math.min(columns, left + GROUP * panel);
            int depth = b.transposed() ? kc : GROUP_ROWS; // neighbours in memory are read together
            for (int r = 0; r < kc; r += depth) {
                for (int j = left; j < right; j += panel) {
                    int used = Math.min(panel, right - j);
                    packB(r, Math.min(depth, kc - r), j, used, bPanels, j * kc + r * tileWidth(used));
                }
            }
        }

        /** The panel of the next block of A with its row i at the top: its columns one after the other. */
        private void packA(int i) {
            int used = Math.min(height, next.rows - i);
            int from = a.at(next.i0 + i, next.k0);
            int to = next.panels + i * next.kc;
            if (a.transposed()) {
                tiles.copyRows(next.kc, used, a.data(), from, a.stride(), aPanels, to, height);
            } else {
                tiles.copyColumns(next.kc, used, a.data(), from, a.stride(), aPanels, to, height);
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

        // Multiplying

        private void multiplying(int number) {
            if (number >= pieces) {
                packA((number - pieces) * height);
                return;
            }
            int top = number % rowPieces * pieceRows;
            int left = number / rowPieces * pieceColumns;
            int bottom = Math.min(rows, top + pieceRows);
            int right = Math.min(columns, left + pieceColumns);
            Scratch mine = Scratch.mine();
            float[] tile = mine.tile(2 * Tiles.LOW * width);
            for (int j = left; j < right; j += panel) {
                int used = Math.min(panel, right - j);
                int wide = tileWidth(used);
                if (shares) {
                    column(top, bottom, j, used, wide, bPanels, j * kc, wide, tile);
                } else if (packsB || used < wide && wide >= width) { // tiles read all columns of theirs
                    float[] own = mine.panel(panel * kc);
                    packB(0, kc, j, used, own, 0);
                    column(top, bottom, j, used, wide, own, 0, wide, tile);
                } else {
                    column(top, bottom, j, used, wide, b.data(), b.at(k0, j0 + j), b.stride(), tile);
                }
            }
            if (k0 + kc == k) {
                addBias(bias, j0 + left, right - left, c, at(top, left), bottom - top, n);
            }
        }

        /** Where element (i, j) of the block stands in C. */
        private int at(int i, int j) {
            return co + (i0 + i) * n + j0 + j;
        }

        private boolean stores() {
            return k0 == 0;
        }

        /** The tiles one below the other that share a panel of B. */
        private void column(int top, int bottom, int j, int used, int wide, float[] bs, int bo, int ldb,
                float[] tile) {
            int i = top;
            if (packsA && used == width) {
                for (; i <= bottom - height; i += height) {
                    if (stores()) {
                        tiles.store(kc, aPanels, aFrom + i * kc, bs, bo, c, at(i, j), n);
                    } else {
                        tiles.add(kc, aPanels, aFrom + i * kc, bs, bo, c, at(i, j), n);
                    }
                }
            }
            while (i < bottom) {
                int below = packsA ? Math.min(bottom, i / height * height + height) : bottom;
                int tall = tall(below - i, wide);
                if (wide > width && m > 1 && tall <= Tiles.SHORT) {
                    smallTile(i, tall, j, width, width, bs, bo, ldb, tile);
                    smallTile(i, tall, j + width, used - width, width, bs, bo + width, ldb, tile);
                } else {
                    smallTile(i, tall, j, used, wide, bs, bo, ldb, tile);
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
        private void smallTile(int i, int rows, int j, int used, int wide, float[] bs, int bo, int ldb,
                float[] tile) {
            float[] as = packsA ? aPanels : a.data();
            int ao = packsA ? aFrom + i / height * height * kc + i % height : a.at(i0 + i, k0);
            int rowStep = packsA ? 1 : a.rowStep();
            int kStep = packsA ? height : a.columnStep();
            int high = wide < width ? rows : wide == width ? Tiles.SHORT : m == 1 ? 1 : Tiles.LOW;
            boolean fits = stores() && rows == high && (used == wide || wide < width);
            float[] to = fits ? c : tile;
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
                merge(tile, wide, i, rows, j, used);
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
}
