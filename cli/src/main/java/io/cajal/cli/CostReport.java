package io.cajal.cli;

import io.cajal.report.TextTable;
import io.cajal.train.Cost;
import io.cajal.train.Pace;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Costs in words and as JSON.
 *
 * @param batch examples of a step; those of the pace's step were fewer where more would not fit into memory
 * @param epoch examples of an epoch; 0 when that is not known
 * @param epochs of a training; 0 when that is not known
 */
record CostReport(Cost cost, Pace pace, int batch, int epoch, int epochs, int threads) {
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    // Memory, in bytes

    private long weights() {
        return (long) Float.BYTES * (cost.summary().parameters() + cost.summary().buffers());
    }

    private long gradients() {
        return (long) Float.BYTES * cost.summary().parameters();
    }

    private long optimizer() {
        return Float.BYTES * pace.state();
    }

    private long kept() {
        return Float.BYTES * cost.kept(batch);
    }

    /** What a step makes beside its gradients and what it must keep: all of it lives until the step's end. */
    private long passing() {
        long rest = Float.BYTES * pace.blocks() - gradients() - Float.BYTES * cost.kept(pace.batch());
        return Math.round(Math.max(0, rest) * growth());
    }

    private long training() {
        return weights() + gradients() + optimizer() + kept() + passing();
    }

    private long prediction(int examples) {
        return weights() + Float.BYTES * cost.widest() * examples;
    }

    // Time, in seconds

    private double growth() {
        return (double) batch / pace.batch();
    }

    private double step() {
        return pace.step() * growth();
    }

    private double wholeEpoch() {
        return step() * epoch / batch;
    }

    // In words

    /** What was counted. */
    static String work(Cost cost) {
        return cost.summary() + "\n\n" + new TextTable("work for one example", "multiply-adds")
                .row("prediction", count(cost.forward()))
                .row("training: forward and backward", count(cost.training()));
    }

    /** What follows from the step that was measured. */
    String memoryAndTime() {
        String examples = String.format(Locale.ROOT, "batch of %,d", batch);
        TextTable memory = new TextTable("memory", "", "numbers of 4 bytes")
                .row(cost.summary().buffers() == 0 ? "weights" : "weights and buffers", bytes(weights()),
                        count(weights() / Float.BYTES))
                .row("gradients", bytes(gradients()), count(gradients() / Float.BYTES))
                .row("the optimizer's numbers", bytes(optimizer()), count(optimizer() / Float.BYTES))
                .row("kept for the backward pass, " + examples, bytes(kept()), count(kept() / Float.BYTES))
                .row("other results of a step, " + examples, bytes(passing()), count(passing() / Float.BYTES))
                .row("training, in all", bytes(training()), count(training() / Float.BYTES))
                .row("prediction of one example, in all", bytes(prediction(1)), "")
                .row("prediction of a %s, in all".formatted(examples), bytes(prediction(batch)), "");
        TextTable time = new TextTable(String.format(Locale.ROOT, "time with %d %s", threads,
                threads == 1 ? "thread" : "threads"), "", "multiply-adds a second")
                .row("prediction of one example", seconds(pace.prediction()),
                        rate(cost.forward() / pace.prediction()))
                .row("prediction of a " + examples, seconds(pace.predictions() * growth()),
                        rate(cost.forward() * pace.batch() / pace.predictions()))
                .row("training step with a " + examples, seconds(step()),
                        rate(cost.training() * pace.batch() / pace.step()));
        if (epoch > 0) {
            time.row(String.format(Locale.ROOT, "epoch of %,d examples", epoch), seconds(wholeEpoch()), "");
        }
        if (epochs > 0) {
            time.row(String.format(Locale.ROOT, "training of %,d epochs", epochs),
                    seconds(epochs * wholeEpoch()), "");
        }
        return memory + "\n\n" + time;
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** In the largest unit that leaves 1 or more. */
    static String bytes(long count) {
        double value = count;
        int unit = 0;
        while (value >= 1024 && unit + 1 < UNITS.length) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? count + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    static String seconds(double s) {
        if (s >= 60) {
            long whole = Math.round(s);
            return whole < 3600 ? "%d min %02d s".formatted(whole / 60, whole % 60)
                    : "%d h %02d min".formatted(whole / 3600, whole / 60 % 60);
        }
        return s >= 1 ? String.format(Locale.ROOT, "%.1f s", s)
                : s >= 1e-3 ? String.format(Locale.ROOT, "%.2f ms", s * 1e3)
                        : String.format(Locale.ROOT, "%.1f µs", s * 1e6);
    }

    private static String rate(double aSecond) {
        return aSecond >= 1e9 ? String.format(Locale.ROOT, "%.1f billion", aSecond / 1e9)
                : String.format(Locale.ROOT, "%.0f million", aSecond / 1e6);
    }

    // For programs

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("parameters", cost.summary().parameters());
        json.put("buffers", cost.summary().buffers());
        json.put("batch", batch);
        json.put("threads", threads);
        Map<String, Object> work = new LinkedHashMap<>();
        work.put("prediction", cost.forward());
        work.put("training", cost.training());
        json.put("multiply_adds_per_example", work);
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("weights", weights());
        memory.put("gradients", gradients());
        memory.put("optimizer", optimizer());
        memory.put("kept_for_backward", kept());
        memory.put("other_results", passing());
        memory.put("training", training());
        memory.put("prediction_of_one", prediction(1));
        memory.put("prediction_of_batch", prediction(batch));
        json.put("bytes", memory);
        Map<String, Object> time = new LinkedHashMap<>();
        time.put("prediction_of_one", pace.prediction());
        time.put("prediction_of_batch", pace.predictions() * growth());
        time.put("step", step());
        time.put("epoch", epoch > 0 ? wholeEpoch() : null);
        time.put("training", epoch > 0 && epochs > 0 ? epochs * wholeEpoch() : null);
        json.put("seconds", time);
        return json;
    }
}
