package io.cajal.backend.cpu;

import io.cajal.backend.Product;

/**
 * Matrix products. K is cut into blocks of {@value #KC}; within a block each element of C is one chain of fused
 * multiply-adds over ascending k that starts from +0; the blocks' results are added in order, the bias last.
 */
final class Gemm {
    private static final int KC = 512;

    private Gemm() {
    }

    /** Every product of the batch into {@code c}; {@code bias} may be null. */
    static void multiply(Product p, float[] a, float[] b, float[] bias, float[] c) {
        Workers.shared().run(p.count(), i -> one(p, i, a, b, bias, c));
    }

    private static void one(Product p, int number, float[] a, float[] b, float[] bias, float[] c) {
        int n = p.n();
        int ao = p.aOffsets()[number];
        int bo = p.bOffsets()[number];
        int aRow = p.transA() ? 1 : p.k();
        int aColumn = p.transA() ? p.m() : 1;
        int bRow = p.transB() ? 1 : n;
        int bColumn = p.transB() ? p.k() : 1;
        float[] chain = new float[n];
        for (int i = 0; i < p.m(); i++) {
            int row = (number * p.m() + i) * n;
            for (int k0 = 0; k0 < p.k(); k0 += KC) {
                java.util.Arrays.fill(chain, 0);
                for (int k = k0; k < Math.min(k0 + KC, p.k()); k++) {
                    float x = a[ao + i * aRow + k * aColumn];
                    for (int j = 0; j < n; j++) {
                        chain[j] = Math.fma(x, b[bo + k * bRow + j * bColumn], chain[j]);
                    }
                }
                for (int j = 0; j < n; j++) {
                    c[row + j] = k0 == 0 ? chain[j] : c[row + j] + chain[j];
                }
            }
            for (int j = 0; bias != null && j < n; j++) {
                c[row + j] += bias[j];
            }
        }
    }
}
