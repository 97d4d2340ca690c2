package io.cajal.backend.cpu;

/**
 * A row-major matrix inside an array: rows begin at {@code offset} and are {@code stride} apart. When
 * {@code transposed}, what is stored is the transpose of the matrix that is meant. One object serves many
 * matrices, one after the other.
 */
final class Matrix {
    private float[] data;
    private int offset;
    private int stride;
    private boolean transposed;

    void set(float[] data, int offset, int stride, boolean transposed) {
        this.data = data;
        this.offset = offset;
        this.stride = stride;
        this.transposed = transposed;
    }

    /** Lets go of the array. */
    void clear() {
        data = null;
    }

    float[] data() {
        return data;
    }

    int stride() {
        return stride;
    }

    boolean transposed() {
        return transposed;
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
