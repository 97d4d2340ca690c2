package io.cajal.studio.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.train.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a layer's numbers come to. */
class WeightsTest {
    @Test
    void figuresOfAFewNumbers() {
        Statistics s = Statistics.of(new float[] {-2, 0, 0.01f, 4, 4, Float.NaN, Float.POSITIVE_INFINITY});
        assertEquals(7, s.count());
        assertEquals(2, s.broken());
        assertEquals(6.01 / 5, s.mean(), 1e-6);
        assertEquals(-2, s.min());
        assertEquals(4, s.max());
        assertEquals(0.2, s.zeros());
        assertEquals(0.4, s.small());
        double squares = Math.pow(-2 - s.mean(), 2) + Math.pow(s.mean(), 2) + Math.pow(0.01 - s.mean(), 2)
                + 2 * Math.pow(4 - s.mean(), 2);
        assertEquals(Math.sqrt(squares / 5), s.deviation(), 1e-6);
        assertEquals(5, Arrays.stream(s.histogram()).sum());
        assertEquals(1, s.histogram()[0]);
        assertEquals(2, s.histogram()[s.histogram().length - 1]);
    }

    @Test
    void equalNumbersAndNoneAtAll() {
        assertEquals(3, Arrays.stream(Statistics.of(new float[] {1, 1, 1}).histogram()).sum());
        Statistics broken = Statistics.of(new float[] {Float.NaN});
        assertEquals(1, broken.broken());
        assertEquals(null, broken.toJson().get("mean"));
    }

    @Test
    void aLargeMatrixBecomesMeans() {
        float[] values = new float[256 * 384];
        Arrays.fill(values, 0, values.length / 2, 1); // the upper half
        WeightPicture picture = WeightPicture.map(values, 256, 384, List.of());
        assertEquals(128, picture.height());
        assertEquals(192, picture.width());
        assertEquals(127, picture.pixels()[0]);
        assertEquals(0, picture.pixels()[picture.pixels().length - 1]);
    }

    @Test
    void kernelsOfManyChannelsAreTheFirstOfEach() {
        float[] values = new float[2 * 10 * 4];
        IntStream.range(0, values.length).forEach(i -> values[i] = i);
        WeightPicture picture = WeightPicture.kernels(values, 2, 10, 2, 2);
        assertEquals(16, picture.tiles());
        assertEquals(20, picture.all());
        assertEquals(8, picture.across());
        assertEquals(71, picture.scale()); // the last of the second output's first eight
        assertArrayEquals(new int[] {0, 2, 4, 5}, Arrays.copyOf(picture.pixels(), 4));
    }

    @Test
    void unitsOverAPictureAndKernels(@TempDir Path folder) throws Exception {
        Rng rng = Rng.of(1);
        Path path = folder.resolve("model.safetensors");
        new Model(Sequential.of(new Flatten(), Linear.of(16, 3, rng)), Model.Input.image(1, 4, 4), List.of(),
                Map.of())
                .save(path);
        Bundle units = Bundle.of("m", "m", Files.readAllBytes(path), Map.of());
        Map<?, ?> picture = picture(Weights.of(units, "1"));
        assertEquals(List.of("kernels", 3L, 4L),
                List.of(picture.get("kind"), picture.get("tiles"), picture.get("height")));
        new Model(Conv2d.of(2, 5, 3, rng), Model.Input.image(2, 4, 4), List.of(), Map.of()).save(path);
        Bundle kernels = Bundle.of("m", "m", Files.readAllBytes(path), Map.of());
        assertEquals(10L, picture(Weights.of(kernels, "")).get("tiles"));
        CajalException wrong = assertThrows(CajalException.class, () -> Weights.of(units, "2"));
        assertTrue(wrong.getMessage().startsWith("m has no layer \"2\""), wrong.getMessage());
    }

    private static Map<?, ?> picture(Map<String, Object> layer) {
        return (Map<?, ?>) ((Map<?, ?>) ((List<?>) layer.get("parameters")).getFirst()).get("picture");
    }
}
