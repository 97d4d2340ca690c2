package io.cajal.train;

import io.cajal.backend.Arena;
import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.loss.Loss;
import io.cajal.nn.Layer;
import io.cajal.nn.StateDict;
import io.cajal.optim.Objective;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * How fast this machine trains a network and predicts with it: measured on real steps, as no count of operations
 * tells how far memory, threads and the compiler let them run.
 *
 * @param batch examples of a step
 * @param step seconds of a step
 * @param prediction seconds of a prediction of one example
 * @param predictions seconds of a prediction of a batch
 * @param blocks numbers that a step's results take, gradients included
 * @param state numbers that the optimizer keeps
 */
public record Pace(int batch, double step, double prediction, double predictions, long blocks, long state) {
    /** Nanoseconds of times of which the median is taken. */
    private static final long SPELL = 300_000_000;
    /** Nanoseconds after which no further spell begins. */
    private static final long PATIENCE = 15_000_000_000L;
    /** The share of a spell in which the compiler works as long as it is not done. */
    private static final double BUSY = 0.5;
    /** The share of the best time so far below which times are still getting shorter. */
    private static final double BETTER = 0.95;
    /** Spells that bring nothing new. */
    private static final int ENOUGH = 2;

    /**
     * Takes some ten seconds. The network stays as it is; the optimizer, which must be one
     * of this network, does not.
     *
     * @param examples gives as many as it is asked for
     */
    public static Pace of(Layer network, Loss loss, Optimizer optimizer, IntFunction<Batch> examples,
            int batch) {
        Batch many = examples.apply(batch);
        Tensor one = examples.apply(1).x();
        Arena arena = Run.current().device().arena();
        Map<String, Tensor> before = StateDict.copy(StateDict.of(network));
        try {
            Rng rng = Rng.of(1);
            double step = steady(number -> arena.step(() -> Run.training(rng.split(number))
                    .run(() -> optimizer.step(() -> objective(network, loss, many)))));
            StateDict.load(network, before);
            double single = steady(_ -> Run.evaluation().run(() -> network.apply(one)));
            double all = steady(_ -> Run.evaluation().run(() -> network.apply(many.x())));
            long state = optimizer.state().entrySet().stream().filter(part -> part.getKey().contains("."))
                    .mapToLong(part -> part.getValue().shape().elements()).sum();
            return new Pace(batch, step, single, all, arena.numbers(), state);
        } finally {
            StateDict.load(network, before);
        }
    }

    private static Objective.Value objective(Layer network, Loss loss, Batch batch) {
        Tensor value = loss.of(network.apply(batch.x()), batch.y());
        return new Objective.Value(value.item(), value.backward());
    }

    /** Work, by the number of the time. */
    private interface Work {
        void run(long number);
    }

    /** Seconds of a time once the compiler is done with it: before, it takes a hundred times as long. */
    private static double steady(Work work) {
        double best = Double.POSITIVE_INFINITY;
        long start = System.nanoTime();
        long number = 0;
        for (int calm = 0; calm < ENOUGH && System.nanoTime() - start < PATIENCE;) {
            List<Long> nanos = new ArrayList<>();
            long compiled = compiling();
            long begin = System.nanoTime();
            long last = begin;
            while (last - begin < SPELL) {
                work.run(number++);
                long now = System.nanoTime();
                nanos.add(now - last);
                last = now;
            }
            nanos.sort(null);
            double median = nanos.get(nanos.size() / 2) * 1e-9;
            boolean isCompiling = compiling() - compiled > BUSY * (last - begin);
            calm = isCompiling || median < BETTER * best ? 0 : calm + 1;
            best = Math.min(best, median);
        }
        return best;
    }

    /** Nanoseconds that the compiler has worked; 0 where nobody knows. */
    private static long compiling() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler == null || !compiler.isCompilationTimeMonitoringSupported() ? 0
                : compiler.getTotalCompilationTime() * 1_000_000;
    }
}
