package io.cajal.bench;

import io.cajal.backend.Arena;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.optim.Adam;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Map;
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

/** What a step of an optimizer costs on a matrix of 2,048 × 1,024 weights, with and without penalties. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OptimizerBenchmark {
    @Param({"plain", "L2", "L1", "max-norm"})
    private String penalty;

    private final Arena arena = Run.current().device().arena();
    private Gradients gradients;
    private Optimizer sgd;
    private Optimizer adam;

    @Setup
    public void make() {
        Shape shape = Shape.of(2048, 1024);
        io.cajal.tensor.Param weight = io.cajal.tensor.Param.of(Tensor.normal(shape, Rng.of(1)).mul(0.05));
        gradients = Gradients.of(Map.of(weight, Tensor.normal(shape, Rng.of(2)).mul(1e-3)));
        sgd = penalised(new Sgd(Map.of("weight", weight), 1e-4).momentum(0.9));
        adam = penalised(new Adam(Map.of("weight", weight), 1e-5));
    }

    private Optimizer penalised(Optimizer optimizer) {
        return switch (penalty) {
            case "L2" -> optimizer.weightDecay(1e-5);
            case "L1" -> optimizer.l1(1e-6);
            case "max-norm" -> optimizer.maxNorm(2);
            default -> optimizer;
        };
    }

    @Benchmark
    public void sgd() {
        arena.step(() -> sgd.step(gradients));
    }

    @Benchmark
    public void adam() {
        arena.step(() -> adam.step(gradients));
    }
}
