package io.cajal.zoo.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Digits;
import io.cajal.data.Split;
import io.cajal.data.TensorDataset;
import io.cajal.nn.GenerativeModel;
import io.cajal.nn.Made;
import io.cajal.nn.PixelCnn;
import io.cajal.optim.Adam;
import io.cajal.runs.Console;
import io.cajal.runs.RunFolder;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.zoo.kit.BinaryDigits;
import io.cajal.zoo.kit.DataStore;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts that the autoregressive recipes share, on the digits that travel with the library. */
class PixelByPixelTest {
    @TempDir
    private Path folder;

    private static Dataset binary(int from, int to) {
        Dataset grey = Digits.load().range(from, to);
        return new TensorDataset(BinaryDigits.drawn(grey.all().x(), Rng.of(3)), grey.all().y());
    }

    @Test
    void pixelsAreDrawnAsOftenAsTheirGreySays() {
        Tensor grey = Tensor.of(Shape.of(1, 1, 1, 4), 0f, 0.25f, 0.75f, 1f).expand(Shape.of(4000, 1, 1, 4));
        Tensor drawn = BinaryDigits.drawn(grey, Rng.of(1));
        assertArrayEquals(new float[] {0, 0.25f, 0.75f, 1}, drawn.mean(0, 1, 2).toFloats(), 0.03f);
        assertArrayEquals(drawn.toFloats(), BinaryDigits.drawn(grey, Rng.of(1)).toFloats());
        assertArrayEquals(drawn.toFloats(), BinaryDigits.drawn(drawn, Rng.of(2)).toFloats());
    }

    /** Two images of half the pixels on: every pixel that always is the same in training has (0.5)/(n + 1) for the other. */
    @Test
    void independentPixelsAreScoredByTheirFrequency() {
        Tensor x = Tensor.cat(0, Tensor.zeros(1, 1, 28, 28), Tensor.ones(1, 1, 28, 28));
        Dataset halves = new TensorDataset(x, Tensor.zeros(2));
        assertEquals(784 * Math.log(2), PixelByPixel.independent(halves, halves), 1e-9);
        Dataset black = new TensorDataset(Tensor.zeros(3, 1, 28, 28), Tensor.zeros(3));
        assertEquals(-784 * Math.log(0.5 / 4), PixelByPixel.independent(black, halves.range(1, 2)), 1e-9);
        assertEquals(-784 * Math.log(3.5 / 4), PixelByPixel.independent(black, halves.range(0, 1)), 1e-9);
    }

    /** A minute network learns more in two epochs than independent pixels can say. */
    @Test
    void learnsWhatPixelsHaveToDoWithEachOther() {
        Made model = Made.of(28, 28, new int[] {32}, Rng.of(1));
        Dataset watched = binary(8000, 8400);
        History history = PixelByPixel.trainer(model, new Adam(model, 3e-3)).batchSize(20).epochs(2)
                .validation(watched).fit(Digits.load().range(0, 4000), Rng.of(2));
        double nats = PixelByPixel.surprise(model, watched);
        assertEquals(nats, history.last().validationLoss(), 1e-3);
        assertTrue(nats < PixelByPixel.independent(Digits.load().range(0, 8000), watched) - 20,
                "nats " + nats);
    }

    @Test
    void completionsKeepTheUpperHalf() {
        assertEquals(14 * 28, PixelByPixel.upperHalf().sum().item());
        Made model = Made.of(28, 28, new int[] {8}, Rng.of(1));
        Map<String, Tensor> rows = PixelByPixel.completions(model, binary(0, 300), Rng.of(5));
        assertEquals(6, rows.size());
        float[] original = rows.get("original").narrow(2, 0, 14).toFloats();
        rows.forEach((name, row) -> {
            assertEquals(Shape.of(10, 1, 28, 28), row.shape());
            assertArrayEquals(original, row.narrow(2, 0, 14).toFloats(), name);
        });
    }

    /** A minute network on a few digits, from training to report; what was saved draws what was learned. */
    @Test
    void leavesModelAndReport() throws IOException {
        Path home = folder.resolve("run");
        PixelCnn model = PixelCnn.of(28, 28, 4, 1, 5, 4, Rng.of(1));
        Split digits = new Split(Digits.load().range(0, 200), binary(8000, 8050), binary(9000, 9200));
        try (RunFolder run = RunFolder.ofRecipe(home, false, Console.none())) {
            Session session = new Session(1, 1, run, Console.none(),
                    new DataStore(folder, folder, System.out));
            Recipe.Result result = PixelByPixel.run(new PixelCnnMnist(), session, model,
                    PixelByPixel.trainer(model, new Adam(model, 1e-2)).epochs(1).batchSize(20), digits);
            assertEquals(PixelByPixel.surprise(model, digits.test()), result.value());
        }
        String page = Files.readString(home.resolve("report.html"));
        for (String title : List.of("Drawn", "Completed", "Expected", "Drawn by epoch", "Loss by epoch")) {
            assertTrue(page.contains(title), title);
        }
        GenerativeModel saved = (GenerativeModel) Model.load(home.resolve("model.safetensors")).network();
        assertArrayEquals(model.generate(3, Rng.of(4)).toFloats(), saved.generate(3, Rng.of(4)).toFloats());
    }
}
