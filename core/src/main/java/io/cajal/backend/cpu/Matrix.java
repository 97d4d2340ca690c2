package io.cajal.backend.cpu;

/**
 * A row-major matrix inside an array: rows begin at {@code offset} and are {@code stride} apart. When
 * {@code transposed}, what is stored is the transpose of the matrix that is meant.
 */
record Matrix(float[] data, int offset, int stride, boolean transposed) {
    static Matrix of(float[] data, int offset, int stride) {
        return new Matrix(data, offset, stride, false);
    }

    static Matrix transposed(float[] data, int offset, int stride) {
        return new Matrix(data, offset, stride, true);
    }

    /** Where element (i, j) of the matrix that is meant stands. */
    int at(int i, int j) {
        return offset + i * rowStep() + j * columnStep();
    }

    int rowStep() {
        return transposed ? 1 : stride;
    }

    int columnStep() {
        return transposed ? stride : 1;
    }
}
