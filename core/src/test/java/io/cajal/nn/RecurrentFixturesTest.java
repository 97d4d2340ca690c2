package io.cajal.nn;

import io.cajal.base.Rng;
import io.cajal.fixtures.Fixtures;
import io.cajal.fixtures.Fixtures.Case;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Recurrent layers with PyTorch's weights, loaded by PyTorch's keys: outputs, states in the end, and gradients. */
class RecurrentFixturesTest implements Fixtures.Comparison {
    private static final int IN = 3;
    private static final int HIDDEN = 4;

    static Stream<Case> cases() {
        return Fixtures.of("recurrent.json");
    }

    @Override
    public double floatTolerance() {
        return 2e-6;
    }

    @Override
    public void compare(Case c, double tolerance) {
        Layer layer = layer(c);
        StateDict.load(layer, c.tensors("parameters"));
        Map<String, Tensor> leaves = new LinkedHashMap<>(Parts.params(layer));
        c.tensors("inputs").forEach((name, x) -> leaves.put(name, x.tracked()));
        Map<String, Tensor> made = run(layer, c, leaves);
        c.tensors("outputs").forEach((name, expected) -> {
            if (!name.equals("y")) {
                Fixtures.assertClose(name, expected, made.get(name), tolerance);
            }
        });
        Tensor y = Tensor.cat(0,
                made.values().stream().map(part -> part.flatten(0)).toArray(Tensor[]::new));
        Fixtures.assertClose("all", c.tensor("outputs", "y"), y, tolerance);
        Gradients g = y.backward(c.gradOutput(), false);
        c.tensors("gradients")
                .forEach((name, gradient) -> Fixtures.assertClose("gradient of " + name, gradient,
                        g.get(leaves.get(name)), tolerance));
    }

    private static Map<String, Tensor> run(Layer layer, Case c, Map<String, Tensor> in) {
        RecurrentState state = in.containsKey("h_0") ? new RecurrentState(in.get("h_0"), in.get("c_0"))
                : null;
        Map<String, Tensor> made = new LinkedHashMap<>();
        RecurrentState last;
        if (layer instanceof RecurrentCell cell) {
            last = cell.step(in.get("x"), state);
        } else {
            List<?> given = (List<?>) c.attributes().get("lengths");
            int[] lengths = given.stream().mapToInt(n -> ((Number) n).intValue()).toArray();
            Recurrent.Result result = ((Recurrent) layer).run(in.get("x"),
                    lengths.length == 0 ? null : lengths, state);
            made.put("outputs", result.outputs());
            last = result.state();
        }
        made.put("h_n", last.h());
        if (last.c() != null) {
            made.put("c_n", last.c());
        }
        return made;
    }

    private static Layer layer(Case c) {
        Rng rng = Rng.of(1);
        int layers = (int) c.number("num_layers", 0);
        boolean both = c.flag("bidirectional");
        RnnCell.Nonlinearity f = c.op().startsWith("RNN_RELU") ? RnnCell.Nonlinearity.RELU
                : RnnCell.Nonlinearity.TANH;
        Layer layer = switch (c.op()) {
            case "LSTM" -> Lstm.of(IN, HIDDEN, layers, both, 0, rng);
            case "GRU" -> Gru.of(IN, HIDDEN, layers, both, 0, rng);
            case "LSTMCell" -> LstmCell.of(IN, HIDDEN, rng);
            case "GRUCell" -> GruCell.of(IN, HIDDEN, rng);
            case "RNN_TANHCell", "RNN_RELUCell" -> RnnCell.of(IN, HIDDEN, f, rng);
            default -> Rnn.of(IN, HIDDEN, f, layers, both, 0, rng);
        };
        return layer instanceof Recurrent recurrent && !c.flag("bias") ? withoutBias(recurrent) : layer;
    }

    private static Layer withoutBias(Recurrent layer) {
        return switch (layer) {
            case Lstm lstm -> lstm.withoutBias();
            case Gru gru -> gru.withoutBias();
            case Rnn rnn -> rnn.withoutBias();
        };
    }
}
