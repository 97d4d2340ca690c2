package io.cajal.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Differences;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {
    private static final Shape SHAPE = Shape.of(6, 4);

    /** A loss with operands away from its kinks, made on the present device. */
    private record Row(String name, Loss loss, Supplier<Tensor> output, Supplier<Tensor> target) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Reduction how : Reduction.values()) {
            rows.addAll(List.of(
                    row(how, new Mse(how), LossTest::numbers, LossTest::others),
                    row(how, new L1(how), LossTest::numbers, LossTest::others),
                    row(how, new Huber(0.7, how), LossTest::numbers, LossTest::others),
                    row(how, new SmoothL1(0.7, how), LossTest::numbers, LossTest::others),
                    row(how, new Bce(how), LossTest::probabilities, LossTest::bits),
                    row(how, new BceWithLogits(null, how), LossTest::numbers, LossTest::bits),
                    row(how, new BceWithLogits(Run.on(RefBackend.INSTANCE).call(LossTest::weights), how),
                            LossTest::numbers, LossTest::distributions),
                    row(how, crossEntropy(false, 0, how), LossTest::numbers, LossTest::labels),
                    row(how, crossEntropy(true, 0, how), LossTest::numbers, LossTest::labels),
                    row(how, crossEntropy(true, 0.1, how), LossTest::numbers, LossTest::labels),
                    row(how, crossEntropy(false, 0.1, how), LossTest::numbers, LossTest::distributions),
                    row(how, crossEntropy(true, 0.1, how), LossTest::numbers, LossTest::distributions),
                    row(how, new Nll(null, how), LossTest::numbers, LossTest::labels),
                    row(how, new Nll(Run.on(RefBackend.INSTANCE).call(LossTest::weights), how),
                            LossTest::numbers, LossTest::labels),
                    row(how, new KlDivergence(false, how), LossTest::numbers, LossTest::distributions),
                    row(how, new KlDivergence(true, how), LossTest::numbers, LossTest::others),
                    row(how, new Hinge(how), LossTest::numbers, LossTest::signs),
                    row(how, new HingeEmbedding(0.3, how), LossTest::numbers, LossTest::signs),
                    row(how, new SoftMargin(how), LossTest::numbers, LossTest::signs),
                    row(how, new MultiMargin(1, 0.8, null, how), LossTest::numbers, LossTest::labels),
                    row(how, new MultiMargin(2, 1, Run.on(RefBackend.INSTANCE).call(LossTest::weights), how),
                            LossTest::numbers, LossTest::labels),
                    row(how, new PoissonNll(true, true, 1e-8, how), LossTest::numbers, LossTest::counts),
                    row(how, new PoissonNll(false, false, 1e-8, how), LossTest::probabilities,
                            LossTest::counts)));
        }
        rows.add(row(Reduction.MEAN, new HalfSquaredError(), LossTest::numbers, LossTest::others));
        return rows.stream();
    }

    private static Row row(Reduction how, Loss loss, Supplier<Tensor> output, Supplier<Tensor> target) {
        return new Row(loss + " " + how, loss, output, target);
    }

    private static CrossEntropy crossEntropy(boolean weighted, double smoothing, Reduction how) {
        return new CrossEntropy(weighted ? Run.on(RefBackend.INSTANCE).call(LossTest::weights) : null,
                smoothing, how);
    }

    private static Tensor numbers() {
        return Tensor.uniform(SHAPE, -2, 2, Rng.of(1));
    }

    private static Tensor others() {
        return Tensor.uniform(SHAPE, -2, 2, Rng.of(2));
    }

    private static Tensor probabilities() {
        return Tensor.uniform(SHAPE, 0.05, 0.95, Rng.of(3));
    }

    private static Tensor bits() {
        return Tensor.uniform(SHAPE, 0, 1, Rng.of(4)).gt(0.5);
    }

    private static Tensor signs() {
        return bits().mul(2).add(-1);
    }

    private static Tensor counts() {
        return Tensor.uniform(SHAPE, 0, 5, Rng.of(5)).floor();
    }

    private static Tensor distributions() {
        return others().softmax(1);
    }

    private static Tensor labels() {
        return Tensor.of(3, 0, 1, 1, 2, 3);
    }

    private static Tensor weights() {
        return Tensor.of(0.5, 2, 1, 0.25);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void gradientEqualsCentralDifferences(Row row) {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Tensor target = row.target().get();
            Differences.check(new Tensor[] {row.output().get()}, in -> {
                Tensor y = row.loss().of(in[0], target);
                return y.mul(Tensor.uniform(y.shape(), -1, 1, Rng.of(6))).sum();
            });
        });
    }

    // What the lectures' formulas give once they are right

    @Test
    void aLambdaIsALoss() {
        Loss loss = (output, target) -> output.sub(target).abs().amax();
        assertEquals(3, loss.of(Tensor.of(1, 5), Tensor.of(2, 2)).item());
    }

    @Test
    void crossEntropyIsPositiveAndItsGradientIsSoftmaxMinusTarget() {
        Tensor z = Tensor.of(new double[][] {{1, 2, 3}}).tracked();
        Tensor y = new CrossEntropy().of(z, Tensor.of(1));
        assertEquals(Math.log(Math.exp(-1) + 1 + Math.exp(1)), y.item(), 1e-6);
        Tensor expected = z.softmax(1).sub(Tensor.of(new double[][] {{0, 1, 0}}));
        assertEquals(0, y.backward().get(z).sub(expected).abs().amax().item(), 1e-6);
    }

    @Test
    void binaryCrossEntropyIsPositive() {
        assertEquals(-Math.log(0.8), new Bce().of(Tensor.of(0.8), Tensor.of(1)).item(), 1e-6);
        assertEquals(-Math.log(0.2), new Bce().of(Tensor.of(0.8), Tensor.of(0)).item(), 1e-6);
    }

    @Test
    void halfTheSquaredErrorHasNoFactor2InItsGradient() {
        Tensor y = Tensor.of(new double[][] {{1, 2}, {3, 4}}).tracked();
        Tensor t = Tensor.of(new double[][] {{0, 0}, {1, 1}});
        Tensor loss = new HalfSquaredError().of(y, t);
        assertEquals((1 + 4 + 4 + 9) / 2.0 / 2, loss.item());
        assertEquals(0, loss.backward().get(y).sub(y.sub(t).mul(0.5)).abs().amax().item());
        Tensor mean = new Mse().of(y, t);
        assertEquals((1 + 4 + 4 + 9) / 4.0, mean.item());
        assertEquals(0, mean.backward().get(y).sub(y.sub(t).mul(2.0 / 4)).abs().amax().item());
    }

    @Test
    void farLogitsGiveFiniteLossesAndGradients() {
        Tensor z = Tensor.of(new double[][] {{1e4, -1e4}, {-1e4, 1e4}}).tracked();
        Tensor wrong = new CrossEntropy().of(z, Tensor.of(1, 0));
        assertEquals(2e4, wrong.item());
        assertTrue(wrong.backward().isFinite());
        Tensor binary = new BceWithLogits().of(z, Tensor.of(new double[][] {{0, 1}, {0, 1}}));
        assertEquals(5e3, binary.item());
        assertTrue(binary.backward().isFinite());
    }

    @Test
    void certaintyIsBoundedOnProbabilities() {
        Tensor p = Tensor.of(0, 1).tracked();
        Tensor loss = new Bce().of(p, Tensor.of(1, 0));
        assertEquals(100, loss.item());
        assertTrue(loss.backward().isFinite());
    }

    // Mistakes

    @ParameterizedTest
    @EnumSource(names = {"MEAN", "NONE"})
    void columnsAgainstVectorsAreRefused(Reduction how) {
        Tensor column = Tensor.of(new double[][] {{1}, {2}, {3}});
        for (Loss loss : List.of(new Mse(how), new L1(how), new BceWithLogits(null, how), new Hinge(how),
                new HalfSquaredError(), new Bce(how), new KlDivergence(false, how))) {
            String message = refusal(loss, column, Tensor.of(1, 2, 3));
            assertTrue(message.contains("output [3 × 1] and target [3] differ in shape"), message);
            assertTrue(message.contains("reshape the target to [3 × 1]"), message);
        }
    }

    @Test
    void mistakenTargetsAreNamed() {
        Tensor logits = Tensor.of(new double[][] {{1, 2, 3}, {1, 2, 3}});
        assertEquals(
                "crossEntropy: element 1 of the labels [2] is 3.0, expected a whole number in 0 … 2, as there are 3 classes",
                refusal(new CrossEntropy(), logits, Tensor.of(0, 3)));
        assertEquals(
                "nll: element 0 of the labels [2] is -1.0, expected a whole number in 0 … 2, as there are 3 classes",
                refusal(new Nll(), logits, Tensor.of(-1, 0)));
        assertEquals(
                "multiMargin: element 1 of the labels [2] is 0.5, expected a whole number in 0 … 2, as there are 3 classes",
                refusal(new MultiMargin(), logits, Tensor.of(0, 0.5)));
        assertTrue(refusal(new CrossEntropy(), logits, Tensor.of(new double[][] {{1}, {2}}))
                .contains(
                        "needs class numbers [2] or probabilities [2 × 3] for logits [2 × 3], got [2 × 1]"));
        assertTrue(refusal(new CrossEntropy().withWeights(Tensor.of(1, 2)), logits, Tensor.of(0, 1))
                .contains("needs class weights [3], got [2]"));
        assertTrue(refusal(new Mse(), logits, Tensor.of(0, 1)).contains("use crossEntropy"));
        assertEquals("bce: element 1 of the output [2] is 1.5, expected a probability in 0 … 1; "
                + "put a sigmoid before it, or use bceWithLogits",
                refusal(new Bce(), Tensor.of(1, 1.5), Tensor.of(1, 1)));
        assertEquals("hinge: element 1 of the target [2] is 0.0, expected −1 or +1",
                refusal(new Hinge(), Tensor.of(1, 1.5), Tensor.of(1, 0)));
    }

    @Test
    void mistakenSettingsAreNamed() {
        assertThrows(CajalException.class, () -> new Huber(0));
        assertThrows(CajalException.class, () -> new SmoothL1(-1));
        assertThrows(CajalException.class, () -> new CrossEntropy().withSmoothing(1.1));
        assertThrows(CajalException.class, () -> new MultiMargin(3, 1, null, Reduction.MEAN));
    }

    private static String refusal(Loss loss, Tensor output, Tensor target) {
        return assertThrows(CajalException.class, () -> loss.of(output, target)).getMessage();
    }
}
