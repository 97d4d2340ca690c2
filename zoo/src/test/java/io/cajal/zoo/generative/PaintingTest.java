package io.cajal.zoo.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.TensorDataset;
import io.cajal.nn.Architecture;
import io.cajal.nn.Layer;
import io.cajal.nn.StateDict;
import io.cajal.nn.Upsample;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaintingTest {
    /** Discs in place of digits, one for each class. */
    private static Dataset discs() {
        float[] pixels = new float[10 * 28 * 28];
        float[] labels = new float[10];
        for (int i = 0; i < pixels.length; i++) {
            int digit = i / 784;
            double away = Math.hypot(i % 784 / 28 - 13.5, i % 28 - 13.5);
            pixels[i] = (float) Math.clamp(6 + digit % 3 - away, 0, 1);
            labels[digit] = digit;
        }
        return new TensorDataset(Tensor.of(Shape.of(10, 1, 28, 28), pixels), Tensor.of(Shape.of(10), labels),
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
    }

    @Test
    void texturesFollowFromTheSeedAndTheirNumber() {
        Dataset few = Textures.pictures(3, Rng.of(1));
        Dataset more = Textures.pictures(6, Rng.of(1));
        assertArrayEquals(few.batch(2).x().toFloats(), more.batch(2).x().toFloats());
        assertFalse(Arrays.equals(few.batch(0).x().toFloats(),
                Textures.pictures(3, Rng.of(2)).batch(0).x().toFloats()));
        float[] values = more.all().x().toFloats();
        for (float value : values) {
            assertTrue(value >= 0 && value <= 1);
        }
    }

    @Test
    void aSmallPictureHasTheMeansOfTheLargeOne() {
        Batch batch = new SuperResolution.Shrunk(Textures.pictures(2, Rng.of(1))).all();
        assertEquals(Shape.of(2, 3, 16, 16), batch.x().shape());
        assertEquals(batch.y().mean().item(), batch.x().mean().item(), 1e-5);
        Batch grey = new SuperResolution.Shrunk(discs()).batch(0, 1);
        assertEquals(Shape.of(2, 3, 7, 7), grey.x().shape());
    }

    @Test
    void anEnlargerBeginsAsBicubic() {
        Tensor small = Tensor.uniform(Shape.of(2, 3, 5, 6), 0, 1, Rng.of(1));
        Tensor large = SuperResolution.generator(Rng.of(2)).apply(small);
        assertArrayEquals(new Upsample(4, Upsample.Mode.BICUBIC).apply(small).toFloats(), large.toFloats());
        assertEquals(Shape.of(1, 1, 8, 8),
                SuperResolution.discriminator(Rng.of(3)).apply(Tensor.zeros(1, 3, 64, 64)).shape());
    }

    @Test
    void outlinesLieOnTheEdgeOfTheInk() {
        Tensor masks = PaintedDigits.padded(discs().all().x());
        Tensor outlines = PaintedDigits.outlines(masks);
        assertEquals(outlines.sum().item(), outlines.mul(masks.gt(0.5)).sum().item());
        assertEquals(0, outlines.narrow(2, 15, 2).narrow(3, 15, 2).sum().item(), "the middle is filled");
        assertTrue(outlines.sum().item() > 10 * 20);
    }

    @Test
    void paintedDigitsHaveTheirColourAndCanBeRead() {
        Dataset discs = discs();
        PaintedDigits painted = new PaintedDigits(discs, Rng.of(1));
        Pix2PixEdges.Figures figures = Pix2PixEdges.Figures.of(painted.all().y(), painted);
        assertEquals(100, figures.coloured());
        assertEquals(100, figures.rough(), 1e-9);
        double off = PaintedDigits.read(painted.all().y()).sub(discs.all().x()).abs().mean().item();
        assertTrue(off < 0.02, "read with an error of " + off);
    }

    @Test
    void hatchingFollowsFromTheSeedAndTheNumber() {
        PaintedDigits painted = new PaintedDigits(discs(), Rng.of(1));
        assertArrayEquals(painted.batch(3).y().toFloats(),
                painted.batch(7, 3).y().narrow(0, 1, 1).toFloats());
        assertFalse(Arrays.equals(painted.batch(3).y().toFloats(),
                new PaintedDigits(discs(), Rng.of(2)).batch(3).y().toFloats()));
    }

    @Test
    void aUNetCanBeSavedAndMadeAnew() {
        Layer net = Pix2PixEdges.generator(Rng.of(1));
        Layer anew = Architecture.fromJson(Architecture.toJson(net));
        StateDict.load(anew, StateDict.of(net));
        Tensor x = Tensor.uniform(Shape.of(2, 1, 32, 32), 0, 1, Rng.of(2));
        Run.evaluation().run(() -> {
            assertEquals(Shape.of(2, 3, 32, 32), net.apply(x).shape());
            assertArrayEquals(net.apply(x).toFloats(), anew.apply(x).toFloats());
        });
        assertEquals(Shape.of(2, 1, 8, 8),
                Pix2PixEdges.discriminator(Rng.of(3)).apply(Tensor.zeros(2, 4, 32, 32)).shape());
    }

    @Test
    void aDiscriminatorWithoutDoubtIsSaidToBeSaturated() {
        assertTrue(Duel.saturated(ended(0.01)) && !Duel.saturated(ended(1.2)));
        assertTrue(Duel.verdict(ended(0.01)).contains("is saturated"));
        assertFalse(Duel.verdict(ended(1.2)).contains("is saturated"));
        assertEquals(Math.log(2), Duel.asReal(Tensor.zeros(3, 2)).item(), 1e-6);
        assertTrue(Duel.asMade(Tensor.full(Shape.of(4), -10)).item() < 1e-4);
    }

    private static History ended(double discriminator) {
        return History.EMPTY.with(new History.Epoch(1, 1, Double.NaN,
                Map.of(Duel.DISCRIMINATOR, discriminator, Duel.GENERATOR, 2.0), 1e-3, 1));
    }
}
