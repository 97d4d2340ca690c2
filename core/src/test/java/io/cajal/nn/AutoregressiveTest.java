package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for models that write an image pixel by pixel, before any training. */
class AutoregressiveTest {
    private static final int[] SHUFFLED = {4, 0, 7, 2, 8, 5, 1, 6, 3};

    /** A model of images of 3 × 3, and when each pixel comes. */
    record Case(String name, AutoregressiveModel model, int[] order) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Weights and biases above those of the start, so that probabilities differ. */
    private static Case of(String name, AutoregressiveModel model, int[] order) {
        Rng rng = Rng.of(11);
        Parts.params(model).forEach((part, param) -> param
                .set(param.detach().mul(2).add(Tensor.normal(param.shape(), rng.split(part)).mul(0.3))));
        return new Case(name, model, order);
    }

    static Stream<Case> models() {
        int[] rows = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        return Stream.of(of("made", Made.of(3, 3, new int[] {20, 30}, Rng.of(1)), rows),
                of("made without hidden layers", Made.of(3, 3, new int[0], Rng.of(2)), rows),
                of("made in another order", Made.of(3, 3, new int[] {60, 40}, SHUFFLED, false, Rng.of(3)),
                        SHUFFLED),
                of("pixelcnn", PixelCnn.of(3, 3, 4, 2, 3, 6, Rng.of(4)), rows),
                of("pixelcnn with a wide kernel", PixelCnn.of(3, 3, 3, 1, 7, 5, Rng.of(5)), rows));
    }

    /** ∂ output i / ∂ pixel j is exactly 0 unless j comes before i, and not 0 for those that do. */
    @ParameterizedTest
    @MethodSource("models")
    void noOutputSeesItsOwnPixelOrALaterOne(Case it) {
        double[][] most = new double[9][9];
        for (int trial = 0; trial < 5; trial++) {
            Tensor x = Tensor.uniform(Shape.of(1, 1, 3, 3), 0, 1, Rng.of(trial)).tracked();
            Tensor y = it.model.apply(x).reshape(9);
            for (int i = 0; i < 9; i++) {
                double[] slopes = y.select(0, i).backward().get(x).toDoubles();
                for (int j = 0; j < 9; j++) {
                    most[i][j] = Math.max(most[i][j], Math.abs(slopes[j]));
                }
            }
        }
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 9; j++) {
                boolean before = it.order[j] < it.order[i];
                assertEquals(before, most[i][j] > 0, "output %d, pixel %d: %s".formatted(i, j, most[i][j]));
            }
        }
    }

    private static Tensor allImages() {
        double[] bits = new double[512 * 9];
        Arrays.setAll(bits, k -> k / 9 >> k % 9 & 1);
        return Tensor.of(Shape.of(512, 1, 3, 3), bits);
    }

    @ParameterizedTest
    @MethodSource("models")
    void probabilitiesOfAllImagesAddUpToOne(Case it) {
        Tensor surprises = Run.evaluation().call(() -> it.model.surprise(allImages()));
        double sum = Arrays.stream(surprises.toDoubles()).map(s -> Math.exp(-s)).sum();
        assertEquals(1, sum, 1e-6);
    }

    /** 20,000 drawn images: each of the 512 as often as its probability says (χ² within six deviations). */
    @ParameterizedTest
    @MethodSource("models")
    void drawsImagesAsOftenAsTheyAreProbable(Case it) {
        int n = 20_000;
        float[] drawn = it.model.generate(n, Rng.of(5)).toFloats();
        int[] counts = new int[512];
        for (int i = 0; i < n; i++) {
            int number = 0;
            for (int k = 0; k < 9; k++) {
                assertTrue(drawn[i * 9 + k] == 0 || drawn[i * 9 + k] == 1);
                number |= (int) drawn[i * 9 + k] << k;
            }
            counts[number]++;
        }
        double[] surprises = Run.evaluation().call(() -> it.model.surprise(allImages())).toDoubles();
        double chi = 0;
        for (int k = 0; k < 512; k++) {
            double expected = n * Math.exp(-surprises[k]);
            chi += (counts[k] - expected) * (counts[k] - expected) / expected;
        }
        double spread = 0; // the variance of χ² is 2·511 + (Σ 1/p − 512² − 2·512 + 2)/n
        for (double s : surprises) {
            spread += Math.exp(s);
        }
        double deviation = Math.sqrt(2 * 511 + (spread - 512.0 * 512 - 2 * 512 + 2) / n);
        assertEquals(511, chi, 6 * deviation);
    }

    @ParameterizedTest
    @MethodSource("models")
    void anImageDoesNotDependOnHowManyAreDrawn(Case it) {
        float[] five = it.model.generate(5, Rng.of(3)).toFloats();
        assertArrayEquals(five, Arrays.copyOf(it.model.generate(70, Rng.of(3)).toFloats(), five.length));
    }

    /** Known pixels stay, whatever they are; what is not known has no influence, and what is drawn before them does not move. */
    @ParameterizedTest
    @MethodSource("models")
    void completesWhatIsNotKnown(Case it) {
        Tensor images = Tensor.uniform(Shape.of(4, 1, 3, 3), 0, 1, Rng.of(6));
        float[] known = new float[9];
        for (int i = 0; i < 9; i++) {
            known[i] = it.order[i] < 5 ? 1 : 0;
        }
        Tensor mask = Tensor.of(Shape.of(3, 3), known);
        float[] whole = it.model.complete(images, mask, Rng.of(7)).toFloats();
        float[] given = images.toFloats();
        for (int i = 0; i < whole.length; i++) {
            assertTrue(known[i % 9] == 1 ? whole[i] == given[i] : whole[i] == 0 || whole[i] == 1);
        }
        Tensor blanked = images.mul(mask);
        assertArrayEquals(whole, it.model.complete(blanked, mask, Rng.of(7)).toFloats());
        assertArrayEquals(given, it.model.complete(images, Tensor.ones(1), Rng.of(7)).toFloats());
    }

    /** As drawing computes it, pixel by pixel from kept features, against the whole network. */
    @Test
    void keptFeaturesGiveTheSameLogits() {
        for (int kernel : new int[] {3, 7}) {
            PixelCnn model = (PixelCnn) of("", PixelCnn.of(6, 5, 8, 3, kernel, 7, Rng.of(4)), null).model;
            Tensor x = Tensor.uniform(Shape.of(3, 1, 6, 5), 0, 1, Rng.of(6)).ge(0.5);
            float[] expected = Run.evaluation().call(() -> model.apply(x)).toFloats();
            PixelDrawing.complete(model.image(), x, Tensor.ones(1), Rng.of(1),
                    some -> new PixelCnnPass(model, some.count()).over(some, (place, logits) -> {
                        for (int i = 0; i < 3; i++) {
                            assertEquals(expected[i * 30 + place], logits[i], 1e-5,
                                    "image " + i + " at " + place);
                        }
                    }));
        }
    }

    /** Each model is large enough for the features of one pixel to reach all later ones, so none is blind. */
    @Test
    void thePixelCnnHasNoBlindSpot() {
        PixelCnn model = (PixelCnn) of("", PixelCnn.of(7, 7, 3, 6, 3, 4, Rng.of(9)), null).model;
        Tensor x = Tensor.uniform(Shape.of(1, 1, 7, 7), 0, 1, Rng.of(6)).tracked();
        double[] slopes = model.apply(x).reshape(49).select(0, 48).backward().get(x).toDoubles();
        List<Integer> blind = new ArrayList<>();
        for (int j = 0; j < 48; j++) {
            if (slopes[j] == 0) {
                blind.add(j);
            }
        }
        assertEquals(List.of(), blind);
    }

    @Test
    void saysWhatIsWrong() {
        Made made = Made.of(3, 3, new int[] {4}, Rng.of(1));
        assertMessage("complete: needs images of shape [N × 1 × 3 × 3], got [2 × 9]",
                () -> made.complete(Tensor.zeros(2, 9), Tensor.zeros(1), Rng.of(1)));
        assertMessage("made: an image [1 × 2 × 2] needs an order that has each of 0 … 3 once",
                () -> Made.of(2, 2, new int[] {4}, new int[] {0, 1, 1, 3}, true, Rng.of(1)));
        assertMessage("maskedConv2d: the kernel needs a centre, so odd sizes, got 2 × 3",
                () -> MaskedConv2d.of(1, 1, 2, 3, MaskedConv2d.Sight.B, Rng.of(1)));
        assertMessage("maskedConv2d: a kernel of 1 × 3 that sees ABOVE sees nothing",
                () -> MaskedConv2d.of(1, 1, 1, 3, MaskedConv2d.Sight.ABOVE, Rng.of(1)));
        assertEquals("maskedLinear: the weight is [2 × 3], the mask [3 × 2]",
                assertThrows(ShapeException.class,
                        () -> new MaskedLinear(Init.zeros(2, 3), Init.zeros(2),
                                Buffer.of(Tensor.zeros(3, 2))))
                        .getMessage());
    }

    private static void assertMessage(String expected, Runnable work) {
        assertEquals(expected, assertThrows(CajalException.class, work::run).getMessage());
    }
}
