package io.cajal.zoo;

import java.math.BigDecimal;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * Least squares min ‖y − Xβ‖ by Householder QR with iterative refinement (Björck 1967). Solution β and
 * residual r fulfil r + Xβ = y and Xᵀr = 0 together; both are corrected by what these two equations lack,
 * computed exactly. That keeps the digits which a large residual would cost.
 */
final class Refinement {
    private static final int ROUNDS = 2;

    private Refinement() {
    }

    static double[] solve(DMatrixRMaj x, DMatrixRMaj y) {
        int m = x.getNumRows();
        int n = x.getNumCols();
        QRDecomposition<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.qr(m, n);
        decomposition.decompose(x.copy());
        DMatrixRMaj q = decomposition.getQ(null, true);  // [m × n]
        DMatrixRMaj r = decomposition.getR(null, true);  // [n × n]
        DMatrixRMaj beta = new DMatrixRMaj(n, 1);
        DMatrixRMaj residual = new DMatrixRMaj(m, 1);
        for (int round = 0; round <= ROUNDS; round++) {
            DMatrixRMaj f = lackOfFit(x, y, beta, residual);
            DMatrixRMaj g = lackOfOrthogonality(x, residual);
            DMatrixRMaj h = backward(r, g, true);
            DMatrixRMaj d = new DMatrixRMaj(n, 1);
            CommonOps_DDRM.multTransA(q, f, d);
            DMatrixRMaj difference = new DMatrixRMaj(n, 1);
            CommonOps_DDRM.subtract(d, h, difference);
            CommonOps_DDRM.addEquals(beta, backward(r, difference, false));
            DMatrixRMaj inside = new DMatrixRMaj(m, 1);
            CommonOps_DDRM.mult(q, difference, inside);
            CommonOps_DDRM.addEquals(residual, f);
            CommonOps_DDRM.subtractEquals(residual, inside);
        }
        return beta.getData();
    }

    /** y − r − Xβ, each element summed exactly and rounded once. */
    private static DMatrixRMaj lackOfFit(DMatrixRMaj x, DMatrixRMaj y, DMatrixRMaj beta,
            DMatrixRMaj residual) {
        DMatrixRMaj f = new DMatrixRMaj(x.getNumRows(), 1);
        for (int i = 0; i < x.getNumRows(); i++) {
            BigDecimal sum = new BigDecimal(y.get(i, 0)).subtract(new BigDecimal(residual.get(i, 0)));
            for (int j = 0; j < x.getNumCols(); j++) {
                sum = sum.subtract(new BigDecimal(x.get(i, j)).multiply(new BigDecimal(beta.get(j, 0))));
            }
            f.set(i, 0, sum.doubleValue());
        }
        return f;
    }

    /** −Xᵀr, each element summed exactly and rounded once. */
    private static DMatrixRMaj lackOfOrthogonality(DMatrixRMaj x, DMatrixRMaj residual) {
        DMatrixRMaj g = new DMatrixRMaj(x.getNumCols(), 1);
        for (int j = 0; j < x.getNumCols(); j++) {
            BigDecimal sum = BigDecimal.ZERO;
            for (int i = 0; i < x.getNumRows(); i++) {
                sum = sum.subtract(new BigDecimal(x.get(i, j)).multiply(new BigDecimal(residual.get(i, 0))));
            }
            g.set(j, 0, sum.doubleValue());
        }
        return g;
    }

    /** Solves R z = b, or Rᵀ z = b, for the upper triangle R. */
    private static DMatrixRMaj backward(DMatrixRMaj r, DMatrixRMaj b, boolean transposed) {
        int n = r.getNumCols();
        DMatrixRMaj z = new DMatrixRMaj(n, 1);
        for (int step = 0; step < n; step++) {
            int i = transposed ? step : n - 1 - step;
            double sum = b.get(i, 0);
            for (int k = 0; k < step; k++) {
                int j = transposed ? k : n - 1 - k;
                sum -= (transposed ? r.get(j, i) : r.get(i, j)) * z.get(j, 0);
            }
            z.set(i, 0, sum / r.get(i, i));
        }
        return z;
    }
}
