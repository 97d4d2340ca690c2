package io.cajal.zoo.energy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Digits;
import io.cajal.nn.Init;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.runs.Console;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Session;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeepBeliefTest {
    private static final Dataset DIGITS = Digits.load().range(0, 200);

    private static Linear out(int in) {
        return new Linear(Init.normal(0.1, Rng.of(9), 10, in), Init.zeros(10));
    }

    @Test
    void theTopMachineSeesTheLabels() {
        DeepBelief belief = DeepBelief.of(10, Rng.of(1), 784, 20, 30);
        assertEquals(30, belief.machines().getLast().visibleUnits());
        Batch batch = DIGITS.batch(0, 1, 2);
        assertEquals(Shape.of(3, 784), belief.seen(batch, 0).shape());
        Tensor seen = belief.seen(batch, 1);
        assertEquals(Shape.of(3, 30), seen.shape());
        assertArrayEquals(belief.apply(batch.x()).toFloats(), seen.narrow(1, 0, 20).toFloats());
        assertArrayEquals(batch.y().toFloats(), seen.narrow(1, 20, 10).argmax(1).toFloats());
    }

    /** The perceptron computes what the machines compute, layer after layer, without the labels. */
    @Test
    void theClassifierHasTheMachinesWeights() {
        DeepBelief belief = DeepBelief.of(10, Rng.of(1), 784, 20, 30);
        Linear out = out(30);
        Sequential network = belief.classifier(out, 0.2, 0.5, Rng.of(2));
        Tensor x = DIGITS.batch(0, 1, 2).x();
        Rbm top = belief.machines().getLast();
        Tensor features = belief.apply(x).matmulTransposed(top.weight().narrow(1, 0, 20))
                .add(top.hiddenBias())
                .sigmoid();
        assertArrayEquals(out.apply(features).toFloats(), network.apply(x).toFloats(), 1e-5f);
        ((Linear) network.layers().get(2)).weight().set(Tensor.zeros(20, 784));
        assertTrue(belief.machines().getFirst().weight().abs().sum().item() > 0, "the weights are copies");
    }

    @Test
    void dreamsArePicturesThatDependOnTheLabel() {
        DeepBelief belief = DeepBelief.of(2, Rng.of(1), 12, 6, 5);
        double[][] top = new double[5][8];
        // the first hidden unit is on for label 0, and turns the features on
        top[0] = new double[] {4, 4, 4, 4, 4, 4, 30, -30};
        belief.machines().getLast().weight().set(Tensor.of(top));
        belief.machines().getLast().visibleBias().set(Tensor.of(-2, -2, -2, -2, -2, -2, 0, 0));
        belief.machines().getFirst().weight().set(Tensor.full(Shape.of(6, 12), 1));
        belief.machines().getFirst().visibleBias().set(Tensor.full(Shape.of(12), -3));
        Tensor dreamt = belief.dream(Tensor.cat(0, Tensor.zeros(50), Tensor.ones(50)), 5, Rng.of(4));
        assertEquals(Shape.of(100, 12), dreamt.shape());
        assertTrue(dreamt.narrow(0, 0, 50).mean().item() > 0.8);
        assertTrue(dreamt.narrow(0, 50, 50).mean().item() < 0.3);
        Tensor again = belief.dream(Tensor.cat(0, Tensor.zeros(50), Tensor.ones(50)), 5, Rng.of(4));
        assertArrayEquals(dreamt.toFloats(), again.toFloats());
    }

    /**
     * Small weights let no gradient through, which is the whole point; after greedy learning it is far
     * larger.
     */
    @Test
    void greedyLearningOpensTheWayForGradients() {
        DeepBelief small = RbmInitialisation.network(Rng.of(1));
        Batch some = DIGITS.range(0, 100).all();
        double[] before = RbmInitialisation.gradients(RbmInitialisation.perceptron(small, Rng.of(2)), some);
        assertEquals(7, before.length);
        assertTrue(before[0] < before[5] * 1e-4, before[0] + " of " + before[5]);
        DeepBelief tiny = DeepBelief.of(10, Rng.of(3), 784, 40, 50);
        Session session = new Session(1, 0, null,
                new Console(new PrintStream(new ByteArrayOutputStream()), false), null);
        Tensor x = DIGITS.all().x().flatten(1);
        Rbm first = tiny.machines().getFirst();
        Greedy.teach(session, tiny, DIGITS, 60, Rng.of(4));
        double error = first.visible(first.hidden(x)).sub(x).square().mean().item();
        double mean = x.sub(x.mean(0)).square().mean().item();
        assertTrue(error < 0.8 * mean, error + " of " + mean);
    }

    @Test
    void machinesMustFit() {
        Rbm below = Rbm.of(12, 6, Rng.of(1));
        CajalException e = assertThrows(CajalException.class,
                () -> new DeepBelief(List.of(below, Rbm.of(7, 5, Rng.of(2))), 2));
        assertEquals("deep belief: machine 2 sees 5 units, the one below has 6 hidden ones", e.getMessage());
    }
}
