package io.cajal.zoo.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.report.Charts;
import io.cajal.report.Sheet;
import io.cajal.runs.Console;
import io.cajal.runs.RunFolder;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Listener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryTest {
    @TempDir
    private Path folder;
    private int draws;

    private Tensor draw() {
        return Tensor.full(Shape.of(3, 1, 4, 4), draws++);
    }

    private Samples samples(int epochs, int from, int to) {
        Samples samples = new Samples(folder.resolve("samples.safetensors"), epochs, this::draw);
        samples.started(new Listener.Plan(100, 10, 10, from, epochs));
        for (int epoch = from; epoch <= to; epoch++) {
            samples.finishedEpoch(new History.Epoch(epoch, 1, 1, Map.of(), 1, 1), true);
        }
        return samples;
    }

    @Test
    void samplesAreKeptByEpoch() {
        Map<String, Tensor> rows = samples(3, 1, 3).rows();
        assertEquals(List.of("untrained", "epoch 1", "epoch 2", "epoch 3"), List.copyOf(rows.keySet()));
        assertEquals(2, rows.get("epoch 2").mean().item());
        assertTrue(folder.resolve("samples.png").toFile().length() > 0);
    }

    /** Killed after the fourth epoch, whose checkpoint was not yet written: it comes again. */
    @Test
    void aResumedTrainingKeepsThoseFromBefore() {
        samples(5, 1, 4);
        draws = 40;
        Map<String, Tensor> rows = samples(5, 4, 5).rows();
        assertEquals("[untrained, epoch 1, epoch 2, epoch 3, epoch 4, epoch 5]", rows.keySet().toString());
        assertEquals(3, rows.get("epoch 3").mean().item());
        assertEquals(40, rows.get("epoch 4").mean().item());
        assertEquals("[untrained, epoch 1]", samples(5, 1, 1).rows().keySet().toString(), "from the start");
    }

    @Test
    void ofManyEpochsTwelveAreKept() {
        for (int epochs : List.of(1, 11, 12, 20, 100, 1000)) {
            int[] shown = IntStream.rangeClosed(0, epochs).filter(e -> Samples.shows(e, epochs)).toArray();
            assertEquals(Math.min(12, epochs + 1), shown.length, "of " + epochs);
            assertEquals(0, shown[0]);
            assertEquals(1, shown[1]);
            assertEquals(epochs, shown[shown.length - 1]);
        }
    }

    @Test
    void withoutARunFolderNothingIsDrawn() {
        Samples samples = new Samples((Path) null, 2, this::draw);
        samples.started(new Listener.Plan(100, 10, 10, 1, 2));
        samples.finishedEpoch(new History.Epoch(1, 1, 1, Map.of(), 1, 1), true);
        assertEquals(0, draws);
        assertTrue(samples.rows().isEmpty());
    }

    @Test
    void codesToDecode() {
        Tensor line = Codes.line(Tensor.of(1, 2, 3), 1, -3, 3, 4);
        assertEquals(Shape.of(4, 3), line.shape());
        assertEquals("[1.0, -3.0, 3.0, 1.0, -1.0, 3.0, 1.0, 1.0, 3.0, 1.0, 3.0, 3.0]",
                java.util.Arrays.toString(line.toFloats()));
        assertEquals("[-2.0, 2.0, 2.0, 2.0, -2.0, -2.0, 2.0, -2.0]",
                java.util.Arrays.toString(Codes.plane(2, 2).toFloats()));
        assertThrows(CajalException.class, () -> Codes.line(Tensor.of(1, 2), 2, 0, 1, 3));
    }

    /** A column of heads and one of names are added; the pictures are as they were. */
    @Test
    void rowsHaveHeads() {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        rows.put("z1", Tensor.uniform(Shape.of(3, 1, 8, 8), 0, 1, Rng.of(1)));
        rows.put("z2", Tensor.uniform(Shape.of(3, 3, 8, 8), 0, 1, Rng.of(2)));
        BufferedImage plain = Sheet.rows(rows, 4);
        BufferedImage headed = Sheet.rows(rows, List.of("−3σ", "0", "3σ"), 4);
        assertEquals(plain.getWidth(), headed.getWidth());
        int more = headed.getHeight() - plain.getHeight();
        assertTrue(more > 10 && more < 30);
        for (int y = 8; y < plain.getHeight(); y++) {
            for (int x = 0; x < plain.getWidth(); x++) {
                assertEquals(plain.getRGB(x, y), headed.getRGB(x, y + more));
            }
        }
    }

    @Test
    void aMapHasEachClassInItsColour() {
        int n = 400;
        double[][] codes = new double[n][];
        double[] labels = new double[n];
        Rng rng = Rng.of(1);
        for (int i = 0; i < n; i++) {
            labels[i] = i % 10;
            codes[i] = new double[] {4 * Math.cos(labels[i]) + rng.normal() / 2,
                    4 * Math.sin(labels[i]) + rng.normal() / 2};
        }
        codes[7] = new double[] {Double.NaN, 0};
        List<String> classes = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        BufferedImage map = Charts.map(Tensor.of(codes), Tensor.of(labels), classes);
        Set<Integer> seen = new HashSet<>();
        for (int y = 0; y < map.getHeight(); y++) {
            for (int x = map.getWidth() - 40; x < map.getWidth(); x++) {
                seen.add(map.getRGB(x, y) & 0xffffff);
            }
        }
        for (int colour : new int[] {0x332288, 0xcc6677, 0x888888}) {
            assertTrue(seen.contains(colour), () -> Integer.toHexString(colour));
        }
        assertEquals(map.getHeight(), Charts.map(Tensor.full(Shape.of(9, 2), 3e8), Tensor.zeros(9), classes)
                .getHeight(), "codes that collapsed far out have axes, too");
        assertEquals("map: needs codes [N × 2] and labels [N], got [2 × 3] and [2]",
                assertThrows(CajalException.class,
                        () -> Charts.map(Tensor.zeros(2, 3), Tensor.zeros(2), classes)).getMessage());
    }

    @Test
    void thePageSaysHowARunFailed() throws IOException {
        Recipe recipe = new Recipe() {
            @Override
            public About about() {
                return new About("drawn", "5", "draws", Goal.atLeast(1, "facts of 1", Double.NaN, ""));
            }

            @Override
            public Result run(Session session) {
                new Gallery(this, session).write("0 facts of 1",
                        List.of("collapsed: one digit", "saturated"));
                return new Result(0, 0);
            }
        };
        Path left = folder.resolve("run");
        try (RunFolder run = RunFolder.ofRecipe(left, false, Console.none())) {
            recipe.run(new Session(1, 0, run, Console.none(), null));
        }
        assertTrue(Files.readString(left.resolve("report.html"))
                .contains("0 facts of 1; collapsed: one digit; saturated"));
    }
}
