package io.cajal.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.base.Rng;
import io.cajal.check.Check;
import io.cajal.check.Subject;
import io.cajal.data.Batch;
import io.cajal.data.Digits;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Layer;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The check has nothing to say of networks that are known to learn, before they have learned. */
class CheckedNetworksTest {
    private static final Batch DIGITS = Digits.split().train().range(0, 300).all();
    private static final int MNIST = 60_000;

    static List<Arguments> networks() {
        return List.of(network("LeNet-5", LeNet5::network),
                network("MLP with dropout", MlpDropoutMnist::network),
                network("CNN", CnnMnistAugmented::network), network("maxout", MaxoutCnnMnist::network),
                network("LeNet-5 of 1998", LeNet51998::network));
    }

    private static Arguments network(String name, Function<Rng, Layer> network) {
        return Arguments.of(name, network);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void hasNoFindings(String name, Function<Rng, Layer> network) {
        Subject subject = Subject.of(network.apply(Rng.of(1))).loss(new CrossEntropy())
                .data(DIGITS.x(), DIGITS.y())
                .examples(MNIST);
        assertEquals(List.of(), Check.of(subject), name);
    }
}
