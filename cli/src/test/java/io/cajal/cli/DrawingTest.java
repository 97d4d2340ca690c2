package io.cajal.cli;

import static io.cajal.cli.Shell.inside;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.nn.ConditionalModel;
import io.cajal.nn.GenerativeModel;
import io.cajal.nn.Embedding;
import io.cajal.nn.Gru;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Made;
import io.cajal.nn.Parts;
import io.cajal.nn.PromptedModel;
import io.cajal.nn.TokenReader;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.text.Vocabulary;
import io.cajal.text.Words;
import io.cajal.train.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that draw, and models that answer with pictures. */
class DrawingTest {
    private static final int SIZE = 6;

    @TempDir
    private Path folder;

    /** Codes [N × 3] become grey pictures of 6 × 6; of class c, a plane as bright as c/4. */
    public record Decoder(Linear linear) implements ConditionalModel {
        @Override
        public Tensor forward(Tensor z) {
            return linear.apply(z).sigmoid().reshape(z.size(0), 1, SIZE, SIZE);
        }

        @Override
        public Tensor generate(int count, Rng rng) {
            Tensor[] codes = new Tensor[count];
            for (int i = 0; i < count; i++) {
                codes[i] = Tensor.normal(Shape.of(1, 3), rng.split(i));
            }
            return apply(Tensor.cat(0, codes));
        }

        @Override
        public int classes() {
            return 5;
        }

        @Override
        public Tensor generate(int count, int label, Rng rng) {
            return Tensor.full(Shape.of(count, 1, SIZE, SIZE), label / 4.0);
        }
    }

    /** Pictures to their negatives; what it draws is as it is told. */
    public record Negative(int channels, double drawn) implements GenerativeModel {
        @Override
        public Tensor forward(Tensor x) {
            return x.neg().add(1);
        }

        @Override
        public Tensor generate(int count, Rng rng) {
            return Tensor.full(Shape.of(count, channels, SIZE, SIZE), drawn);
        }
    }

    /** Planes as bright as the number of the text's first word, quarter by quarter. */
    public record Told(TokenReader reader) implements PromptedModel {
        @Override
        public Tensor forward(Tensor texts) {
            return generate(texts, Rng.of(0));
        }

        @Override
        public Tensor generate(Tensor texts, Rng rng) {
            Tensor bright = texts.narrow(1, 0, 1).div(4).reshape(texts.size(0), 1, 1, 1);
            return bright.expand(Shape.of(texts.size(0), 1, SIZE, SIZE));
        }
    }

    /** Points in the plane. */
    public record Points(Linear linear) implements GenerativeModel {
        @Override
        public Tensor forward(Tensor x) {
            return linear.apply(x);
        }

        @Override
        public Tensor generate(int count, Rng rng) {
            return apply(Tensor.ones(count, 2));
        }
    }

    private String saved(Layer network, Model.Input input) throws IOException {
        Path path = folder.resolve("model.safetensors");
        new Model(network, input, List.of(), Map.of("recipe", "test")).save(path);
        return path.toString();
    }

    private String decoder() throws IOException {
        return saved(new Decoder(Linear.of(3, SIZE * SIZE, Rng.of(1))), Model.Input.code(3));
    }

    private String negative() throws IOException {
        return saved(new Negative(1, 0.5), Model.Input.image(1, SIZE, SIZE));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static BufferedImage picture(Path path) throws IOException {
        return ImageIO.read(path.toFile());
    }

    private static Shell passes(String... line) {
        Shell run = inside(line);
        assertEquals(0, run.status(), run.err());
        return run;
    }

    private static void refused(int status, String part, String... line) {
        Shell run = inside(line);
        assertEquals(status, run.status(), run.err());
        assertTrue(run.err().lines().findFirst().orElse("").contains(part), run.err());
        assertFalse(run.err().contains("internal error"), run.err());
    }

    @Test
    void theSameSeedDrawsTheSameBytes() throws IOException {
        String model = decoder();
        Shell run = passes("generate", model, "--n", "10", "--seed", "7", "--out", file("a.png").toString());
        assertEquals("10 pictures of 6 × 6: %s%n".formatted(file("a.png")), run.out());
        passes("generate", model, "--n", "10", "--seed", "7", "--out", file("b.png").toString());
        passes("generate", model, "--n", "10", "--seed", "8", "--out", file("c.png").toString());
        assertArrayEquals(Files.readAllBytes(file("a.png")), Files.readAllBytes(file("b.png")));
        assertFalse(Arrays.equals(Files.readAllBytes(file("a.png")), Files.readAllBytes(file("c.png"))));
    }

    /** 10 in rows of 4, each 6 × 6 pixels, with lines of 2 between. */
    @Test
    void aGridIsNearlySquareOrAsAsked() throws IOException {
        String model = decoder();
        passes("generate", model, "--n", "10", "--zoom", "1", "--out", file("a.png").toString());
        assertEquals(List.of(4 * 8 + 2, 3 * 8 + 2),
                List.of(picture(file("a.png")).getWidth(), picture(file("a.png")).getHeight()));
        passes("generate", model, "--n", "10", "--zoom", "3", "--columns", "5", "--out",
                file("b.png").toString());
        assertEquals(List.of(5 * 20 + 2, 2 * 20 + 2),
                List.of(picture(file("b.png")).getWidth(), picture(file("b.png")).getHeight()));
        passes("generate", model);
        assertTrue(Files.exists(file("generated.png")), "beside the model");
    }

    @Test
    void singlePicturesGoIntoAFolder() throws IOException {
        String model = decoder();
        passes("generate", model, "--n", "11", "--out", file("many") + "/");
        try (var files = Files.list(file("many"))) {
            assertEquals(11, files.count());
        }
        assertEquals(SIZE, picture(file("many/01.png")).getWidth());
        passes("generate", model, "--n", "1", "--seed", "1", "--zoom", "2", "--out", file("many").toString());
        assertEquals(2 * SIZE, picture(file("many/1.png")).getWidth());
        refused(2, "--columns means nothing here", "generate", model, "--columns", "2", "--out",
                file("many").toString());
    }

    @Test
    void aClassCanBeAskedFor() throws IOException {
        String model = decoder();
        passes("generate", model, "--n", "1", "--class", "1", "--out", file("a") + "/");
        assertEquals(0x404040, picture(file("a/1.png")).getRGB(3, 3) & 0xffffff);
        refused(2, "--class must be from 0 to 4, got 5", "generate", model, "--class", "5");
        refused(2, "--class means nothing here", "generate", negative(), "--class", "0");
    }

    @Test
    void whatMakesNoSenseIsRefused() throws IOException {
        String model = decoder();
        refused(2, "--prompt means nothing here: this model writes no text", "generate", model, "--prompt",
                "a");
        refused(2, "--temperature means nothing here", "generate", model, "--temperature", "1");
        refused(2, "--out must end with .png", "generate", model, "--out", file("a.jpg").toString());
        refused(2, "--out must end with .png", "generate", model, "--out", "");
        refused(1, "model.safetensors: a file is there, where a folder is needed", "generate", model, "--out",
                model + "/a.png");
        refused(2, "--n must be 1 or more", "generate", model, "--n", "0");
        refused(1, "at most 100,000,000 are drawn", "generate", model, "--zoom", "5000");
        refused(1, "its training diverged", "generate",
                saved(new Negative(1, Double.NaN), Model.Input.image(1, SIZE, SIZE)));
        refused(1, "expected pictures with 1 or 3 channels, the model draws [64 × 2 × 6 × 6]", "generate",
                saved(new Negative(2, 0.5), Model.Input.image(2, SIZE, SIZE)));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "only the model");
        }
    }

    @Test
    void pointsComeAsNumbers() throws IOException {
        String model = saved(new Points(Linear.of(2, 2, Rng.of(1))), Model.Input.code(2));
        Shell run = passes("generate", model, "--n", "3");
        assertEquals(4, run.out().lines().count());
        assertTrue(run.out().startsWith("x1,x2\n"));
        passes("generate", model, "--n", "3", "--out", file("points.csv").toString());
        assertEquals(run.out(), Files.readString(file("points.csv")));
        refused(2, "--zoom means nothing here: this model draws points", "generate", model, "--zoom", "2");
    }

    @Test
    void answersThatArePicturesAreSaved() throws IOException {
        passes("generate", decoder(), "--class", "1", "--n", "1", "--out", file("in") + "/");
        String grey = file("in/1.png").toString();
        String model = negative();
        passes("predict", model, grey, "--out", file("answer.png").toString());
        BufferedImage answer = picture(file("answer.png"));
        assertEquals(SIZE, answer.getWidth());
        assertEquals(255 - 0x40, answer.getRGB(2, 2) & 0xff, 1);
        assertTrue(passes("predict", model, grey, "--json").out().contains("\"values\""));
        refused(2, "name a PNG for them with --out", "predict", model, grey);
    }

    /** Either an answer or one clear line. */
    @ParameterizedTest
    @ValueSource(strings = {"code", "image"})
    void otherCommandsTakeThemOrSayWhyNot(String kind) throws IOException {
        String model = kind.equals("code") ? decoder() : negative();
        String summary = passes("summary", model).out();
        assertTrue(summary.contains("output: pictures; cajal generate draws new examples"), summary);
        if (kind.equals("code")) {
            passes("cost", model);
        }
        Shell check = inside("check", model);
        assertTrue(List.of(0, 3).contains(check.status()), check.err());
        Files.writeString(file("data.csv"), "a,b,c\n1,2,3\n4,5,6\n");
        refused(1, "the model answers with pictures", "eval", model, file("data.csv").toString());
        refused(1, "the model answers with pictures", "check", model, file("data.csv").toString());
        refused(1, "the model answers with pictures", "explain", model, file("data.csv").toString(), "--row",
                "1");
        if (kind.equals("code")) {
            passes("predict", model, file("data.csv").toString(), "--out", file("two.png").toString());
            assertEquals(2 * 8 + 2, picture(file("two.png")).getWidth());
        }
    }

    @Test
    void aCodeOfAnotherLengthIsRefused() throws IOException {
        Files.writeString(file("data.csv"), "a,b\n1,2\n4,5\n");
        refused(1, "data.csv has 2 columns, the model takes 3 numbers an example", "predict", decoder(),
                file("data.csv").toString(), "--out", file("a.png").toString());
    }

    /** Its logits of 0 say that each pixel is as likely 1 as 0: grey, not black. */
    @Test
    void pixelByPixelTheAnswerIsHowLikelyEachIs() throws IOException {
        Made blank = Made.of(SIZE, SIZE, new int[] {2}, Rng.of(1));
        Run.recording(false)
                .run(() -> Parts.params(blank).values().forEach(param -> param.set(param.mul(0))));
        passes("generate", decoder(), "--n", "1", "--out", file("in") + "/");
        passes("predict", saved(blank, Model.Input.image(1, SIZE, SIZE)), file("in/1.png").toString(),
                "--out",
                file("a.png").toString());
        assertEquals(0x80, picture(file("a.png")).getRGB(2, 2) & 0xff, 1);
    }

    @Test
    void moreThanTheMemoryHoldsIsOneLine() throws IOException {
        Shell run = Shell.on(List.of("--add-modules", "jdk.incubator.vector", "-Xmx48m"), "generate",
                decoder(), "--n", "100000000");
        assertEquals(1, run.status());
        assertTrue(run.err().startsWith("cajal: out of memory"), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @Test
    void aPromptIsDrawn() throws IOException {
        Words words = new Words(Vocabulary.of(Stream.of("dark", "light")).withPadding(), true);
        String model = saved(
                new Told(new TokenReader(Embedding.of(3, 2, Rng.of(1)).withPadding(0),
                        Gru.of(2, 2, Rng.of(2)))),
                Model.Input.tokens(words, 3));
        passes("generate", model, "--n", "2", "--prompt", "light", "--out", file("a") + "/");
        assertEquals(0x808080, picture(file("a/2.png")).getRGB(3, 3) & 0xffffff);
        refused(2, "say it with --prompt", "generate", model);
        refused(2, "--prompt has 4 tokens, this model reads 3", "generate", model, "--prompt",
                "dark dark dark dark");
        refused(2, "--class means nothing here", "generate", model, "--prompt", "dark", "--class", "1");
        refused(2, "--length means nothing here", "generate", model, "--prompt", "dark", "--length", "9");
        refused(1, "\"red\" is not among the 3 tokens of the vocabulary; it knows \"dark\", \"light\"",
                "generate", model, "--prompt", "dark red");
        String summary = passes("summary", model).out();
        assertTrue(summary.contains("output: pictures; cajal generate draws what --prompt says"), summary);
        String texts = Files.writeString(file("texts.txt"), "light\n").toString();
        passes("predict", model, texts, "--out", file("told.png").toString());
        assertEquals(SIZE, picture(file("told.png")).getHeight());
        refused(1, "the model answers with pictures", "eval", model, texts);
        refused(1, "the model answers with pictures", "explain", model, texts, "--row", "1");
    }
}
