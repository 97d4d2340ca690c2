package io.cajal.studio.zoo;

import io.cajal.base.Rng;
import io.cajal.nn.Init;
import io.cajal.nn.Linear;
import io.cajal.nn.activation.Step;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** A perceptron that learns one gate after the other by Rosenblatt's rule, an example a frame; XOR it gives up. */
final class GateLearner implements Miniature {
    private static final double[][] CORNERS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    private static final String[] NAMES = {"AND", "OR", "NAND", "XOR"};
    private static final double[][] TARGETS = {{0, 0, 0, 1}, {0, 1, 1, 1}, {1, 1, 1, 0}, {0, 1, 1, 0}};
    private static final int REST = 16;
    private static final int PATIENCE = 120;

    private int gate = -1;
    private Linear unit;
    private int seen;
    private int mistakes;
    private int rightInARow;

    private void begin() {
        gate = (gate + 1) % NAMES.length;
        unit = new Linear(Init.uniform(0.5, Rng.of(1).split(gate), 1, 2), Param.of(Tensor.zeros(1)));
        seen = 0;
        mistakes = 0;
        rightInARow = 0;
    }

    @Override
    public Frame next() {
        if (gate < 0 || rightInARow >= REST || seen >= PATIENCE) {
            begin();
        }
        int i = seen++ % CORNERS.length;
        double[] x = CORNERS[i];
        double wanted = TARGETS[gate][i];
        double said = Run.evaluation()
                .call(() -> new Step().apply(unit.apply(Tensor.of(new double[][] {x}))).item());
        double error = wanted - said;
        rightInARow = error == 0 ? rightInARow + 1 : 0;
        if (error != 0) {
            mistakes++;
            unit.weight().set(unit.weight().add(Tensor.of(new double[][] {x}).mul(error)).detach());
            unit.bias().set(unit.bias().add(Tensor.of(error)).detach());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("gate", NAMES[gate]);
        values.put("x", "%.0f %.0f".formatted(x[0], x[1]));
        values.put("said", "%.0f".formatted(said));
        values.put("wanted", "%.0f".formatted(wanted));
        values.put("mistakes", (long) mistakes);
        String state = error != 0 ? "wrong" : rightInARow >= CORNERS.length ? "learned" : "right";
        return new Frame(new double[] {x[0], x[1], said}, "gate-" + state, values);
    }
}
