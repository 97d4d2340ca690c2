package io.cajal.cli;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/** How fast this machine multiplies matrices, as most of a training does. */
final class ProductSpeed {
    static final int SIZE = 512;
    /** The compiler needs about two seconds for the kernels, more where others use the processors too. */
    private static final long NANOS = 3_000_000_000L;

    private ProductSpeed() {
    }

    /** 10⁹ multiplications and additions a second, in the best of some seconds' products. */
    static double gigaflops() {
        Rng rng = Rng.of(1);
        Tensor a = Tensor.normal(Shape.of(SIZE, SIZE), rng.split("a"));
        Tensor b = Tensor.normal(Shape.of(SIZE, SIZE), rng.split("b"));
        return Run.evaluation().call(() -> {
            long best = Long.MAX_VALUE;
            long start = System.nanoTime();
            for (long now = start; now - start < NANOS;) {
                a.matmul(b);
                long end = System.nanoTime();
                best = Math.min(best, end - now);
                now = end;
            }
            return 2.0 * SIZE * SIZE * SIZE / best;
        });
    }
}
