package io.cajal.tensor;

/**
 * An operation of one's own on operands [rows × …], of which no row meets another, with a gradient written by hand:
 * for what would be dozens of small operations in the innermost part of a network. It is given twice. {@link #composed}
 * says it with tensor operations: that is what it means, what tests compare with, and how it runs in double, on other
 * devices, and where second derivatives are asked for. {@link #forward} and {@link #backward} are its loops on floats.
 */
public interface RowRule {
    /** The name in messages. */
    String name();

    /**
     * Numbers in a row of the result; throws {@link io.cajal.base.ShapeException} where operands with rows of these
     * widths do not fit.
     */
    int width(int... in);

    /** Numbers of a row that the forward pass keeps for the backward pass, beside operands and result. */
    int kept();

    /** The same result from other operations. */
    Tensor composed(Tensor... in);

    /** Writes row {@code row} of the result and of what is kept. */
    void forward(float[][] in, float[] y, float[] kept, int row);

    /** Writes row {@code row} of the gradient of each operand into {@code out}, from that of the result, g. */
    void backward(float[][] in, float[] y, float[] kept, float[] g, float[][] out, int row);
}
