package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.loss.Mse;
import io.cajal.optim.Adam;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What recurrent layers say and do beyond what PyTorch's fixtures and the contract of layers check. */
class RecurrentTest {
    private static final Tensor X = Tensor.uniform(Shape.of(4, 6, 3), -1, 1, Rng.of(1));

    static Stream<Recurrent> layers() {
        return Stream.of(Rnn.of(3, 5, Rng.of(2)), Lstm.of(3, 5, 2, false, 0, Rng.of(2)),
                Lstm.of(3, 5, 2, true, 0, Rng.of(2)), Gru.of(3, 5, Rng.of(2)));
    }

    @Test
    void namesAreThoseOfPyTorch() {
        assertEquals(
                List.of("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l0_reverse",
                        "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse", "weight_ih_l1",
                        "weight_hh_l1",
                        "bias_ih_l1", "bias_hh_l1", "weight_ih_l1_reverse", "weight_hh_l1_reverse",
                        "bias_ih_l1_reverse",
                        "bias_hh_l1_reverse"),
                List.copyOf(StateDict.of(Lstm.of(3, 5, 2, true, 0, Rng.of(1))).keySet()));
        assertEquals(List.of("weight_ih", "weight_hh"), List.copyOf(StateDict.of(
                GruCell.of(3, 5, Rng.of(1)).withoutBias()).keySet()));
    }

    @Test
    void weightsAreUniformInOneByTheRootOfHidden() {
        Parts.params(Gru.of(50, 64, Rng.of(1))).forEach((name, param) -> {
            double largest = param.abs().amax().item();
            assertTrue(largest <= 0.125 && largest > 0.12, name + " " + largest);
        });
    }

    /** Without inputs a unit's state falls to 1/e within the steps of its memory, and in one less than in another. */
    @Test
    void biasesLetAnLstmRemember() {
        LstmCell cell = LstmCell.of(2, 50, Rng.of(1)).withMemory(600, Rng.of(2));
        double[] biases = cell.biasIh().add(cell.biasHh()).toDoubles();
        double least = 600;
        double most = 0;
        for (int i = 0; i < 50; i++) {
            double steps = -1 / Math.log(1 / (1 + Math.exp(-biases[50 + i])));
            least = Math.min(least, steps);
            most = Math.max(most, steps);
            assertEquals(-biases[50 + i], biases[i], 1e-6, "what it keeps, it takes in as slowly");
        }
        assertTrue(least < 60 && most > 540 && most < 601, least + " " + most);
        assertThrows(CajalException.class, () -> cell.withoutBias().withMemory(600, Rng.of(1)));
    }

    /** A sequence by itself gives what it gives in a batch of others with other lengths. */
    @ParameterizedTest
    @MethodSource("layers")
    void sequencesDoNotSeeEachOther(Recurrent layer) {
        int[] lengths = {3, 6, 1, 4};
        Recurrent.Result all = layer.run(X, lengths, null);
        for (int n = 0; n < lengths.length; n++) {
            Recurrent.Result alone = layer.run(X.narrow(0, n, 1).narrow(1, 0, lengths[n]), null, null);
            Tensor mine = all.outputs().narrow(0, n, 1);
            close(alone.outputs(), mine.narrow(1, 0, lengths[n]));
            close(alone.state().h(), all.state().h().narrow(1, n, 1));
            assertEquals(0, mine.narrow(1, lengths[n], 6 - lengths[n]).abs().sum().item());
        }
    }

    /** A state handed on joins two halves. */
    @ParameterizedTest
    @MethodSource("layers")
    void goesOnFromAState(Recurrent layer) {
        Recurrent.Result whole = layer.run(X, null, null);
        Recurrent.Result first = layer.run(X.narrow(1, 0, 2), null, null);
        Recurrent.Result second = layer.run(X.narrow(1, 2, 4), null, first.state());
        if (!layer.bidirectional()) {
            close(whole.outputs(), Tensor.cat(1, first.outputs(), second.outputs()));
            close(whole.state().h(), second.state().h());
        }
        close(whole.outputs(), layer.apply(X));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void equalsItsCells(Recurrent layer) {
        if (layer.bidirectional()) {
            return;
        }
        RecurrentState[] states = new RecurrentState[layer.cells().size()];
        Tensor[] outputs = new Tensor[6];
        for (int t = 0; t < 6; t++) {
            outputs[t] = X.select(1, t);
            for (int i = 0; i < states.length; i++) {
                states[i] = layer.cells().get(i).step(outputs[t], states[i]);
                outputs[t] = states[i].h();
            }
        }
        close(Tensor.stack(1, outputs), layer.apply(X));
    }

    private static void close(Tensor expected, Tensor got) {
        assertEquals(expected.shape(), got.shape());
        assertArrayEquals(expected.toDoubles(), got.toDoubles(), 1e-6);
    }

    @Test
    void dropsBetweenLayersOnly() {
        Lstm two = Lstm.of(3, 5, 2, false, 0.9, Rng.of(2));
        Lstm one = new Lstm(two.cells().subList(0, 1), false, 0.9, 1);
        Run training = Run.training(Rng.of(3));
        close(one.apply(X), training.call(() -> one.apply(X)));
        double moved = training.call(() -> two.apply(X)).sub(two.apply(X)).abs().sum().item();
        assertTrue(moved > 0.1, "" + moved);
    }

    /** Remembers the first number of a sequence, and is the same after a file. */
    @Test
    void learns() {
        Layer net = Sequential.of(Gru.of(1, 8, Rng.of(1)), x -> x.select(1, -1), Linear.of(8, 1, Rng.of(2)));
        Adam adam = new Adam(net, 0.02);
        Tensor x = Tensor.uniform(Shape.of(64, 8, 1), -1, 1, Rng.of(3));
        Tensor y = x.select(1, 0);
        double loss = 1;
        for (int step = 0; step < 200; step++) {
            Tensor now = Run.training(Rng.of(4)).call(() -> new Mse().of(net.apply(x), y));
            adam.step(now.backward());
            loss = now.item();
        }
        assertTrue(loss < 0.01, "loss " + loss);
    }

    @Test
    void summaryCountsItsWork() {
        Summary summary = Summary.of(
                Sequential.of(Lstm.of(32, 128, Rng.of(1)), Linear.of(128, 10, Rng.of(2))),
                Shape.of(1, 64, 32));
        assertEquals(64 * (32 + 128) * 512 + 64 * 128 * 10, summary.multiplyAdds());
        assertEquals(512 * (32 + 128 + 2) + 1290, summary.parameters());
        assertEquals(3, summary.rows().size(), summary.toString());
    }

    // Errors

    private static void says(String message, Executable run) {
        assertEquals(message, assertThrows(CajalException.class, run).getMessage());
    }

    @Test
    void saysWhatIsWrong() {
        Lstm layer = Lstm.of(3, 5, Rng.of(1));
        says("Lstm: needs sequences [N × T × 3], got [4 × 6 × 2], in Lstm",
                () -> layer.apply(Tensor.zeros(4, 6, 2)));
        says("Lstm: needs sequences [N × T × 3] with one step or more, got [4 × 0 × 3], in Lstm",
                () -> layer.apply(Tensor.zeros(4, 0, 3)));
        says("Lstm: got 3 lengths for the 4 sequences of [4 × 6 × 3], in Lstm",
                () -> layer.run(X, new int[] {1, 2, 3}, null));
        says("Lstm: sequence 2 has the length 7, expected 1 … 6, as x is [4 × 6 × 3], in Lstm",
                () -> layer.run(X, new int[] {1, 2, 7, 3}, null));
        says("Lstm: sequence 1 has the length 0, expected 1 … 6, as x is [4 × 6 × 3]; leave empty sequences out, in Lstm",
                () -> layer.run(X, new int[] {1, 0, 7, 3}, null));
        Tensor right = Tensor.zeros(1, 4, 5);
        says("Lstm: the state h must be [1 × 4 × 5], got [4 × 5], in Lstm",
                () -> layer.run(X, null, new RecurrentState(Tensor.zeros(4, 5), right)));
        says("Lstm: the state c must be [1 × 4 × 5], got none, in Lstm",
                () -> layer.run(X, null, RecurrentState.of(right)));
        says("GruCell: needs inputs [N × 3], got [2 × 4], in GruCell",
                () -> GruCell.of(3, 5, Rng.of(1)).apply(Tensor.zeros(2, 4)));
        says("dropout: p must be in [0, 1), got 1.0", () -> Gru.of(3, 5, 2, false, 1, Rng.of(1)));
        says("Gru: needs a cell or more, got 0 cells", () -> Gru.of(3, 5, 0, false, 0, Rng.of(1)));
        says("Rnn: cell 1 of 2 must take 5 numbers to 5, got 3 to 5", () -> new Rnn(
                List.of(RnnCell.of(3, 5, Rng.of(1)), RnnCell.of(3, 5, Rng.of(1))), false, 0, 0));
    }

    @Test
    void namesTheSequenceInAModel() {
        Layer model = Sequential.of(Lstm.of(3, 5, Rng.of(1)));
        ShapeException e = assertThrows(ShapeException.class, () -> model.apply(Tensor.zeros(4, 6, 2)));
        assertTrue(e.getMessage().endsWith("in Sequential → 0 (Lstm)"), e.getMessage());
    }
}
