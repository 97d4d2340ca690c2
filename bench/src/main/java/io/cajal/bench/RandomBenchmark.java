package io.cajal.bench;

import io.cajal.base.Rng;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** 16,384 random numbers; those by {@link StrictMath} are what the polynomials are for. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RandomBenchmark {
    private static final int N = 1 << 14;

    private final int[] words = new int[N];
    private final float[] numbers = new float[N];

    @Benchmark
    public int[] bits() {
        Rng.of(1).bits(words);
        return words;
    }

    @Benchmark
    public float[] normal() {
        Rng.of(1).normal(numbers, 0, N);
        return numbers;
    }

    @Benchmark
    public float[] normalByStrictMath() {
        Rng.of(1).bits(words);
        for (int i = 0; i < N; i += 2) {
            double u = ((words[i] & 0xffffffffL) + 0.5) * 0x1p-32;
            double radius = Math.sqrt(-2 * StrictMath.log(u));
            double angle = (words[i + 1] & 0xffffffffL) * (2 * Math.PI * 0x1p-32);
            numbers[i] = (float) (radius * StrictMath.cos(angle));
            numbers[i + 1] = (float) (radius * StrictMath.sin(angle));
        }
        return numbers;
    }
}
