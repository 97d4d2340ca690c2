package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Digits;
import io.cajal.data.TensorDataset;
import io.cajal.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PcaTest {
    /** Points on a line through (1, 2) with the slope 3/4, and a little across it. */
    @Test
    void findsTheDirectionAlongWhichPointsVary() {
        float[] points = new float[4 * 2];
        double[][] places = {{-10, 0.5}, {-5, -0.5}, {5, -0.5}, {10, 0.5}};
        for (int i = 0; i < places.length; i++) {
            points[2 * i] = (float) (1 + 0.8 * places[i][0] - 0.6 * places[i][1]);
            points[2 * i + 1] = (float) (2 + 0.6 * places[i][0] + 0.8 * places[i][1]);
        }
        Pca pca = Pca.of(data(Tensor.of(Shape.of(4, 2), points)), 2);
        assertArrayEquals(new float[] {1, 2}, pca.mean().toFloats(), 1e-5f);
        assertArrayEquals(new float[] {0.8f, 0.6f}, pca.axes().select(0, 0).toFloats(), 1e-5f);
        assertArrayEquals(new float[] {62.5f, 0.25f}, pca.variances().toFloats(), 1e-4f);
        assertArrayEquals(new float[] {-10, -5, 5, 10},
                pca.encode(Tensor.of(Shape.of(4, 2), points)).select(1, 0)
                        .toFloats(),
                1e-4f);
    }

    /** What is lost on the examples it was made from is the variance along the axes that were left out. */
    @Test
    void losesTheVarianceOfTheAxesThatAreLeftOut() {
        Tensor x = Digits.load().range(0, 300).all().x();
        Pca all = Pca.of(data(x), 784);
        Pca some = Pca.of(data(x), 20);
        double left = all.variances().narrow(0, 20, 764).sum().item();
        double lost = x.sub(some.reconstruct(x)).square().sum().item() / 300;
        assertEquals(left, lost, 1e-3 * left);
        assertEquals(x.shape(), some.reconstruct(x).shape());
        Tensor products = some.axes().matmulTransposed(some.axes());
        assertArrayEquals(Tensor.eye(20).toFloats(), products.toFloats(), 1e-5f);
    }

    @Test
    void noOtherPlaneLosesLess() {
        Tensor x = Digits.load().range(0, 200).all().x().flatten(1);
        Pca pca = Pca.of(data(x), 5);
        double lost = x.sub(pca.reconstruct(x)).square().sum().item();
        Tensor noise = Tensor.normal(Shape.of(5, 784), Rng.of(1)).mul(0.002);
        Pca other = new Pca(pca.mean(), pca.axes().add(noise), pca.variances());
        assertTrue(lost < x.sub(other.reconstruct(x)).square().sum().item());
    }

    @Test
    void saysHowManyComponentsThereCanBe() {
        CajalException e = assertThrows(CajalException.class,
                () -> Pca.of(data(Tensor.zeros(3, 2)), 4));
        assertEquals("pca: the number of components must be from 1 to the 2 numbers of an example, got 4",
                e.getMessage());
    }

    private static TensorDataset data(Tensor x) {
        return new TensorDataset(x, x);
    }
}
