package io.cajal.studio.images;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.data.Digits;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.RandomShift;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.Standardize;
import io.cajal.nn.ZeroPad2d;
import io.cajal.nn.activation.Relu;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.Accuracy;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Networks put into stages, and what their units can see. */
class NetTest {
    @Test
    void leNetHasTheStagesOfThePaper() {
        assertEquals(List.of("C1", "S2", "C3", "S4", "C5", "F6", "F7"), Nets.labels(Nets.LENET));
        assertEquals(List.of(List.of(6, 28, 28), List.of(6, 14, 14), List.of(16, 10, 10), List.of(16, 5, 5),
                List.of(120), List.of(84), List.of(10)),
                Nets.LENET.stages().stream().map(Stage::shape).toList());
        assertEquals(416_520, Nets.LENET.work());
        assertEquals(Map.of("recipe", "lenet-5", "seed", "1"),
                Map.of("recipe", Nets.LENET.model().provenance().get("recipe"), "seed",
                        Nets.LENET.model().provenance().get("seed")));
    }

    @Test
    void itReadsTheDigitsOfTheLibrary() {
        Evaluation found = Evaluation.of(Nets.LENET.model().network(), Digits.split().test());
        assertTrue(found.of(new Accuracy()) > 0.99);
    }

    @Test
    void aFieldIsWhatAUnitDependsOn() {
        assertEquals(new Field(5, 5, 1, 1, -2, -2), Nets.LENET.stages().get(0).field());
        assertEquals(new Field(6, 6, 2, 2, -2, -2), Nets.LENET.stages().get(1).field());
        Field field = Nets.LENET.stages().get(3).field();
        assertEquals(new Field(16, 16, 4, 4, -2, -2), field);
        assertNull(Nets.LENET.stages().get(4).field());
        int row = 2;
        int column = 3;
        Tensor x = Tensor.uniform(Nets.LENET.batch(1), 0, 1, Rng.of(8)).tracked();
        float[] slope = Run.evaluation().call(() -> Run.recording(true).call(() -> {
            Tensor y = x;
            for (Stage stage : Nets.LENET.stages().subList(0, 4)) {
                y = Net.through(stage, y, true);
            }
            return y.select(3, column).select(2, row).sum().backward().get(x).toFloats();
        }));
        int inside = 0;
        for (int i = 0; i < slope.length; i++) {
            int y = i / 28 - (field.top() + row * field.down());
            int across = i % 28 - (field.left() + column * field.across());
            boolean seen = y >= 0 && y < field.height() && across >= 0 && across < field.width();
            assertTrue(seen || slope[i] == 0, "pixel " + i + " is outside of the field");
            inside += slope[i] != 0 ? 1 : 0;
        }
        assertTrue(inside > 100, "pixels that count: " + inside);
    }

    @Test
    void layersThatRestOrFollowMakeNoStageOfTheirOwn() {
        Rng rng = Rng.of(1);
        Sequential network = Sequential.of(RandomShift.of(2, rng),
                Standardize.of(Tensor.scalar(0.5), Tensor.scalar(2)),
                ZeroPad2d.of(1), Conv2d.of(3, 4, 3, rng), BatchNorm2d.of(4), new Relu(), Dropout.of(0.5, rng),
                Sequential.of(Residual.of(Conv2d.of(4, 4, Window.of(3).padding(1), 1, rng)), new Relu()),
                new Flatten(), Linear.of(4 * 8 * 8, 5, rng));
        Net net = Net.of("mixed", Nets.model(network, 3, 8, 5));
        assertEquals(List.of("", "C1", "B2", "C3"), Nets.labels(net));
        Stage conv = net.stages().get(1);
        assertEquals(4, conv.layers().size());
        assertEquals(1, conv.core());
        assertEquals(new Field(3, 3, 1, 1, -1, -1), conv.field());
        assertNull(net.stages().get(2).field());
        assertEquals(List.of(4, 8, 8), net.stages().get(3).input());
        Tensor x = Tensor.uniform(net.batch(2), 0, 1, rng);
        float[] whole = Run.evaluation().call(() -> net.model().network().apply(x).toFloats());
        float[] staged = Run.evaluation().call(() -> {
            Tensor y = x;
            for (Stage stage : net.stages()) {
                y = Net.through(stage, y, true);
            }
            return y.toFloats();
        });
        assertArrayEquals(whole, staged);
    }

    @Test
    void onlyPicturesOfASizeThatCanBeDrawn() {
        Sequential network = Sequential.of(new Flatten(), Linear.of(4, 2, Rng.of(1)));
        for (Model.Input input : List.of(Model.Input.image(4, 1, 1), Model.Input.image(1, 2, 129),
                Model.Input.numbers(List.of("a", "b", "c", "d")))) {
            CajalException e = assertThrows(CajalException.class,
                    () -> Net.of("x", new Model(network, input, List.of("a", "b"), Map.of())));
            assertTrue(e.getMessage().contains("1 or 3 channels"), e.getMessage());
        }
    }
}
