package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fixtures do not say: evaluation leaves the statistics alone, keys, batches that are too small. */
class BatchNormTest {
    @Test
    void onlyTrainingMovesTheStatistics() {
        BatchNorm2d layer = BatchNorm2d.of(2);
        Tensor x = Tensor.normal(Shape.of(4, 2, 3, 3), Rng.of(1)).add(5);
        Run.evaluation().run(() -> layer.apply(x));
        assertEquals(0, layer.numBatchesTracked().item());
        assertArrayEquals(new float[2], layer.runningMean().toFloats());
        for (int i = 0; i < 200; i++) {
            Run.training(Rng.of(1)).run(() -> layer.apply(x));
        }
        assertEquals(200, layer.numBatchesTracked().item());
        assertArrayEquals(x.mean(0, 2, 3).toFloats(), layer.runningMean().toFloats(), 1e-4f);
        assertArrayEquals(x.variance(1, 0, 2, 3).toFloats(), layer.runningVar().toFloats(), 1e-4f);
    }

    @Test
    void keysArePyTorchs() {
        assertEquals(List.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked"),
                List.copyOf(StateDict.of(BatchNorm1d.of(3)).keySet()));
    }

    @Test
    void momentsAndScalesMustFitTheChannels() {
        Tensor x = Tensor.zeros(4, 3);
        ShapeException e = assertThrows(ShapeException.class,
                () -> x.normalize(1, x.moments(1), Tensor.ones(2), Tensor.zeros(3), 1e-5));
        assertEquals(
                "normalize: 3 channels of [4 × 3] need moments [2 × 3] and scales [3], got [[2 × 3], [2], [3]]",
                e.getMessage());
    }

    @Test
    void oneNumberHasNoVariance() {
        ShapeException e = assertThrows(ShapeException.class,
                () -> Run.training(Rng.of(1)).run(() -> BatchNorm1d.of(3).apply(Tensor.zeros(1, 3))));
        assertEquals(
                "batchNorm1d: training needs at least 2 numbers in a channel, got an input of shape [1 × 3]"
                        + ", in BatchNorm1d",
                e.getMessage());
    }
}
