package io.cajal.bench;

import io.cajal.base.CajalException;
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

/** The standing workloads of {@code bench/compare}, Cajal's side alone: {@code -p workload=NAME} for others. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepBenchmark {
    @Param({"mlp_784_512_512_10_b128_adam_train", "playground_2_8_8_1_tanh_b10_sgd_train",
            "mlp_784_512_512_10_b1_infer", "op_mm_512x512x512", "op_mm_128x512x10", "op_mm_32x4x8"})
    private String workload;

    private Runnable step;

    @Setup
    public void prepare() {
        step = Workloads.all().stream().filter(w -> w.name().equals(workload)).findFirst()
                .orElseThrow(() -> new CajalException("bench: no workload " + workload)).make().get();
    }

    @Benchmark
    public void step() {
        step.run();
    }
}
