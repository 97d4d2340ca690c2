package io.cajal.zoo.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.PromptedModel;
import io.cajal.nn.Sequential;
import io.cajal.runs.Console;
import io.cajal.runs.RunFolder;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import io.cajal.train.TextInput;
import io.cajal.zoo.kit.Captions;
import io.cajal.zoo.kit.DataStore;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextToImageTest {
    private final CaptionPainter painter = CaptionPainter.of(CaptionedShapes.VOCABULARY.size(), 0, 8,
            Rng.of(3));

    @Test
    void pairsThatAreHeldOutAreNotInTheTraining() {
        CaptionedShapes training = CaptionedShapes.of(500, false, Rng.of(1));
        CaptionedShapes unseen = CaptionedShapes.of(200, true, Rng.of(2));
        assertFalse(training.said().stream().anyMatch(CaptionedShapes::heldOut));
        assertTrue(unseen.said().stream().allMatch(CaptionedShapes::heldOut));
        assertEquals(8,
                unseen.said().stream().map(said -> said.kind() + " " + said.hue()).distinct().count());
        assertEquals(8, unseen.said().stream().map(Captions.Said::hue).collect(Collectors.toSet()).size());
    }

    @Test
    void theJudgeLearnsFromSoftPicturesAndSeesThoseItIsGivenAsTheyAre() {
        int answers = Arrays.stream(CaptionedShapes.choices()).sum();
        int numbers = 3 * CaptionedShapes.SIDE * CaptionedShapes.SIDE;
        // Without the noise of the usual network, so that nothing else tells training from evaluation.
        AttributeJudge judge = new AttributeJudge(
                Sequential.of(new Flatten(), Linear.of(numbers, answers, Rng.of(5))));
        Batch batch = CaptionedShapes.ofAll(8, Rng.of(6)).attributes().batch(0, 1, 2, 3, 4, 5, 6, 7);
        double asTheyAre = Run.evaluation().call(() -> judge.loss(batch)).item();
        double soft = Run.training(Rng.of(7)).call(() -> judge.loss(batch)).item();
        assertTrue(Math.abs(asTheyAre - soft) > 1e-6, asTheyAre + " and " + soft);
        assertEquals(asTheyAre, Run.evaluation().call(() -> judge.loss(batch)).item());
    }

    @Test
    void captionsAndPicturesFollowFromTheSeed() {
        CaptionedShapes one = CaptionedShapes.of(20, false, Rng.of(1));
        CaptionedShapes more = CaptionedShapes.of(40, false, Rng.of(1));
        assertEquals(one.texts(), more.texts().subList(0, 20));
        Batch batch = more.batch(7, 3);
        assertArrayEquals(one.batch(7, 3).y().toFloats(), batch.y().toFloats());
        assertEquals(Shape.of(2, CaptionedShapes.WORDS), batch.x().shape());
        assertEquals(Shape.of(2, 3, CaptionedShapes.SIDE, CaptionedShapes.SIDE), batch.y().shape());
    }

    @Test
    void everyCaptionFitsAndEveryWordIsKnown() {
        CaptionedShapes.ofAll(2000, Rng.of(5)).texts().forEach(
                text -> assertTrue(CaptionedShapes.VOCABULARY.encode(text).length <= CaptionedShapes.WORDS,
                        text));
        assertThrows(CajalException.class, () -> CaptionedShapes.numbers(List.of("a small red elephant")));
    }

    @Test
    void aPictureFollowsFromItsTextAndItsNumberAlone() {
        Tensor texts = CaptionedShapes.numbers(List.of("a small red circle above", "a big blue star below"));
        Tensor both = painter.generate(texts, Rng.of(8));
        assertEquals(Shape.of(2, 3, 32, 32), both.shape());
        assertArrayEquals(painter.generate(texts.narrow(0, 0, 1), Rng.of(8)).toFloats(),
                both.narrow(0, 0, 1).toFloats(), 1e-6f);
        assertEquals(Shape.of(2, 3, 16, 16), painter.stages(texts, Rng.of(8)).first().shape());
    }

    @Test
    void aSavedPainterReadsAndDrawsTheSame(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.safetensors");
        new Model(painter, Model.Input.tokens(CaptionedShapes.VOCABULARY, CaptionedShapes.WORDS), List.of(),
                Map.of())
                .save(file);
        Model model = Model.load(file);
        TextInput reader = TextInput.of(model).orElseThrow();
        String text = "a tiny green ring, on the left";
        Tensor read = reader.batch(List.of(reader.numbers("a tiny green ring on the left")));
        assertArrayEquals(CaptionedShapes.numbers(List.of("a tiny green ring on the left")).toFloats(),
                read.toFloats());
        assertArrayEquals(painter.generate(CaptionedShapes.numbers(List.of(text)), Rng.of(1)).toFloats(),
                ((CaptionPainter) model.network()).generate(CaptionedShapes.numbers(List.of(text)), Rng.of(1))
                        .toFloats());
    }

    /** On a few examples nothing is reached, but every step is taken and every file is left. */
    @Test
    void aRunFromEndToEnd(@TempDir Path folder) throws IOException {
        Path left = ran(new TextToImage(64, 40), folder);
        for (String file : List.of("captions.png", "unseen.png", "chance.png", "curves.png", "report.html")) {
            assertTrue(Files.exists(left.resolve(file)), file);
        }
        Model model = Model.load(left.resolve("model.safetensors"));
        assertTrue(model.network() instanceof PromptedModel && TextInput.of(model).isPresent());
        assertTrue(Files.readString(left.resolve("train.log"))
                .contains("pairs of shape and colour never shown"));
    }

    /** The folder that a short training leaves. */
    static Path ran(Recipe recipe, Path folder) throws IOException {
        PrintStream none = new PrintStream(OutputStream.nullOutputStream());
        Path left = folder.resolve("run");
        try (RunFolder run = RunFolder.ofRecipe(left, false, Console.none())) {
            Recipe.Result result = recipe
                    .run(new Session(1, 1, run, Console.none(), new DataStore(folder, folder, none)));
            assertFalse(recipe.goal().met(result.value()));
        }
        return left;
    }

    /** Attributes may agree in one and the same picture for each sentence: then nothing is reached. */
    @Test
    void aCollapseIsCalledSo() {
        assertTrue(TextToImage.failures(50, 56, 0.9).isEmpty());
        assertTrue(TextToImage.failures(20, 56, 0.9).getFirst().contains("different sentences"));
        assertTrue(TextToImage.failures(50, 56, 0.1).getFirst().contains("z is not used"));
    }
}
