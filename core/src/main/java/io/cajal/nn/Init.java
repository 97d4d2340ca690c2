package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import java.util.List;

/**
 * How parameters start: torch.nn.init's ways, each a fresh {@link Param}. A layer takes any of them: {@code
 * new Linear(Init.xavierUniform(1, rng, 300, 784), Init.zeros(300))}. Weights must differ, or all units of a
 * layer learn the same; and their variance decides whether signals and gradients grow, stay or die out from
 * layer to layer.
 */
public final class Init {
    private static final List<String> NONLINEARITIES = List.of("linear", "sigmoid", "tanh", "relu",
            "leaky_relu", "selu");

    /** How many numbers meet in a unit, of a weight [out × in × kernel…]. */
    public enum Fan {
        /** in times the kernel's size: keeps the variance of signals on their way forward. */
        IN,
        /** out times the kernel's size: keeps the variance of gradients on their way back. */
        OUT;

        int of(Shape shape) {
            checkRank(shape);
            return shape.size(this == IN ? 1 : 0) * shape.elements(2, shape.rank());
        }
    }

    private Init() {
    }

    /**
     * PyTorch's default for Linear: uniform in ±1/√fan_in, which is {@link #kaimingUniform} with the gain of
     * a leaky unit of slope √5.
     */
    public static Param standard(Rng rng, int... sizes) {
        return uniform(1 / Math.sqrt(Fan.IN.of(Shape.of(sizes))), rng, sizes);
    }

    public static Param zeros(int... sizes) {
        return constant(0, sizes);
    }

    public static Param constant(double value, int... sizes) {
        return Param.of(Tensor.full(Shape.of(sizes), value));
    }

    /** Uniform in ±bound. */
    public static Param uniform(double bound, Rng rng, int... sizes) {
        return Param.of(Tensor.uniform(Shape.of(sizes), -bound, bound, rng));
    }

    /** Normal with mean 0. */
    public static Param normal(double deviation, Rng rng, int... sizes) {
        return Param.of(Tensor.normal(Shape.of(sizes), rng).mul(deviation));
    }

    /**
     * Normal with deviation 0.01: the "small random numbers" of decks 1 to 3. In a deep network signals die
     * out.
     */
    public static Param smallRandom(Rng rng, int... sizes) {
        return normal(0.01, rng, sizes);
    }

    /** Uniform with variance gain² · 2/(fan_in + fan_out) (Glorot and Bengio 2010): for sigmoid and tanh. */
    public static Param xavierUniform(double gain, Rng rng, int... sizes) {
        return uniform(gain * Math.sqrt(3 / meanFan(sizes)), rng, sizes);
    }

    /** Normal with variance gain² · 2/(fan_in + fan_out). */
    public static Param xavierNormal(double gain, Rng rng, int... sizes) {
        return normal(gain / Math.sqrt(meanFan(sizes)), rng, sizes);
    }

    private static double meanFan(int... sizes) {
        Shape shape = Shape.of(sizes);
        return 0.5 * Fan.IN.of(shape) + 0.5 * Fan.OUT.of(shape);
    }

    /**
     * Uniform with variance gain²/fan_in (He, Zhang, Ren and Sun 2015): for rectified units, with {@code
     * gain("relu")}.
     */
    public static Param kaimingUniform(double gain, Rng rng, int... sizes) {
        return kaimingUniform(gain, Fan.IN, rng, sizes);
    }

    /** Uniform with variance gain²/fan. */
    public static Param kaimingUniform(double gain, Fan fan, Rng rng, int... sizes) {
        return uniform(gain * Math.sqrt(3.0 / fan.of(Shape.of(sizes))), rng, sizes);
    }

    /** Normal with variance gain²/fan_in. */
    public static Param kaimingNormal(double gain, Rng rng, int... sizes) {
        return kaimingNormal(gain, Fan.IN, rng, sizes);
    }

    /** Normal with variance gain²/fan. */
    public static Param kaimingNormal(double gain, Fan fan, Rng rng, int... sizes) {
        return normal(gain / Math.sqrt(fan.of(Shape.of(sizes))), rng, sizes);
    }

    /**
     * A matrix [rows × columns] with orthonormal rows, or columns where there are more rows, times gain
     * (Saxe, McClelland and Ganguli 2014): signals keep their length through many layers. Further axes count
     * as columns.
     */
    public static Param orthogonal(double gain, Rng rng, int... sizes) {
        Shape shape = Shape.of(sizes);
        checkRank(shape);
        int rows = shape.size(0);
        int columns = shape.elements(1, shape.rank());
        int count = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        double[][] basis = orthonormal(count, length, rng);
        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = gain * (rows <= columns ? basis[i][j] : basis[j][i]);
            }
        }
        return Param.of(Tensor.of(shape, values));
    }

    /** Normal vectors made orthonormal by the modified Gram-Schmidt process, done twice for accuracy. */
    private static double[][] orthonormal(int count, int length, Rng rng) {
        double[][] basis = new double[count][length];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < length; k++) {
                basis[i][k] = rng.normal();
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    double along = dot(basis[i], basis[j]);
                    for (int k = 0; k < length; k++) {
                        basis[i][k] -= along * basis[j][k];
                    }
                }
            }
            double norm = Math.sqrt(dot(basis[i], basis[i]));
            for (int k = 0; k < length; k++) {
                basis[i][k] /= norm;
            }
        }
        return basis;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** The {@link #gain(String, double) gain} of a nonlinearity without a parameter. */
    public static double gain(String nonlinearity) {
        return gain(nonlinearity, 0.01);
    }

    /**
     * The factor that makes up for what a nonlinearity takes from the variance, as
     * torch.nn.init.calculate_gain.
     *
     * @param slope of a leaky_relu below 0; of no meaning for others
     */
    public static double gain(String nonlinearity, double slope) {
        return switch (nonlinearity) {
            case "linear", "sigmoid" -> 1;
            case "tanh" -> 5.0 / 3;
            case "relu" -> Math.sqrt(2);
            case "leaky_relu" -> Math.sqrt(2 / (1 + slope * slope));
            case "selu" -> 0.75;
            default -> throw new CajalException(
                    "init: no gain is known for \"%s\"%s; known are %s".formatted(nonlinearity,
                            Nearest.hint(nonlinearity, NONLINEARITIES), String.join(", ", NONLINEARITIES)));
        };
    }

    private static void checkRank(Shape shape) {
        if (shape.rank() < 2) {
            throw new ShapeException("init: a weight needs two axes or more, [out × in …], got " + shape);
        }
    }
}
