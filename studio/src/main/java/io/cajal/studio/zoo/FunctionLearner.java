package io.cajal.studio.zoo;

import io.cajal.base.Rng;
import io.cajal.loss.BceWithLogits;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Tanh;
import io.cajal.optim.Adam;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A network that learns a yes or no of few numbers from all examples at once, rests, and begins anew. */
final class FunctionLearner implements Miniature {
    private static final int STEPS_A_FRAME = 4;
    private static final int MOST_STEPS = 2000;
    private static final int REST = 40;

    /** What is learned, by which network. */
    enum Task {
        /** Two bits that differ. */
        XOR,
        /** Whether an odd number of three bits is set. */
        PARITY,
        /** Whether a point lies in a disc. */
        DISC;

        private double[][] inputs() {
            if (this == DISC) {
                double[][] points = new double[49][];
                for (int i = 0; i < points.length; i++) {
                    points[i] = new double[] {i % 7 / 3.0 - 1, i / 7 / 3.0 - 1};
                }
                return points;
            }
            int bits = this == XOR ? 2 : 3;
            double[][] all = new double[1 << bits][bits];
            for (int i = 0; i < all.length; i++) {
                for (int b = 0; b < bits; b++) {
                    all[i][b] = (i >> bits - 1 - b & 1) == 1 ? 1 : -1;
                }
            }
            return all;
        }

        private double target(double[] x) {
            if (this == DISC) {
                return x[0] * x[0] + x[1] * x[1] < 0.5 ? 1 : 0;
            }
            int ones = 0;
            for (double bit : x) {
                ones += bit > 0 ? 1 : 0;
            }
            return ones % 2;
        }
    }

    /** A network, and the layers whose outputs are the columns of the diagram between input and output. */
    private record Net(Layer layers, List<Layer> columns) {
        static Net of(Task task, Rng rng) {
            return switch (task) {
                case XOR -> plain(rng, 2, 2, 1);
                case PARITY -> plain(rng, 3, 4, 4, 1);
                case DISC -> residual(rng);
            };
        }

        private static Net plain(Rng rng, int... sizes) {
            List<Layer> layers = new ArrayList<>();
            List<Layer> columns = new ArrayList<>();
            for (int i = 1; i < sizes.length; i++) {
                layers.add(Linear.of(sizes[i - 1], sizes[i], rng.split(i)));
                if (i < sizes.length - 1) {
                    columns.add(new Tanh());
                    layers.add(columns.getLast());
                }
            }
            return new Net(new Sequential(layers), columns);
        }

        private static Net residual(Rng rng) {
            Layer first = new Tanh();
            List<Layer> layers = new ArrayList<>(List.of(Linear.of(2, 3, rng.split("in")), first));
            List<Layer> columns = new ArrayList<>(List.of(first));
            for (int i = 1; i <= 2; i++) {
                Layer inner = new Tanh();
                Layer block = Residual.of(Linear.of(3, 3, rng.split(2 * i)), inner,
                        Linear.of(3, 3, rng.split(2 * i + 1)));
                columns.add(inner);
                columns.add(block);
                layers.add(block);
            }
            layers.add(Linear.of(3, 1, rng.split("out")));
            return new Net(new Sequential(layers), columns);
        }
    }

    private final Task task;
    private final double[][] inputs;
    private final Tensor x;
    private final Tensor y;
    private Net net;
    private Optimizer optimizer;
    private int start;
    private int step;
    private int rest;
    private int shown;

    FunctionLearner(Task task) {
        this.task = task;
        inputs = task.inputs();
        double[][] targets = new double[inputs.length][1];
        for (int i = 0; i < inputs.length; i++) {
            targets[i][0] = task.target(inputs[i]);
        }
        x = Tensor.of(inputs);
        y = Tensor.of(targets);
    }

    private void begin() {
        start++;
        net = Net.of(task, Rng.of(start));
        optimizer = new Adam(net.layers, 0.03);
        step = 0;
        rest = 0;
    }

    @Override
    public Frame next() {
        if (net == null || rest >= REST) {
            begin();
        }
        double loss = 0;
        for (int i = 0; i < STEPS_A_FRAME && rest == 0; i++) {
            Tensor error = new BceWithLogits().of(net.layers.apply(x), y);
            loss = error.item();
            optimizer.step(error.backward());
            step++;
        }
        boolean isLearned = Run.evaluation()
                .call(() -> net.layers.apply(x).sigmoid().sub(y).abs().amax().item()) < 0.15;
        rest += rest > 0 || isLearned || step >= MOST_STEPS ? 1 : 0;
        // Bits in their order, points of a plane not row by row.
        double[] example = inputs[shown++ / 2 * (task == Task.DISC ? 17 : 1) % inputs.length];
        List<double[]> columns = new ArrayList<>(List.of(example));
        double said = look(example, columns);
        columns.add(new double[] {said});
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("start", (long) start);
        values.put("step", (long) step);
        values.put("loss", String.format(Locale.ROOT, "%.3f", loss));
        values.put("said", String.format(Locale.ROOT, "%.2f", said));
        values.put("wanted", "%.0f".formatted(task.target(example)));
        String state = isLearned ? "learned" : rest > 0 ? "stuck" : "learning";
        return new Frame(Miniature.joined(columns), task.name().toLowerCase(Locale.ROOT) + "-" + state,
                values);
    }

    /** Adds what the hidden columns say; returns the output. */
    private double look(double[] example, List<double[]> columns) {
        Map<Object, double[]> seen = new IdentityHashMap<>();
        double said = Run.evaluation()
                .call(() -> Run.observed((layer, _, out) -> seen.put(layer, out.toDoubles()))
                        .call(() -> net.layers.apply(Tensor.of(new double[][] {example})).sigmoid().item()));
        net.columns.forEach(column -> columns.add(seen.get(column)));
        return said;
    }
}
