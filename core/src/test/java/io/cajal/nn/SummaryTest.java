package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.nn.activation.Relu;
import io.cajal.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void showsNamesTypesShapesAndCounts() {
        Linear tied = Linear.of(300, 300, Rng.of(1));
        Layer model = Sequential.of(Standardize.of(Tensor.scalar(0.13), Tensor.scalar(0.31)), new Flatten(),
                Sequential.of(Linear.of(784, 300, Rng.of(2)), new Relu()), tied, tied, x -> x.relu(),
                Linear.of(300, 10, Rng.of(3)));
        assertEquals("""
                layer    type         output          parameters  multiply-adds
                ───────────────────────────────────────────────────────────────
                         Sequential   [64 × 10]
                0        Standardize  [64 × 28 × 28]
                1        Flatten      [64 × 784]
                2        Sequential   [64 × 300]
                2.0      Linear       [64 × 300]         235,500     15,052,800
                2.1      Relu         [64 × 300]
                3        Linear       [64 × 300]          90,300     11,520,000
                4        Linear       [64 × 300]          shared
                5        function     [64 × 300]
                6        Linear       [64 × 10]            3,010        192,000
                ───────────────────────────────────────────────────────────────
                total                                    328,810     26,764,800
                buffers                                        2""",
                Summary.of(model, Shape.of(64, 28, 28)).toString());
    }
}
