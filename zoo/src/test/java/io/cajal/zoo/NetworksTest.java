package io.cajal.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Digits;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Facts about networks that hold before any training. */
class NetworksTest {
    @Test
    void theZipCodeNetworkHasThePapersCounts() {
        Sequential network = Zip1989.network(Rng.of(1));
        assertEquals(9_760, Parts.count(network));
        assertEquals(Shape.of(2, 10), network.apply(Tensor.zeros(2, 1, 16, 16)).shape());
        int first = 12 * 8 * 8 * (25 + 1);
        int second = 12 * 4 * 4 * (8 * 25 + 1);
        int rest = 30 * (192 + 1) + 10 * (30 + 1);
        assertEquals(Zip1989.CONNECTIONS, first + second + rest);
    }

    @Test
    void theNetworkOf1998HasThePapersCounts() {
        Sequential network = LeNet51998.network(Rng.of(1));
        assertEquals(60_000, Parts.count(network));
        assertEquals(Shape.of(2, 10), network.apply(Tensor.zeros(2, 1, 28, 28)).shape());
        assertEquals(60, Arrays.stream(LeNet51998.TABLE).mapToInt(seen -> seen.length).sum());
    }

    @Test
    void theNetworkOfTodayHas61706Parameters() {
        assertEquals(61_706, Parts.count(LeNet5.network(Rng.of(1))));
    }

    /** A shifted picture gives shifted maps, as every place has the same weights. */
    @Test
    void convolutionsMoveWithThePicture() {
        Conv2d layer = Conv2d.of(1, 3, 3, Rng.of(1));
        Tensor x = Tensor.normal(Shape.of(1, 1, 10, 10), Rng.of(2));
        Tensor moved = x.roll(3, 1);
        assertArrayEquals(layer.apply(x).narrow(3, 0, 7).toFloats(),
                layer.apply(moved).narrow(3, 1, 7).toFloats(), 1e-6f);
    }

    @Test
    void batchNormalisationMeltsIntoTheWeights() {
        Rng rng = Rng.of(3);
        Sequential model = Sequential.of(new Flatten(), Linear.of(784, 20, rng.split(1)), BatchNorm1d.of(20),
                new Sigmoid(), Linear.of(20, 10, rng.split(2)));
        for (int i = 0; i < 5; i++) {
            int from = 32 * i;
            Run.training(rng).run(() -> model.apply(Digits.load().range(from, from + 32).all().x()));
        }
        Sequential folded = BatchNormSpeedup.folded(model);
        assertEquals(4, folded.layers().size());
        assertTrue(BatchNormSpeedup.difference(model, folded, Digits.load()) < 1e-5);
    }
}
