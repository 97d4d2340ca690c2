package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.loss.CrossEntropy;

import io.cajal.nn.activation.Elu;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SequentialTest {

    static Stream<Elementwise> functions() {
        return Stream.of(new Relu(), new Tanh(), new Sigmoid(), new Elu(1));
    }

    /** Whoever observes sees every layer; the numbers and the gradients are those of the joined operations. */
    @ParameterizedTest
    @MethodSource("functions")
    void joinedLayersGiveTheBitsOfSingleOnes(Elementwise function) {
        Rng rng = Rng.of(4);
        Layer net = Sequential.of(Linear.of(70, 130, rng), function, Linear.withoutBias(130, 7, rng),
                function);
        Tensor x = Tensor.normal(Shape.of(5, 70), rng);
        Tensor labels = Tensor.of(2, 0, 6, 1, 5);
        List<Object> seen = new ArrayList<>();
        Gradients joined = gradients(net, x, labels);
        Gradients single = Run.observed((layer, in, out) -> seen.add(layer))
                .call(() -> gradients(net, x, labels));
        assertEquals(5, seen.size());
        for (Tensor leaf : joined.leaves()) {
            assertArrayEquals(single.get(leaf).toFloats(), joined.get(leaf).toFloats());
        }
        assertEquals(3, joined.leaves().size());
    }

    private static Gradients gradients(Layer net, Tensor x, Tensor labels) {
        return new CrossEntropy().of(net.apply(x), labels).backward();
    }
}
