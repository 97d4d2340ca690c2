package io.cajal.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples that recurrent recipes make for themselves. */
class SequenceTasksTest {
    static Stream<Dataset> tasks() {
        return Stream.of(new AddingProblem.Sums(20, 50, Rng.of(1)), new CopyMemory.Words(20, Rng.of(1)),
                new AdditionSeq2Seq.Sums(List.of(new int[] {5, 95}, new int[] {999, 999}, new int[] {0, 0})));
    }

    /** An example is the same whenever and beside whichever others it is asked for. */
    @ParameterizedTest
    @MethodSource("tasks")
    void anExampleDependsOnItsNumberAlone(Dataset task) {
        Batch both = task.batch(2, 0);
        Batch alone = task.batch(0);
        assertArrayEquals(alone.x().toFloats(), both.x().narrow(0, 1, 1).toFloats());
        assertArrayEquals(alone.y().toFloats(), both.y().narrow(0, 1, 1).toFloats());
    }

    @Test
    void twoNumbersAreMarkedAndTheirSumIsAsked() {
        Batch batch = new AddingProblem.Sums(20, 50, Rng.of(1)).all();
        Tensor values = batch.x().select(2, 0); // [20 × 50]
        Tensor marks = batch.x().select(2, 1);
        assertArrayEquals(Tensor.full(Shape.of(20), 2).toFloats(), marks.sum(1).toFloats());
        assertArrayEquals(values.mul(marks).sum(1).toFloats(), batch.y().squeeze(1).toFloats(), 1e-6f);
        assertTrue(values.amin(0, 1).item() >= 0 && values.amax(0, 1).item() <= 1);
    }

    @Test
    void aWordIsAskedForAfterTheSilence() {
        Batch batch = new CopyMemory.Words(4, Rng.of(2)).all();
        assertEquals(Shape.of(4, 50), batch.x().shape());
        assertArrayEquals(batch.x().narrow(1, 0, 10).toFloats(), batch.y().narrow(1, 40, 10).toFloats());
        assertTrue(batch.x().narrow(1, 0, 10).amax(0, 1).item() < 8);
        assertArrayEquals(new float[] {9, 9, 9, 9}, batch.x().select(1, 39).toFloats(), "the signal");
    }

    @Test
    void aQuestionIsReadBackwardsAndItsAnswerForwards() {
        Batch batch = new AdditionSeq2Seq.Sums(List.of(new int[] {5, 95})).all(); // "5+95   " and "100 "
        assertArrayEquals(new float[] {11, 11, 11, 5, 9, 10, 5}, batch.x().toFloats());
        assertArrayEquals(new float[] {1, 0, 0, 11}, batch.y().toFloats());
    }

    @Test
    void questionsOfTheTestAreNotLearned() {
        List<int[]> pairs = AdditionSeq2Seq.pairs(55_000, Rng.of(1));
        assertEquals(55_000, pairs.size());
        assertEquals(pairs.size(), pairs.stream()
                .map(pair -> List.of(Math.min(pair[0], pair[1]), Math.max(pair[0], pair[1]))).distinct()
                .count());
    }

    @Test
    void rowsOfAnImageAreSteps() {
        Tensor image = Tensor.arange(784).reshape(1, 1, 28, 28);
        Tensor rows = Run.evaluation().call(() -> new MnistByRows.Rows().apply(image));
        assertEquals(Shape.of(1, 28, 28), rows.shape());
        assertEquals(28, rows.select(1, 1).select(1, 0).item());
    }
}
