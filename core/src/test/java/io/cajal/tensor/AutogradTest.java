package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The graph: how gradients find their way, what is kept for them, and what is not. */
class AutogradTest {

    @Test
    void deepGraphsDoNotOverflowTheStack() {
        Tensor x = Tensor.of(1, 2).tracked();
        Tensor y = x;
        for (int i = 0; i < 100_000; i++) {
            y = i % 2 == 0 ? y.add(1) : y.neg();
        }
        assertArrayEquals(new double[] {1, 1}, y.sum().backward().get(x).toDoubles());
        assertEquals(100_001, Trace.of(y).steps().size());
    }

    @Test
    void deepGraphsCanBeDifferentiatedTwice() {
        Tensor x = Tensor.scalar(1).tracked();
        Tensor y = x;
        for (int i = 0; i < 10_000; i++) {
            y = y.mul(x).mul(x.reciprocal()); // stays x
        }
        Tensor slope = y.backward(Tensor.scalar(1), true).get(x);
        assertEquals(1, slope.item(), 1e-2);
        assertEquals(0, slope.backward().get(x).item(), 1e-1);
    }

    /**
     * y = x·x, then y·y, …: 2ⁿ paths, n operations. Each is visited once, when its whole gradient is there.
     */
    @Test
    void diamondsAreVisitedOnce() {
        Tensor x = Tensor.scalar(1).tracked();
        Tensor y = x;
        for (int i = 0; i < 60; i++) {
            y = y.add(y);
        }
        assertEquals(0x1p60, y.backward().get(x).item());
    }

    @Test
    void sharedSubexpressionsAddUp() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Tensor x = Tensor.scalar(0.5).tracked();
            Tensor shared = x.sin();
            Tensor y = shared.mul(x).add(shared.square()).add(shared);
            double s = Math.sin(0.5);
            double c = Math.cos(0.5);
            assertEquals(c * 0.5 + s + 2 * s * c + c, y.backward().get(x).item(), 1e-12);
        });
    }

    @Test
    void oneTensorAsBothOperands() {
        Tensor x = Tensor.of(3, -2).tracked();
        assertArrayEquals(new double[] {6, -4}, x.mul(x).sum().backward().get(x).toDoubles());
        assertArrayEquals(new double[] {0, 0}, x.div(x).sum().backward().get(x).toDoubles());
        assertArrayEquals(new double[] {2, 2}, Tensor.cat(0, x, x).sum().backward().get(x).toDoubles());
    }

    @Test
    void gradientsHaveTheSameBitsAndOrderEachTime() {
        Tensor[] leaves = new Tensor[5];
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = Tensor.normal(Shape.of(7, 7), Rng.of(i)).tracked();
        }
        List<List<Tensor>> orders = new ArrayList<>();
        List<float[]> numbers = new ArrayList<>();
        for (int time = 0; time < 3; time++) {
            Tensor y = leaves[0];
            for (Tensor leaf : leaves) {
                y = y.matmul(leaf).tanh().add(leaf.mul(leaves[0])).add(leaves[2]);
            }
            Gradients g = y.sum().backward();
            orders.add(List.copyOf(g.leaves()));
            numbers.add(Tensor.stack(0, g.leaves().stream().map(g::get).toArray(Tensor[]::new)).toFloats());
        }
        assertEquals(5, orders.get(0).size());
        for (int time = 1; time < 3; time++) {
            assertEquals(orders.get(0), orders.get(time));
            assertArrayEquals(numbers.get(0), numbers.get(time));
        }
    }

    @Test
    void nothingFlowsThroughDetach() {
        Tensor x = Tensor.of(2, 3).tracked();
        assertFalse(x.detach().isTracked());
        assertArrayEquals(new double[] {2, 3}, x.mul(x.detach()).sum().backward().get(x).toDoubles());
        Gradients none = x.detach().mul(x.tracked()).sum().backward();
        assertFalse(none.has(x));
        assertArrayEquals(new double[] {0, 0}, none.get(x).toDoubles());
    }

    @Test
    void leavesMayBeResults() {
        Tensor x = Tensor.scalar(4).tracked();
        assertEquals(1, x.backward().get(x).item());
        Param p = Param.of(Tensor.of(5));
        assertEquals(1, p.backward().get(p).item());
    }

    @Test
    void seedsWeighTheResult() {
        Tensor x = Tensor.of(1, 2, 3).tracked();
        Gradients g = x.square().backward(Tensor.of(1, 10, 100), false);
        assertArrayEquals(new double[] {2, 40, 600}, g.get(x).toDoubles());
    }

    @Test
    void operationsWithoutGradientStopIt() {
        Tensor x = Tensor.of(1, 2).tracked();
        Tensor y = x.gt(1.5);
        assertTrue(y.isTracked());
        assertArrayEquals(new double[] {0, 0}, y.sum().backward().get(x).toDoubles());
        assertFalse(x.argmax(0).isTracked());
    }

    /** (‖∇ₓ D(x)‖ − 1)², as for a Wasserstein critic, differentiated for the weights and the input. */
    @Test
    void gradientPenalty() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Rng rng = Rng.of(3);
            Tensor[] in = {Tensor.normal(Shape.of(4, 3), rng), Tensor.normal(Shape.of(5, 3), rng),
                    Tensor.normal(Shape.of(5), rng), Tensor.normal(Shape.of(1, 5), rng)};
            Differences.check(in, t -> {
                Tensor critic = t[0].linear(t[1], t[2]).tanh().linear(t[3], null).sum();
                Tensor slope = critic.backward(Tensor.scalar(1), true).get(t[0]);
                return slope.norm(1).sub(1).square().mean();
            });
        });
    }

    @Test
    void thirdDerivative() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Tensor x = Tensor.scalar(0.7).tracked();
            Tensor slope = x.sin().mul(x);
            for (int times = 0; times < 3; times++) {
                slope = slope.backward(Tensor.scalar(1), true).get(x);
            }
            assertEquals(-3 * Math.sin(0.7) - 0.7 * Math.cos(0.7), slope.item(), 1e-12);
        });
    }

    @Test
    void plainGradientsAreNotRecorded() {
        Tensor x = Tensor.scalar(2).tracked();
        Tensor y = x.square().square();
        assertFalse(y.backward().get(x).isTracked());
        assertTrue(y.backward(Tensor.scalar(1), true).get(x).isTracked());
        assertEquals(32, y.backward().get(x).item(), "and the graph may be used again");
    }

    @Test
    void evaluationRecordsNothing() {
        Tensor x = Tensor.scalar(2).tracked();
        assertFalse(Run.evaluation().call(() -> x.square()).isTracked());
        assertTrue(Run.training(Rng.of(1)).call(() -> x.square()).isTracked());
        assertFalse(
                Run.training(Rng.of(1)).call(() -> Run.recording(false).call(() -> x.square())).isTracked());
    }

    @Test
    void gradientsAreValues() {
        Param p = Param.of(Tensor.of(3, 4));
        Param q = Param.of(Tensor.of(1, 1));
        Gradients g = p.square().sum().backward();
        Gradients both = g.plus(q.sum().backward()).plus(g);
        assertArrayEquals(new double[] {12, 16}, both.get(p).toDoubles());
        assertArrayEquals(new double[] {1, 1}, both.get(q).toDoubles());
        assertArrayEquals(new double[] {6, 8}, g.get(p).toDoubles());
        assertEquals(10, g.norm(), 1e-6);
        assertEquals(1, g.clipNorm(1).norm(), 1e-5);
        assertEquals(10, g.clipNorm(20).norm(), 1e-6);
        assertArrayEquals(new double[] {6, 7}, g.clipValue(7).get(p).toDoubles());
        assertArrayEquals(new double[] {3, 4}, g.times(0.5).get(p).toDoubles());
        assertTrue(g.isFinite());
        assertFalse(g.times(Double.NaN).isFinite());
        assertNotSame(g, Gradients.NONE.plus(g));
        assertEquals(0, Gradients.NONE.norm());
    }

    @Test
    void inputsThatNoGradientReadsAreNotKept() {
        Tensor x = Tensor.uniform(Shape.of(100), 0.1, 0.9, Rng.of(1)).tracked();
        for (UnaryOperator<Tensor> free : List.<UnaryOperator<Tensor>>of(t -> t.add(1), Tensor::neg,
                Tensor::exp,
                Tensor::sigmoid, Tensor::tanh, Tensor::relu, Tensor::sqrt, t -> t.softmax(0),
                t -> t.cumsum(0),
                t -> t.flip(0), t -> t.add(t), t -> t.indexSelect(0, 3, 1), t -> t.sum(),
                t -> t.pad(0, 1, 1, 0))) {
            assertCollected(x, free, true);
        }
        // These do read it: the test can tell.
        assertCollected(x, Tensor::square, false);
        assertCollected(x, Tensor::log, false);
    }

    private static void assertCollected(Tensor x, UnaryOperator<Tensor> operation, boolean expected) {
        List<Tensor> kept = new ArrayList<>();
        WeakReference<Object> block = middle(x, operation, kept);
        for (int i = 0; i < (expected ? 100 : 3) && block.get() != null; i++) {
            System.gc();
        }
        if (expected) {
            assertNull(block.get(), Trace.of(kept.get(0)).toString());
        } else {
            assertTrue(block.get() != null);
        }
        assertTrue(kept.get(0).sum().backward().get(x).isFinite());
    }

    /** The numbers of x·1.5, which only {@code operation} reads. */
    private static WeakReference<Object> middle(Tensor x, UnaryOperator<Tensor> operation,
            List<Tensor> kept) {
        Tensor middle = x.mul(1.5).cos();
        kept.add(operation.apply(middle));
        return new WeakReference<>(middle.data());
    }

    /** Rows × rows would be too large for a tensor, and nothing needs that shape. */
    @Test
    void manyRowsOfOneFeatureHaveAGradient() {
        int n = 70_000;
        Param w = Param.of(Tensor.of(new double[][] {{2}}));
        assertEquals(n, Tensor.ones(n, 1).linear(w, null).sum().backward().get(w).item());
        Tensor x = Tensor.ones(n, 1).tracked();
        assertEquals(2, x.t().matmul(x).sum().backward().get(x).mean().item());
    }

    @Test
    void traceListsWhatRan() {
        Param w = Param.of(Tensor.ones(2, 3));
        Tensor x = Tensor.ones(4, 3).tracked();
        Tensor y = x.linear(w, null).relu().mul(Tensor.ones(2)).sum(1);
        String text = Trace.of(y).toString();
        assertEquals("""
                %0 [2 × 3] = parameter
                %1 [4 × 3] = input
                %2 [4 × 2] = Linear[] of [1, 0]
                %3 [4 × 2] = Relu[] of [2]
                %4 [4 × 2] = Mul[] of [3, -1]
                %5 [4] = Sum[from=1, to=2, keeps=false, scale=1.0] of [4]
                """, text);
        assertTrue(Trace.of(Tensor.ones(2)).steps().isEmpty());
    }
}
