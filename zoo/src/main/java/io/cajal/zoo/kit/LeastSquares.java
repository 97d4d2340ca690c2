package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.dense.row.linsol.qr.LinearSolverQrHouseCol_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The weights B [n × k] that bring XB nearest to Y, in double, for inputs X [m × n] and targets Y [m × k].
 *
 * <ul><li>{@link #qr} takes Householder's way, X = QR and RB = QᵀY (Golub 1965): it keeps the digits that XᵀX
 * would lose, as its condition is the square of X's; it needs all of X at once.
 * <li>{@link #ridge} solves (XᵀX + λI)B = XᵀY by Cholesky's XᵀX + λI = LLᵀ (Hoerl and Kennard 1970): the sums
 * XᵀX and XᵀY come together batch by batch ({@link NormalEquations}), and λ > 0 keeps those weights small of
 * which the data say little.</ul>
 */
public final class LeastSquares {
    /** What stays of a column beside those before it counts as rounding when it is so much shorter. */
    private static final double DEPENDENT = 1e-14;

    private LeastSquares() {
    }

    /** The B with the least ‖XB − Y‖, for rows X [m × n], m ≥ n, and Y [m × k]. */
    public static double[][] qr(double[][] x, double[][] y) {
        int m = x.length;
        int n = m == 0 ? 0 : x[0].length;
        if (m != y.length) {
            throw new CajalException(
                    "least squares: there are %d rows of inputs, but %d of targets".formatted(m, y.length));
        }
        if (n == 0 || m < n) {
            throw new CajalException(
                    "least squares: %d rows are too few for %d weights; give more, or use a ridge"
                            .formatted(m, n));
        }
        DMatrixRMaj a = matrix("the inputs", x);
        LinearSolverDense<DMatrixRMaj> solver = new LinearSolverQrHouseCol_DDRM();
        boolean done = solver.setA(a);
        QRDecomposition<DMatrixRMaj> decomposition = solver.getDecomposition();
        if (!done || !independent(decomposition.getR(null, true))) {
            throw singular("least squares", "leave some out, or use a ridge");
        }
        return solve(solver, n, matrix("the targets", y));
    }

    /**
     * The same with λ‖B‖² beside ‖XB − Y‖²: n rows √λ·I below X, with zeros to reach. Unlike {@link #ridge} it
     * never makes XᵀX, so that λ may lie below that one's rounding.
     */
    public static double[][] qr(double[][] x, double[][] y, double lambda) {
        check(lambda);
        int m = x.length;
        int n = m == 0 ? 0 : x[0].length;
        if (lambda == 0 || m != y.length || n == 0) {
            return qr(x, y);
        }
        double[][] rows = Arrays.copyOf(x, m + n);
        double[][] targets = Arrays.copyOf(y, m + n);
        for (int i = 0; i < n; i++) {
            rows[m + i] = new double[n];
            rows[m + i][i] = Math.sqrt(lambda);
            targets[m + i] = new double[y[0].length];
        }
        return qr(rows, targets);
    }

    private static void check(double lambda) {
        if (!(lambda >= 0) || lambda == Double.POSITIVE_INFINITY) {
            throw new CajalException("ridge: λ must be a number of 0 or more, got " + lambda);
        }
    }

    private static boolean independent(DMatrixRMaj r) {
        double longest = 0;
        double shortest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < r.getNumCols(); i++) {
            longest = Math.max(longest, Math.abs(r.get(i, i)));
            shortest = Math.min(shortest, Math.abs(r.get(i, i)));
        }
        return shortest > DEPENDENT * longest;
    }

    /**
     * The B of (XᵀX + λI)B = XᵀY.
     *
     * @param gram XᵀX [n × n], whose upper triangle is read
     * @param right XᵀY [n × k]
     * @param lambda 0 or more, in units of XᵀX
     */
    public static double[][] ridge(double[][] gram, double[][] right, double lambda) {
        check(lambda);
        int n = gram.length;
        if (n == 0 || right.length != n || gram[0].length != n) {
            throw new CajalException("ridge: XᵀX must be square, and as high as XᵀY; got %d × %d and %d rows"
                    .formatted(n, n == 0 ? 0 : gram[0].length, right.length));
        }
        DMatrixRMaj a = matrix("XᵀX", gram);
        for (int i = 0; i < n; i++) {
            a.add(i, i, lambda);
            for (int j = 0; j < i; j++) {
                a.set(i, j, a.get(j, i));
            }
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(n);
        if (!solver.setA(a)) {
            throw singular("ridge", "take a larger λ than " + Goal.number(lambda));
        }
        return solve(solver, n, matrix("XᵀY", right));
    }

    private static double[][] solve(LinearSolverDense<DMatrixRMaj> solver, int n, DMatrixRMaj right) {
        DMatrixRMaj b = new DMatrixRMaj(n, right.getNumCols());
        solver.solve(right, b);
        double[][] rows = new double[n][b.getNumCols()];
        for (int i = 0; i < n; i++) {
            System.arraycopy(b.getData(), i * rows[i].length, rows[i], 0, rows[i].length);
        }
        return rows;
    }

    private static CajalException singular(String method, String hint) {
        return new CajalException(
                "%s: some columns of the inputs follow from others, so that no weights are the best; %s"
                        .formatted(method, hint));
    }

    private static DMatrixRMaj matrix(String what, double[][] rows) {
        int columns = rows[0].length;
        DMatrixRMaj matrix = new DMatrixRMaj(rows.length, columns);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new CajalException("least squares: row %d of %s has %d numbers, the first has %d"
                        .formatted(i, what, rows[i].length, columns));
            }
            for (int j = 0; j < columns; j++) {
                if (!Double.isFinite(rows[i][j])) {
                    throw new CajalException("least squares: %s have %s at row %d, column %d".formatted(what,
                            rows[i][j], i, j));
                }
                matrix.set(i, j, rows[i][j]);
            }
        }
        return matrix;
    }
}
