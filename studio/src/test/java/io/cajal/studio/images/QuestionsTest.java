package io.cajal.studio.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.explain.Outcome;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Saliency, curves, occlusion and ascent, against what they should be by their definitions. */
class QuestionsTest {
    @Test
    void theSaliencyIsTheSlopeOfTheLogit() {
        Net net = Nets.smooth();
        Tensor x = Tensor.uniform(net.batch(1), 0, 1, Rng.of(4));
        float[] slope = Look.saliency(net, x, 2, false).toFloats();
        Outcome logit = Outcome.output(net.model().network(), 2);
        float[] pixels = x.toFloats();
        float step = 1f / 64;
        for (int i = 0; i < pixels.length; i += 5) {
            float[] up = pixels.clone();
            float[] down = pixels.clone();
            up[i] += step;
            down[i] -= step;
            double difference = (logit.values(Tensor.of(net.batch(1), up))[0]
                    - logit.values(Tensor.of(net.batch(1), down))[0]) / (2 * step);
            assertEquals(difference, slope[i], 1e-3, "pixel " + i);
        }
    }

    @Test
    void thePixelsSharesAddUpToTheLogit() {
        Tensor digit = Nets.digit(0);
        Outcome logit = Outcome.output(Nets.LENET.model().network(), 0);
        double sum = 0;
        for (float share : Look.saliency(Nets.LENET, digit, 0, true).toFloats()) {
            sum += share;
        }
        double all = logit.values(digit)[0] - logit.values(digit.filled(0))[0];
        assertEquals(all, sum, 0.1 * Math.abs(all));
    }

    @Test
    void whatIsShownIsWhatTheModelSays() {
        Map<String, float[]> parts = Frames.parts(Look.of(Nets.scene(1), true, false).bytes());
        assertArrayEquals(Nets.LENET.model().predict(Nets.digit(1)).toFloats(), parts.get("probabilities"),
                1e-6f);
        assertEquals(6 * 28 * 28, parts.get("stage0").length);
        float[] after = parts.get("stage0");
        float[] before = Frames.parts(Look.of(Nets.scene(1), false, false).bytes()).get("stage0");
        for (int i = 0; i < after.length; i++) {
            assertEquals(Math.max(0, before[i]), after[i]);
        }
    }

    @Test
    void theCurvesGoThroughTheUprightAndCleanPicture() {
        float[] upright = Nets.LENET.model().predict(Nets.digit(2)).toFloats();
        Map<String, float[]> parts = Frames.parts(Curves.of(Nets.scene(2)).bytes());
        float[] turned = parts.get("turned");
        assertEquals(181 * 10, turned.length);
        assertArrayEquals(upright, Arrays.copyOfRange(turned, 900, 910), 1e-4f);
        assertArrayEquals(upright, Arrays.copyOf(parts.get("noisy"), 10), 1e-6f);
        Scene tilted = new Scene(Nets.LENET, Nets.digit(2), 40, 0, 1, -1);
        assertArrayEquals(Nets.LENET.model().predict(tilted.seen()).toFloats(),
                Arrays.copyOfRange(turned, 1300, 1310), 1e-5f);
    }

    @Test
    void aQuarterTurnMovesPixelsClockwise() {
        float[] pixels = new float[784];
        pixels[2 * 28 + 5] = 1; // near the upper left
        Scene scene = new Scene(Nets.LENET, Tensor.of(Nets.LENET.batch(1), pixels), 90, 0, 1, 0);
        float[] turned = scene.seen().toFloats();
        assertEquals(1, turned[5 * 28 + 25], 1e-4); // near the upper right
    }

    @Test
    void noiseIsThatOfItsSeedAndStaysInRange() {
        Scene scene = new Scene(Nets.LENET, Nets.digit(0), 0, 0.4, 7, -1);
        float[] seen = scene.seen().toFloats();
        assertArrayEquals(seen, new Scene(Nets.LENET, Nets.digit(0), 0, 0.4, 7, -1).seen().toFloats());
        assertTrue(
                !Arrays.equals(seen, new Scene(Nets.LENET, Nets.digit(0), 0, 0.4, 8, -1).seen().toFloats()));
        for (float pixel : seen) {
            assertTrue(pixel >= 0 && pixel <= 1);
        }
    }

    @Test
    void theOcclusionIsTheProbabilityOfTheCoveredPicture() {
        int label = 3;
        Occlusion found = Occlusion.of(Nets.scene(3), label, 6, 0.5);
        assertEquals(List.of(28, 28, 1), List.of(found.rows(), found.columns(), found.step()));
        float[] covered = Nets.digit(3).toFloats();
        for (int y = 7; y < 13; y++) {
            for (int x = 12; x < 18; x++) {
                covered[28 * y + x] = 0.5f;
            }
        }
        double expected = Outcome.probability(Nets.LENET.model().network(), label)
                .values(Tensor.of(Nets.LENET.batch(1), covered))[0];
        assertEquals(expected, found.probabilities()[10 * 28 + 15], 1e-5);
        // nothing but paper in the corner, and paper put over it
        Occlusion blank = Occlusion.of(Nets.scene(3), label, 3, 0);
        assertEquals(blank.whole(), blank.probabilities()[0], 1e-6);
    }

    @Test
    void theAscentRaisesTheScoreAndRepeatsItself() {
        int last = Nets.LENET.stages().size() - 1;
        for (Climb.Settings settings : List.of(new Climb.Settings(last, 3, 0.7, 0.3, true, 1),
                new Climb.Settings(2, 5, 0.3, 0.1, true, 2), new Climb.Settings(1, 0, 0, 0, false, 3))) {
            Climb climb = new Climb(Nets.LENET, settings);
            Climb again = new Climb(Nets.LENET, settings);
            double start = climb.score();
            for (int i = 0; i < 40; i++) {
                climb.step();
                again.step();
            }
            assertTrue(climb.score() > start + 0.1, settings + ": " + start + " to " + climb.score());
            assertArrayEquals(climb.picture().toFloats(), again.picture().toFloats());
        }
        Climb three = new Climb(Nets.LENET, new Climb.Settings(last, 3, 0.7, 0.3, true, 1));
        for (int i = 0; i < 40; i++) {
            three.step();
        }
        assertEquals(3, Scene.best(Nets.LENET.model().predict(three.picture()).toFloats()));
    }
}
