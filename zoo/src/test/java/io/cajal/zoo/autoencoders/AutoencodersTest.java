package io.cajal.zoo.autoencoders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Digits;
import io.cajal.data.Split;
import io.cajal.loss.Loss;
import io.cajal.loss.Mse;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Pca;
import io.cajal.zoo.kit.Shapes.Figure;
import io.cajal.zoo.kit.Unlabelled;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoencodersTest {
    private static final Dataset DIGITS = Digits.load().range(0, 200);

    @Test
    void codesAreAsLongAsTheRecipesSay() {
        Tensor x = DIGITS.batch(0, 1, 2).x();
        Sequential dense = Autoencoder.encoder(Rng.of(1));
        assertEquals(Shape.of(3, 32), dense.apply(x).shape());
        assertEquals(x.shape(), Autoencoder.decoder(Rng.of(2)).apply(dense.apply(x)).shape());
        Sequential conv = ConvAutoencoder.encoder(Rng.of(1));
        assertEquals(Shape.of(3, 8, 4, 4), conv.apply(x).shape());
        assertEquals(x.shape(), ConvAutoencoder.decoder(Rng.of(2)).apply(conv.apply(x)).shape());
        for (DeepAutoencoder.Units units : DeepAutoencoder.Units.values()) {
            Sequential deep = DeepAutoencoder.encoder(30, units, Rng.of(1));
            Sequential back = DeepAutoencoder.decoder(30, units, Rng.of(2));
            assertEquals(x.shape(), back.apply(deep.apply(x)).shape());
            assertEquals(784_000 + 500_000 + 125_000 + 7_500 + 1_780, Parts.count(deep));
            assertEquals(784_000 + 500_000 + 125_000 + 7_500 + 2_534, Parts.count(back));
        }
    }

    /** Signals keep their size through all layers, which is why no layer must be trained before the others. */
    @Test
    void deepNetworksPassSignalsOnFromTheStart() {
        for (DeepAutoencoder.Units units : DeepAutoencoder.Units.values()) {
            Tensor code = DeepAutoencoder.encoder(30, units, Rng.of(1)).apply(DIGITS.all().x());
            double spread = code.variance(1, 0).mean().sqrt().item();
            assertTrue(spread > 0.1 && spread < 10, units + ": " + spread);
        }
    }

    @Test
    void theTargetIsTheImage() {
        Batch batch = new Unlabelled(DIGITS).batch(4, 2);
        assertSame(batch.x(), batch.y());
        assertArrayEquals(DIGITS.batch(4, 2).x().toFloats(), batch.x().toFloats());
    }

    @Test
    void scoresAreThoseOfTheFormulas() {
        Tensor images = Tensor.of(Shape.of(2, 1, 1, 2), 0, 1, 1, 0);
        Tensor back = Tensor.of(Shape.of(2, 1, 1, 2), 0.5, 0.5, 0.75, 0.5);
        Autoencoding.Score score = Autoencoding.Score.of(images, back);
        assertEquals((3 * Math.log(2) - Math.log(0.75)) / 4, score.bce(), 1e-6);
        assertEquals((3 * 0.25 + 0.0625) / 2, score.sse(), 1e-6);
    }

    /** What principal components score does not depend on where they are looked at, and more of them lose less. */
    @Test
    void moreComponentsLoseLess() {
        Split images = new Split(DIGITS, DIGITS.range(0, 50), DIGITS.range(50, 100));
        Autoencoding.Score few = Autoencoding.score(Pca.of(DIGITS, 4), images);
        Autoencoding.Score many = Autoencoding.score(Pca.of(DIGITS, 32), images);
        assertTrue(many.sse() < few.sse() && many.bce() < few.bce());
        Tensor x = images.test().all().x();
        assertEquals(Autoencoding.squaredError(x, Pca.of(DIGITS, 4).reconstruct(x)), few.sse(), 1e-4);
    }

    @Test
    void showsOneOfEachClass() {
        assertEquals(Shape.of(10, 1, 28, 28), Mnist.oneOfEach(DIGITS).shape());
        assertArrayEquals(DIGITS.all().x().indexSelect(0, first(3)).toFloats(),
                Mnist.oneOfEach(DIGITS).narrow(0, 3, 1).toFloats());
        assertEquals(Shape.of(2, 1, 28, 28), Mnist.oneOfEach(DIGITS.subset(first(8), first(1))).shape());
    }

    private static int first(int label) {
        float[] labels = DIGITS.targets();
        int i = 0;
        while (labels[i] != label) {
            i++;
        }
        return i;
    }

    /** Small codes and large drawings cost as much as the reverse: no way around the penalty. */
    @Test
    void theSparsityPenaltyIsNotEscapedByScale() {
        SparseAutoencoder.Network network = SparseAutoencoder.Network.of(Rng.of(1));
        Batch batch = new Unlabelled(DIGITS).batch(0, 1, 2, 3);
        double before = network.loss(1).of(batch).item();
        double without = network.loss(0).of(batch).item();
        assertTrue(before > without + 1e-3);
        Linear in = (Linear) network.encoder().layers().get(1);
        in.weight().set(in.weight().mul(0.25));
        in.bias().set(in.bias().mul(0.25));
        network.drawn().weight().set(network.drawn().weight().mul(4));
        assertEquals(before, network.loss(1).of(batch).item(), 1e-5 * before);
    }

    @Test
    void maskingSetsSomeToZeroAndLeavesTheOthers() {
        StackedDenoising.Masking noise = StackedDenoising.Masking.of(0.25, Rng.of(1));
        Tensor x = Tensor.full(Shape.of(100, 100), 0.7);
        float[] seen = Run.training(Rng.of(2)).call(() -> noise.apply(x)).toFloats();
        int zeros = 0;
        for (float v : seen) {
            zeros += v == 0 ? 1 : 0;
            assertTrue(v == 0 || Math.abs(v - 0.7f) < 1e-6f);
        }
        assertEquals(2_500, zeros, 200);
        assertArrayEquals(x.toFloats(), Run.evaluation().call(() -> noise.apply(x)).toFloats());
    }

    /** The way back has the weights of the way in, and learns from both. */
    @Test
    void aDenoiserHasOneMatrix() {
        List<Linear> layers = StackedDenoising.layers(4, Rng.of(1));
        StackedDenoising.Denoiser denoiser = StackedDenoising.Denoiser.of(layers.getFirst(), Rng.of(2));
        Map<String, Param> params = Parts.params(denoiser);
        assertEquals(784_000 + 1_000 + 784,
                params.values().stream().mapToInt(p -> p.shape().elements()).sum());
        Loss mse = new Mse();
        Batch batch = new Unlabelled(DIGITS).batch(0, 1, 2, 3);
        Tensor x = batch.x().flatten(1);
        double before = mse.of(denoiser.apply(x).sigmoid(), x).item();
        var gradients = Run.training(Rng.of(3)).call(() -> denoiser.above(new Flatten()).of(batch))
                .backward();
        params.values().forEach(param -> assertTrue(gradients.get(param).abs().sum().item() > 0));
        params.values().forEach(param -> param.set(param.sub(gradients.get(param).mul(1))));
        assertTrue(mse.of(denoiser.apply(x).sigmoid(), x).item() < before);
    }

    @Test
    void hiddenPairsAreNeverShown() {
        List<Figure> shown = Deconvolutional.figures(500, true, Rng.of(1));
        List<Figure> hidden = Deconvolutional.figures(100, false, Rng.of(1));
        assertTrue(shown.stream().allMatch(Deconvolutional::isShown));
        assertFalse(hidden.stream().anyMatch(Deconvolutional::isShown));
        assertEquals(shown, Deconvolutional.figures(500, true, Rng.of(1)));
        assertEquals(8, hidden.stream().map(f -> f.kind() + " " + f.hue()).distinct().count());
    }

    /** Full turns change nothing. */
    @Test
    void anglesAreWaves() {
        Figure figure = Deconvolutional.figures(1, true, Rng.of(1)).getFirst();
        Figure turned = new Figure(figure.kind(), figure.hue(), figure.x(), figure.y(), figure.scale(),
                figure.rotation() + 2 * Math.PI);
        assertArrayEquals(Deconvolutional.factors(List.of(figure)).toFloats(),
                Deconvolutional.factors(List.of(turned)).toFloats(), 1e-5f);
    }

    @Test
    void aPainterIsSavedAndDraws(@TempDir Path folder) throws Exception {
        Deconvolutional.Painter painter = Deconvolutional.painter(Rng.of(1));
        Tensor three = painter.generate(3, Rng.of(5));
        assertEquals(Shape.of(3, 3, 32, 32), three.shape());
        assertArrayEquals(three.narrow(0, 0, 2).toFloats(), painter.generate(2, Rng.of(5)).toFloats(), 1e-6f);
        Path file = folder.resolve("painter.safetensors");
        List<String> names = IntStream.range(0, Deconvolutional.FACTORS).mapToObj(i -> "f" + i).toList();
        new Model(painter, Model.Input.numbers(names), List.of(), Map.of()).save(file);
        Deconvolutional.Painter back = (Deconvolutional.Painter) Model.load(file).network();
        assertArrayEquals(three.toFloats(), back.generate(3, Rng.of(5)).toFloats());
    }
}
