package io.cajal.serve;

import io.cajal.backend.cpu.Workers;
import io.cajal.http.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that predict, as many as processors, while requests wait in virtual threads. So the operating
 * system still finds time for requests that need no prediction, and what kernels keep for a thread is kept
 * for few.
 */
final class Predictor implements AutoCloseable {
    /** Predictions that wait; with more, the server says that it is busy. */
    private static final int QUEUE = 1024;
    /** Examples that go through the network together, and the numbers they have at most. */
    private static final int BATCH = 256;
    private static final int BATCH_NUMBERS = 1 << 18;

    /** Multiplications of a request, some milliseconds, up to which its loops stay in its own thread. */
    private static final long SMALL = 1 << 24;

    private final ThreadPoolExecutor threads;

    Predictor() {
        int count = Workers.shared().threads();
        threads = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE),
                Thread.ofPlatform().daemon().name("cajal-predict-", 1).factory());
    }

    /** The outputs of each example, in their order. */
    List<float[]> predict(Served served, Examples examples) throws InterruptedException {
        Future<List<float[]>> outputs;
        try {
            boolean isSmall = served.work() <= SMALL / examples.count();
            outputs = threads.submit(() -> isSmall ? Workers.alone(() -> outputs(served, examples))
                    : outputs(served, examples));
        } catch (RejectedExecutionException e) {
            throw new Refusal(503, "the server is busy: try again in a moment").header("Retry-After", "1");
        }
        try {
            return outputs.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException problem -> throw problem;
                case Error problem -> throw problem;
                case Throwable problem -> throw new IllegalStateException(problem);
            }
        }
    }

    private static List<float[]> outputs(Served served, Examples examples) {
        List<Integer> shape = served.model().input().shape();
        int most = Math.clamp(BATCH_NUMBERS / served.model().input().elements(), 1, BATCH);
        List<float[]> outputs = new ArrayList<>();
        for (int from = 0; from < examples.count(); from += most) {
            int to = Math.min(examples.count(), from + most);
            outputs.add(served.model().predict(examples.batch(from, to, shape)).toFloats());
            check(outputs.getLast(), from, served.outputs(), examples.form());
        }
        return outputs;
    }

    private static void check(float[] outputs, int from, int width, Examples.Form form) {
        for (int i = 0; i < outputs.length; i++) {
            if (!Float.isFinite(outputs[i])) {
                throw new Refusal(422,
                        "%sthe network's outputs are not finite: are the values far from what it learned?"
                                .formatted(form == Examples.Form.ONE ? ""
                                        : "example %d: ".formatted(from + i / width)));
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
