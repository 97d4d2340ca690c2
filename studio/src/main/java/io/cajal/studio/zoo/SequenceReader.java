package io.cajal.studio.zoo;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Gru;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Lstm;
import io.cajal.nn.Recurrent;
import io.cajal.nn.RecurrentState;
import io.cajal.nn.Rnn;
import io.cajal.nn.RnnCell;
import io.cajal.optim.Adam;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A recurrent network of two layers of three cells that learns to foretell the next of three letters, and reads a sequence
 * a letter a frame. The plain one learns ABAC, where the last two letters decide; the gated ones a letter that comes back
 * after a pause.
 */
final class SequenceReader implements Miniature {
    private static final String LETTERS = "ABC";
    private static final int CELLS = 3;
    private static final int STEPS_A_FRAME = 4;
    private static final int MOST_STEPS = 6000;
    private static final int REST = 80;
    private static final double SURE = 0.9;

    /** Which cells, and what they read. */
    enum Kind {
        RNN("ABACABACA"), LSTM("ACCCCA", "BCCCCB"), GRU("ACCCCA", "BCCCCB");

        private final List<String> sequences;

        Kind(String... sequences) {
            this.sequences = List.of(sequences);
        }

        private Recurrent layer(Rng rng) {
            return switch (this) {
                case RNN -> Rnn.of(CELLS, CELLS, RnnCell.Nonlinearity.TANH, 2, false, 0, rng);
                case LSTM -> Lstm.of(CELLS, CELLS, 2, false, 0, rng);
                case GRU -> Gru.of(CELLS, CELLS, 2, false, 0, rng);
            };
        }
    }

    private record Net(Recurrent body, Linear head) implements Layer {
        @Override
        public Tensor forward(Tensor x) { // [N × T × 3]
            return head.apply(body.apply(x));
        }
    }

    private final Kind kind;
    private final Tensor x; // [N × T × 3]
    private final Tensor y; // [N × T]
    private Net net;
    private Optimizer optimizer;
    private RecurrentState state;
    private int start;
    private int step;
    private int rest;
    private int sequence = -1;
    private int place;

    SequenceReader(Kind kind) {
        this.kind = kind;
        int steps = kind.sequences.getFirst().length() - 1;
        int n = kind.sequences.size();
        float[] inputs = new float[n * steps * CELLS];
        float[] targets = new float[n * steps];
        for (int i = 0; i < n * steps; i++) {
            String letters = kind.sequences.get(i / steps);
            inputs[i * CELLS + LETTERS.indexOf(letters.charAt(i % steps))] = 1;
            targets[i] = LETTERS.indexOf(letters.charAt(i % steps + 1));
        }
        x = Tensor.of(Shape.of(n, steps, CELLS), inputs);
        y = Tensor.of(Shape.of(n, steps), targets);
    }

    private void begin() {
        start++;
        Rng rng = Rng.of(start).split(kind.name());
        net = new Net(kind.layer(rng.split("body")), Linear.of(CELLS, CELLS, rng.split("head")));
        optimizer = new Adam(net, 0.02);
        step = 0;
        rest = 0;
        sequence = -1;
    }

    @Override
    public Frame next() {
        if (net == null || rest >= REST) {
            begin();
        }
        for (int i = 0; i < STEPS_A_FRAME && rest == 0; i++) {
            optimizer.step(new CrossEntropy().of(net.apply(x), y).backward());
            step++;
        }
        boolean isLearned = isLearned();
        rest += rest > 0 || isLearned || step >= MOST_STEPS ? 1 : 0;
        return read(isLearned ? "learned" : rest > 0 ? "stuck" : "learning");
    }

    /** Whether it is sure of every next letter. */
    private boolean isLearned() {
        return Run.evaluation().call(() -> {
            double[] odds = net.apply(x).softmax(-1).toDoubles();
            float[] wanted = y.toFloats();
            double sure = 1;
            for (int i = 0; i < wanted.length; i++) {
                sure = Math.min(sure, odds[i * CELLS + (int) wanted[i]]);
            }
            return sure > SURE;
        });
    }

    private Frame read(String how) {
        if (sequence < 0 || place == x.size(1)) {
            sequence = (sequence + 1) % kind.sequences.size();
            place = 0;
            state = null;
        }
        String letters = kind.sequences.get(sequence);
        return Run.evaluation().call(() -> {
            Tensor now = x.narrow(0, sequence, 1).narrow(1, place, 1); // [1 × 1 × 3]
            Recurrent.Result result = net.body.run(now, null, state);
            state = result.state().keep();
            double[] odds = net.head.apply(result.outputs().select(1, -1)).softmax(-1).toDoubles();
            int best = 0;
            for (int i = 1; i < CELLS; i++) {
                best = odds[i] > odds[best] ? i : best;
            }
            place++;
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("read", letters.substring(0, place));
            values.put("said", LETTERS.substring(best, best + 1));
            values.put("odds", String.format(Locale.ROOT, "%.0f", 100 * odds[best]));
            values.put("wanted", letters.substring(place, place + 1));
            values.put("step", (long) step);
            values.put("start", (long) start);
            return new Frame(Miniature.joined(List.of(now.toDoubles(), state.h().toDoubles(), odds)),
                    "sequence-" + how, values);
        });
    }
}
