package io.cajal.zoo;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.nn.Gru;
import io.cajal.nn.Lstm;
import io.cajal.nn.Parts;
import io.cajal.nn.Recurrent;
import io.cajal.nn.RecurrentCell;
import io.cajal.nn.Rnn;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A recurrent net is a deep feed-forward net with one layer for each time step, all of which share their weights (deck
 * 3; Werbos 1990). The unrolled net is built here from formulas, each layer with a copy of the weights of its own: the
 * sum of the copies' gradients must be what back-propagation through time gives the recurrent layer, in double.
 *
 * <p>The table shows the norm of ∂L/∂h_t, for a loss of the last output: how much of the error reaches step t. It
 * vanishes in a tanh net (Hochreiter 1991), and in an LSTM and a GRU too, as long as their gates stand half open, as
 * after PyTorch's initialisation; with b_f = 3, which opens the gate f to 0.95 (Gers et al. 2000; Jozefowicz et al. 2015),
 * it lives on.
 *
 * <p>The figure is the largest difference; the baseline is what would be missing if only the last layer were asked.
 */
public final class UnrolledRnn implements Recipe {
    private static final int BATCH = 8;
    private static final int STEPS = 60;
    private static final int IN = 4;
    private static final int HIDDEN = 32;
    private static final int SHOWN = 10;

    @Override
    public About about() {
        return new About("unrolled-rnn", "3",
                "back-propagation through time is that of a deep net with shared weights",
                Goal.atMost(1e-12, "largest difference", 0, "the unrolled net, layer by layer"));
    }

    /** One step, from a cell's W_ih, W_hh, b_ih and b_hh, x [N × in] and the state, h and an LSTM's c [N × hidden]. */
    @FunctionalInterface
    private interface Step {
        Tensor[] next(Param[] w, Tensor x, Tensor[] state);
    }

    private record Way(String name, Recurrent layer, Step step) {
    }

    @Override
    public Result run(Session session) {
        return Run.on(RefBackend.INSTANCE).call(() -> {
            Rng rng = session.rng();
            List<Way> ways = List.of(new Way("tanh", Rnn.of(IN, HIDDEN, rng.split(1)), UnrolledRnn::tanh),
                    new Way("Lstm", Lstm.of(IN, HIDDEN, rng.split(2)), UnrolledRnn::lstm),
                    new Way("Gru", Gru.of(IN, HIDDEN, rng.split(3)), UnrolledRnn::gru),
                    new Way("Lstm, b_f = 3", remembering(Lstm.of(IN, HIDDEN, rng.split(2))),
                            UnrolledRnn::lstm));
            double worst = 0;
            double baseline = Double.POSITIVE_INFINITY;
            List<double[]> norms = new ArrayList<>();
            for (Way way : ways) {
                Comparison compared = compare(way, rng.split("data"));
                worst = Math.max(worst, compared.difference);
                baseline = Math.min(baseline, compared.missing);
                norms.add(compared.norms);
            }
            print(session, ways, norms);
            return new Result(worst, baseline);
        });
    }

    private static Tensor[] tanh(Param[] w, Tensor x, Tensor[] state) {
        return new Tensor[] {x.linear(w[0], w[2]).add(state[0].linear(w[1], w[3])).tanh()};
    }

    private static Tensor[] lstm(Param[] w, Tensor x, Tensor[] state) {
        Tensor[] gates = x.linear(w[0], w[2]).add(state[0].linear(w[1], w[3])).split(1, HIDDEN); // i, f, g, o
        Tensor c = gates[1].sigmoid().mul(state[1]).add(gates[0].sigmoid().mul(gates[2].tanh()));
        return new Tensor[] {gates[3].sigmoid().mul(c.tanh()), c};
    }

    private static Tensor[] gru(Param[] w, Tensor x, Tensor[] state) {
        Tensor[] fromX = x.linear(w[0], w[2]).split(1, HIDDEN); // r, z, n
        Tensor[] fromH = state[0].linear(w[1], w[3]).split(1, HIDDEN);
        Tensor r = fromX[0].add(fromH[0]).sigmoid();
        Tensor z = fromX[1].add(fromH[1]).sigmoid();
        Tensor n = fromX[2].add(r.mul(fromH[2])).tanh();
        return new Tensor[] {n.sub(z.mul(n)).add(z.mul(state[0]))};
    }

    private static Lstm remembering(Lstm lstm) {
        Param bias = lstm.cells().getFirst().biasIh();
        double[] numbers = bias.toDoubles();
        for (int unit = HIDDEN; unit < 2 * HIDDEN; unit++) {
            numbers[unit] += 3;
        }
        bias.set(Tensor.of(bias.shape(), numbers));
        return lstm;
    }

    /**
     * @param difference between the gradients, at most
     * @param missing where only the last layer's gradient counts
     * @param norms of ∂L/∂h_t
     */
    private record Comparison(double difference, double missing, double[] norms) {
    }

    private static Comparison compare(Way way, Rng rng) {
        Tensor x = Tensor.normal(Shape.of(BATCH, STEPS, IN), rng.split("x"));
        Tensor seed = Tensor.normal(Shape.of(BATCH, HIDDEN), rng.split("seed"));

        Tensor last = way.layer.apply(x).select(1, -1); // [N × hidden]
        Gradients throughTime = last.mul(seed).mean().backward();

        Param[][] copies = new Param[STEPS][];
        Tensor[] probes = new Tensor[STEPS]; // zeros that are added to h_t: their gradient is that of h_t
        RecurrentCell cell = way.layer.cells().getFirst();
        Tensor zeros = Tensor.zeros(BATCH, HIDDEN);
        Tensor[] state = {zeros, zeros};
        for (int t = 0; t < STEPS; t++) {
            copies[t] = new Param[] {Param.of(cell.weightIh()), Param.of(cell.weightHh()),
                    Param.of(cell.biasIh()),
                    Param.of(cell.biasHh())};
            state = way.step.next(copies[t], x.select(1, t), state);
            probes[t] = zeros.tracked();
            state[0] = state[0].add(probes[t]);
        }
        Gradients layerByLayer = state[0].mul(seed).mean().backward();

        double difference = last.sub(state[0]).abs().amax().item();
        double missing = 0;
        int part = 0;
        for (Param shared : Parts.params(way.layer).values()) {
            Tensor expected = throughTime.get(shared);
            Tensor sum = shared.filled(0);
            for (Param[] copy : copies) {
                sum = sum.add(layerByLayer.get(copy[part]));
            }
            difference = Math.max(difference, expected.sub(sum).abs().amax().item());
            Tensor rest = expected.sub(layerByLayer.get(copies[STEPS - 1][part]));
            missing = Math.max(missing, rest.abs().amax().item());
            part++;
        }
        double[] norms = new double[STEPS];
        for (int t = 0; t < STEPS; t++) {
            norms[t] = layerByLayer.get(probes[t]).norm().item();
        }
        return new Comparison(difference, missing, norms);
    }

    private static void print(Session session, List<Way> ways, List<double[]> norms) {
        session.say("norm of the gradient that reaches the state, by time step");
        StringBuilder head = new StringBuilder("step");
        ways.forEach(way -> head.append("%15s".formatted(way.name)));
        session.say(head.toString());
        for (int t = STEPS; t > 0; t -= t > SHOWN ? SHOWN : SHOWN - 1) {
            StringBuilder line = new StringBuilder("%4d".formatted(t));
            for (double[] norm : norms) {
                line.append(String.format(Locale.ROOT, "%15.1e", norm[t - 1]));
            }
            session.say(line.toString());
        }
    }
}
