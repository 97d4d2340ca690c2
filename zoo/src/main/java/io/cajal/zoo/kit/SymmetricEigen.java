package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * A symmetric matrix as its eigenvectors and eigenvalues, A = Σ λᵢ vᵢ vᵢᵀ, in double.
 *
 * @param values the largest first
 * @param vectors row i belongs to value i, and has length 1
 */
public record SymmetricEigen(double[] values, double[][] vectors) {

    public static SymmetricEigen of(double[][] matrix) {
        int n = matrix.length;
        DMatrixRMaj a = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a.set(i, j, (matrix[i][j] + matrix[j][i]) / 2); // rounding may have left them different
                if (!Double.isFinite(a.get(i, j))) {
                    throw new CajalException(
                            "eigenvalues: the matrix has %s at row %d, column %d".formatted(matrix[i][j], i,
                                    j));
                }
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (!eigen.decompose(a)) {
            throw new CajalException("eigenvalues: none were found for a matrix of %d × %d".formatted(n, n));
        }
        int[] order = IntStream.range(0, n).boxed()
                .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
                .mapToInt(i -> i).toArray();
        return new SymmetricEigen(
                Arrays.stream(order).mapToDouble(i -> eigen.getEigenvalue(i).getReal()).toArray(),
                Arrays.stream(order).mapToObj(i -> eigen.getEigenVector(i).getData().clone())
                        .toArray(double[][]::new));
    }

    /** The symmetric matrix whose square this is; eigenvalues below zero count as rounding. */
    public double[][] squareRoot() {
        int n = values.length;
        double[][] root = new double[n][n];
        for (int k = 0; k < n; k++) {
            double stretch = Math.sqrt(Math.max(0, values[k]));
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    root[i][j] += stretch * vectors[k][i] * vectors[k][j];
                }
            }
        }
        return root;
    }
}
