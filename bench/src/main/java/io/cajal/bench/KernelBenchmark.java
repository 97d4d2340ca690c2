package io.cajal.bench;

import io.cajal.backend.cpu.Kernels;
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

/** The vector kernels beside their plain twins, on 16,384 numbers: 64 KiB, which stay in the cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
    private static final int N = 1 << 14;

    @Param({"best", "plain"})
    private String kernels;

    private final float[] x = new float[N];
    private final float[] y = new float[N];
    private final float[] out = new float[N];
    private Kernels chosen;

    @Setup
    public void draw() {
        chosen = kernels.equals("best") ? Kernels.best() : Kernels.plain();
        Rng.of(1).normal(x, 0, N);
        Rng.of(2).normal(y, 0, N);
    }

    @Benchmark
    public float[] exp() {
        chosen.exp(x, 0, out, 0, N);
        return out;
    }

    @Benchmark
    public float[] log() {
        chosen.log(x, 0, out, 0, N);
        return out;
    }

    @Benchmark
    public float[] tanh() {
        chosen.tanh(x, 0, out, 0, N);
        return out;
    }

    @Benchmark
    public float[] sigmoid() {
        chosen.sigmoid(x, 0, out, 0, N);
        return out;
    }

    @Benchmark
    public float[] softplus() {
        chosen.softplus(x, 0, out, 0, N);
        return out;
    }

    @Benchmark
    public float[] erf() {
        chosen.erf(x, 0, out, 0, N);
        return out;
    }

    @Benchmark
    public float[] relu() {
        chosen.relu(x, 0, out, 0, N);
        return out;
    }

    @Benchmark
    public float[] gate() {
        chosen.gate(x, y, out, 0, N);
        return out;
    }

    @Benchmark
    public float sum() {
        return chosen.sum(x, 0, N);
    }

    @Benchmark
    public float dot() {
        return chosen.dot(x, 0, y, 0, N);
    }
}
