package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.backend.cpu.Workers;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import org.junit.jupiter.api.Test;

class RowWiseTest {
    /** yᵢ = aᵢ Σ b², which keeps the sum; b may be of another width. */
    private record Scaled() implements RowRule {
        @Override
        public String name() {
            return "scaled";
        }

        @Override
        public int width(int... in) {
            if (in.length != 2) {
                throw new ShapeException("scaled: needs two operands, got " + in.length);
            }
            return in[0];
        }

        @Override
        public int kept() {
            return 1;
        }

        @Override
        public Tensor composed(Tensor... in) {
            return in[0].mul(in[1].square().sumKeep(1));
        }

        @Override
        public void forward(float[][] in, float[] y, float[] kept, int row) {
            int a = y.length / kept.length;
            int b = in[1].length / kept.length;
            kept[row] = 0;
            for (int i = row * b; i < (row + 1) * b; i++) {
                kept[row] += in[1][i] * in[1][i];
            }
            for (int i = row * a; i < (row + 1) * a; i++) {
                y[i] = in[0][i] * kept[row];
            }
        }

        @Override
        public void backward(float[][] in, float[] y, float[] kept, float[] g, float[][] out, int row) {
            int a = y.length / kept.length;
            int b = in[1].length / kept.length;
            float sum = 0;
            for (int i = row * a; i < (row + 1) * a; i++) {
                out[0][i] = g[i] * kept[row];
                sum += g[i] * in[0][i];
            }
            for (int i = row * b; i < (row + 1) * b; i++) {
                out[1][i] = 2 * in[1][i] * sum;
            }
        }
    }

    private static Tensor drawn(int rows, int width, long seed) {
        return Tensor.uniform(Shape.of(rows, width), -1, 1, Rng.of(seed)).tracked();
    }

    @Test
    void itsLoopsEqualTheComposedForm() {
        Tensor a = drawn(5, 3, 1);
        Tensor b = drawn(5, 4, 2);
        Tensor seed = drawn(5, 3, 3);
        Tensor y = Tensor.rowWise(new Scaled(), a, b);
        Tensor expected = new Scaled().composed(a, b);
        assertArrayEquals(expected.toFloats(), y.toFloats(), 1e-6f);
        Gradients right = expected.backward(seed, false);
        Gradients g = y.backward(seed, false);
        assertArrayEquals(right.get(a).toFloats(), g.get(a).toFloats(), 1e-6f);
        assertArrayEquals(right.get(b).toFloats(), g.get(b).toFloats(), 1e-6f);
    }

    /** In double, where there are no loops, through the composed form; and the second derivative through that too. */
    @Test
    void itsGradientIsTheSlopeInDouble() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Tensor[] operands = {drawn(2, 3, 1), drawn(2, 2, 2)};
            Differences.check(operands, in -> Tensor.rowWise(new Scaled(), in).square().sum());
            Differences.check(operands, in -> {
                Gradients first = Tensor.rowWise(new Scaled(), in).square().sum().backward(Tensor.scalar(1),
                        true);
                return first.get(in[1]).square().sum();
            });
        });
    }

    @Test
    void anOperandMayComeTwice() {
        Tensor a = drawn(4, 3, 1);
        Tensor seed = drawn(4, 3, 2);
        float[] right = new Scaled().composed(a, a).backward(seed, false).get(a).toFloats();
        for (boolean again : new boolean[] {false, true}) {
            assertArrayEquals(right,
                    Tensor.rowWise(new Scaled(), a, a).backward(seed, again).get(a).toFloats(), 1e-6f);
        }
    }

    /** In used memory of an arena, on one thread and on several. */
    @Test
    void theSameBitsInUsedMemoryAndOnAnyNumberOfThreads() {
        int threads = Workers.shared().threads();
        float[][] got = new float[3][];
        try {
            for (int run = 0; run < got.length; run++) {
                Workers.setThreads(run == 2 ? 3 : 1);
                var arena = Run.current().device().arena();
                int number = run;
                for (int again = 0; again <= run; again++) {
                    arena.step(() -> {
                        Tensor a = drawn(37, 5, 1);
                        Tensor y = Tensor.rowWise(new Scaled(), a, drawn(37, 6, 2));
                        got[number] = Tensor.cat(1, y, y.square().sum().backward().get(a)).toFloats();
                        return null;
                    });
                }
            }
        } finally {
            Workers.setThreads(threads);
        }
        assertArrayEquals(got[0], got[1]);
        assertArrayEquals(got[0], got[2]);
    }

    @Test
    void saysWhatDoesNotFit() {
        assertEquals("scaled: needs operands [rows × …] of equally many rows, got [[2 × 3], [3 × 3]]",
                assertThrows(ShapeException.class,
                        () -> Tensor.rowWise(new Scaled(), drawn(2, 3, 1), drawn(3, 3, 1))).getMessage());
        assertEquals("scaled: needs two operands, got 1",
                assertThrows(ShapeException.class, () -> Tensor.rowWise(new Scaled(), drawn(2, 3, 1)))
                        .getMessage());
    }
}
