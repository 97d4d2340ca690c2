package io.cajal.tensor;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The table of operations. One row is a name, a function of tensors, the operands' shapes, and the range that their numbers are drawn from; {@link OpTest}
 * buys with it: the gradient against central differences in double, the second derivative likewise, the CPU device against the reference device (element-wise
 * rows also at awkward sizes), and the same bits on any number of threads. To test a new operation, add its row.
 */
final class OpCases {
    /**
     * @param kinks where the derivative jumps: numbers are kept away from there
     * @param sized whether the function also takes operands of any one size, as element-wise functions do
     * @param order how often it can be differentiated: 0, 1 or 2
     */
    record OpCase(String name, Function<Tensor[], Tensor> function, List<Shape> shapes, double low,
            double high,
            List<Double> kinks, boolean sized, int order) {

        OpCase kinks(Double... at) {
            return new OpCase(name, function, shapes, low, high, List.of(at), sized, order);
        }

        OpCase order(int times) {
            return new OpCase(name, function, shapes, low, high, kinks, sized, times);
        }

        /** Operands on the present device. */
        Tensor[] operands(Rng rng, List<Shape> sizes) {
            return sizes.stream().map(shape -> {
                double[] values = new double[shape.elements()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = number(rng);
                }
                return Tensor.of(shape, values);
            }).toArray(Tensor[]::new);
        }

        private double number(Rng rng) {
            while (true) {
                double x = (float) rng.uniform(low, high); // exact in both precisions
                if (kinks.stream().allMatch(kink -> Math.abs(x - kink) > 1e-2)) {
                    return x;
                }
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private OpCases() {
    }

    private static OpCase unary(String name, double low, double high, UnaryOperator<Tensor> f) {
        return new OpCase(name, in -> f.apply(in[0]), List.of(Shape.of(3, 4)), low, high, List.of(), true, 2);
    }

    private static OpCase binary(String name, double low, double high, BinaryOperator<Tensor> f) {
        return new OpCase(name, in -> f.apply(in[0], in[1]), List.of(Shape.of(3, 4), Shape.of(3, 4)), low,
                high,
                List.of(), true, 2);
    }

    private static OpCase op(String name, double low, double high, Function<Tensor[], Tensor> f,
            Shape... shapes) {
        return new OpCase(name, f, List.of(shapes), low, high, List.of(), false, 2);
    }

    private static Shape s(int... sizes) {
        return Shape.of(sizes);
    }

    static Stream<OpCase> all() {
        List<OpCase> rows = new ArrayList<>();
        // Elementary functions
        rows.add(unary("neg", -3, 3, Tensor::neg));
        rows.add(unary("affine", -3, 3, x -> x.mul(2.5).add(-1)));
        rows.add(unary("abs", -3, 3, Tensor::abs).kinks(0.0));
        rows.add(unary("square", -3, 3, Tensor::square));
        rows.add(unary("reciprocal", 0.3, 3, Tensor::reciprocal));
        rows.add(unary("sqrt", 0.2, 4, Tensor::sqrt));
        rows.add(unary("rsqrt", 0.2, 4, Tensor::rsqrt));
        rows.add(unary("pow 3", -2, 2, x -> x.pow(3)));
        rows.add(unary("pow −1.5", 0.3, 3, x -> x.pow(-1.5)));
        rows.add(unary("pow 0", -2, 2, x -> x.pow(0)));
        rows.add(unary("exp", -3, 3, Tensor::exp));
        rows.add(unary("expm1", -2, 2, Tensor::expm1));
        rows.add(unary("log", 0.1, 5, Tensor::log));
        rows.add(unary("log1p", -0.8, 4, Tensor::log1p));
        rows.add(unary("sin", -6, 6, Tensor::sin));
        rows.add(unary("cos", -6, 6, Tensor::cos));
        rows.add(unary("tan", -1.2, 1.2, Tensor::tan));
        rows.add(unary("asin", -0.9, 0.9, Tensor::asin));
        rows.add(unary("acos", -0.9, 0.9, Tensor::acos));
        rows.add(unary("atan", -4, 4, Tensor::atan));
        rows.add(unary("sinh", -2, 2, Tensor::sinh));
        rows.add(unary("cosh", -2, 2, Tensor::cosh));
        rows.add(unary("tanh", -3, 3, Tensor::tanh));
        rows.add(unary("erf", -3, 3, Tensor::erf));
        rows.add(unary("sigmoid", -5, 5, Tensor::sigmoid));
        rows.add(unary("softplus", -5, 5, Tensor::softplus));
        rows.add(unary("relu", -3, 3, Tensor::relu).kinks(0.0));
        rows.add(unary("clamp", -3, 3, x -> x.clamp(-1, 2)).kinks(-1.0, 2.0));
        rows.add(unary("sign", -3, 3, Tensor::sign).kinks(0.0));
        rows.add(unary("floor", -3, 3, Tensor::floor).kinks(-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0));
        rows.add(unary("ceil", -3, 3, Tensor::ceil).kinks(-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0));
        rows.add(unary("round", -2.4, 2.4, Tensor::round).kinks(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5));
        // Arithmetic of two, and broadcasting
        rows.add(binary("add", -3, 3, Tensor::add));
        rows.add(binary("sub", -3, 3, Tensor::sub));
        rows.add(binary("mul", -3, 3, Tensor::mul));
        rows.add(binary("div", 0.5, 3, Tensor::div));
        rows.add(binary("pow", 0.5, 2, Tensor::pow));
        rows.add(binary("maximum", -3, 3, Tensor::maximum));
        rows.add(binary("minimum", -3, 3, Tensor::minimum));
        rows.add(binary("atan2", 0.3, 3, Tensor::atan2));
        for (String name : List.of("row", "column", "both", "scalar", "middle")) {
            Shape other = switch (name) {
                case "row" -> s(4);
                case "column" -> s(3, 1);
                case "both" -> s(2, 1, 1);
                case "middle" -> s(2, 1, 4);
                default -> s();
            };
            Shape left = name.equals("both") || name.equals("middle") ? s(2, 3, 4) : s(3, 4);
            rows.add(op("add " + name, -3, 3, in -> in[0].add(in[1]), left, other));
            rows.add(op("mul " + name, -3, 3, in -> in[1].mul(in[0]), left, other));
            rows.add(op("div " + name, 0.5, 3, in -> in[0].div(in[1]), left, other));
            rows.add(op("maximum " + name, -3, 3, in -> in[0].maximum(in[1]), left, other));
        }
        rows.add(op("both stretch", -3, 3, in -> in[0].mul(in[1]), s(3, 1), s(1, 4)));
        rows.add(binary("compare", -3, 3,
                (a, b) -> a.gt(b).add(a.le(b)).add(a.lt(b)).add(a.ge(b)).add(a.eq(b)).add(a.ne(b)))
                .order(0));
        rows.add(unary("compare with a number", -3, 3, x -> x.gt(0.5).add(x.le(-1)).add(x.ne(2))).order(0));
        rows.add(op("where", -3, 3, in -> Tensor.where(in[0].gt(0), in[1], in[2]), s(3, 4), s(4), s(3, 1))
                .kinks(0.0));
        rows.add(unary("maskedFill", -3, 3, x -> x.maskedFill(x.gt(1), 7)).kinks(1.0));
        // Reductions
        rows.add(op("sum", -3, 3, in -> in[0].sum(), s(3, 4)));
        rows.add(op("sum 0", -3, 3, in -> in[0].sum(0), s(3, 4)));
        rows.add(op("sum −1", -3, 3, in -> in[0].sum(-1), s(2, 3, 4)));
        rows.add(op("sum 0, 2", -3, 3, in -> in[0].sum(0, 2), s(2, 3, 4)));
        rows.add(op("sumKeep 1", -3, 3, in -> in[0].sumKeep(1), s(2, 3, 4)));
        rows.add(op("mean", -3, 3, in -> in[0].mean(), s(2, 3, 4)));
        rows.add(op("mean 1", -3, 3, in -> in[0].mean(1), s(2, 3, 4)));
        rows.add(op("prod", 0.5, 2, in -> in[0].prod(), s(2, 3)));
        rows.add(op("prod 1", -2, 2, in -> in[0].prod(1), s(2, 3, 4)));
        rows.add(op("prod with zeros", -2, 2, in -> in[0].mul(mask(0, 1, 1, 1, 0, 0)).prod(1), s(2, 3)));
        rows.add(op("amax 1", -3, 3, in -> in[0].amax(1), s(3, 5)));
        rows.add(op("amin 0, 2", -3, 3, in -> in[0].amin(0, 2), s(2, 3, 4)));
        rows.add(op("max 1", -3, 3, in -> in[0].max(1).values(), s(2, 3, 4)));
        rows.add(op("min −1", -3, 3, in -> in[0].min(-1).values(), s(2, 3, 4)));
        rows.add(op("argmax", -3, 3, in -> in[0].argmax(1).add(in[0].argmin(1)), s(2, 3, 4)).order(0));
        rows.add(op("variance", -3, 3, in -> in[0].variance(1, 1), s(3, 5)));
        rows.add(op("variance plain", -3, 3, in -> in[0].variance(0), s(3, 5)));
        rows.add(op("norm", 0.5, 3, in -> in[0].norm(1), s(3, 5)));
        rows.add(op("logSumExp", -3, 3, in -> in[0].logSumExp(1), s(3, 5)));
        rows.add(op("cumsum", -3, 3, in -> in[0].cumsum(1), s(2, 5, 3)));
        rows.add(op("softmax", -3, 3, in -> in[0].softmax(-1), s(3, 5)));
        rows.add(op("softmax 1", -3, 3, in -> in[0].softmax(1), s(2, 5, 3)));
        rows.add(op("logSoftmax", -3, 3, in -> in[0].logSoftmax(-1), s(3, 5)));
        rows.add(op("logSoftmax 0", -3, 3, in -> in[0].logSoftmax(0), s(5, 3)));
        // Moves
        rows.add(op("reshape", -3, 3, in -> in[0].reshape(4, -1), s(2, 6)));
        rows.add(op("flatten", -3, 3, in -> in[0].flatten(1), s(2, 3, 4)));
        rows.add(op("permute", -3, 3, in -> in[0].permute(2, 0, 1), s(2, 3, 4)));
        rows.add(op("transpose", -3, 3, in -> in[0].transpose(0, -1), s(2, 3, 4)));
        rows.add(op("t", -3, 3, in -> in[0].t(), s(3, 4)));
        rows.add(op("expand", -3, 3, in -> in[0].expand(s(2, 3, 4)), s(3, 1)));
        rows.add(op("sumTo", -3, 3, in -> in[0].sumTo(s(3, 1)), s(2, 3, 4)));
        rows.add(op("narrow", -3, 3, in -> in[0].narrow(1, 1, 2), s(2, 4, 3)));
        rows.add(op("slice by 2", -3, 3, in -> in[0].slice(1, 0, 5, 2), s(2, 5, 3)));
        rows.add(op("slice backwards", -3, 3, in -> in[0].slice(0, 4, 0, -2), s(5, 3)));
        rows.add(op("select", -3, 3, in -> in[0].select(1, -1), s(2, 5, 3)));
        rows.add(op("flip", -3, 3, in -> in[0].flip(1), s(2, 5, 3)));
        rows.add(op("roll", -3, 3, in -> in[0].roll(1, 2), s(2, 5)));
        rows.add(op("pad", -3, 3, in -> in[0].pad(1, 2, 1, 0.5), s(2, 3)));
        rows.add(op("repeat", -3, 3, in -> in[0].repeat(1, 3), s(2, 3)));
        rows.add(op("cat", -3, 3, in -> Tensor.cat(1, in), s(2, 3), s(2, 1), s(2, 4)));
        rows.add(op("stack", -3, 3, in -> Tensor.stack(1, in), s(2, 3), s(2, 3)));
        rows.add(op("split", -3, 3, in -> in[0].split(1, 2)[1].mul(in[0].split(1, 2)[0]), s(2, 5)));
        rows.add(op("tril", -3, 3, in -> in[0].tril(0), s(2, 4, 3)));
        rows.add(op("triu 1", -3, 3, in -> in[0].triu(1), s(4, 3)));
        // Looking up
        rows.add(op("indexSelect", -3, 3, in -> in[0].indexSelect(1, positions(in[0], 2, 0, 2)), s(2, 3, 4)));
        rows.add(op("gather", -3, 3, in -> in[0].gather(1, positions(in[0], 2, 0, 1, 1).reshape(2, 2)),
                s(2, 3)));
        rows.add(op("scatterAdd", -3, 3,
                in -> in[0].scatterAdd(1, positions(in[0], 2, 0, 1, 1).reshape(2, 2), in[1]), s(2, 3),
                s(2, 2)));
        rows.add(op("sort", -3, 3, in -> in[0].sort(1, false).values(), s(3, 5)));
        rows.add(op("sort down", -3, 3, in -> in[0].sort(0, true).values(), s(5, 3)));
        rows.add(op("topK", -3, 3, in -> in[0].topK(2, 1).values(), s(3, 5)));
        // Products
        rows.add(op("matmul", -2, 2, in -> in[0].matmul(in[1]), s(3, 4), s(4, 5)));
        rows.add(op("matmul vector left", -2, 2, in -> in[0].matmul(in[1]), s(4), s(4, 5)));
        rows.add(op("matmul vector right", -2, 2, in -> in[0].matmul(in[1]), s(3, 4), s(4)));
        rows.add(op("matmul two vectors", -2, 2, in -> in[0].matmul(in[1]), s(4), s(4)));
        rows.add(op("matmul batch", -2, 2, in -> in[0].matmul(in[1]), s(2, 3, 4), s(2, 4, 5)));
        rows.add(op("matmul batch by matrix", -2, 2, in -> in[0].matmul(in[1]), s(2, 3, 4), s(4, 5)));
        rows.add(op("matmul matrix by batch", -2, 2, in -> in[0].matmul(in[1]), s(3, 4), s(2, 4, 5)));
        rows.add(op("matmul broadcast batch", -2, 2, in -> in[0].matmul(in[1]), s(2, 1, 3, 4), s(3, 4, 2)));
        rows.add(op("matmul 7 × 207 × 33", -1, 1, in -> in[0].matmul(in[1]), s(7, 207), s(207, 33)).order(1));
        rows.add(op("linear", -2, 2, in -> in[0].linear(in[1], in[2]), s(3, 4), s(5, 4), s(5)));
        rows.add(op("linear without bias", -2, 2, in -> in[0].linear(in[1], null), s(3, 4), s(5, 4)));
        rows.add(op("linear of a sequence", -2, 2, in -> in[0].linear(in[1], in[2]), s(2, 3, 4), s(5, 4),
                s(5)));
        rows.add(op("linear of one row", -2, 2, in -> in[0].linear(in[1], in[2]), s(4), s(5, 4), s(5)));
        // Empty and scalar operands
        rows.add(op("empty", -3, 3, in -> in[0].mul(2).relu().sum(1), s(0, 4)).order(0));
        rows.add(op("empty product", -3, 3, in -> in[0].matmul(in[1]), s(3, 0), s(0, 2)).order(0));
        rows.add(op("scalar", -3, 3, in -> in[0].mul(in[0]).add(1).sum(), s()));
        return rows.stream();
    }

    private static Tensor mask(double... values) {
        return Tensor.of(s(2, 3), values);
    }

    private static Tensor positions(Tensor like, double... values) {
        return Tensor.of(values).to(like.device());
    }
}
