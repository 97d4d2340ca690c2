package io.cajal.bench;

import io.cajal.backend.cpu.Elementwise;
import io.cajal.base.Rng;
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

/** Arithmetic by vectors beside its plain twin, on 16,384 numbers: 64 KiB, which stay in the cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ElementwiseBenchmark {
    private static final int N = 1 << 14;

    @Param({"best", "plain"})
    private String kernels;

    private final float[] x = new float[N];
    private final float[] y = new float[N];
    private final float[] out = new float[N];
    private Elementwise chosen;
    /** Where each begins: no constants, as the compiler would know then that they are the same place. */
    private int left;
    private int right;
    private int to;

    @Setup
    public void draw() {
        chosen = kernels.equals("best") ? Elementwise.best() : Elementwise.plain();
        Rng.of(1).normal(x, 0, N);
        Rng.of(2).normal(y, 0, N);
    }

    @Benchmark
    public float[] add() {
        chosen.add(x, left, y, right, out, to, N);
        return out;
    }

    @Benchmark
    public float[] div() {
        chosen.div(x, left, y, right, out, to, N);
        return out;
    }

    @Benchmark
    public float[] max() {
        chosen.max(x, left, y, right, out, to, N);
        return out;
    }

    @Benchmark
    public float[] gt() {
        chosen.gt(x, left, y, right, out, to, N);
        return out;
    }

    @Benchmark
    public float[] affine() {
        chosen.affine(0.5f, 1, x, left, out, to, N);
        return out;
    }

    @Benchmark
    public float[] sqrt() {
        chosen.sqrt(x, left, out, to, N);
        return out;
    }

    @Benchmark
    public float[] sign() {
        chosen.sign(x, left, out, to, N);
        return out;
    }

    @Benchmark
    public float[] clamp() {
        chosen.clamp(-1, 1, x, left, out, to, N);
        return out;
    }

    @Benchmark
    public float[] above() {
        chosen.above(0, x, 0, x, left, y, right, out, to, N);
        return out;
    }
}
