package io.cajal.zoo.bayes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.cpu.Workers;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.data.Dataset;
import io.cajal.data.Digits;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.StateDict;
import io.cajal.optim.Adam;
import io.cajal.report.Bands;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BayesTest {
    private static final ScaleMixture PRIOR = new ScaleMixture(0.25, 1, 0.05);
    @TempDir
    private Path folder;

    @Test
    void thePriorIsItsFormula() {
        double[] w = {0, 0.01, -0.07, 0.3, -2, 5};
        double expected = 0;
        for (double v : w) {
            double wide = 0.25 * Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI);
            double narrow = 0.75 * Math.exp(-v * v / (2 * 0.0025)) / (0.05 * Math.sqrt(2 * Math.PI));
            expected += Math.log(wide + narrow);
        }
        assertEquals(expected, PRIOR.logProb(Tensor.of(w)).item(), 1e-4);
        assertThrows(CajalException.class, () -> new ScaleMixture(0.5, 0.1, 1));
    }

    /** With one prior for all, N(0, 1), KL is known: Σ ½ (σ² + μ² − 1 − ln σ²). */
    @Test
    void complexityIsTheDivergenceFromThePrior() {
        BayesLinear layer = BayesLinear.of(40, 30, -1, Rng.of(1));
        double expected = 0;
        for (Param[] pair : new Param[][] {{layer.weight(), layer.weightRho()},
                {layer.bias(), layer.biasRho()}}) {
            double[] mean = pair[0].toDoubles();
            double[] rho = pair[1].toDoubles();
            for (int i = 0; i < mean.length; i++) {
                double variance = Math.pow(Math.log1p(Math.exp(rho[i])), 2);
                expected += (variance + mean[i] * mean[i] - 1 - Math.log(variance)) / 2;
            }
        }
        ScaleMixture normal = new ScaleMixture(0.5, 1, 1);
        double sum = 0;
        for (int i = 0; i < 50; i++) {
            sum += layer.complexity(normal, Rng.of(i)).item() / 50;
        }
        assertEquals(expected, sum, 0.005 * expected);
    }

    /** The sums have the mean x·μ and the variance x²·σ² that weights drawn one by one would give. */
    @Test
    void sumsVaryAsWeightsDo() {
        BayesLinear layer = BayesLinear.of(3, 2, -0.5, Rng.of(1));
        Tensor x = Tensor.of(new double[][] {{1, -2, 0.5}});
        double[] mean = new double[2];
        double[] square = new double[2];
        int draws = 4000;
        for (int i = 0; i < draws; i++) {
            double[] y = Run.training(Rng.of(i)).call(() -> layer.apply(x).toDoubles());
            for (int k = 0; k < 2; k++) {
                mean[k] += y[k] / draws;
                square[k] += y[k] * y[k] / draws;
            }
        }
        double[] plain = Run.evaluation().call(() -> layer.apply(x).toDoubles());
        double deviation = Math.log1p(Math.exp(-0.5));
        for (int k = 0; k < 2; k++) {
            assertEquals(plain[k], mean[k], 0.06);
            assertEquals((1 + 4 + 0.25 + 1) * deviation * deviation, square[k] - mean[k] * mean[k], 0.1);
        }
    }

    /** Of outputs and of the complexity, with the noise fixed, in double. */
    @Test
    void gradientsAreCentralDifferences() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            BayesLinear layer = BayesLinear.of(4, 3, -1, Rng.of(1));
            Tensor x = Tensor.normal(Shape.of(5, 4), Rng.of(2));
            Tensor by = Tensor.normal(Shape.of(5, 3), Rng.of(3));
            Supplier<Tensor> loss = () -> Run.training(Rng.of(4)).call(() -> layer.apply(x).mul(by).sum()
                    .add(layer.complexity(PRIOR, Rng.of(5)).mul(0.1)));
            Gradients gradients = loss.get().backward();
            Parts.params(layer).forEach((name, param) -> {
                double[] values = param.toDoubles();
                double[] gradient = gradients.get(param).toDoubles();
                for (int i = 0; i < values.length; i++) {
                    double difference = (moved(param, values, i, 1e-5, loss)
                            - moved(param, values, i, -1e-5, loss)) / 2e-5;
                    assertEquals(difference, gradient[i], 1e-6 * (1 + Math.abs(difference)), name + " " + i);
                }
                param.set(Tensor.of(param.shape(), values));
            });
        });
    }

    private static double moved(Param param, double[] values, int at, double by, Supplier<Tensor> loss) {
        double[] other = values.clone();
        other[at] += by;
        param.set(Tensor.of(param.shape(), other));
        return loss.get().item();
    }

    @Test
    void theWeightsLearnWithOneBitPatternOnAnyNumberOfThreads() {
        Dataset digits = Digits.load().range(0, 256);
        int before = Workers.shared().threads();
        try {
            Workers.setThreads(1);
            Map<String, Tensor> one = trained(digits);
            Workers.setThreads(3);
            Map<String, Tensor> three = trained(digits);
            one.forEach((name, tensor) -> assertArrayEquals(tensor.toFloats(), three.get(name).toFloats(),
                    name));
        } finally {
            Workers.setThreads(before);
        }
    }

    private static Map<String, Tensor> trained(Dataset digits) {
        Sequential model = BayesByBackprop.network(Rng.of(1));
        var history = new Trainer(model, BayesByBackprop.loss(model, digits.size(), () -> 0.01),
                new Adam(model, 1e-3))
                .epochs(2).batchSize(64).fit(digits, Rng.of(2));
        assertTrue(history.epochs().get(1).trainLoss() < history.epochs().get(0).trainLoss());
        return StateDict.copy(StateDict.of(model));
    }

    /** Cutting nothing leaves the network of the means; cutting 90 % leaves a tenth of the weights. */
    @Test
    void whatDoesNotStandOutOfItsNoiseIsCut() {
        Sequential model = BayesByBackprop.network(Rng.of(1));
        Tensor x = Digits.load().range(0, 5).all().x();
        List<BayesLinear> layers = BayesByBackprop.layers(model);
        assertEquals(3, layers.size());
        Run.evaluation().run(() -> assertArrayEquals(model.apply(x).toFloats(),
                BayesByBackprop.cut(layers, 0).apply(x).toFloats(), 1e-5f));
        double left = 0;
        for (Param param : Parts.params(BayesByBackprop.cut(layers, 0.9)).values()) {
            left += param.rank() == 2 ? param.eq(0).neg().add(1).sum().item() : 0;
        }
        assertEquals(0.1 * (784 * 400 + 400 * 400 + 4000), left, 10);
    }

    @Test
    void drawsAverageTheOdds() throws IOException {
        Sequential net = Sequential.of(new Flatten(), Linear.of(784, 20, Rng.of(1)),
                Dropout.of(0.5, Rng.of(2)), Linear.of(20, 10, Rng.of(3)));
        Tensor x = Digits.load().range(0, 4).all().x();
        Sampled sampled = new Sampled(net, 7, 5);
        double[] expected = new double[40];
        for (int draw = 0; draw < 7; draw++) {
            double[] odds = Run.training(Rng.of(5).split(draw))
                    .call(() -> net.apply(x).softmax(1).toDoubles());
            for (int i = 0; i < 40; i++) {
                expected[i] += odds[i] / 7;
            }
        }
        assertArrayEquals(expected, sampled.apply(x).exp().toDoubles(), 1e-6);
        assertNotEquals(net.apply(x).softmax(1).toDoubles()[0], expected[0], 1e-9);
        Path file = folder.resolve("model.safetensors");
        new Model(sampled, Model.Input.image(1, 28, 28), Digits.load().classes(), Map.of()).save(file);
        assertArrayEquals(sampled.apply(x).softmax(1).toFloats(), Model.load(file).predict(x).toFloats());
        assertThrows(CajalException.class, () -> new Sampled(net, 0, 1));
    }

    @Test
    void entropyIsThatOfTheOdds() {
        double[] entropies = Sampled.entropy(Tensor.of(new double[][] {{0, 0, 0, 0}, {100, 0, 0, 0}}))
                .toDoubles();
        assertArrayEquals(new double[] {Math.log(4), 0}, entropies, 1e-6);
        assertEquals(1, Strangers.told(new double[] {1, 2}, new double[] {3, 4, 5}));
        assertEquals(0.5, Strangers.told(new double[] {1, 1}, new double[] {1, 1, 1}));
        assertEquals(0.625, Strangers.told(new double[] {1, 2}, new double[] {2, 1.5}));
    }

    @Test
    void strangersHaveTheShapeOfDigits() {
        Dataset digits = Digits.load().range(0, 40);
        Map<String, Tensor> kinds = Strangers.of(digits, 100, Rng.of(1));
        assertEquals(5, kinds.size());
        kinds.values().forEach(x -> {
            assertEquals(Shape.of(20, 1, 28, 28), x.shape());
            assertTrue(x.amin().item() >= 0 && x.amax().item() <= 1);
        });
        double[] one = digits.batch(0).x().toDoubles();
        double[] scattered = kinds.get("scattered pixels").narrow(0, 0, 1).toDoubles();
        Arrays.sort(one);
        Arrays.sort(scattered);
        assertArrayEquals(one, scattered);
    }

    @Test
    void bandsAreDrawn() {
        BufferedImage image = Bands.of(new double[] {-1, 0, 1}, new double[] {0, 0, 0},
                new double[] {1, 1, 1}, new double[] {0.5}, new double[] {1.5});
        int blue = image.getRGB(320, 180);
        assertTrue((blue & 255) > (blue >> 16 & 255));
        assertThrows(ShapeException.class, () -> new BayesLinear(Param.of(Tensor.zeros(2, 3)),
                Param.of(Tensor.zeros(3, 2)), Param.of(Tensor.zeros(2)), Param.of(Tensor.zeros(2)), 1));
    }
}
