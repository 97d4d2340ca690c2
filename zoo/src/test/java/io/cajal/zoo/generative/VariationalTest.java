package io.cajal.zoo.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.TensorDataset;
import io.cajal.nn.Parts;
import io.cajal.nn.Vae;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.zoo.kit.BinaryDigits;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariationalTest {
    private static final int SIZE = 200;

    /** Either the left or the right half is mostly white: one bit, and noise. */
    private static Dataset halves() {
        float[] x = new float[SIZE * 784];
        float[] y = new float[SIZE];
        for (int i = 0; i < x.length; i++) {
            int image = i / 784;
            boolean left = i % 28 < 14;
            x[i] = left == (image % 2 == 0) ? 0.95f : 0.05f;
            y[image] = image % 2;
        }
        return new TensorDataset(Tensor.of(Shape.of(SIZE, 1, 28, 28), x), Tensor.of(Shape.of(SIZE), y),
                List.of("left", "right"));
    }

    private static Dataset binary(Dataset grey) {
        return new TensorDataset(BinaryDigits.drawn(grey.all().x(), Rng.of(9)), grey.all().y());
    }

    @Test
    void itBeginsWhereTheMeanImageIsKnown() {
        Dataset grey = halves();
        Vae vae = Variational.network(3, 8, grey, Rng.of(1));
        Parts.params(vae).forEach((name, param) -> silence(name, param));
        Tensor drawn = Run.evaluation().call(() -> vae.generate(2, Rng.of(2)));
        for (float pixel : drawn.toFloats()) {
            assertEquals(0.5, pixel, 1e-4); // each half is white in half of the images
        }
    }

    /** All weights but the last biases. */
    private static void silence(String name, Param param) {
        if (!name.equals("decoder.2.bias")) {
            param.set(Tensor.zeros(param.shape().sizes()));
        }
    }

    @Test
    void bothBoundsLearnTheBit() {
        Dataset grey = halves();
        Dataset test = binary(grey);
        // what remains when the half is known: 784 pixels of 0.95 or 0.05, and ln 2 for the half
        double least = Math.log(2) - 784 * (0.95 * Math.log(0.95) + 0.05 * Math.log(0.05));
        for (int draws : new int[] {1, 5}) {
            Vae vae = Variational.network(2, 16, grey, Rng.of(1));
            History history = Variational.trainer(vae, draws, 1e-2).epochs(40).batchSize(50).fit(grey,
                    Rng.of(2));
            assertTrue(history.epochs().getLast().trainLoss() < history.epochs().getFirst().trainLoss());
            double surprise = Variational.surprise(vae, test, 100, Rng.of(3));
            assertEquals(least, surprise, 8, draws + " draws");
            double elbo = -Variational.elbo(vae, test, Rng.of(4));
            assertTrue(surprise <= elbo + 0.1, surprise + " and " + elbo);
            assertTrue(Variational.information(vae, test) > 0.5, draws + " draws");
            assertTrue(!Variational.active(Variational.codes(vae, test)).isEmpty());
        }
    }

    @Test
    void activeNumbersAreThoseThatVary() {
        Tensor codes = Tensor.of(new double[][] {{0, 1, 0.5, 0.1}, {0, -1, 0.52, -0.3}, {0, 1, 0.5, 0.1}});
        assertEquals(List.of(1, 3), Variational.active(codes));
    }

    @Test
    void theSameSeedLearnsTheSame() {
        Dataset grey = halves();
        float[][] weights = new float[2][];
        for (int i = 0; i < 2; i++) {
            Vae vae = Variational.network(2, 8, grey, Rng.of(1));
            Variational.trainer(vae, 3, 1e-2).epochs(1).batchSize(50).fit(grey, Rng.of(2));
            weights[i] = Parts.params(vae).values().iterator().next().toFloats();
        }
        assertArrayEquals(weights[0], weights[1]);
    }

    @Test
    void aPosteriorThatCollapsedIsCalledSo() {
        assertTrue(VariationalReport.failures(3).getFirst().startsWith("collapsed"));
        assertTrue(VariationalReport.failures(20).isEmpty());
    }
}
