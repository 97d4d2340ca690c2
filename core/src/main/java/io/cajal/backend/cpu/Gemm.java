package io.cajal.backend.cpu;

import io.cajal.backend.Product;
import java.util.Arrays;

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
 * <p>{@link Multiplication} has the order of work of all others.
 */
final class Gemm {
    /** k in a block: part of the definition of the result. */
    static final int KC = 1024;
    /** Rows, or columns, of a product that may be scalar products, and the k that makes them pay. */
    private static final int THIN = 16;
    private static final int LONG = 64;
    /** Multiply-adds that are not worth waking other threads for: some microseconds. */
    static final long SMALL = 1 << 18;
    private static final int MANY = 32;
    /** Multiply-adds in less than a microsecond. */
    private static final int TINY = 1 << 13;
    /** Multiply-adds of scalar products, which wait for memory, in a piece of work. */
    private static final int DOT_PIECE = 1 << 16;

    private final Tiles tiles;
    private final Workers workers;
    private final ThreadLocal<Multiplication> multiplication;

    /** With {@code workers} null, those of the process. */
    Gemm(Tiles tiles, Workers workers) {
        this.tiles = tiles;
        this.workers = workers;
        this.multiplication = ThreadLocal.withInitial(() -> new Multiplication(tiles));
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
        } else if (n <= tiles.width() / 2 && k <= KC && k > 0 && (long) m * n * k <= TINY) {
            tiny(p, a, ao, b, bo, bias, c, co);
        } else if (m > 0 && n > 0 && k > 0) {
            multiplication.get().run(workers(), p, a, ao, b, bo, bias, c, co);
        } else {
            Arrays.fill(c, co, co + m * n, 0);
            addBias(bias, 0, n, c, co, m, n);
        }
    }

    /** Adds the bias of columns from … from+columns−1 to so many rows of C. */
    static void addBias(float[] bias, int from, int columns, float[] c, int co, int rows, int ldc) {
        Elementwise loops = Elementwise.of(rows * columns);
        for (int i = 0; i < rows && bias != null; i++) {
            int row = co + i * ldc;
            loops.add(c, row, bias, from, c, row, columns);
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
}
