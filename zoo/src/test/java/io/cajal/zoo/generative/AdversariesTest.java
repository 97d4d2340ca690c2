package io.cajal.zoo.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.TensorDataset;
import io.cajal.nn.Latent;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.StateDict;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.report.PointClouds;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.TrainingStopped;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdversariesTest {

    /** Real points are found whole and good, as often as 3σ of two normal numbers says, and as wide as they are. */
    @Test
    void realPointsScoreAsTheyShould() {
        for (Modes modes : List.of(Modes.ring(), Modes.grid())) {
            Modes.Score score = modes.score(Modes.rows(modes.draw(20_000, Rng.of(1)).all().x()));
            assertEquals(modes.count(), score.found());
            assertEquals(1 - Math.exp(-4.5), score.quality(), 3e-3);
            assertEquals(0.97, score.spread(), 0.02, "those beyond 3σ are left out");
            assertFalse(score.collapsed());
        }
    }

    @Test
    void aCollapseIsCalledSo() {
        Modes grid = Modes.grid();
        double[][] samples = {{-2, -2}, {-2, -2.05}, {1, 0.07}, {0.5, 0.5}};
        Modes.Score score = grid.score(samples);
        assertEquals(2, score.found());
        assertEquals(0.75, score.quality(), "points at 2σ and 2.8σ count");
        assertTrue(score.collapsed());
        assertTrue(score.toString().endsWith(": collapsed, 23 modes are missing"), score.toString());
        assertEquals(
                " 0 of 8 modes,   0.0 % of high quality, 0.00 times as wide: collapsed, 8 modes are missing",
                Modes.ring().score(samples).toString());
    }

    @Test
    void noiseNarrowsToAHeap() {
        Modes grid = Modes.grid();
        assertEquals(1 / 3.0, GanRings.noise(grid, 0), 1e-12);
        assertEquals(grid.sigma(), GanRings.noise(grid, 0.65), 1e-12);
        assertEquals(grid.sigma(), GanRings.noise(grid, 1), 1e-12);
        for (double done = 0.01; done < 0.64; done += 0.01) {
            assertEquals(GanRings.noise(grid, done) / GanRings.noise(grid, done - 0.01),
                    GanRings.noise(grid, done + 0.01) / GanRings.noise(grid, done), 1e-9);
        }
    }

    private static Layer pointCritic() {
        return Sequential.of(Linear.of(2, 8, Rng.of(7)), new LeakyRelu(0.2), Linear.of(8, 1, Rng.of(8)));
    }

    /** The noise and the penalty go by the steps that were taken, before a checkpoint too. */
    @Test
    void theGameResumesToTheSameBits(@TempDir Path folder) {
        Modes ring = Modes.ring();
        Dataset points = ring.draw(1280, Rng.of(1));
        Latent whole = GanRings.generator(5, Rng.of(2));
        History history = GanRings.trainer(whole, pointCritic(), ring, 2).average(0.9).epochs(2).fit(points,
                Rng.of(3));
        int[] steps = new int[1];
        Path checkpoint = folder.resolve("checkpoint");
        Assertions.assertThrows(TrainingStopped.class,
                () -> GanRings.trainer(GanRings.generator(5, Rng.of(2)), pointCritic(), ring, 2).average(0.9)
                        .epochs(2).checkpoint(checkpoint, false).stopWhen(() -> ++steps[0] == 7)
                        .fit(points, Rng.of(3)));
        Latent resumed = GanRings.generator(5, Rng.of(2));
        History again = GanRings.trainer(resumed, pointCritic(), ring, 2).average(0.9).epochs(2)
                .checkpoint(checkpoint, true).fit(points, Rng.of(3));
        assertEquals(losses(history), losses(again));
        StateDict.of(whole).forEach((name, tensor) -> assertArrayEquals(tensor.toDoubles(),
                StateDict.of(resumed).get(name).toDoubles(), name));
        assertEquals(Shape.of(9, 2), whole.generate(9, Rng.of(1)).shape());
    }

    private static List<Map<String, Double>> losses(History history) {
        return history.epochs().stream().map(History.Epoch::metrics).toList();
    }

    /** A few steps on blocks of grey: both losses are there, images fit, and classes can be asked for. */
    @Test
    void digitsAreDrawnInTheirShape() {
        Latent generator = DcganMnist.generator(4, Rng.of(1));
        Layer critic = DcganMnist.critic(4, Rng.of(2));
        double[] labels = new double[128];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 10;
        }
        Dataset images = new TensorDataset(Tensor.uniform(Shape.of(128, 1, 28, 28), 0, 1, Rng.of(3)),
                Tensor.of(labels), List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
        History history = DcganMnist.trainer(generator, critic).epochs(1).fit(images, Rng.of(4));
        assertEquals(List.of("critic", "generator"),
                List.copyOf(history.epochs().getFirst().metrics().keySet()));
        Tensor drawn = generator.generate(12, Rng.of(5));
        assertEquals(Shape.of(12, 1, 28, 28), drawn.shape());
        assertEquals(1, drawn.ge(0).mul(drawn.le(1)).mean().item());
        assertEquals(Shape.of(3, 10), critic.apply(drawn.narrow(0, 0, 3)).shape());
        assertArrayEquals(drawn.narrow(0, 2, 1).toDoubles(),
                generator.generate(3, 2, Rng.of(5)).narrow(0, 2, 1)
                        .toDoubles());
    }

    /** Of one image again and again it is 0; of white and black in turn the distance between them. */
    @Test
    void varietyIsMeasuredInAClass() {
        Tensor white = Tensor.ones(1, 1, 2, 2);
        Tensor black = Tensor.zeros(1, 1, 2, 2);
        double[] labels = {0, 1, 0, 1};
        assertEquals(0, DigitsDrawn.variety(Tensor.cat(0, white, black, white, black), labels));
        assertEquals(2, DigitsDrawn.variety(Tensor.cat(0, white, black, black, white), labels));
    }

    @Test
    void pointsStandInTheirPanels() {
        Map<String, double[][]> panels = new LinkedHashMap<>();
        panels.put("a", new double[][] {{0, 0}});
        panels.put("b", new double[][] {});
        panels.put("c", new double[][] {{9, 9}});
        BufferedImage sheet = PointClouds.of(panels, new double[][] {{1, 1}}, 0.1, 2, 2);
        assertEquals(2 * 190 + 10, sheet.getWidth());
        assertEquals(2 * 208 + 10, sheet.getHeight());
        int middle = sheet.getRGB(10 + 90, 10 + 18 + 90);
        assertTrue((middle & 0xff) > (middle >> 16 & 0xff), "a blue dot in the middle of the first");
        assertEquals(0xf3f4f6, sheet.getRGB(10 + 190 + 90, 10 + 18 + 90) & 0xffffff);
    }

    @Test
    void aLostGameIsCalledSo() {
        assertEquals(List.of(), DigitsDrawn.failures(List.of(), 0.9, 1.8));
        assertEquals(List.of("collapsed: hardly a clear digit of [4, 7]"),
                DigitsDrawn.failures(List.of(4, 7), 0.9, 1.8));
        assertTrue(DigitsDrawn.failures(List.of(), 0.5, 1.8).getFirst().startsWith("collapsed"));
        assertTrue(DigitsDrawn.failures(List.of(), Double.NaN, 1.8).getFirst().startsWith("collapsed"));
        assertTrue(DigitsDrawn.failures(List.of(), 0.9, 0.01).getFirst().startsWith("saturated"));
    }
}
