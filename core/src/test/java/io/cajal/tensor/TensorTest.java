package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import org.junit.jupiter.api.Test;

/**
 * What a row of {@link OpCases} cannot say: ties, zeros, infinities, empty operands, and what may be shared.
 */
class TensorTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Tensor matrix(double[]... rows) {
        return Tensor.of(rows);
    }

    private static double[] row(double... values) {
        return values;
    }

    @Test
    void tiesOverSeveralAxesShareTheGradientEvenly() {
        Tensor x = matrix(row(5, 5), row(5, 1)).tracked();
        float third = 1f / 3;
        assertArrayEquals(new float[] {third, third, third, 0}, x.amax().backward().get(x).toFloats());
        assertArrayEquals(new float[] {third, third, third, 0},
                x.neg().amin(0, 1).neg().backward().get(x).toFloats());
        Tensor block = Tensor.ones(2, 3, 2).tracked();
        Gradients g = block.amax(0, 2).sum().backward();
        assertArrayEquals(Tensor.full(Shape.of(2, 3, 2), 0.25).toFloats(), g.get(block).toFloats());
        assertEquals(Shape.of(3), block.amax(0, -1).shape());
    }

    @Test
    void firstOfEqualMaximaTakesTheGradient() {
        Tensor x = matrix(row(1, 7, 7), row(2, 2, 2)).tracked();
        Tensor.Ranked max = x.max(1);
        assertArrayEquals(new double[] {1, 0}, max.positions().toDoubles());
        assertArrayEquals(new double[] {0, 1, 0, 1, 0, 0}, max.values().sum().backward().get(x).toDoubles());
    }

    @Test
    void normHasGradientZeroAtZero() {
        Tensor x = matrix(row(0, 0), row(3, 4)).tracked();
        Tensor norm = x.norm(1);
        assertArrayEquals(new float[] {0, 5}, norm.toFloats());
        assertArrayEquals(new float[] {0, 0, 0.6f, 0.8f}, norm.sum().backward().get(x).toFloats(), 1e-7f);
    }

    @Test
    void slopesOfPowAtZeroAreFinite() {
        Tensor a = Tensor.of(0, 0, 0).tracked();
        Tensor b = Tensor.of(0, 1, 2).tracked();
        Gradients g = a.pow(b).sum().backward();
        assertArrayEquals(new double[] {0, 1, 0}, g.get(a).toDoubles());
        assertArrayEquals(new double[] {0, 0, 0}, g.get(b).toDoubles());
    }

    @Test
    void quotientOfSmallNumbersHasAGradient() {
        Tensor a = Tensor.of(2e-25, 3e25).tracked();
        Tensor b = Tensor.of(1e-25, 1e25).tracked();
        float[] g = a.div(b).sum().backward().get(b).toFloats(); // −a/b²: here b² is no float
        assertEquals(-2e25, g[0], 1e20);
        assertEquals(-3e-25, g[1], 1e-30);
    }

    @Test
    void logSumExpOfInfinities() {
        assertEquals(-INF, Tensor.of(-INF, -INF).logSumExp(0).item());
        assertEquals(INF, Tensor.of(1, INF).logSumExp(0).item());
        assertEquals(1000 + Math.log(2), Tensor.of(1000, 1000, -INF).logSumExp(0).item(), 1e-4);
        assertEquals(Math.log(6), Tensor.zeros(2, 3).logSumExp().item(), 1e-6);
        assertEquals(0, Tensor.zeros(2, 3).logMeanExp().item(), 1e-6);
        assertEquals(-1000 + Math.log(0.25), Tensor.of(-1000, -INF, -INF, -INF).logMeanExp(0).item(), 1e-4);
    }

    @Test
    void gradientOfAProductWithZeros() {
        Tensor x = matrix(row(2, 0, 3), row(0, 0, 5), row(2, 3, 4)).tracked();
        assertArrayEquals(new double[] {0, 6, 0, 0, 0, 0, 12, 8, 6},
                x.prod(1).sum().backward().get(x).toDoubles());
    }

    @Test
    void positionsAreExactInDouble() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            int far = (1 << 24) + 1; // no float
            assertArrayEquals(new int[] {far}, Tensor.of((double) far).toPositions("test", far + 1));
            assertThrows(CajalException.class, () -> Tensor.of(0.99999999999).toPositions("test", 5));
        });
    }

    @Test
    void oneHotNeedsNoSquareOfItsClasses() {
        Tensor hot = Tensor.of(69_999, 0).oneHot(70_000);
        assertEquals(Shape.of(2, 70_000), hot.shape());
        assertEquals(2, hot.sum().item());
        assertEquals(1, hot.select(0, 0).select(0, 69_999).item());
        assertEquals(Shape.of(2, 1, 3), Tensor.zeros(2, 1).oneHot(3).shape());
    }

    @Test
    void productsOverAnEmptyAxisAreZero() {
        assertArrayEquals(new float[30], Tensor.zeros(2, 3, 0).matmul(Tensor.zeros(0, 5)).toFloats());
        assertArrayEquals(new float[30], Tensor.zeros(2, 3, 0).linear(Tensor.zeros(5, 0), null).toFloats());
        assertArrayEquals(new float[] {1, 2, 1, 2},
                Tensor.zeros(2, 0).linear(Tensor.zeros(2, 0), Tensor.of(1, 2)).toFloats());
        assertEquals(0, Tensor.zeros(0).matmul(Tensor.zeros(0)).item());
        assertEquals(Shape.of(0, 5), Tensor.zeros(0, 3).matmul(Tensor.zeros(3, 5)).shape());
    }

    @Test
    void emptyTensorsHaveGradients() {
        Tensor x = Tensor.zeros(0, 3).tracked();
        Tensor w = Tensor.ones(4, 3).tracked();
        Gradients g = Tensor.cat(0, x.linear(w, null).softmax(-1), Tensor.ones(1, 4)).mean().backward();
        assertEquals(Shape.of(0, 3), g.get(x).shape());
        assertArrayEquals(new float[12], g.get(w).toFloats());
        assertEquals(0, x.sum().item());
        assertEquals(1, x.prod().item());
        assertTrue(Double.isNaN(x.mean().item()));
        assertEquals(Shape.of(0), x.amax(1).shape());
        assertEquals(Shape.of(0, 3), x.sort(1, true).values().shape());
        assertEquals(Shape.of(3, 0), x.t().shape());
        assertEquals(Shape.of(0, 7), x.pad(1, 2, 2, 1).shape());
        assertEquals(Shape.of(2, 3), x.pad(0, 1, 1, 1).shape());
        assertEquals("Tensor[0 × 3] []", x.toString());
    }

    @Test
    void scalarsGoThroughReductions() {
        Tensor x = Tensor.scalar(3);
        for (Tensor same : new Tensor[] {x.sum(), x.mean(), x.prod(), x.amax(), x.amin(), x.logSumExp(),
                x.sumKeep(),
                x.expand(Shape.SCALAR), x.reshape(), x.permute(), x.norm()}) {
            assertEquals(Shape.SCALAR, same.shape());
            assertEquals(3, same.item(), 1e-6);
        }
        assertEquals(0, x.variance(0).item());
    }

    @Test
    void repeatedNoTimesIsEmpty() {
        assertEquals(Shape.of(2, 0), Tensor.ones(2, 3).repeat(1, 0).shape());
    }

    @Test
    void detachedNumbersDoNotChangeWithTheParameter() {
        Param p = Param.of(Tensor.of(1, 2));
        Tensor detached = p.detach();
        Tensor leaf = p.tracked();
        p.set(Tensor.of(8, 9));
        assertArrayEquals(new float[] {1, 2}, detached.toFloats());
        assertArrayEquals(new float[] {1, 2}, leaf.toFloats());
        assertArrayEquals(new float[] {8, 9}, p.toFloats());
    }

    @Test
    void updatesLeaveTheGradientAlone() {
        Param a = Param.of(Tensor.of(1, 2));
        Tensor gradient = Tensor.of(10, 20);
        a.update(v -> {
            v[1] += v[0]; // as weight decay might; the gradient may belong to another parameter as well
            v[0] -= v[1];
        }, gradient);
        assertArrayEquals(new float[] {-10, -20}, a.toFloats());
        assertArrayEquals(new float[] {10, 20}, gradient.toFloats());
    }

    @Test
    void parametersKeepTheirNumbersFromTheirOrigin() {
        Tensor origin = Tensor.of(1, 2);
        Param p = Param.of(origin);
        p.set(Tensor.of(3, 4));
        assertArrayEquals(new float[] {1, 2}, origin.toFloats());
    }

    @Test
    void movingToADeviceKeepsTheNumbers() {
        Tensor x = Tensor.normal(Shape.of(2, 3), Rng.of(1));
        assertSame(x, x.to(x.device()));
        Tensor there = x.to(RefBackend.INSTANCE);
        assertSame(RefBackend.INSTANCE, there.device());
        assertArrayEquals(x.toFloats(), there.toFloats());
    }

    @Test
    void printsRowsAndCutsLargeOnes() {
        assertEquals("Tensor[2 × 2] [[1, 2],\n [3, 4]]", matrix(row(1, 2), row(3, 4)).toString());
        assertEquals("Tensor[] 0.5000", Tensor.scalar(0.5).toString());
        assertEquals("Tensor[2000] [0, 1, 2, …, 1997, 1998, 1999]", Tensor.arange(2000).toString());
        assertEquals("Tensor[2] [NaN, Infinity]", Tensor.of(Double.NaN, INF).toString());
    }
}
