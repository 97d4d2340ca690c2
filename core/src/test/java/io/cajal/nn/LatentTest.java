package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentTest {
    private static Latent model(Prior prior, int classes) {
        return new Latent(
                Sequential.of(Linear.of(4 + classes, 6, Rng.of(1)), BatchNorm1d.of(6), new Sigmoid(),
                        new Unflatten(Shape.of(1, 2, 3))),
                prior, 4, classes);
    }

    @Test
    void anExampleDependsOnItsNumberAlone() {
        for (int classes : new int[] {0, 3}) {
            Latent model = model(Prior.GAUSSIAN, classes);
            Tensor many = model.generate(230, Rng.of(5));
            assertEquals(Shape.of(230, 1, 2, 3), many.shape());
            Tensor few = model.generate(7, Rng.of(5));
            assertArrayEquals(many.narrow(0, 0, 7).toDoubles(), few.toDoubles());
            assertTrue(many.ge(0).mul(many.le(1)).mean().item() == 1);
            assertTrue(many.narrow(0, 0, 1).sub(many.narrow(0, 3, 1)).abs().sum().item() > 1e-3);
        }
    }

    @Test
    void classesTakeTurns() {
        Latent echo = new Latent(new Sequential(List.of()), Prior.GAUSSIAN, 2, 3);
        Tensor codes = echo.generate(205, Rng.of(1));
        assertEquals(Shape.of(205, 5), codes.shape());
        double[] classes = codes.narrow(1, 2, 3).argmax(1).toDoubles();
        for (int i = 0; i < classes.length; i++) {
            assertEquals(i % 3, classes[i]);
        }
        assertEquals(205, codes.narrow(1, 2, 3).sum().item());
        Tensor twos = echo.generate(4, 2, Rng.of(1));
        assertArrayEquals(new double[] {0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1},
                twos.narrow(1, 2, 3).toDoubles());
        assertArrayEquals(codes.narrow(0, 0, 4).narrow(1, 0, 2).toDoubles(),
                twos.narrow(1, 0, 2).toDoubles());
        assertEquals("latent: there is no class 3 of 3",
                assertThrows(CajalException.class, () -> echo.generate(4, 3, Rng.of(1))).getMessage());
        assertArrayEquals(new double[] {7, 8, 0, 1, 0},
                echo.of(Tensor.of(new double[][] {{7, 8}}), Tensor.of(1.0)).toDoubles());
    }

    @Test
    void codesComeFromThePrior() {
        Tensor normal = model(Prior.GAUSSIAN, 0).draw(20_000, Rng.of(2));
        assertEquals(0, normal.mean().item(), 0.02);
        assertEquals(1, normal.square().mean().item(), 0.03);
        Tensor uniform = model(Prior.UNIFORM, 0).draw(20_000, Rng.of(2));
        assertEquals(0, uniform.mean().item(), 0.02);
        assertEquals(1 / 3.0, uniform.square().mean().item(), 0.01);
        assertEquals(1, uniform.ge(-1).mul(uniform.lt(1)).mean().item());
    }

    @Test
    void travelsInAFile(@TempDir Path folder) throws IOException {
        Latent model = model(Prior.UNIFORM, 3);
        Path path = folder.resolve("model.safetensors");
        new Model(model, Model.Input.numbers(List.of("a", "b", "c", "d", "e", "f", "g")), List.of(), Map.of())
                .save(path);
        GenerativeModel read = (GenerativeModel) Model.load(path).network();
        assertArrayEquals(model.generate(5, Rng.of(3)).toDoubles(), read.generate(5, Rng.of(3)).toDoubles());
    }

    @Test
    void refusesACodeOfNothing() {
        assertEquals("latent: a code needs 1 number or more and 0 classes or more, got 0 and 2",
                assertThrows(CajalException.class, () -> new Latent(new Sigmoid(), Prior.GAUSSIAN, 0, 2))
                        .getMessage());
    }
}
