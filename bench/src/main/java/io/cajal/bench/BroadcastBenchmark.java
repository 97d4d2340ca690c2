package io.cajal.bench;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A sum and a comparison of tensors of different shapes, their results in new memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Dcajal.threads=1"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BroadcastBenchmark {
    @Param({"64x512 + 512", "4096x10 + 10", "64x512 + 64x1", "64x64x4x4 + 64x1x1", "8x1x64 + 1x64x1"})
    private String shapes;

    private Tensor left;
    private Tensor right;

    @Setup
    public void draw() {
        String[] sides = shapes.split(" \\+ ");
        left = normal(sides[0], Rng.of(1));
        right = normal(sides[1], Rng.of(2));
    }

    private static Tensor normal(String shape, Rng rng) {
        return Tensor.normal(Shape.of(Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray()),
                rng);
    }

    @Benchmark
    public Tensor add() {
        return left.add(right);
    }

    @Benchmark
    public Tensor gt() {
        return left.gt(right);
    }
}
