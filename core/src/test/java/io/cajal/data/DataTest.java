package io.cajal.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.io.Idx;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataTest {
    /** Inputs 0 … n−1, classes by turns. */
    private static TensorDataset counting(int n, int classes) {
        double[] y = IntStream.range(0, n).mapToDouble(i -> i % classes).toArray();
        return new TensorDataset(Tensor.arange(n).unsqueeze(1), Tensor.of(y),
                IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 10, 100})
    void aLoaderShowsEachExampleOncePerEpoch(int batchSize) {
        Loader loader = Loader.shuffled(counting(10, 2), batchSize, Rng.of(1));
        for (int epoch = 0; epoch < 3; epoch++) {
            int[] seen = new int[10];
            int[] order = loader.order(epoch);
            for (int i = 0; i < loader.batches(); i++) {
                for (float x : loader.batch(order, i).x().toFloats()) {
                    seen[(int) x]++;
                }
            }
            assertTrue(Arrays.stream(seen).allMatch(times -> times == 1), Arrays.toString(seen));
        }
    }

    @Test
    void theOrderFollowsFromSeedAndEpoch() {
        Dataset data = counting(100, 2);
        int[] order = Loader.shuffled(data, 5, Rng.of(1)).order(4);
        Rng drawn = Rng.of(1);
        drawn.bits64();
        assertArrayEquals(order, Loader.shuffled(data, 9, drawn).order(4));
        assertFalse(Arrays.equals(order, Loader.shuffled(data, 5, Rng.of(1)).order(5)));
        assertFalse(Arrays.equals(order, Loader.shuffled(data, 5, Rng.of(2)).order(4)));
        assertEquals(3, new Loader(counting(10, 2), 3, null, true).batches());
        assertThrows(CajalException.class, () -> Loader.inOrder(data, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void splitsShareNothingAndLoseNothing(long seed) {
        Dataset data = counting(1000, 4);
        for (Split split : List.of(Split.random(data, Rng.of(seed)),
                Split.stratified(data, 0.8, 0.1, Rng.of(seed)))) {
            assertEquals(800, split.train().size());
            assertEquals(100, split.validation().size());
            assertEquals(100, split.test().size());
            boolean[] seen = new boolean[1000];
            for (Dataset part : List.of(split.train(), split.validation(), split.test())) {
                for (float x : part.all().x().toFloats()) {
                    assertFalse(seen[(int) x]);
                    seen[(int) x] = true;
                }
            }
        }
        Split even = Split.stratified(data, 0.8, 0.1, Rng.of(seed));
        float[] labels = even.test().all().y().toFloats();
        for (int c = 0; c < 4; c++) {
            int wanted = c;
            assertEquals(25, IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).count());
        }
        assertThrows(CajalException.class, () -> Split.random(data, 0.9, 0.2, Rng.of(seed)));
    }

    @Test
    void scalersAreFittedOnWhatTheyAreGiven() {
        Tensor x = Tensor.of(new double[][] {{1, 5, 7}, {3, 5, 9}});
        Scaler standard = Scaler.standard(x);
        assertArrayEquals(new double[] {-1, 0, -1, 1, 0, 1}, standard.apply(x).toDoubles(), 1e-6);
        assertArrayEquals(x.toDoubles(), standard.invert(standard.apply(x)).toDoubles(), 1e-6);
        assertArrayEquals(standard.apply(x).toDoubles(), standard.layer().apply(x).toDoubles());
        Scaler minMax = Scaler.minMax(x);
        assertArrayEquals(new double[] {0, 0, 0, 1, 0, 1}, minMax.apply(x).toDoubles(), 1e-6);
        assertArrayEquals(new double[] {2, 0, -1}, minMax.apply(Tensor.of(5, 5, 5)).toDoubles(), 1e-6);
        assertThrows(ShapeException.class, () -> Scaler.standard(Tensor.zeros(0, 3)));
    }

    @Test
    void aDataSetRefusesWhatDoesNotFit() {
        Tensor x = Tensor.zeros(3, 2);
        assertThrows(ShapeException.class, () -> new TensorDataset(x, Tensor.zeros(4)));
        CajalException label = assertThrows(CajalException.class,
                () -> new TensorDataset(x, Tensor.of(0, 1, 7), List.of("a", "b")));
        assertEquals(
                "data set: labels: element 2 of the positions [3] is 7.0, expected a whole number in 0 … 1",
                label.getMessage());
        Idx images = Idx.of(new int[] {2, 1, 1}, new byte[2]);
        assertMessage("i has 2 images, l has 3 labels",
                () -> ImageFiles.idx(images, "i", Idx.of(new int[] {3}, new byte[3]), "l", 10));
        assertMessage("l: label 1 is 11, expected 0 … 9",
                () -> ImageFiles.idx(images, "i", Idx.of(new int[] {2}, new byte[] {3, 11}), "l", 10));
        assertMessage("i: expected images [N × height × width], got 1 axes [3]",
                () -> ImageFiles.idx(Idx.of(new int[] {3}, new byte[3]), "i", images, "l", 10));
    }

    @Test
    void labelsAreUnsigned() {
        Batch all = ImageFiles.idx(Idx.of(new int[] {2, 1, 1}, (byte) 0, (byte) 255), "i",
                Idx.of(new int[] {2}, (byte) 127, (byte) 200), "l", 256).all();
        assertArrayEquals(new double[] {127, 200}, all.y().toDoubles());
        assertArrayEquals(new double[] {0, 1}, all.x().toDoubles());
    }

    private static void assertMessage(String expected, Supplier<?> bad) {
        assertEquals(expected, assertThrows(CajalException.class, bad::get).getMessage());
    }

    @Test
    void theEmbeddedDigitsAreThere() {
        Batch digits = Digits.load().all();
        assertEquals(Shape.of(10_000, 1, 28, 28), digits.x().shape());
        int[] counts = new int[10];
        for (float label : digits.y().toFloats()) {
            counts[(int) label]++;
        }
        assertArrayEquals(new int[] {1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978}, counts);
        assertEquals(1, digits.x().amax().item());
        assertEquals(0, digits.x().amin().item());
        assertEquals("832999a75cdbf37026e42c7fe147aaa241d28c5eab35acb39524e070510e23f3",
                Fingerprint.of(Digits.split().train()));
    }

    /** A line of the right kind separates what it should, and counts and shapes are as documented. */
    @Test
    void generatorsMakeWhatTheyPromise() {
        Rng rng = Rng.of(1);
        for (TensorDataset data : List.of(Generators.circle(200, 0, rng), Generators.xor(200, 0, rng),
                Generators.gauss(200, 0, rng), Generators.spiral(200, 0, rng),
                Generators.moons(200, 0, rng))) {
            assertEquals(Shape.of(200, 2), data.x().shape());
            assertEquals(0.5, data.y().mean().item(), 0.15);
        }
        Batch xor = Generators.xor(100, 0, rng).all();
        assertEquals(1, xor.x().select(1, 0).mul(xor.x().select(1, 1)).gt(0).eq(xor.y()).mean().item(), 1e-6);
        Batch circle = Generators.circle(100, 0, rng).all();
        assertEquals(1, circle.x().norm(1).lt(3).eq(circle.y()).mean().item(), 1e-6);
        Batch plane = Generators.plane(100, 0, rng).all();
        assertEquals(0,
                plane.x().sum(1).mul(0.1).clamp(-1, 1).unsqueeze(1).sub(plane.y()).abs().amax().item(), 1e-6);
        assertEquals(Shape.of(50, 1), Generators.multiGaussian(50, 0.1, rng).y().shape());
        Batch margin = Generators.margin(100, 5, 0.2, rng).all();
        assertTrue(margin.x().norm(1).amax().item() <= 1 + 1e-6);
        Tensor spirals = Generators.twoSpirals(0).x();
        assertEquals(Shape.of(194, 2), spirals.shape());
        assertEquals(6.5, spirals.norm(1).amax().item(), 1e-5);
        assertEquals(Generators.circle(9, 0.3, Rng.of(5)).x().toString(),
                Generators.circle(9, 0.3, Rng.of(5)).x().toString());
        assertThrows(CajalException.class, () -> Generators.margin(10, 2, 2, rng));
        assertThrows(CajalException.class, () -> Generators.circle(0, 0, rng));
    }
}
