package io.cajal.zoo.autoencoders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.TensorDataset;
import io.cajal.io.Json;
import io.cajal.nn.Architecture;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Lab;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damage, the filters that stand beside the networks, and the scores. */
class RestorationTest {
    private static Tensor pictures(int n, int channels) {
        return Tensor.normal(Shape.of(n, channels, 28, 28), Rng.of(9)).sigmoid();
    }

    static List<Damage> damages() {
        return List.of(new WhiteNoise(0.5), new Watermark(RemoveWatermark.ASKED, 0.7), Inpaint.HOLES);
    }

    /** A picture is damaged the same whichever others come after it, and each in its own way. */
    @ParameterizedTest
    @MethodSource("damages")
    void whatBecomesOfAPictureFollowsFromItsNumber(Damage damage) {
        Tensor clean = pictures(1, 3).repeat(0, 3);
        Tensor three = damage.of(clean, Rng.of(1)).seen();
        Tensor one = damage.of(clean.narrow(0, 0, 1), Rng.of(1)).seen();
        assertArrayEquals(one.toFloats(), three.narrow(0, 0, 1).toFloats());
        assertTrue(three.narrow(0, 1, 1).sub(three.narrow(0, 2, 1)).abs().sum().item() > 1);
        Tensor other = damage.of(clean.narrow(0, 0, 1), Rng.of(2)).seen();
        assertTrue(other.sub(one).abs().sum().item() > 1);
    }

    @Test
    void lettersOfTheTestAreNoneOfThoseLearned() {
        String all = RemoveWatermark.LEARNED + RemoveWatermark.CHOSEN + RemoveWatermark.ASKED;
        assertEquals(26, all.length());
        assertEquals("ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                all.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining()));
    }

    @Test
    void aWatermarkTouchesOnlyItsMaskAndCanBeUndone() {
        Tensor clean = pictures(8, 1);
        Damage.Damaged marked = new Watermark(RemoveWatermark.ASKED, 1).of(clean, Rng.of(3));
        Tensor outside = marked.mask().eq(0);
        assertArrayEquals(clean.mul(outside).toFloats(), marked.seen().mul(outside).toFloats());
        assertTrue(marked.mask().amin(0, 1, 2, 3).item() >= 0 && marked.mask().amax(0, 1, 2, 3).item() <= 1);
        double covered = marked.mask().ge(0.5).mean().item();
        assertTrue(covered > 0.05 && covered < 0.3, "covered " + covered);
        // seen = x + αm(1 − x), so (seen − x) / (m(1 − x)) is the α of the picture wherever there is ink
        Tensor ink = marked.mask().ge(0.5);
        Tensor alpha = marked.seen().sub(clean)
                .div(marked.mask().mul(clean.neg().add(1)).add(ink.neg().add(1)))
                .mul(ink);
        for (int i = 0; i < 8; i++) {
            Tensor own = alpha.narrow(0, i, 1);
            double most = own.amax(0, 1, 2, 3).item();
            double mean = own.sum().item() / ink.narrow(0, i, 1).sum().item();
            assertTrue(most >= 0.45 && most <= 0.6001 && most - mean < 1e-3, most + " " + mean);
        }
    }

    @Test
    void aLetterLooksLikeItself() {
        StringBuilder drawn = new StringBuilder();
        for (int y = 0; y < Glyphs.HEIGHT; y++) {
            for (int x = 0; x < Glyphs.WIDTH; x++) {
                drawn.append(Glyphs.ink("XT", Glyphs.ADVANCE + x + 0.5, y + 0.5) == 1 ? '#' : '.');
            }
            drawn.append('\n');
        }
        assertEquals("#####\n" + "..#..\n".repeat(6), drawn.toString());
        assertEquals(0, Glyphs.ink("T", -3, 2));
        assertEquals(0.5, Glyphs.ink("T", 3, 4.5), 1e-12, "half way from a cell with ink to one without");
    }

    @Test
    void holesAreMissingAndFilled() {
        Tensor clean = pictures(5, 1).add(1);
        Damage.Damaged damaged = new Holes(1, 6, 4).of(clean, Rng.of(1));
        assertArrayEquals(new float[] {36, 36, 36, 36, 36}, damaged.mask().sum(1, 2, 3).toFloats());
        assertArrayEquals(damaged.mask().toFloats(), damaged.seen().narrow(1, 1, 1).toFloats());
        assertEquals(0, damaged.pictures(1).mul(damaged.mask()).abs().sum().item());
        assertArrayEquals(clean.toFloats(), Holes.fill(damaged, clean).toFloats(), 1e-6f);
    }

    /** A ramp is its own smoothest filling. */
    @Test
    void diffusionCarriesARampOn() {
        Tensor ramp = Tensor.arange(28).div(28).reshape(1, 1, 1, 28).expand(Shape.of(2, 3, 28, 28));
        Damage.Damaged damaged = new Holes(2, 9, 1).of(ramp, Rng.of(4));
        assertArrayEquals(ramp.toFloats(), Holes.diffused(damaged, 3).toFloats(), 2e-3f);
    }

    @Test
    void aMedianForgetsASpeck() {
        Tensor speck = Tensor.zeros(1, 1, 4, 9).pad(2, 0, 1, 1).pad(2, 0, 4, 0); // a bright line
        assertEquals(9, speck.sum().item());
        assertEquals(0, Filters.median(speck, 3).sum().item());
        Tensor flat = Tensor.full(Shape.of(1, 1, 9, 9), 0.25);
        assertArrayEquals(flat.toFloats(), Filters.median(flat, 3).toFloats());
    }

    @Test
    void theLocalWienerFilterKeepsWhatNoiseCannotExplain() {
        Tensor picture = pictures(2, 1);
        assertArrayEquals(picture.toFloats(), Filters.wiener(picture, 3, 0).toFloats(), 1e-5f);
        Tensor smooth = Filters.wiener(picture, 3, 10); // nothing but noise: the mean of nine
        double mean = picture.narrow(0, 0, 1).narrow(2, 4, 3).narrow(3, 6, 3).mean().item();
        assertEquals(mean, smooth.toFloats()[5 * 28 + 7], 1e-5);
    }

    /** White noise on white pictures: the best linear filter is v/(v + ν) at the middle, and 0 around it. */
    @Test
    void theLinearWienerFilterIsTheOneOfTheory() {
        Tensor clean = Tensor.normal(Shape.of(200, 1, 28, 28), Rng.of(1)).mul(0.2).add(0.5);
        Tensor noisy = clean.add(Tensor.normal(clean.shape(), Rng.of(2)).mul(0.1));
        Filters.Linear filter = Filters.Linear.learn(noisy, clean, 3);
        float[] taps = filter.kernel().toFloats();
        for (int i = 0; i < taps.length; i++) {
            assertEquals(i == 4 ? 0.8 : 0, taps[i], 0.01);
        }
        assertEquals(0.5 * 0.2, filter.bias().item(), 0.01);
    }

    @Test
    void scoresAreThoseOfTheFormula() {
        TensorDataset data = new TensorDataset(Tensor.full(Shape.of(3, 1, 28, 28), 0.5), Tensor.zeros(3));
        PictureScore tenth = PictureScore.of(data, new Holes(1, 6, 4), Rng.of(1), null, Map.of("grey",
                damaged -> Tensor.full(damaged.mask().shape(), 0.5).add(damaged.mask().mul(0.1))))
                .get("grey");
        assertEquals(20, tenth.inside(), 1e-4);
        assertEquals(20 + 10 * Math.log10(784.0 / 36), tenth.psnr(), 1e-4);
        assertTrue(Double.isNaN(tenth.read()) && tenth.ssim() < 1);
    }

    @Test
    void beyondBlackAndWhiteNothingIsWrong() {
        Tensor value = Tensor.of(-0.5, 0.25, 1.5, -0.5, 0.75, 1.5, -0.5, 1.5);
        Tensor truth = Tensor.of(0, 0, 0, 1, 1, 1, 0.5, 0.5);
        assertArrayEquals(new float[] {0, 0.25f, 1.5f, -1.5f, -0.25f, 0, -1, 1},
                Restoration.beyond(value, truth).toFloats(), 1e-6f);
    }

    @Test
    void theNetworkKeepsSizesAndCanBeSaved() {
        for (int size : new int[] {28, 32}) {
            Layer network = Hourglass.of(2, 3, 8, Rng.of(1));
            Tensor x = Tensor.zeros(2, 2, size, size);
            assertEquals(Shape.of(2, 3, size, size),
                    Run.evaluation().call(() -> network.apply(x)).shape());
            Layer again = Architecture
                    .fromJson(Json.parse(Json.write(Architecture.toJson(new Unmark(network)))));
            assertEquals(Parts.count(network), Parts.count(again));
        }
    }

    /** An ink of z everywhere takes away 0.9·σ(z) of white. */
    @Test
    void aKnownMarkIsUndone() {
        Tensor clean = pictures(2, 1);
        Tensor marked = clean.add(clean.neg().add(1).mul(0.45)); // σ(0) = ½
        Layer unmark = new Unmark(new Nothing());
        assertArrayEquals(clean.toFloats(), unmark.apply(marked).toFloats(), 1e-6f);
    }

    private record Nothing() implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.mul(0);
        }
    }

    @Test
    void aShapesHueFollowsFromItsKindAndNotFromItsBrightness() {
        TensorDataset scenes = ColouredScenes.draw(200, Rng.of(1));
        assertEquals(100, ColouredScenes.right(scenes.x(), scenes));
        assertEquals(100, ColouredScenes.right(scenes.x().mul(0.3), scenes), "darker is no other hue");
        Tensor lab = Lab.of(scenes.x());
        Tensor light = lab.narrow(1, 0, 1);
        Tensor guessed = ChromaByLightness.of(lab).chroma(light.div(100));
        double right = ColouredScenes.right(Lab.toRgb(Tensor.cat(1, light, guessed)), scenes);
        assertTrue(right < 50, right + " % by lightness alone");
        assertArrayEquals(scenes.x().narrow(0, 7, 1).toFloats(),
                ColouredScenes.draw(8, Rng.of(1)).x().narrow(0, 7, 1).toFloats());
    }

    /** Two lightnesses, each with one colour: the table knows them. */
    @Test
    void aTableKnowsTheMeanChromaOfALightness() {
        Tensor light = Tensor.of(Shape.of(1, 1, 1, 4), 20, 70, 20, 70);
        Tensor chroma = Tensor.of(Shape.of(1, 2, 1, 4), 10, -30, 20, -10, 5, 1, 7, 3);
        Tensor found = ChromaByLightness.of(Tensor.cat(1, light, chroma)).chroma(light.div(100));
        assertArrayEquals(new float[] {15, -20, 15, -20, 6, 2, 6, 2}, found.toFloats(), 1e-5f);
    }
}
