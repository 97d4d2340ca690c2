package io.cajal.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Mse;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Lstm;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Tanh;
import io.cajal.optim.AdamW;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Counts that one can do by hand. */
class CostTest {
    private final Rng rng = Rng.of(1);

    private static IntFunction<Batch> images(int channels, int side) {
        return n -> new Batch(Tensor.uniform(Shape.of(n, channels, side, side), 0, 1, Rng.of(2)),
                Tensor.full(Shape.of(n), 0));
    }

    private static IntFunction<Batch> rows(int features, int outputs) {
        return n -> new Batch(Tensor.uniform(Shape.of(n, features), 0, 1, Rng.of(2)),
                outputs == 0 ? Tensor.full(Shape.of(n), 0) : Tensor.full(Shape.of(n, outputs), 0));
    }

    /** Known from textbooks: 61,706 parameters; 416,520 multiply-adds, of which 357,600 in two convolutions. */
    @Test
    void leNet5() {
        Layer network = Sequential.of(Conv2d.of(1, 6, Window.of(5).padding(2), 1, rng), new Relu(),
                MaxPool2d.of(2), Conv2d.of(6, 16, 5, rng), new Relu(), MaxPool2d.of(2), new Flatten(),
                Linear.of(400, 120, rng), new Relu(), Linear.of(120, 84, rng), new Relu(),
                Linear.of(84, 10, rng));
        Cost cost = Cost.of(network, new CrossEntropy(), images(1, 28));
        int first = 28 * 28 * 6 * 25;
        int second = 10 * 10 * 16 * 6 * 25;
        int last = 400 * 120 + 120 * 84 + 84 * 10;
        assertEquals(61_706, cost.summary().parameters());
        assertEquals(first + second + last, cost.forward());
        assertEquals(3L * (second + last) + 2 * first, cost.training(),
                "nobody asks for the image's gradient");
        // Convolutions, poolings with the places of their winners, units; image, logits, label.
        assertEquals(4704 + 2 * 1176 + 1600 + 2 * 400 + 120 + 84 + 784 + 10 + 1, cost.keptPerExample());
        assertEquals(6 * 28 * 28 * 2, cost.widest(), "the first rectifier");
    }

    @Test
    void keptNumbersFollowFromShapes() {
        Layer plain = Sequential.of(Linear.of(7, 5, rng), new Tanh(), Linear.of(5, 3, rng));
        Cost cost = Cost.of(plain, new CrossEntropy(), rows(7, 0));
        assertEquals(7 + 5 + 3 + 1, cost.keptPerExample());
        assertEquals(0, cost.keptOnce());
        assertEquals(10 * (7 + 5 + 3 + 1), cost.kept(10));
        Cost grouped = Cost.of(Sequential.of(Conv2d.of(4, 6, Window.of(3), 2, rng), new Flatten()), new Mse(),
                n -> new Batch(Tensor.full(Shape.of(n, 4, 5, 5), 1), Tensor.full(Shape.of(n, 54), 1)));
        assertEquals(3 * 3 * 6 * 2 * 9, grouped.forward());
        assertEquals(2 * grouped.forward(), grouped.training());
    }

    /** Products of a layer stand in its own row, whatever lies around it. */
    @Test
    void nestedLayersAreCountedOnce() {
        Linear inner = Linear.of(6, 6, rng);
        Layer network = Sequential.of(Linear.of(4, 6, rng), Residual.of(inner, new Relu()),
                x -> inner.apply(x),
                Linear.of(6, 2, rng));
        Cost cost = Cost.of(network, new Mse(), rows(4, 2));
        assertEquals(24 + 36 + 36 + 12, cost.forward());
        cost.summary().rows().stream()
                .filter(row -> row.type().equals("Sequential") || row.type().equals("Residual"))
                .forEach(row -> assertEquals(0, row.multiplyAdds(), row.toString()));
    }

    @Test
    void countingAndMeasuringLeaveTheNetworkAsItIs() {
        Layer network = Sequential.of(Linear.of(4, 6, rng), BatchNorm1d.of(6), new Relu(),
                Dropout.of(0.5, rng),
                Linear.of(6, 2, rng));
        Tensor x = rows(4, 2).apply(3).x();
        float[] before = network.apply(x).toFloats();
        Cost cost = Cost.of(network, new Mse(), rows(4, 2));
        Pace pace = Pace.of(network, new Mse(), new AdamW(network, 0.1), rows(4, 2), 5);
        assertArrayEquals(before, network.apply(x).toFloats());
        assertEquals(2L * cost.summary().parameters(), pace.state());
        assertTrue(pace.blocks() >= cost.summary().parameters() + cost.kept(5) - 5 * (4 + 2),
                "a step's memory holds gradients and what is kept, but for the examples: " + pace);
        assertTrue(pace.step() > 0 && pace.prediction() > 0 && pace.predictions() > 0, pace.toString());
        assertEquals(0, Pace.of(network, new Mse(), new Sgd(network, 0.1), rows(4, 2), 5).state());
    }

    @Test
    void aRecurrentLayer() {
        int steps = 7;
        Layer network = Sequential.of(Lstm.of(3, 5, rng), new Flatten(), Linear.of(steps * 5, 2, rng));
        Cost cost = Cost.of(network, new Mse(), n -> new Batch(
                Tensor.uniform(Shape.of(n, steps, 3), 0, 1, Rng.of(2)), Tensor.full(Shape.of(n, 2), 0)));
        int input = steps * 3 * 4 * 5;
        int hidden = steps * 5 * 4 * 5;
        int last = steps * 5 * 2;
        assertEquals(input + hidden + last, cost.forward());
        assertEquals(2 * input + 3 * (hidden + last), cost.training());
        int gates = steps * 4 * 5;
        int states = (steps + 2) * 5; // with h0 and the last c
        int cells = (steps + 1) * 5;
        int zeros = 5; // h0 and c0 in one
        int outputs = steps * 5 + 2; // and the difference that the loss squares
        assertEquals(steps * 3 + 2 * gates + states + cells + zeros + outputs, cost.keptPerExample());
    }
}
