package io.cajal.serve;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What has happened since the start, in Prometheus' text form. */
final class Metrics {
    /** Upper ends of the histogram's buckets, in seconds. */
    private static final double[] ENDS = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
            2.5,
            5, 10};

    private final ConcurrentMap<String, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final LongAdder[] buckets = Stream.generate(LongAdder::new).limit(ENDS.length + 1)
            .toArray(LongAdder[]::new);
    private final DoubleAdder seconds = new DoubleAdder();
    private final LongAdder predictions = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder failedLoads = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();

    void begin() {
        inFlight.incrementAndGet();
    }

    void end() {
        inFlight.decrementAndGet();
    }

    /** A request was answered; only those of /predict are in the histogram. */
    void answered(String path, int status, double took) {
        requests.computeIfAbsent("path=\"%s\",status=\"%d\"".formatted(path, status), _ -> new LongAdder())
                .increment();
        if (path.equals(Routes.PREDICT)) {
            int bucket = 0;
            while (bucket < ENDS.length && took > ENDS[bucket]) {
                bucket++;
            }
            buckets[bucket].increment();
            seconds.add(took);
        }
    }

    void predicted(int examples) {
        predictions.add(examples);
    }

    void loaded(boolean well) {
        (well ? loads : failedLoads).increment();
    }

    long requests() {
        return requests.values().stream().mapToLong(LongAdder::sum).sum();
    }

    String text(Served served) {
        StringBuilder out = new StringBuilder();
        head(out, "cajal_requests_total", "counter", "Requests answered.");
        requests.forEach((labels, count) -> line(out, "cajal_requests_total{" + labels + "}", count.sum()));
        head(out, "cajal_predict_seconds", "histogram", "From a request's first line to its answer.");
        long total = 0;
        for (int i = 0; i < buckets.length; i++) {
            total += buckets[i].sum();
            String end = i < ENDS.length
                    ? new BigDecimal(Double.toString(ENDS[i])).stripTrailingZeros().toPlainString() : "+Inf";
            line(out, "cajal_predict_seconds_bucket{le=\"" + end + "\"}", total);
        }
        line(out, "cajal_predict_seconds_sum", seconds.sum());
        line(out, "cajal_predict_seconds_count", total);
        one(out, "cajal_predictions_total", "counter", "Examples predicted.", predictions.sum());
        one(out, "cajal_requests_in_flight", "gauge", "Requests at work.", inFlight.get());
        one(out, "cajal_model_load_seconds", "gauge", "What loading the present model took.",
                served.loadSeconds());
        one(out, "cajal_model_loads_total", "counter", "Models loaded.", loads.sum());
        one(out, "cajal_model_load_failures_total", "counter", "New model files that could not be used.",
                failedLoads.sum());
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        one(out, "jvm_heap_used_bytes", "gauge", "Java heap in use.", heap.getUsed());
        one(out, "jvm_heap_max_bytes", "gauge", "Java heap at most.", heap.getMax());
        return out.toString();
    }

    private static void one(StringBuilder out, String name, String type, String help, double value) {
        head(out, name, type, help);
        line(out, name, value);
    }

    private static void head(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ").append(name)
                .append(' ')
                .append(type).append('\n');
    }

    private static void line(StringBuilder out, String name, double value) {
        String text = value == Math.rint(value) ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.9g", value);
        out.append(name).append(' ').append(text).append('\n');
    }
}
