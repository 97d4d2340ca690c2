package io.cajal.tensor;

import io.cajal.backend.Axis;
import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.backend.Recurrence;
import io.cajal.backend.Reduction;
import io.cajal.backend.Resampling;
import io.cajal.backend.View;
import io.cajal.base.CajalException;
import io.cajal.base.DType;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * An immutable block of numbers with a {@link Shape}, on a device. Methods have PyTorch's names and meanings;
 * negative axes count from the end. Operations on a tensor that is tracked (a {@link Param}, a {@link
 * #tracked} tensor, or anything computed from one) are recorded, and {@link #backward} gives the gradients.
 *
 * <p>There is one kind of number: positions, class labels and masks (0 or 1) are tensors too, as in {@code
 * logits.argmax(-1).eq(labels).mean()}. A method that takes positions checks that they are whole and in
 * range.
 */
public sealed class Tensor permits Stored {
    private final Shape shape;
    private final Backend device;
    private final Data data;
    private final int generation;
    /** Null when no gradient flows here. */
    final Node node;

    Tensor(Shape shape, Backend device, Data data, Node node) {
        this.shape = shape;
        this.device = device;
        this.data = data;
        this.generation = data == null ? 0 : data.generation();
        this.node = node;
    }

    /** For a leaf: tracked or not. */
    Tensor(Shape shape, Backend device, Data data, boolean tracked) {
        this.shape = shape;
        this.device = device;
        this.data = data;
        this.generation = data.generation();
        this.node = tracked ? Node.leaf(this) : null;
    }

    // Making tensors

    /** A block of a device's numbers seen as a tensor. */
    public static Tensor wrap(Shape shape, Backend device, Data data) {
        if (data.size() != shape.elements()) {
            throw new ShapeException("tensor: %d numbers do not fill shape %s".formatted(data.size(), shape));
        }
        return new Tensor(shape, device, data, null);
    }

    /** Numbers in row-major order under a shape. */
    public static Tensor of(Shape shape, float... values) {
        Backend device = Run.current().device();
        return wrap(shape, device, device.of(values));
    }

    /** Numbers in row-major order under a shape. */
    public static Tensor of(Shape shape, double... values) {
        Backend device = Run.current().device();
        return wrap(shape, device, device.of(values));
    }

    /** A vector [n]. */
    public static Tensor of(double... values) {
        return of(Shape.of(values.length), values);
    }

    /** A matrix [rows × columns]. */
    public static Tensor of(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] values = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new ShapeException("tensor: row 0 has %d numbers, row %d has %d"
                        .formatted(columns, i, rows[i].length));
            }
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return of(Shape.of(rows.length, columns), values);
    }

    public static Tensor scalar(double value) {
        return full(Shape.SCALAR, value);
    }

    public static Tensor full(Shape shape, double value) {
        Backend device = Run.current().device();
        return new Tensor(shape, device, device.full(shape.elements(), value), null);
    }

    public static Tensor zeros(int... sizes) {
        return full(Shape.of(sizes), 0);
    }

    public static Tensor ones(int... sizes) {
        return full(Shape.of(sizes), 1);
    }

    /** 0, 1, … n−1. */
    public static Tensor arange(int n) {
        double[] values = new double[Shape.of(n).elements()];
        Arrays.setAll(values, i -> i);
        return of(values);
    }

    /** {@code count} numbers from start to end, both included, evenly spaced. */
    public static Tensor linspace(double start, double end, int count) {
        double[] values = new double[Shape.of(count).elements()];
        Arrays.setAll(values, i -> count == 1 ? start : start + (end - start) * i / (count - 1));
        return of(values);
    }

    /** The identity matrix [n × n]. */
    public static Tensor eye(int n) {
        return eye(n, Run.current().device());
    }

    static Tensor eye(int n, Backend device) {
        Shape square = Shape.of(n, n);
        double[] values = new double[square.elements()];
        for (int i = 0; i < n; i++) {
            values[i * n + i] = 1;
        }
        return wrap(square, device, device.of(values));
    }

    /** Uniform in [low, high). */
    public static Tensor uniform(Shape shape, double low, double high, Rng rng) {
        return drawn(shape, () -> rng.uniform(low, high));
    }

    /** Normal with mean 0 and standard deviation 1. */
    public static Tensor normal(Shape shape, Rng rng) {
        return drawn(shape, rng::normal);
    }

    private static Tensor drawn(Shape shape, DoubleSupplier draw) {
        double[] values = new double[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = draw.getAsDouble();
        }
        return of(shape, values);
    }

    /** This tensor's shape and device, filled with one value. */
    public final Tensor filled(double value) {
        return block(shape, value);
    }

    // What it is

    public final Shape shape() {
        return shape;
    }

    public final int size(int axis) {
        return shape.size(axis);
    }

    public final int rank() {
        return shape.rank();
    }

    public final Backend device() {
        return device;
    }

    /** The device's block, for backends and optimizers; opaque to everybody else. */
    public final Data data() {
        if (data == null) {
            throw new IllegalStateException("the numbers of a %s tensor were not kept for the backward pass:"
                    .formatted(shape)
                    + " the operation that reads them must say so in keepsInput or keepsOutput");
        }
        if (data.generation() != generation) {
            throw new CajalException(
                    "a tensor of shape %s was made in an arena's step that has ended, and its"
                            .formatted(shape) + " memory is used again: keep() it inside the step");
        }
        return data;
    }

    final Tensor withoutNumbers() {
        return new Tensor(shape, device, null, node);
    }

    /** The only number of a tensor with one element. */
    public final double item() {
        if (shape.elements() != 1) {
            throw new ShapeException("item: needs one element, got shape " + shape);
        }
        return device.toDoubles(data())[0];
    }

    /** A copy of the numbers, row by row. */
    public final float[] toFloats() {
        return device.toFloats(data());
    }

    /** A copy of the numbers, row by row. */
    public final double[] toDoubles() {
        return device.toDoubles(data());
    }

    /** The numbers as positions in 0 … limit−1; {@code what} names them in the message when one is not. */
    public final int[] toPositions(String what, int limit) {
        if (!arePositions(limit)) {
            throw misfit(what, "positions", limit, limit == 0 ? "none, as there is nothing to choose from"
                    : "a whole number in 0 … " + (limit - 1));
        }
        double[] values = toDoubles();
        int[] positions = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            positions[i] = (int) values[i];
        }
        return positions;
    }

    /** That these are the numbers of classes, for {@code what} needs them. */
    public final void checkLabels(String what, int classes) {
        if (!arePositions(classes)) {
            throw misfit(what, "labels", classes,
                    "a whole number in 0 … %d, as there are %d classes".formatted(classes - 1, classes));
        }
    }

    /** About the first number that is no position. */
    private CajalException misfit(String what, String noun, int limit, String expected) {
        double[] values = toDoubles();
        int i = 0;
        while (values[i] == Math.rint(values[i]) && values[i] >= 0 && values[i] < limit) {
            i++;
        }
        String got = device.dtype() == DType.FLOAT32 ? Float.toString((float) values[i])
                : Double.toString(values[i]);
        return new CajalException("%s: element %d of the %s %s is %s, expected %s".formatted(what, i, noun,
                shape, got, expected));
    }

    /** Whether all are whole numbers in 0 … limit−1. */
    public final boolean arePositions(int limit) {
        return device.arePositions(data(), limit);
    }

    public final boolean isFinite() {
        return device.isFinite(data());
    }

    /** The same numbers on another device, untracked; this tensor itself when it is there already. */
    public final Tensor to(Backend other) {
        return other == device ? this : wrap(shape, other, other.of(toDoubles()));
    }

    // Gradients

    /** Whether gradients flow to or through this tensor. */
    public final boolean isTracked() {
        return node != null;
    }

    /** The same numbers as a leaf that {@link Gradients} has an entry for. */
    public final Tensor tracked() {
        return new Tensor(shape, device, snapshot(), true);
    }

    /** The same numbers, with no gradient flowing back. */
    public final Tensor detach() {
        return new Tensor(shape, device, snapshot(), null);
    }

    /**
     * The same numbers in memory of their own, with no gradient flowing back: for use after the {@link
     * io.cajal.backend.Arena} step that made them.
     */
    public final Tensor keep() {
        return new Tensor(shape, device, device.copyOf(data()), null);
    }

    /** The numbers as they are now, also when this is a parameter that changes later. */
    private Data snapshot() {
        return this instanceof Stored ? device.copyOf(data()) : data();
    }

    /** The gradient of this single number with respect to every tracked leaf it depends on. */
    public final Gradients backward() {
        if (shape.elements() != 1) {
            throw new ShapeException("backward: needs one number, got shape %s: take sum() or mean() first,"
                    .formatted(shape) + " or give a gradient for the result");
        }
        return backward(filled(1), false);
    }

    /**
     * The vector-Jacobian product with {@code seed}, of this shape. With {@code createGraph} the gradients
     * are recorded too and can be differentiated again.
     */
    public final Gradients backward(Tensor seed, boolean createGraph) {
        return Autograd.backward(this, seed, createGraph);
    }

    // Arithmetic, with broadcasting

    public final Tensor add(Tensor other) {
        return Op.apply(new Arithmetic.Add(), this, other);
    }

    public final Tensor add(double number) {
        return Op.apply(Elementary.Affine.of(1, number), this);
    }

    public final Tensor sub(Tensor other) {
        return Op.apply(new Arithmetic.Sub(), this, other);
    }

    public final Tensor sub(double number) {
        return add(-number);
    }

    public final Tensor mul(Tensor other) {
        return Op.apply(new Arithmetic.Mul(), this, other);
    }

    public final Tensor mul(double number) {
        return Op.apply(Elementary.Affine.of(number, 0), this);
    }

    public final Tensor div(Tensor other) {
        return Op.apply(new Arithmetic.Div(), this, other);
    }

    public final Tensor div(double number) {
        return mul(1 / number);
    }

    public final Tensor pow(Tensor exponent) {
        return Op.apply(new Arithmetic.Pow(), this, exponent);
    }

    /** The exponents −1, ½, 2 and 3 take arithmetic alone, and a hundredth of the time of others. */
    public final Tensor pow(double exponent) {
        if (exponent == -1) {
            return reciprocal();
        }
        if (exponent == 0.5) {
            return sqrt();
        }
        if (exponent == 2) {
            return square();
        }
        return exponent == 3 ? mul(square()) : Op.apply(new Transcendental.Power(exponent), this);
    }

    public final Tensor maximum(Tensor other) {
        return Op.apply(new Arithmetic.Maximum(), this, other);
    }

    public final Tensor minimum(Tensor other) {
        return Op.apply(new Arithmetic.Minimum(), this, other);
    }

    /** The angle of the point (x, this), in radians. */
    public final Tensor atan2(Tensor x) {
        return Op.apply(new Arithmetic.Atan2(), this, x);
    }

    // Functions of each element

    /** An element-wise operation of one's own. */
    public final Tensor apply(UnaryOp function) {
        return Op.apply(function, this);
    }

    public final Tensor neg() {
        return apply(new Elementary.Neg());
    }

    public final Tensor abs() {
        return apply(new Elementary.Abs());
    }

    public final Tensor sign() {
        return apply(new Elementary.Sign());
    }

    public final Tensor floor() {
        return apply(new Elementary.Floor());
    }

    public final Tensor ceil() {
        return apply(new Elementary.Ceil());
    }

    /** To the nearest integer, halves to even. */
    public final Tensor round() {
        return apply(new Elementary.Round());
    }

    public final Tensor square() {
        return apply(new Elementary.Square());
    }

    public final Tensor sqrt() {
        return apply(new Elementary.Sqrt());
    }

    public final Tensor rsqrt() {
        return sqrt().reciprocal();
    }

    public final Tensor reciprocal() {
        return apply(new Elementary.Reciprocal());
    }

    public final Tensor exp() {
        return apply(new Transcendental.Exp());
    }

    public final Tensor expm1() {
        return apply(new Transcendental.Expm1());
    }

    public final Tensor log() {
        return apply(new Transcendental.Log());
    }

    public final Tensor log1p() {
        return apply(new Transcendental.Log1p());
    }

    public final Tensor sin() {
        return apply(new Transcendental.Sin());
    }

    public final Tensor cos() {
        return apply(new Transcendental.Cos());
    }

    public final Tensor tan() {
        return apply(new Transcendental.Tan());
    }

    public final Tensor asin() {
        return apply(new Transcendental.Asin());
    }

    public final Tensor acos() {
        return apply(new Transcendental.Acos());
    }

    public final Tensor atan() {
        return apply(new Transcendental.Atan());
    }

    public final Tensor sinh() {
        return apply(new Transcendental.Sinh());
    }

    public final Tensor cosh() {
        return apply(new Transcendental.Cosh());
    }

    public final Tensor tanh() {
        return apply(Transcendental.TANH);
    }

    public final Tensor erf() {
        return apply(new Transcendental.Erf());
    }

    public final Tensor sigmoid() {
        return apply(Transcendental.SIGMOID);
    }

    /** ln(1 + eˣ). */
    public final Tensor softplus() {
        return apply(new Transcendental.Softplus());
    }

    public final Tensor relu() {
        return apply(Elementary.RELU);
    }

    /** Every element held between low and high; use ±∞ for an open side. */
    public final Tensor clamp(double low, double high) {
        return apply(new Elementary.Clamp(low, high));
    }

    // Comparisons: 1 where true, 0 where false

    public final Tensor eq(Tensor other) {
        return Op.apply(new Arithmetic.Eq(), this, other);
    }

    public final Tensor ne(Tensor other) {
        return Op.apply(new Arithmetic.Ne(), this, other);
    }

    public final Tensor lt(Tensor other) {
        return Op.apply(new Arithmetic.Lt(), this, other);
    }

    public final Tensor le(Tensor other) {
        return Op.apply(new Arithmetic.Le(), this, other);
    }

    public final Tensor gt(Tensor other) {
        return Op.apply(new Arithmetic.Gt(), this, other);
    }

    public final Tensor ge(Tensor other) {
        return Op.apply(new Arithmetic.Ge(), this, other);
    }

    public final Tensor eq(double number) {
        return eq(constant(number));
    }

    public final Tensor ne(double number) {
        return ne(constant(number));
    }

    public final Tensor lt(double number) {
        return lt(constant(number));
    }

    public final Tensor le(double number) {
        return le(constant(number));
    }

    public final Tensor gt(double number) {
        return gt(constant(number));
    }

    public final Tensor ge(double number) {
        return ge(constant(number));
    }

    /** A scalar on this tensor's device. */
    private Tensor constant(double number) {
        return block(Shape.SCALAR, number);
    }

    /** One value in any shape on this tensor's device. */
    private Tensor block(Shape shape, double value) {
        return new Tensor(shape, device, device.full(shape.elements(), value), null);
    }

    /** Where the condition is not 0 an element of a, else of b; all three broadcast. */
    public static Tensor where(Tensor condition, Tensor a, Tensor b) {
        Shape all = Shape.broadcast("where", condition.shape, Shape.broadcast("where", a.shape, b.shape));
        return Op.apply(new Lookup.Where(), condition.expand(all), a.expand(all), b.expand(all));
    }

    /** The number wherever the mask is not 0. */
    public final Tensor maskedFill(Tensor mask, double number) {
        return where(mask, constant(number), this);
    }

    // Reductions: over the named axes, or over all when none is named; …Keep leaves them there with size 1

    public final Tensor sum(int... axes) {
        return summed(axes("sum", axes), false, 1);
    }

    public final Tensor sumKeep(int... axes) {
        return summed(axes("sumKeep", axes), true, 1);
    }

    /** Neighbouring axes at once, from the last: those before stay where they are. The first has the scale. */
    private Tensor summed(int[] over, boolean keeps, double scale) {
        Tensor result = over.length == 0 && scale != 1 ? mul(scale) : this;
        for (int last = over.length - 1; last >= 0; last--) {
            int first = last;
            while (first > 0 && over[first - 1] == over[first] - 1) {
                first--;
            }
            result = Op.apply(new Reduce.Sum(over[first], over[last] + 1, keeps, first == 0 ? scale : 1),
                    result);
            last = first;
        }
        return result;
    }

    public final Tensor mean(int... axes) {
        int[] over = axes("mean", axes);
        return summed(over, false, 1.0 / count(over));
    }

    public final Tensor meanKeep(int... axes) {
        int[] over = axes("meanKeep", axes);
        return summed(over, true, 1.0 / count(over));
    }

    /** The product. */
    public final Tensor prod(int... axes) {
        int[] over = axes("prod", axes);
        Tensor result = this;
        for (int axis : over) {
            result = Op.apply(new Reduce.Prod(axis), result);
        }
        return drop(result, over);
    }

    /** The largest element; ties share the gradient evenly. */
    public final Tensor amax(int... axes) {
        int[] over = axes("amax", axes);
        return drop(extreme(true, over), over);
    }

    /** The smallest element; ties share the gradient evenly. */
    public final Tensor amin(int... axes) {
        int[] over = axes("amin", axes);
        return drop(extreme(false, over), over);
    }

    /**
     * Several axes are taken as one first: one after the other, ties in a row of ties would get less than
     * others.
     */
    private Tensor extreme(boolean max, int[] over) {
        if (over.length < 2) {
            return over.length == 0 ? this : Op.apply(new Reduce.Extreme(over[0], max), this);
        }
        int first = rank() - over.length;
        Tensor together = last(over).flatten(first);
        return Op.apply(new Reduce.Extreme(first, max), together).reshape(kept(over));
    }

    /**
     * The variance; divided by n − {@code correction}, so 1 gives the unbiased estimate (PyTorch's default),
     * 0 the plain one.
     */
    public final Tensor variance(int correction, int... axes) {
        int[] over = axes("variance", axes);
        Tensor squares = sub(summed(over, true, 1.0 / count(over))).square().summed(over, false, 1);
        return squares.mul(1.0 / (count(over) - correction));
    }

    /**
     * The mean of each channel, the numbers at one place of that axis, and the mean squared distance from it, [2 × C].
     * Not recorded.
     */
    public final Tensor moments(int axis) {
        Axis channels = Axis.of(shape, shape.axis("moments", axis));
        return new Tensor(Shape.of(2, channels.size()), device, device.moments(data(), channels), null);
    }

    /**
     * γ (x − μ) / √(σ² + ε) + β for each channel, with these moments of its own ({@link #moments}); γ and β are [C], or
     * both null.
     */
    public final Tensor normalize(int axis, Tensor moments, Tensor gamma, Tensor beta, double eps) {
        return normalize(axis, moments, true, gamma, beta, eps);
    }

    /** The same with moments that are constants, such as running means. */
    public final Tensor normalizeBy(int axis, Tensor moments, Tensor gamma, Tensor beta, double eps) {
        return normalize(axis, moments, false, gamma, beta, eps);
    }

    private Tensor normalize(int axis, Tensor moments, boolean own, Tensor gamma, Tensor beta, double eps) {
        Normalize op = new Normalize(shape.axis("normalize", axis), eps, own, new Normalize.Sums());
        return gamma == null ? Op.apply(op, this, moments) : Op.apply(op, this, moments, gamma, beta);
    }

    /** The Euclidean norm √Σx²; its gradient at 0 is 0, the shortest of the slopes that touch it there. */
    public final Tensor norm(int... axes) {
        int[] over = axes("norm", axes);
        Tensor squares = square().summed(over, false, 1);
        Tensor none = squares.detach().eq(0);
        return squares.maskedFill(none, 1).sqrt().maskedFill(none, 0);
    }

    /** ln Σ exp x, without overflow. */
    public final Tensor logSumExp(int... axes) {
        int[] over = axes("logSumExp", axes);
        Tensor max = detach().extreme(true, over);
        Tensor shift = max.maskedFill(max.abs().eq(Double.POSITIVE_INFINITY), 0);
        return drop(sub(shift).exp().summed(over, true, 1).log().add(shift), over);
    }

    /** ln of the mean of exp x, without overflow: for averages of probabilities that are known by their logarithms. */
    public final Tensor logMeanExp(int... axes) {
        return logSumExp(axes).sub(Math.log(count(axes("logMeanExp", axes))));
    }

    /** The axes as 0 … rank−1, ascending; all of them when none is named. */
    private int[] axes(String what, int... named) {
        int[] axes = new int[named.length == 0 ? rank() : named.length];
        Arrays.setAll(axes, i -> named.length == 0 ? i : shape.axis(what, named[i]));
        Arrays.sort(axes);
        for (int i = 1; i < axes.length; i++) {
            if (axes[i] == axes[i - 1]) {
                throw new ShapeException(
                        "%s: axis %d of shape %s is named twice".formatted(what, axes[i], shape));
            }
        }
        return axes;
    }

    private int count(int[] over) {
        int count = 1;
        for (int axis : over) {
            count *= shape.size(axis);
        }
        return count;
    }

    /** This shape with these axes reduced to size 1. */
    private Shape kept(int[] over) {
        Shape kept = shape;
        for (int axis : over) {
            kept = kept.with(axis, 1);
        }
        return kept;
    }

    /** Without these axes, which a reduction left with size 1. */
    private static Tensor drop(Tensor reduced, int[] over) {
        Shape left = reduced.shape;
        for (int i = over.length - 1; i >= 0; i--) {
            left = left.without(over[i]);
        }
        return reduced.reshape(left);
    }

    /** With these axes, ascending, behind all others. */
    private Tensor last(int[] axes) {
        int[] order = new int[rank()];
        int front = 0;
        for (int axis = 0; axis < order.length; axis++) {
            int at = Arrays.binarySearch(axes, axis);
            order[at < 0 ? front++ : order.length - axes.length + at] = axis;
        }
        boolean moves = axes[0] != rank() - axes.length;
        return moves ? permute(order) : this;
    }

    /**
     * The largest element along an axis, and where it stands; the gradient goes to the first of equals, as in
     * PyTorch.
     */
    public final Ranked max(int axis) {
        return ranked("max", Reduction.MAX, axis);
    }

    /** The smallest element along an axis, and where it stands. */
    public final Ranked min(int axis) {
        return ranked("min", Reduction.MIN, axis);
    }

    private Ranked ranked(String what, Reduction how, int axis) {
        int at = shape.axis(what, axis);
        Tensor positions = argReduce(what, how, at);
        return new Ranked(gather(at, positions.unsqueeze(at)).squeeze(at), positions);
    }

    /** The position of the first largest element; the axis is dropped. */
    public final Tensor argmax(int axis) {
        return argReduce("argmax", Reduction.MAX, axis);
    }

    /** The position of the first smallest element; the axis is dropped. */
    public final Tensor argmin(int axis) {
        return argReduce("argmin", Reduction.MIN, axis);
    }

    private Tensor argReduce(String what, Reduction how, int axis) {
        int at = shape.axis(what, axis);
        if (shape.size(at) == 0) {
            throw new ShapeException("%s: axis %d of shape %s is empty".formatted(what, axis, shape));
        }
        return new Tensor(shape.without(at), device, device.argReduce(how, data(), Axis.of(shape, at)), null);
    }

    /** Summed down to a shape that broadcasts to this one: the adjoint of {@link #expand}. */
    public final Tensor sumTo(Shape smaller) {
        if (smaller.equals(shape)) {
            return this;
        }
        int extra = rank() - smaller.rank();
        if (extra < 0 || !Shape.broadcast("sumTo", shape, smaller).equals(shape)) {
            throw new ShapeException("sumTo: shape %s does not stretch to %s".formatted(smaller, shape));
        }
        Tensor result = this;
        for (int axis = 0; axis < rank(); axis++) {
            boolean stretched = axis < extra || smaller.size(axis - extra) == 1 && shape.size(axis) != 1;
            result = stretched ? Op.apply(new Reduce.Sum(axis, axis + 1, true, 1), result) : result;
        }
        return result.reshape(smaller);
    }

    // Along an axis

    /** Running sums. */
    public final Tensor cumsum(int axis) {
        return Op.apply(new Reduce.CumSum(axis, false), this);
    }

    /** Elements of one axis, with their positions in it. */
    public record Ranked(Tensor values, Tensor positions) {
    }

    /** Sorted along an axis; equal elements keep their order. */
    public final Ranked sort(int axis, boolean descending) {
        return ordered("sort", axis, descending);
    }

    private Ranked ordered(String what, int axis, boolean descending) {
        int at = shape.axis(what, axis);
        Tensor positions = argsort(at, descending);
        return new Ranked(gather(at, positions), positions);
    }

    /** Positions that sort the axis; equal elements keep their order. */
    public final Tensor argsort(int axis, boolean descending) {
        Axis along = Axis.of(shape, shape.axis("argsort", axis));
        return new Tensor(shape, device, device.argsort(data(), along, descending), null);
    }

    /** The k largest elements of an axis, largest first. */
    public final Ranked topK(int k, int axis) {
        int at = shape.axis("topK", axis);
        if (k < 0 || k > size(at)) {
            throw new ShapeException("topK: asked for %d of the %d elements of axis %d of %s"
                    .formatted(k, size(at), axis, shape));
        }
        Tensor positions = argsort(at, true).narrow(at, 0, k);
        return new Ranked(gather(at, positions), positions);
    }

    public final Tensor softmax(int axis) {
        return Op.apply(new Softmax(axis, false), this);
    }

    public final Tensor logSoftmax(int axis) {
        return Op.apply(new Softmax(axis, true), this);
    }

    /**
     * The cross-entropy of each row of these logits [N × C] with its label: labels [N] are whole numbers in 0
     * … C−1, the result is [N]. PyTorch's cross_entropy without reduction.
     */
    public final Tensor crossEntropy(Tensor labels) {
        if (rank() != 2 || labels.rank() != 1 || labels.size(0) != size(0)) {
            throw new ShapeException("crossEntropy: needs logits [N × classes] and labels [N], got %s and %s"
                    .formatted(shape, labels.shape));
        }
        labels.checkLabels("crossEntropy", size(1));
        return Op.apply(LabelLoss.LOSS, this, labels);
    }

    // Shape

    public final Tensor reshape(Shape to) {
        return to.equals(shape) ? this : Op.apply(new Move.Reshape(to), this);
    }

    /** One size may be −1: it is whatever is left. */
    public final Tensor reshape(int... sizes) {
        long known = 1;
        int open = -1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] != -1) {
                known *= sizes[i];
            } else if (open < 0) {
                open = i;
            } else {
                throw new ShapeException("reshape: only one size may be −1, got " + Arrays.toString(sizes));
            }
        }
        int[] full = sizes.clone();
        if (open >= 0) {
            if (known <= 0 || shape.elements() % known != 0) {
                throw new ShapeException("reshape: no size in place of −1 makes %s the %d elements of %s"
                        .formatted(Arrays.toString(sizes), shape.elements(), shape));
            }
            full[open] = (int) (shape.elements() / known);
        }
        return reshape(Shape.of(full));
    }

    /** Axes from {@code first} on taken as one. */
    public final Tensor flatten(int first) {
        int at = shape.axis("flatten", first);
        int rest = shape.elements(at, rank());
        return reshape(at == 1 ? Shape.of(size(0), rest) : shape.slice(0, at).concat(Shape.of(rest)));
    }

    /** A new axis of size 1 before {@code axis}; −1 puts it at the end. */
    public final Tensor unsqueeze(int axis) {
        return lifted("unsqueeze", axis);
    }

    private Tensor lifted(String what, int axis) {
        if (axis < -rank() - 1 || axis > rank()) {
            throw new ShapeException("%s: axis %d cannot be put into shape %s, expected %d … %d"
                    .formatted(what, axis, shape, -rank() - 1, rank()));
        }
        return reshape(shape.insert(axis, 1));
    }

    /** Without an axis of size 1. */
    public final Tensor squeeze(int axis) {
        int at = shape.axis("squeeze", axis);
        if (shape.size(at) != 1) {
            throw new ShapeException(
                    "squeeze: axis %d of %s has size %d, not 1".formatted(axis, shape, shape.size(at)));
        }
        return reshape(shape.without(at));
    }

    /** Axis i of the result is axis {@code order[i]} of this tensor. */
    public final Tensor permute(int... order) {
        return Op.apply(new Move.Permute(order), this);
    }

    /** Two axes exchanged. */
    public final Tensor transpose(int a, int b) {
        int[] order = new int[rank()];
        Arrays.setAll(order, i -> i);
        order[shape.axis("transpose", a)] = shape.axis("transpose", b);
        order[shape.axis(b)] = shape.axis(a);
        return permute(order);
    }

    /** A matrix transposed. */
    public final Tensor t() {
        if (rank() < 2) {
            throw new ShapeException("t: needs a matrix, got shape " + shape);
        }
        return transpose(-2, -1);
    }

    public final Tensor expand(Shape to) {
        return to.equals(shape) ? this : Op.apply(new Move.Expand(to), this);
    }

    /** {@code length} elements of an axis from {@code start} on. */
    public final Tensor narrow(int axis, int start, int length) {
        int at = shape.axis("narrow", axis);
        int size = shape.size(at);
        if (start < 0 || length < 0 || length > size - start) {
            throw new ShapeException("narrow: %d elements from %d on of axis %d, which has size %d in %s"
                    .formatted(length, start, axis, size, shape));
        }
        return sliced("slice", at, start, 1, length, true);
    }

    /** Elements start, start + step, … before {@code end} of an axis; a negative step walks backwards. */
    public final Tensor slice(int axis, int start, int end, int step) {
        if (step == 0) {
            throw new ShapeException("slice: the step cannot be 0");
        }
        int count = (int) Math.max(0, Math.ceilDiv((long) end - start, step));
        return sliced("slice", shape.axis("slice", axis), start, step, count, true);
    }

    /** Element {@code index} of an axis; the axis is dropped. A negative index counts from the end. */
    public final Tensor select(int axis, int index) {
        int at = shape.axis("select", axis);
        int size = shape.size(at);
        if (index < -size || index >= size) {
            throw new ShapeException("select: element %d of axis %d, which has size %d in %s"
                    .formatted(index, axis, size, shape));
        }
        return sliced("select", at, index < 0 ? index + size : index, 1, 1, false);
    }

    /** The elements of an axis in reverse. */
    public final Tensor flip(int axis) {
        int at = shape.axis("flip", axis);
        return sliced("flip", at, size(at) - 1, -1, size(at), true);
    }

    private Tensor sliced(String what, int axis, int start, int step, int count, boolean keeps) {
        return Op.apply(new Move.Strided(what, View.sliced(shape, axis, start, step, count, keeps)), this);
    }

    /**
     * What a view of this tensor's block shows, numbers that it shows twice included: PyTorch's {@code as_strided}, but
     * for a copy. Gradients of what is shown twice are added up.
     */
    public final Tensor asStrided(View view) {
        if (!view.fits(shape.elements())) {
            throw new ShapeException(
                    "asStrided: a view of shape %s with strides %s from %d on reaches beyond %s"
                            .formatted(view.shape(), Arrays.toString(view.strides()), view.offset(), shape));
        }
        return Op.apply(new Move.Strided("asStrided", view), this);
    }

    /** Shifted along an axis; what leaves at one end comes in at the other. */
    public final Tensor roll(int axis, int shift) {
        int at = shape.axis("roll", axis);
        int size = size(at);
        int by = size == 0 ? 0 : Math.floorMod(shift, size);
        return by == 0 ? this : cat(at, narrow(at, size - by, by), narrow(at, 0, size - by));
    }

    /** {@code before} and {@code after} elements of that value put around an axis. */
    public final Tensor pad(int axis, int before, int after, double value) {
        int at = shape.axis("pad", axis);
        if (before < 0 || after < 0) {
            throw new ShapeException(
                    "pad: %d elements before and %d after axis %d of %s; to cut off elements use narrow"
                            .formatted(before, after, axis, shape));
        }
        return cat(at, block(shape.with(at, before), value), this, block(shape.with(at, after), value));
    }

    /** The tensor repeated {@code times} along an axis. */
    public final Tensor repeat(int axis, int times) {
        int at = shape.axis("repeat", axis);
        if (times < 0) {
            throw new ShapeException(
                    "repeat: %d times along axis %d of %s, expected at least 0".formatted(times, axis,
                            shape));
        }
        if (times == 0) {
            return narrow(at, 0, 0);
        }
        Tensor[] copies = new Tensor[times];
        Arrays.fill(copies, this);
        return cat(at, copies);
    }

    /** One after the other along an existing axis. */
    public static Tensor cat(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new ShapeException("cat: needs at least one tensor");
        }
        return Op.apply(new Move.Cat(axis), parts);
    }

    /** Side by side along a new axis. */
    public static Tensor stack(int axis, Tensor... parts) {
        Tensor[] lifted = new Tensor[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].shape.equals(parts[0].shape)) {
                throw new ShapeException("stack: all shapes must be equal, part 0 is %s, part %d is %s"
                        .formatted(parts[0].shape, i, parts[i].shape));
            }
            lifted[i] = parts[i].lifted("stack", axis);
        }
        return cat(axis, lifted);
    }

    /** Parts of {@code length} along an axis; the last may be shorter. */
    public final Tensor[] split(int axis, int length) {
        int size = shape.size(shape.axis("split", axis));
        if (length < 1) {
            throw new ShapeException("split: parts of %d elements of axis %d of %s, expected at least 1"
                    .formatted(length, axis, shape));
        }
        Tensor[] parts = new Tensor[Math.ceilDiv(size, length)];
        Arrays.setAll(parts, i -> narrow(axis, i * length, Math.min(length, size - i * length)));
        return parts;
    }

    /**
     * The lower triangle of the last two axes, with the diagonal shifted up by {@code diagonal}; 0 elsewhere.
     */
    public final Tensor tril(int diagonal) {
        return triangle("tril", diagonal, true);
    }

    /**
     * The upper triangle of the last two axes, with the diagonal shifted up by {@code diagonal}; 0 elsewhere.
     */
    public final Tensor triu(int diagonal) {
        return triangle("triu", diagonal, false);
    }

    private Tensor triangle(String what, int diagonal, boolean lower) {
        if (rank() < 2) {
            throw new ShapeException("%s: needs a matrix, got shape %s".formatted(what, shape));
        }
        int rows = size(-2);
        int columns = size(-1);
        double[] mask = new double[rows * columns];
        for (int i = 0; i < mask.length; i++) {
            int offset = i % columns - i / columns;
            mask[i] = (lower ? offset <= diagonal : offset >= diagonal) ? 1 : 0;
        }
        Tensor inside = wrap(Shape.of(rows, columns), device, device.of(mask));
        return where(inside, this, constant(0));
    }

    // Looking up

    /** Elements at {@code positions} (a vector) of an axis. */
    public final Tensor indexSelect(int axis, Tensor positions) {
        int at = shape.axis("indexSelect", axis);
        if (positions.rank() > 1) {
            throw new ShapeException(
                    "indexSelect: the positions must be a vector, got shape %s; gather takes more"
                            .formatted(positions.shape));
        }
        return take(at, positions.toPositions("indexSelect", shape.size(at)));
    }

    /** Elements at these places of an axis. */
    public final Tensor indexSelect(int axis, int... positions) {
        int at = shape.axis("indexSelect", axis);
        for (int position : positions) {
            if (position < 0 || position >= shape.size(at)) {
                throw new ShapeException("indexSelect: element %d of axis %d, which has size %d in %s"
                        .formatted(position, axis, shape.size(at), shape));
            }
        }
        return take(at, positions);
    }

    private Tensor take(int at, int[] picked) {
        Axis along = Axis.of(shape, at);
        int[] rows = new int[along.outer() * picked.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i / picked.length * along.size() + picked[i % picked.length];
        }
        return Op.apply(new Lookup.Take(rows, along.inner(), shape.with(at, picked.length)), this);
    }

    /** result[i][j][k] = this[i][positions[i][j][k]][k], for axis 1; likewise for others. */
    public final Tensor gather(int axis, Tensor positions) {
        return Op.apply(new Lookup.Take(flat("gather", axis, positions), 1, positions.shape), this);
    }

    /** This tensor plus each element of {@code source} at its position: the adjoint of {@link #gather}. */
    public final Tensor scatterAdd(int axis, Tensor positions, Tensor source) {
        if (!source.shape.equals(positions.shape)) {
            throw new ShapeException("scatterAdd: positions %s and source %s differ in shape"
                    .formatted(positions.shape, source.shape));
        }
        return add(Op.apply(new Lookup.Put(flat("scatterAdd", axis, positions), 1, shape), source));
    }

    /** The flat place in this tensor of every position along an axis. */
    private int[] flat(String what, int axis, Tensor positions) {
        int at = shape.axis(what, axis);
        if (positions.rank() != rank()) {
            throw new ShapeException("%s: positions %s need as many axes as %s: %d ≠ %d"
                    .formatted(what, positions.shape, shape, positions.rank(), rank()));
        }
        for (int i = 0; i < rank(); i++) {
            if (i != at && positions.size(i) > size(i)) {
                throw new ShapeException("%s: positions %s reach outside of %s at axis %d: %d > %d"
                        .formatted(what, positions.shape, shape, i, positions.size(i), size(i)));
            }
        }
        int[] places = positions.toPositions(what, size(at));
        int[] own = shape.strides();
        int[] theirs = positions.shape.strides();
        for (int p = 0; p < places.length; p++) {
            int place = places[p] * own[at];
            for (int i = 0, rest = p; i < own.length; i++) {
                place += i == at ? 0 : rest / theirs[i] * own[i];
                rest %= theirs[i];
            }
            places[p] = place;
        }
        return places;
    }

    /** Labels [N] as rows [N × classes] with a 1 at the label. */
    public final Tensor oneHot(int classes) {
        int[] labels = toPositions("oneHot", classes);
        Shape result = shape.concat(Shape.of(classes));
        float[] rows = new float[result.elements()];
        for (int i = 0; i < labels.length; i++) {
            rows[i * classes + labels[i]] = 1;
        }
        return wrap(result, device, device.of(rows));
    }

    // Products

    /**
     * The matrix product over the last two axes; leading axes are a batch and broadcast. A vector on the left
     * is a row, on the right a column, and its axis is dropped from the result.
     */
    public final Tensor matmul(Tensor other) {
        if (rank() == 0 || other.rank() == 0) {
            throw new ShapeException("matmul: needs at least one axis, left %s right %s; use mul for a number"
                    .formatted(shape, other.shape));
        }
        Product.MatMul.checkInner(shape, other.shape);
        if (rank() == 1) {
            return unsqueeze(0).matmul(other).squeeze(other.rank() == 1 ? 0 : -2);
        }
        if (other.rank() == 1) {
            return matmul(other.unsqueeze(-1)).squeeze(-1);
        }
        if (rank() > 2 && other.rank() == 2) { // one product with many rows
            return rows().matmul(other).reshape(shape.with(-1, other.size(-1)));
        }
        return Op.apply(Product.MatMul.PLAIN, this, other);
    }

    /** The product with the other's matrices transposed, which need not be copied for it. */
    public final Tensor matmulTransposed(Tensor other) {
        if (rank() < 2 || other.rank() < 2) {
            throw new ShapeException(
                    "matmul: needs matrices, left %s right %s".formatted(shape, other.shape));
        }
        return Op.apply(Product.MatMul.RIGHT_TURNED, this, other);
    }

    /** x·Wᵀ + b over the last axis: W is [out × in], b is [out] or null. */
    public final Tensor linear(Tensor weight, Tensor bias) {
        return linear(weight, bias, Product.Linear.LINEAR);
    }

    /**
     * f(x·Wᵀ + b): one operation when the slope of f follows from its result, as that of ReLU, tanh and the
     * logistic function does.
     */
    public final Tensor linear(Tensor weight, Tensor bias, UnaryOp f) {
        return f.keepsInput(0) ? linear(weight, bias).apply(f) : linear(weight, bias, new Product.Linear(f));
    }

    private Tensor linear(Tensor weight, Tensor bias, Product.Linear op) {
        Product.Linear.check(shape, weight.shape);
        Tensor rows = rank() == 2 ? this : rows();
        Tensor result = bias == null ? Op.apply(op, rows, weight) : Op.apply(op, rows, weight, bias);
        return rank() == 2 ? result : result.reshape(shape.with(-1, result.size(1)));
    }

    /**
     * A recurrent layer's way through packed sequences, of which these are the input's shares of the gates [rows ×
     * gates]: with W [gates × hidden] and b [gates], or null, from h0 and c0 [sequences × hidden], c0 null without cells.
     * The result [· × hidden] has rows of h0, then of the state after each step, then of an LSTM's last cells.
     */
    public final Tensor recur(Recurrence r, Tensor weight, Tensor bias, Tensor h0, Tensor c0) {
        Tensor[] in = new Tensor[3 + (c0 == null ? 0 : 1) + (bias == null ? 0 : 1)];
        in[0] = this;
        in[1] = weight;
        in[2] = h0;
        if (c0 != null) {
            in[3] = c0;
        }
        if (bias != null) {
            in[in.length - 1] = bias;
        }
        return Op.apply(new Recur(r, new Recur.Memory()), in);
    }

    /** An operation of one's own on operands [rows × …], whose gradient is written by hand. */
    public static Tensor rowWise(RowRule rule, Tensor... in) {
        return Op.apply(new RowWise(rule, new RowWise.Memory()), in);
    }

    /** An axis made anew, each number from a few old ones: interpolation, means of windows, mirrored edges. */
    public final Tensor resample(int axis, Resampling matrix) {
        return Op.apply(new Resample(shape.axis("resample", axis), matrix), this);
    }

    // Images [N × channels × height × width]

    /**
     * The cross-correlation with kernels w [out × channels/groups × height × width], which the field calls
     * convolution, plus b [out], or null.
     */
    public final Tensor conv2d(Tensor weight, Tensor bias, Window window, int groups) {
        return conv2d(weight, bias, window, groups, null);
    }

    /**
     * The convolution of mathematics, in which the kernel is flipped in both directions: {@link #conv2d} is a
     * cross-correlation. With a kernel that is learned it makes no difference; with one that is given it does,
     * and only this one commutes: (x ∗ v) ∗ w = (x ∗ w) ∗ v.
     */
    public final Tensor convolve2d(Tensor weight, Tensor bias, Window window, int groups) {
        Convolve.check(shape, weight.shape, bias, window, groups);
        return conv2d(weight.flip(2).flip(3), bias, window, groups);
    }

    /** With a function of each element at the end: one operation when its slope follows from its result. */
    public final Tensor conv2d(Tensor weight, Tensor bias, Window window, int groups, UnaryOp f) {
        if (f != null && f.keepsInput(0)) {
            return conv2d(weight, bias, window, groups, null).apply(f);
        }
        Convolve.check(shape, weight.shape, bias, window, groups);
        Convolve.Forward op = new Convolve.Forward(window.on("conv2d", shape, weight.size(0), groups), f);
        return bias == null ? Op.apply(op, this, weight) : Op.apply(op, this, weight, bias);
    }

    /**
     * Images read at the places grid [N × outHeight × outWidth × 2], each (x, y) with −1 and 1 at the outer edges of
     * the first and the last pixel: bilinear between pixels, zeros outside. PyTorch's {@code grid_sample} with its
     * defaults. Rotations, lenses and elastic distortions are grids.
     */
    public final Tensor gridSample(Tensor grid) {
        return Op.apply(GridSample.Read.of(shape, grid.shape), this, grid);
    }

    /**
     * The grid [N × height × width × 2] of places that the maps theta [N × 2 × 3] give, for {@link #gridSample}: the
     * pixel at (x, y) of the result is read at theta · (x, y, 1). PyTorch's {@code affine_grid}.
     */
    public static Tensor affineGrid(Tensor theta, int height, int width) {
        if (theta.rank() != 3 || theta.size(1) != 2 || theta.size(2) != 3) {
            throw new ShapeException("affineGrid: needs maps of shape [N × 2 × 3], got " + theta.shape);
        }
        double[] places = new double[3 * height * width];
        for (int i = 0; i < height * width; i++) {
            places[3 * i] = (2.0 * (i % width) + 1) / width - 1;
            places[3 * i + 1] = (2.0 * (i / width) + 1) / height - 1;
            places[3 * i + 2] = 1;
        }
        Tensor pixels = wrap(Shape.of(height * width, 3), theta.device, theta.device.of(places));
        return pixels.matmul(theta.transpose(1, 2)).reshape(theta.size(0), height, width, 2);
    }

    /** The largest number in each window; NaN is above all. */
    public final Tensor maxPool2d(Window window) {
        return Op.apply(Place.TAKE, this, maxPlaces(window));
    }

    /**
     * The adjoint of {@link #conv2d} as a layer of its own: kernels w [channels × out/groups × height × width]
     * are stamped into the result, weighted by this image's pixels. {@code extraY} and {@code extraX} rows and
     * columns are added at the end, where several sizes would give this image.
     */
    public final Tensor convTranspose2d(Tensor weight, Tensor bias, Window window, int extraY, int extraX,
            int groups) {
        Convolve.checkTransposed(shape, weight.shape, bias, window, extraY, extraX, groups);
        var geometry = window.under(shape, weight.size(1) * groups, extraY, extraX, groups);
        Tensor result = Op.apply(new Convolve.ToInput(geometry), this, weight);
        return bias == null ? result : result.add(bias.reshape(bias.size(0), 1, 1));
    }

    /** The adjoint of pooling by switches: each number at its place in planes of that size, zeros elsewhere. */
    public final Tensor maxUnpool2d(Tensor places, int height, int width) {
        if (!places.shape.equals(shape) || rank() != 4) {
            throw new ShapeException(
                    "maxUnpool2d: needs an image and its switches of one shape, got %s and %s"
                            .formatted(shape, places.shape));
        }
        if (!places.arePositions(height * width)) {
            throw new ShapeException("maxUnpool2d: switches must be places in %d × %d planes, 0 to %d"
                    .formatted(height, width, height * width - 1));
        }
        return Op.apply(new Place.Put(Shape.of(size(0), size(1), height, width)), this, places);
    }

    /** Where in its plane the largest number of each window stands: the switches of unpooling. */
    public final Tensor maxPlaces(Window window) {
        if (window.paddingY() > window.height() / 2 || window.paddingX() > window.width() / 2) {
            throw new ShapeException(
                    "maxPool2d: the padding must be at most half of the window, got %d × %d for %d × %d"
                            .formatted(window.paddingY(), window.paddingX(), window.height(),
                                    window.width()));
        }
        if (rank() == 4 && (window.dilationY() > size(2) || window.dilationX() > size(3))) {
            throw new ShapeException("maxPool2d: a dilation of %d × %d jumps over the whole image %s"
                    .formatted(window.dilationY(), window.dilationX(), shape));
        }
        int channels = rank() == 4 ? size(1) : 1;
        var geometry = window.on("maxPool2d", shape, channels, channels);
        Shape pooled = Shape.of(size(0), channels, geometry.outHeight(), geometry.outWidth());
        return new Tensor(pooled, device, device.maxPool(data(), geometry), null);
    }

    /** All axes but the last as one. */
    private Tensor rows() {
        return reshape(Shape.of(shape.elements(0, rank() - 1), size(-1)));
    }

    /** The numbers as nested rows, large tensors in part. */
    @Override
    public final String toString() {
        return data == null ? "Tensor" + shape : Printed.of(this);
    }

}
