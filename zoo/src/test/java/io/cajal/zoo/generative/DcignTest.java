package io.cajal.zoo.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.Vae;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import io.cajal.zoo.kit.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DcignTest {
    private final Dcign.Clamped groups = new Dcign.Clamped(12, Rng.of(4));

    @Test
    void aGroupDiffersInItsOneFactor() {
        for (int g = 0; g < 12; g++) {
            for (int f = 0; f < Shapes.FACTORS.size(); f++) {
                int group = g;
                int factor = f;
                long values = IntStream.range(0, Dcign.TOGETHER)
                        .mapToDouble(i -> groups.figure(group * Dcign.TOGETHER + i).factors()[factor])
                        .distinct().count();
                int free = Dcign.Clamped.free(g) + 2;
                assertTrue(f == free ? values > 1 : values == 1, Shapes.FACTORS.get(f) + " in group " + g);
            }
        }
    }

    @Test
    void groupsStayWholeInEveryOrder() {
        int[] order = groups.order(64, Rng.of(9));
        for (int i = 0; i < order.length; i++) {
            assertEquals(order[i - i % Dcign.TOGETHER] + i % Dcign.TOGETHER, order[i]);
        }
        assertArrayEquals(IntStream.range(0, groups.size()).toArray(),
                Arrays.stream(order).sorted().toArray());
        assertArrayEquals(groups.batch(3, 40).x().toFloats(),
                new Dcign.Clamped(12, Rng.of(4)).batch(3, 40).x().toFloats());
    }

    /** What clamped numbers get instead sums to 0 over a group, so that their bias feels nothing but the prior. */
    @Test
    void theDecodersGradientReachesFreeNumbersAlone() {
        Vae network = Dcign.network(Rng.of(1));
        int free = 2;
        Batch group = groups
                .batch(IntStream.range(free * Dcign.TOGETHER, (free + 1) * Dcign.TOGETHER).toArray());
        Linear last = (Linear) ((Sequential) network.encoder()).layers().getLast();
        Gradients gradients = Run.training(Rng.of(2)).call(() -> Dcign.loss(network, group).backward());
        double[] felt = gradients.get(last.bias()).toDoubles();
        double[] prior = network.encode(group.x()).loc().mean(0).mul(Dcign.PRIOR).toDoubles();
        double drawn = Math.abs(felt[free] - prior[free]);
        for (int i = 0; i < Dcign.CODE; i++) { // what is left of the others is rounding
            assertEquals(i == free, Math.abs(felt[i] - prior[i]) > 1e-3 * drawn,
                    "number " + i + ": " + (felt[i] - prior[i]) + " beside " + drawn);
        }
    }

    @Test
    void meansAreThoseOfGroups() {
        Tensor codes = Tensor.arange(2 * Dcign.TOGETHER * Dcign.CODE).reshape(2 * Dcign.TOGETHER, Dcign.CODE);
        Tensor means = Dcign.groupMeans(codes);
        assertEquals(codes.narrow(0, 0, Dcign.TOGETHER).mean(0).toFloats()[0], means.toFloats()[0]);
        assertEquals(codes.narrow(0, Dcign.TOGETHER, Dcign.TOGETHER).mean(0).toFloats()[1],
                means.toFloats()[means.toFloats().length - Dcign.CODE + 1]);
        assertEquals(1, Dcign.squaredCorrelation(new double[] {1, 2, 4}, new double[] {-1, -2, -4}), 1e-12);
        assertEquals(0, Dcign.squaredCorrelation(new double[] {1, 1, 1}, new double[] {1, 2, 3}));
    }

    /** On a few pictures nothing is reached, but every step is taken and every file is left. */
    @Test
    void aRunFromEndToEnd(@TempDir Path folder) throws IOException {
        Path left = TextToImageTest.ran(new Dcign(12, 40), folder);
        for (String file : List.of("rerendered.png", "traversals.png", "curves.png", "report.html")) {
            assertTrue(Files.exists(left.resolve(file)), file);
        }
        assertTrue(Model.load(left.resolve("model.safetensors")).network() instanceof Vae);
    }

    @Test
    void aCollapseIsCalledSo() {
        assertTrue(Dcign.failures(0.9, 8).isEmpty());
        assertTrue(Dcign.failures(0.05, 8).getFirst().startsWith("collapsed"));
        assertTrue(Dcign.failures(Double.NaN, 8).getFirst().startsWith("collapsed"));
        assertTrue(Dcign.failures(0.9, 0).getFirst().startsWith("collapsed"));
    }
}
