package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.Rng;
import io.cajal.base.ShapeException;
import io.cajal.nn.activation.Relu;
import io.cajal.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** An error of shape says in which layer it happened. */
class LayerErrorTest {
    private static final Rng RNG = Rng.of(1);
    private static final String FEATURES = "linear: the layer takes 4 features, the input has shape [2 × 5]: 5 ≠ 4";

    record Mlp(Layer hidden, Layer out) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return out.apply(hidden.apply(x));
        }
    }

    record Residual(Layer body) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.add(body.apply(x));
        }
    }

    private static Linear linear(int in, int out) {
        return Linear.of(in, out, RNG);
    }

    private static void assertPlace(String message, Layer layer) {
        ShapeException e = assertThrows(ShapeException.class, () -> layer.apply(Tensor.zeros(2, 3)));
        assertEquals(message, e.getMessage());
    }

    @Test
    void ofOneLayer() {
        assertPlace("linear: the layer takes 4 features, the input has shape [2 × 3]: 3 ≠ 4, in Linear",
                linear(4, 1));
    }

    @Test
    void inAList() {
        assertPlace(FEATURES + ", in Sequential → 2 (Linear)",
                Sequential.of(linear(3, 5), new Relu(), linear(4, 1)));
        assertPlace(FEATURES + ", in Sequential → 2 (Linear)",
                Sequential.of(linear(3, 5), new Relu(), linear(4, 1), new Relu()));
    }

    @Test
    void inARecord() {
        assertPlace(FEATURES + ", in Mlp → out (Linear)", new Mlp(linear(3, 5), linear(4, 1)));
    }

    @Test
    void insideOfOthers() {
        assertPlace(FEATURES + ", in Sequential → 0 → out → 1 (Linear)",
                Sequential.of(new Mlp(linear(3, 5), Sequential.of(new Relu(), linear(4, 1)))));
    }

    @Test
    void betweenTheParts() {
        assertPlace("add: shapes do not broadcast, left [2 × 3] right [2 × 4]: 3 ≠ 4 at axis −1,"
                + " in Sequential → 1 (Residual)", Sequential.of(new Relu(), new Residual(linear(3, 4))));
    }

    @Test
    void inAFunction() {
        assertPlace(
                "matmul: inner dimensions differ, left [2 × 3] right [2 × 3]: 3 ≠ 2; t() transposes the right one,"
                        + " in Sequential → 1 (a function)",
                Sequential.of(new Relu(), x -> x.matmul(x)));
    }
}
