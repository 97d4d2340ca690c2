package io.cajal.tensor;

import io.cajal.backend.Recurrence;
import io.cajal.backend.Recurrence.Cell;
import io.cajal.backend.Resampling;
import io.cajal.backend.View;
import static io.cajal.tensor.OpCase.binary;
import static io.cajal.tensor.OpCase.op;
import static io.cajal.tensor.OpCase.unary;

import io.cajal.base.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * The table of operations. To test a new one, add its row: {@snippet :
 * add(unary("gelu", -5, 5, Tensor::gelu));                                           // each element
 * add(unary("relu", -3, 3, Tensor::relu).kinks(0));                                  // no derivative at 0
 * add(op("conv", -1, 1, in -> in[0].conv(in[1]), s(2, 3, 8), s(4, 3, 5))             // operands of these shapes
 *         .also(s(1, 1, 207), s(1, 1, 13)));                                         // and of these, not differentiated
 * } which buys what the tests of {@link OpTest} check.
 */
final class OpCases {
    private final List<OpCase> rows = new ArrayList<>();

    private OpCases() {
    }

    static Stream<OpCase> all() {
        OpCases table = new OpCases();
        table.elementary();
        table.arithmetic();
        table.broadcasting();
        table.reductions();
        table.alongAnAxis();
        table.moves();
        table.joins();
        table.lookups();
        table.products();
        table.images();
        table.normalisation();
        table.recurrence();
        table.emptyAndScalar();
        return table.rows.stream();
    }

    private void add(OpCase row) {
        rows.add(row);
    }

    private static Shape s(int... sizes) {
        return Shape.of(sizes);
    }

    /** Sequences of one length where the rows are a multiple of their number, else of falling lengths. */
    private void recurrence() {
        for (Cell cell : Cell.values()) {
            for (int rows : new int[] {1, 6, 8, 9}) {
                OpCase row = op(cell + " " + rows, -1, 1, in -> recurrence(cell, in),
                        recurrent(cell, 3, rows, 3));
                add(rows > 1 ? row
                        : row.also(recurrent(cell, 37, 21 * 4, 21)).also(recurrent(cell, 70, 250, 21))
                                .also(recurrent(cell, 65, 6, 2)).also(recurrent(cell, 16, 66 * 9, 66)));
            }
        }
    }

    private static Shape[] recurrent(Cell cell, int hidden, int rows, int sequences) {
        int gates = cell.gates() * hidden;
        int n = Math.min(rows, sequences);
        List<Shape> shapes = new ArrayList<>(
                List.of(s(rows, gates), s(gates, hidden), s(n, hidden), s(gates)));
        if (cell == Cell.LSTM) {
            shapes.add(s(n, hidden));
        }
        return shapes.toArray(Shape[]::new);
    }

    private static Tensor recurrence(Cell cell, Tensor[] in) {
        int rows = in[0].size(0);
        int sequences = in[2].size(0);
        List<Integer> counts = new ArrayList<>();
        for (int left = rows, n = sequences; left > 0; left -= counts.getLast()) {
            counts.add(Math.min(left, n));
            n = rows % sequences == 0 || n == 1 ? n : n - 1;
        }
        Recurrence r = new Recurrence(cell, in[1].size(1), counts.stream().mapToInt(n -> n).toArray());
        Tensor weight = in[1].mul(1 / Math.sqrt(in[1].size(1))); // larger ones make chaos of a rounding error
        return in[0].recur(r, weight, in[3], in[2], cell == Cell.LSTM ? in[4] : null);
    }

    private void elementary() {
        add(unary("neg", -3, 3, Tensor::neg).exactly());
        add(unary("affine", -3, 3, x -> x.mul(2.5).add(-1)));
        add(unary("abs", -3, 3, Tensor::abs).kinks(0).exactly());
        add(unary("square", -3, 3, Tensor::square));
        add(unary("reciprocal", 0.3, 3, Tensor::reciprocal));
        add(unary("sqrt", 0.2, 4, Tensor::sqrt));
        add(unary("rsqrt", 0.2, 4, Tensor::rsqrt));
        for (double p : new double[] {-1.5, -1, 0, 0.5, 1, 2, 3}) {
            add(unary("pow " + p, 0.3, 3, x -> x.pow(p)));
        }
        add(unary("cube", -2, 2, x -> x.pow(3)));
        add(unary("exp", -3, 3, Tensor::exp));
        add(unary("expm1", -2, 2, Tensor::expm1));
        add(unary("log", 0.1, 5, Tensor::log));
        add(unary("log1p", -0.8, 4, Tensor::log1p));
        add(unary("sin", -6, 6, Tensor::sin));
        add(unary("cos", -6, 6, Tensor::cos));
        add(unary("tan", -1.2, 1.2, Tensor::tan));
        add(unary("asin", -0.9, 0.9, Tensor::asin));
        add(unary("acos", -0.9, 0.9, Tensor::acos));
        add(unary("atan", -4, 4, Tensor::atan));
        add(unary("sinh", -2, 2, Tensor::sinh));
        add(unary("cosh", -2, 2, Tensor::cosh));
        add(unary("tanh", -3, 3, Tensor::tanh));
        add(unary("erf", -3, 3, Tensor::erf));
        add(unary("sigmoid", -5, 5, Tensor::sigmoid));
        add(unary("softplus", -5, 5, Tensor::softplus));
        add(unary("relu", -3, 3, Tensor::relu).kinks(0).exactly());
        add(unary("clamp", -3, 3, x -> x.clamp(-1, 2)).kinks(-1, 2).exactly());
        add(unary("clamp above", -3, 3, x -> x.clamp(Double.NEGATIVE_INFINITY, 2)).kinks(2).exactly());
        add(unary("sign", -3, 3, Tensor::sign).kinks(0).exactly());
        add(unary("floor", -3, 3, Tensor::floor).kinks(-3, -2, -1, 0, 1, 2, 3).exactly());
        add(unary("ceil", -3, 3, Tensor::ceil).kinks(-3, -2, -1, 0, 1, 2, 3).exactly());
        add(unary("round", -2.4, 2.4, Tensor::round).kinks(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5).exactly());
    }

    private void arithmetic() {
        add(binary("add", -3, 3, Tensor::add));
        add(binary("sub", -3, 3, Tensor::sub));
        add(binary("mul", -3, 3, Tensor::mul));
        add(binary("div", 0.5, 3, Tensor::div));
        add(binary("pow", 0.5, 2, Tensor::pow));
        add(binary("maximum", -3, 3, Tensor::maximum).exactly());
        add(binary("minimum", -3, 3, Tensor::minimum).exactly());
        add(binary("atan2", 0.3, 3, Tensor::atan2));
        add(binary("squares", -3, 3, (a, b) -> a.mul(a).sub(b.mul(b))));
        add(unary("with a number", -3, 3, x -> x.add(2).mul(3).sub(1).div(4).neg()));
        add(binary("gt", -3, 3, Tensor::gt).order(0).exactly());
        add(binary("ge", -3, 3, Tensor::ge).order(0).exactly());
        add(binary("lt", -3, 3, Tensor::lt).order(0).exactly());
        add(binary("le", -3, 3, Tensor::le).order(0).exactly());
        add(binary("eq", -3, 3, (a, b) -> a.round().eq(b.round())).order(0).exactly());
        add(binary("ne", -3, 3, (a, b) -> a.round().ne(b.round())).order(0).exactly());
        add(unary("compare with a number", -3, 3,
                x -> x.gt(0.5).add(x.ge(1)).add(x.lt(2)).add(x.le(-1)).add(x.round().eq(2)).add(x.ne(2)))
                .order(0)
                .exactly());
        add(op("where", -3, 3, in -> Tensor.where(in[0].gt(0), in[1], in[2]), s(3, 4), s(4), s(3, 1)).kinks(0)
                .also(s(60_001), s(60_001), s()));
        add(unary("maskedFill", -3, 3, x -> x.maskedFill(x.gt(1), 7)).kinks(1).exactly());
    }

    /** Every way to stretch, the stretched operand on the right and on the left. */
    private void broadcasting() {
        Map<String, BinaryOperator<Tensor>> operations = new LinkedHashMap<>();
        operations.put("add", Tensor::add);
        operations.put("sub", Tensor::sub);
        operations.put("mul", Tensor::mul);
        operations.put("div", Tensor::div);
        operations.put("maximum", Tensor::maximum);
        operations.put("pow", Tensor::pow);
        operations.forEach((name, f) -> {
            stretched(name + " row", f, s(3, 4), s(4), s(2500, 25), s(25));
            stretched(name + " column", f, s(3, 4), s(3, 1), s(2500, 25), s(2500, 1));
            stretched(name + " scalar", f, s(3, 4), s(), s(60_001), s());
            stretched(name + " middle", f, s(2, 3, 4), s(2, 1, 4), s(13, 207, 25), s(13, 1, 25));
            stretched(name + " both", f, s(2, 3, 4), s(2, 1, 1), s(13, 207, 25), s(13, 1, 1));
            stretched(name + " each other", f, s(3, 1), s(1, 4), s(207, 1), s(1, 301));
        });
    }

    private void stretched(String name, BinaryOperator<Tensor> f, Shape large, Shape small, Shape larger,
            Shape smaller) {
        add(op(name, 0.5, 3, in -> f.apply(in[0], in[1]), large, small).also(larger, smaller));
        add(op(name + " on the left", 0.5, 3, in -> f.apply(in[1], in[0]), large, small).also(larger,
                smaller));
    }

    private void reductions() {
        add(op("sum", -3, 3, in -> in[0].sum(), s(3, 4)).also(s(207, 301)));
        add(op("sum 0", -3, 3, in -> in[0].sum(0), s(3, 4)).also(s(4098, 25)).also(s(25, 4098))
                .also(s(1, 13)));
        add(op("sum −1", -3, 3, in -> in[0].sum(-1), s(2, 3, 4)).also(s(25, 4098)).also(s(4098, 25)));
        add(op("sum 1", -3, 3, in -> in[0].sum(1), s(2, 3, 4)).also(s(6, 1024, 13)));
        add(op("sum 0, 2", -3, 3, in -> in[0].sum(0, 2), s(2, 3, 4)).also(s(13, 25, 207)));
        add(op("sumKeep 1", -3, 3, in -> in[0].sumKeep(1), s(2, 3, 4)));
        add(op("sumTo", -3, 3, in -> in[0].sumTo(s(3, 1)), s(2, 3, 4)).also(s(207, 3, 25)));
        add(op("mean", -3, 3, in -> in[0].mean(), s(2, 3, 4)).also(s(60_001)));
        add(op("mean 1", -3, 3, in -> in[0].mean(1), s(2, 3, 4)).also(s(25, 207, 16)));
        add(op("meanKeep", -3, 3, in -> in[0].meanKeep(-1), s(2, 3, 4)));
        add(op("prod", 0.5, 2, in -> in[0].prod(), s(2, 3)));
        add(op("prod 1", -2, 2, in -> in[0].prod(1), s(2, 3, 4)).also(s(13, 25, 207)));
        add(op("prod with zeros", -2, 2, in -> in[0].mul(zeros(in[0])).prod(1), s(2, 3)));
        add(op("amax", -3, 3, in -> in[0].amax(), s(3, 5)).exactly());
        add(op("amax 1", -3, 3, in -> in[0].amax(1), s(3, 5)).also(s(25, 4098)).exactly());
        add(op("amin 0", -3, 3, in -> in[0].amin(0), s(3, 5)).also(s(4098, 25)).exactly());
        add(op("amin 0, 2", -3, 3, in -> in[0].amin(0, 2), s(2, 3, 4)).also(s(13, 25, 16)).exactly());
        add(op("max 1", -3, 3, in -> in[0].max(1).values(), s(2, 3, 4)).also(s(13, 207, 25)).exactly());
        add(op("min −1", -3, 3, in -> in[0].min(-1).values(), s(2, 3, 4)).also(s(207, 301)).exactly());
        add(op("argmax", -3, 3, in -> in[0].argmax(1), s(2, 3, 4)).also(s(13, 207, 25)).order(0).exactly());
        add(op("argmin", -3, 3, in -> in[0].argmin(-1), s(2, 3, 4)).also(s(207, 301)).order(0).exactly());
        add(op("variance", -3, 3, in -> in[0].variance(1, 1), s(3, 5)).also(s(25, 4098)));
        add(op("variance plain", -3, 3, in -> in[0].variance(0), s(3, 5)));
        add(op("variance 0, 2", -3, 3, in -> in[0].variance(1, 0, 2), s(2, 3, 4)).also(s(13, 25, 207)));
        add(op("norm", 0.5, 3, in -> in[0].norm(1), s(3, 5)).also(s(25, 4098)));
        add(op("norm of all", -3, 3, in -> in[0].norm(), s(3, 5)));
        add(op("logSumExp", -3, 3, in -> in[0].logSumExp(1), s(3, 5)).also(s(25, 4098)));
        add(op("logMeanExp", -3, 3, in -> in[0].logMeanExp(0), s(3, 5)).also(s(50, 207)));
        add(op("logSumExp 0, 2", -3, 3, in -> in[0].logSumExp(0, 2), s(2, 3, 4)));
    }

    private void alongAnAxis() {
        add(op("cumsum", -3, 3, in -> in[0].cumsum(1), s(2, 5, 3)).also(s(13, 207, 6)));
        add(op("cumsum −1", -3, 3, in -> in[0].cumsum(-1), s(3, 5)).also(s(6, 4098)));
        add(op("softmax", -3, 3, in -> in[0].softmax(-1), s(3, 5)).also(s(25, 4098)).also(s(4098, 13)));
        add(op("crossEntropy", -3, 3, in -> in[0].crossEntropy(positions(in[0], 2, 0, 1, 2)), s(4, 3)));
        add(op("softmax 1", -3, 3, in -> in[0].softmax(1), s(2, 5, 3)).also(s(13, 207, 25)));
        add(op("logSoftmax", -3, 3, in -> in[0].logSoftmax(-1), s(3, 5)).also(s(25, 4098)).also(s(4098, 13)));
        add(op("logSoftmax 0", -3, 3, in -> in[0].logSoftmax(0), s(5, 3)).also(s(207, 301)));
        add(op("sort", -3, 3, in -> in[0].sort(1, false).values(), s(3, 5)).also(s(25, 4098)).exactly());
        add(op("sort down", -3, 3, in -> in[0].sort(0, true).values(), s(5, 3)).also(s(207, 301)).exactly());
        add(op("argsort", -3, 3, in -> in[0].round().argsort(1, true), s(2, 5, 3)).also(s(6, 1024, 13))
                .order(0)
                .exactly());
        add(op("topK", -3, 3, in -> in[0].topK(2, 1).values(), s(3, 5)).also(s(25, 4098)).exactly());
    }

    private void moves() {
        add(op("reshape", -3, 3, in -> in[0].reshape(4, -1), s(2, 6)).exactly());
        add(op("flatten", -3, 3, in -> in[0].flatten(1), s(2, 3, 4)).exactly());
        add(op("unsqueeze", -3, 3, in -> in[0].unsqueeze(1).unsqueeze(-1), s(2, 3)).exactly());
        add(op("squeeze", -3, 3, in -> in[0].squeeze(-2), s(2, 1, 3)).exactly());
        add(op("permute", -3, 3, in -> in[0].permute(2, 0, 1), s(2, 3, 4)).also(s(13, 207, 25)).exactly());
        add(op("permute inner", -3, 3, in -> in[0].permute(1, 0, 2), s(2, 3, 4)).also(s(207, 13, 25))
                .exactly());
        add(op("transpose", -3, 3, in -> in[0].transpose(0, -1), s(2, 3, 4)).also(s(13, 207, 25)).exactly());
        add(op("t", -3, 3, in -> in[0].t(), s(3, 4)).also(s(207, 301)).exactly());
        add(op("expand", -3, 3, in -> in[0].expand(in[1].shape()), s(3, 1), s(2, 3, 4))
                .also(s(207, 1), s(13, 207, 25)));
        add(op("narrow", -3, 3, in -> in[0].narrow(1, 1, 2), s(2, 4, 3)).also(s(207, 4, 301)).exactly());
        add(op("slice by 2", -3, 3, in -> in[0].slice(1, 0, 5, 2), s(2, 5, 3)).also(s(207, 5, 301))
                .exactly());
        add(op("slice backwards", -3, 3, in -> in[0].slice(0, 4, 0, -2), s(5, 3)).also(s(5, 20_001))
                .exactly());
        add(op("slice nothing", -3, 3, in -> Tensor.cat(0, in[0].slice(0, 2, 2, 1), in[0]), s(5, 3))
                .exactly());
        add(op("select", -3, 3, in -> in[0].select(1, -1), s(2, 5, 3)).also(s(207, 5, 301)).exactly());
        add(op("asStrided", -3, 3,
                in -> in[0].asStrided(new View(2, new int[] {4, 1, -1}, Shape.of(3, 4, 2))), s(4, 4))); // shows most numbers twice
        add(op("flip", -3, 3, in -> in[0].flip(1), s(2, 5, 3)).also(s(207, 301)).exactly());
        add(op("roll", -3, 3, in -> in[0].roll(1, 2), s(2, 5)).also(s(207, 301)).exactly());
        add(op("roll back", -3, 3, in -> in[0].roll(0, -12), s(5, 2)).exactly());
        add(op("pad", -3, 3, in -> in[0].pad(1, 2, 1, 0.5), s(2, 3)).also(s(207, 301)).exactly());
        add(op("repeat", -3, 3, in -> in[0].repeat(1, 3), s(2, 3)).also(s(207, 301)));
        add(op("tril", -3, 3, in -> in[0].tril(0), s(2, 4, 3)).also(s(207, 301)).exactly());
        add(op("triu 1", -3, 3, in -> in[0].triu(1), s(4, 3)).also(s(301, 207)).exactly());
    }

    private void joins() {
        add(op("cat", -3, 3, in -> Tensor.cat(1, in), s(2, 3), s(2, 1), s(2, 4))
                .also(s(207, 25), s(207, 1), s(207, 301)).exactly());
        add(op("cat 0", -3, 3, in -> Tensor.cat(0, in), s(2, 3), s(1, 3), s(0, 3)).exactly());
        add(op("stack", -3, 3, in -> Tensor.stack(1, in), s(2, 3), s(2, 3)).exactly());
        add(op("stack −1", -3, 3, in -> Tensor.stack(-1, in), s(2, 3), s(2, 3)).exactly());
        add(op("split", -3, 3, in -> in[0].split(1, 2)[1].mul(in[0].split(1, 2)[0]), s(2, 5)));
        add(op("split unevenly", -3, 3, in -> in[0].split(0, 3)[1], s(5, 2)).exactly());
    }

    private void lookups() {
        add(op("indexSelect", -3, 3, in -> in[0].indexSelect(1, positions(in[0], 2, 0, 2)), s(2, 3, 4))
                .also(s(13, 207, 25)));
        add(op("indexSelect rows", -3, 3, in -> in[0].indexSelect(0, 2, 2, 0), s(3, 4)).also(s(3, 20_001)));
        add(op("gather", -3, 3, in -> in[0].gather(1, positions(in[0], 2, 0, 1, 1).reshape(2, 2)), s(2, 3)));
        add(op("gather 0", -3, 3, in -> in[0].gather(0, positions(in[0], 2, 0, 1).reshape(1, 3)), s(3, 4)));
        add(op("gather 1 of 3", -3, 3, in -> in[0].gather(1, positions(in[0], 2, 0, 1, 2).reshape(1, 2, 2)),
                s(2, 3, 4)));
        add(op("scatterAdd", -3, 3,
                in -> in[0].scatterAdd(1, positions(in[0], 2, 0, 1, 1).reshape(2, 2), in[1]), s(2, 3),
                s(2, 2)));
        add(op("scatterAdd 0", -3, 3,
                in -> in[0].scatterAdd(0, positions(in[0], 2, 2, 0, 2).reshape(2, 2), in[1]), s(3, 3),
                s(2, 2)));
    }

    private void products() {
        add(op("matmul", -2, 2, in -> in[0].matmul(in[1]), s(3, 4), s(4, 5)).also(s(1, 1), s(1, 1))
                .also(s(1, 207), s(207, 1)).also(s(13, 1), s(1, 25)).also(s(6, 16), s(16, 4))
                .also(s(7, 207), s(207, 33)).also(s(65, 129), s(129, 67)).also(s(1, 1024), s(1024, 13))
                .also(s(207, 4), s(4, 1)).also(s(25, 1025), s(1025, 6)));
        add(op("matmul of transposed", -2, 2, in -> in[0].t().matmul(in[1].t()), s(4, 3), s(5, 4))
                .also(s(207, 7), s(33, 207)));
        add(op("matmul vector left", -2, 2, in -> in[0].matmul(in[1]), s(4), s(4, 5)).also(s(207),
                s(207, 33)));
        add(op("matmul vector right", -2, 2, in -> in[0].matmul(in[1]), s(3, 4), s(4)).also(s(33, 207),
                s(207)));
        add(op("matmul two vectors", -2, 2, in -> in[0].matmul(in[1]), s(4), s(4)).also(s(4098), s(4098)));
        add(op("matmul batch", -2, 2, in -> in[0].matmul(in[1]), s(2, 3, 4), s(2, 4, 5))
                .also(s(25, 13, 17), s(25, 17, 6)));
        add(op("matmul batch by vector", -2, 2, in -> in[0].matmul(in[1]), s(2, 3, 4), s(4)));
        add(op("matmul vector by batch", -2, 2, in -> in[0].matmul(in[1]), s(4), s(2, 4, 3)));
        add(op("matmul batch by matrix", -2, 2, in -> in[0].matmul(in[1]), s(2, 3, 4), s(4, 5))
                .also(s(25, 13, 17), s(17, 6)));
        add(op("matmul matrix by batch", -2, 2, in -> in[0].matmul(in[1]), s(3, 4), s(2, 4, 5))
                .also(s(13, 17), s(25, 17, 6)));
        add(op("matmul broadcast batch", -2, 2, in -> in[0].matmul(in[1]), s(2, 1, 3, 4), s(3, 4, 2))
                .also(s(6, 1, 7, 13), s(4, 13, 5)));
        add(op("linear", -2, 2, in -> in[0].linear(in[1], in[2]), s(3, 4), s(5, 4), s(5))
                .also(s(1, 1), s(1, 1), s(1)).also(s(25, 207), s(13, 207), s(13))
                .also(s(1, 784), s(33, 784), s(33))
                .also(s(130, 13), s(207, 13), s(207)));
        add(op("linear with tanh", -2, 2, in -> in[0].linear(in[1], in[2], UnaryOp.tanh()), s(3, 4), s(5, 4),
                s(5)));
        add(op("linear with sigmoid, without bias", -2, 2,
                in -> in[0].linear(in[1], null, UnaryOp.sigmoid()), s(3, 4), s(5, 4)));
        add(op("linear without bias", -2, 2, in -> in[0].linear(in[1], null), s(3, 4), s(5, 4))
                .also(s(25, 207), s(13, 207)));
        add(op("linear of a sequence", -2, 2, in -> in[0].linear(in[1], in[2]), s(2, 3, 4), s(5, 4), s(5))
                .also(s(6, 13, 25), s(16, 25), s(16)));
        add(op("linear of one row", -2, 2, in -> in[0].linear(in[1], in[2]), s(4), s(5, 4), s(5)));
    }

    private void images() {
        for (Window window : List.of(Window.of(3), Window.of(3).stride(2), Window.of(3).padding(1),
                Window.of(3).padding(2).dilation(2), new Window(3, 3, 1, 2, 2, 0, 1, 2))) {
            add(op("conv2d " + window, -2, 2, in -> in[0].conv2d(in[1], in[2], window, 1), s(2, 2, 6, 7),
                    s(3, 2, 3, 3), s(3)).also(s(3, 2, 31, 34), s(14, 2, 3, 3), s(14))
                    .also(s(2, 60, 9, 8), s(25, 60, 3, 3), s(25)));
        }
        add(op("conv2d 5 × 5", -2, 2, in -> in[0].conv2d(in[1], null, Window.of(5), 1), s(2, 1, 6, 7),
                s(2, 1, 5, 5))
                .also(s(20, 6, 14, 14), s(16, 6, 5, 5)).also(s(3, 1, 28, 28), s(6, 1, 5, 5)));
        add(op("conv2d 3 × 3 by Winograd", -2, 2,
                in -> in[0].conv2d(in[1], in[2], Window.of(3).padding(1), 1),
                s(1, 2, 3, 4), s(2, 2, 3, 3), s(2))
                .also(s(4, 24, 17, 18), s(20, 24, 3, 3), s(20)));
        add(op("convolve2d", -2, 2, in -> in[0].convolve2d(in[1], null, Window.of(3).padding(1), 1),
                s(2, 2, 4, 5), s(3, 2, 3, 3)));
        add(op("conv2d with tanh", -2, 2,
                in -> in[0].conv2d(in[1], in[2], Window.of(2), 1, UnaryOp.tanh()), s(2, 2, 3, 4),
                s(3, 2, 2, 2),
                s(3)));
        add(op("conv2d in groups", -2, 2, in -> in[0].conv2d(in[1], in[2], Window.of(3).padding(1), 2),
                s(2, 4, 4, 5), s(6, 2, 3, 3), s(6)).also(s(5, 4, 20, 19), s(30, 2, 3, 3), s(30)));
        add(op("conv2d depthwise", -2, 2,
                in -> in[0].conv2d(in[1], null, Window.of(3).stride(2), in[0].size(1)),
                s(2, 3, 5, 6), s(3, 1, 3, 3)).also(s(3, 40, 13, 12), s(40, 1, 3, 3)));
        for (Window window : List.of(Window.of(3), Window.of(3).stride(2).padding(1),
                Window.of(2).dilation(2))) {
            add(op("convTranspose2d " + window, -2, 2,
                    in -> in[0].convTranspose2d(in[1], in[2], window, 0, 0, 1), s(2, 2, 4, 3),
                    s(2, 3, window.height(), window.width()), s(3))
                    .also(s(3, 14, 13, 10), s(14, 5, window.height(), window.width()), s(5)));
        }
        add(op("convTranspose2d in groups", -2, 2,
                in -> in[0].convTranspose2d(in[1], null, Window.of(3).stride(2), 1, 1, 2), s(2, 4, 2, 3),
                s(4, 1, 3, 3)));
        add(op("resample first axis", -2, 2, in -> in[0].resample(0, Resampling.linear(4, 7)), s(4, 3))
                .also(s(4, 100)));
        add(op("resample last axis", -2, 2, in -> in[0].resample(-1, Resampling.means(5, 3, 2, 1, false)),
                s(3, 5)).also(s(300, 5)));
        add(op("resample reflecting", -2, 2, in -> in[0].resample(1, Resampling.reflect(4, 2, 3)),
                s(2, 4, 3)));
        add(op("gridSample", -1.2, 1.2, in -> in[0].gridSample(in[1]), s(2, 3, 5, 4), s(2, 3, 2, 2))
                .also(s(7, 3, 28, 20), s(7, 33, 11, 2)));
        add(op("affineGrid", -1, 1, in -> in[0].gridSample(Tensor.affineGrid(in[1], 4, 3)), s(2, 1, 5, 6),
                s(2, 2, 3)));
        add(op("maxUnpool2d", -2, 2, in -> {
            Window window = Window.of(2).stride(2);
            return in[0].maxPool2d(window).maxUnpool2d(in[0].maxPlaces(window), in[0].size(2), in[0].size(3));
        }, s(2, 3, 5, 4)).also(s(7, 6, 28, 28)).exactly());
        add(op("maxPool2d", -2, 2, in -> in[0].maxPool2d(Window.of(2).stride(2)), s(2, 3, 5, 4))
                .also(s(7, 6, 28, 28)).exactly());
        add(op("maxPool2d overlapping", -2, 2, in -> in[0].maxPool2d(Window.of(3).stride(2).padding(1)),
                s(2, 3, 5, 4)).also(s(7, 6, 28, 28)));
    }

    private void normalisation() {
        add(op("normalize", -2, 2, in -> in[0].normalize(1, in[0].moments(1), in[1], in[2], 1e-3), s(4, 3, 5),
                s(3), s(3))
                .also(s(33, 20, 49), s(20), s(20)).also(s(3, 2, 5000), s(2), s(2)));
        add(op("normalize features", -2, 2, in -> in[0].normalize(1, in[0].moments(1), in[1], in[2], 1e-3),
                s(5, 3), s(3),
                s(3)).also(s(300, 700), s(700), s(700)));
        add(op("normalize rows", -2, 2, in -> in[0].normalize(0, in[0].moments(0), null, null, 1e-3), s(4, 6))
                .also(s(700, 300)));
        add(op("normalizeBy", -2, 2,
                in -> in[0].normalizeBy(1, Tensor.of(Shape.of(2, 2), 0.5, -1, 2, 0.3), in[1], in[2], 1e-3),
                s(4, 2, 3),
                s(2), s(2)));
    }

    private void emptyAndScalar() {
        add(op("empty", -3, 3, in -> in[0].mul(2).relu().sum(1), s(0, 4)));
        add(op("empty axis", -3, 3, in -> in[0].exp().sum(1).add(in[1]), s(3, 0), s(3)));
        add(op("empty softmax", -3, 3, in -> in[0].softmax(1).sum().add(in[1]), s(3, 0), s(2)));
        add(op("empty product", -3, 3, in -> in[0].matmul(in[1]), s(3, 0), s(0, 2)));
        add(op("empty batch", -3, 3, in -> in[0].linear(in[1], in[2]), s(0, 4), s(2, 4), s(2)));
        add(op("empty cat", -3, 3, in -> Tensor.cat(1, in[0], in[1], in[0]), s(2, 0), s(2, 3)).exactly());
        add(op("empty broadcast", -3, 3, in -> in[0].add(in[1]), s(0, 1), s(1, 3)));
        add(op("scalar", -3, 3, in -> in[0].mul(in[0]).add(1).sum(), s()));
        add(op("scalar reductions", 0.5, 3,
                in -> in[0].mean().add(in[0].prod()).add(in[0].amax()).add(in[0].norm())
                        .add(in[0].logSumExp()),
                s()));
    }

    /** Zeros here and there: none, one and two in a row. */
    private static Tensor zeros(Tensor like) {
        return Tensor.of(s(2, 3), 0, 1, 1, 1, 0, 0).to(like.device());
    }

    private static Tensor positions(Tensor like, double... values) {
        return Tensor.of(values).to(like.device());
    }
}
