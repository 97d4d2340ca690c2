package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Function;
import java.util.function.Supplier;

/** Gradients against central differences, in double. Usable by the tests of all packages. */
public final class Differences {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-6;

    private Differences() {
    }

    /**
     * Checks the gradient of a scalar function for every element of every operand, to 1e-6 relative to the
     * larger of 1 and the gradient.
     */
    public static void check(Tensor[] operands, Function<Tensor[], Tensor> scalar) {
        Tensor[] tracked = new Tensor[operands.length];
        for (int i = 0; i < operands.length; i++) {
            tracked[i] = operands[i].tracked();
        }
        Gradients gradients = scalar.apply(tracked).backward();
        for (int i = 0; i < operands.length; i++) {
            double[] exact = gradients.get(tracked[i]).toDoubles();
            for (int j = 0; j < exact.length; j++) {
                double slope = (moved(operands, scalar, i, j, STEP) - moved(operands, scalar, i, j, -STEP))
                        / (2 * STEP);
                assertEquals(slope, exact[j], TOLERANCE * Math.max(1, Math.abs(slope)),
                        "gradient of operand " + i + " at element " + j);
            }
        }
    }

    /**
     * Checks the gradient of a scalar for every element of parameters that it reads, which are left as they
     * were.
     */
    public static void checkParams(Iterable<Param> params, Supplier<Tensor> scalar) {
        Gradients gradients = scalar.get().backward();
        for (Param param : params) {
            double[] exact = gradients.get(param).toDoubles();
            double[] values = param.toDoubles();
            for (int j = 0; j < exact.length; j++) {
                double slope = (set(param, values, j, STEP, scalar) - set(param, values, j, -STEP, scalar))
                        / (2 * STEP);
                assertEquals(slope, exact[j], TOLERANCE * Math.max(1, Math.abs(slope)),
                        "gradient of a parameter " + param.shape() + " at element " + j);
            }
            param.set(Tensor.of(param.shape(), values));
        }
    }

    private static double set(Param param, double[] values, int element, double by, Supplier<Tensor> scalar) {
        double[] copy = values.clone();
        copy[element] += by;
        param.set(Tensor.of(param.shape(), copy));
        return scalar.get().item();
    }

    private static double moved(Tensor[] operands, Function<Tensor[], Tensor> scalar, int operand,
            int element,
            double by) {
        Tensor[] copy = new Tensor[operands.length];
        for (int i = 0; i < copy.length; i++) {
            double[] values = operands[i].toDoubles();
            if (i == operand) {
                values[element] += by;
            }
            copy[i] = Tensor.of(operands[i].shape(), values).tracked();
        }
        return scalar.apply(copy).item();
    }
}
