package io.cajal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.cajal.backend.Arena;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArenaTest {
    private final Arena arena = CpuBackend.INSTANCE.arena();

    static Stream<OpCase> operations() {
        return OpCases.all();
    }

    /** The same sizes in the same order, and so the same memory, with the numbers of other operands in it. */
    @ParameterizedTest
    @MethodSource("operations")
    void usedMemoryDoesNotShow(OpCase row) {
        row.sizes().forEach(shapes -> {
            double[] fresh = result(row, shapes, 1);
            double[] used = arena.step(() -> {
                arena.step(() -> result(row, shapes, 2));
                return result(row, shapes, 1);
            });
            assertArrayEquals(fresh, used, row + " " + shapes);
        });
    }

    private static double[] result(OpCase row, List<Shape> shapes, int seed) {
        Tensor[] in = Stream.of(row.operands(Rng.of(seed), shapes)).map(Tensor::tracked)
                .toArray(Tensor[]::new);
        Tensor y = row.function.apply(in);
        DoubleStream numbers = Arrays.stream(y.toDoubles());
        if (row.isDifferentiable(1)) {
            Gradients g = y.sum().backward();
            for (Tensor x : in) {
                numbers = DoubleStream.concat(numbers, Arrays.stream(g.get(x).toDoubles()));
            }
        }
        return numbers.toArray();
    }

    @Test
    void aTensorOfAnEndedStepIsRefused() {
        Tensor gone = arena.step(() -> Tensor.ones(2, 3).add(1));
        String message = assertThrows(CajalException.class, gone::toFloats).getMessage();
        assertEquals("a tensor of shape [2 × 3] was made in an arena's step that has ended, "
                + "and its memory is used again: keep() it inside the step", message);
        arena.step(() -> Tensor.ones(2, 3)); // now somebody else's
        assertThrows(CajalException.class, () -> gone.add(1));
    }

    @Test
    void whatIsKeptStays() {
        Param w = arena.step(() -> Param.of(Tensor.full(Shape.of(3), 5)));
        Tensor kept = arena.step(() -> Tensor.ones(3).mul(2).keep());
        arena.step(() -> Tensor.full(Shape.of(3), 9));
        assertArrayEquals(new double[] {2, 2, 2}, kept.toDoubles());
        assertArrayEquals(new double[] {5, 5, 5}, w.toDoubles());
    }

    @Test
    void aStepInsideAStepEndsByItself() {
        arena.step(() -> {
            Tensor outer = Tensor.full(Shape.of(4), 1);
            Tensor inner = arena.step(() -> Tensor.full(Shape.of(4), 2));
            Tensor after = Tensor.full(Shape.of(4), 3);
            assertThrows(CajalException.class, inner::toFloats);
            assertEquals(4, outer.sum().item());
            assertEquals(12, after.sum().item());
        });
    }

    @Test
    void afterAFailureItGoesOn() {
        assertThrows(IllegalStateException.class, () -> arena.step(() -> {
            Tensor.ones(5);
            throw new IllegalStateException();
        }));
        assertEquals(5, arena.step(() -> Tensor.ones(5).sum().item()));
    }

    @Test
    void twoThreadsNeedTwo() throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        arena.step(() -> {
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    arena.step(() -> Tensor.ones(1));
                } catch (CajalException e) {
                    thrown[0] = e;
                }
            });
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertTrue(thrown[0].getMessage().startsWith("arena: already at work in thread"), "" + thrown[0]);
    }

    /** Half a megabyte of numbers a step, all of it in memory that was there before. */
    @Test
    void stepsTakeNoMemoryForTheirNumbers() {
        Tensor x = Tensor.full(Shape.of(256, 128), 0.5);
        Runnable step = () -> arena
                .step(() -> assertSame(x.shape(), x.mul(2).add(x).square().relu().shape()));
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long each = Long.MAX_VALUE;
        // vectors count as objects until their loops are compiled
        for (int round = 0; round < 100 && each >= 8 << 10; round++) {
            long before = memory.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
                step.run();
            }
            each = (memory.getCurrentThreadAllocatedBytes() - before) / 100;
        }
        assertTrue(each < 8 << 10, each + " bytes a step");
    }
}
