package io.cajal.backend;

/**
 * One element's step of an optimizer: {@code v[0]} is the parameter, {@code v[1]} its gradient, {@code v[2…]}
 * the optimizer's state. Parameter and state change in place; the gradient, which another parameter may
 * share, does not. As with {@link UnaryFn}, the mathematics in double is all that is required and the float
 * loop is there for speed.
 */
public interface UpdateFn {
    /** The step for one element. */
    void at(double[] v);

    /** The same for elements {@code from … to−1} of float arrays. */
    default void forward(float[][] v, int from, int to) {
        double[] element = new double[v.length];
        for (int i = from; i < to; i++) {
            for (int j = 0; j < v.length; j++) {
                element[j] = v[j][i];
            }
            at(element);
            v[0][i] = (float) element[0];
            for (int j = 2; j < v.length; j++) {
                v[j][i] = (float) element[j];
            }
        }
    }
}
