package io.cajal.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.TensorDataset;
import io.cajal.fixtures.Fixtures;
import io.cajal.loss.Mse;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.train.Trainer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SdlmTest {
    private static final int EXAMPLES = 40;

    private static Tensor inputs() {
        return Tensor.normal(Shape.of(EXAMPLES, 3), Rng.of(1));
    }

    private static Sdlm optimizer(Layer model) {
        return new Sdlm(model, 0.01).measured(EXAMPLES, model, rng -> inputs().narrow(0, rng.below(9), 30));
    }

    private static Trainer trainer(Layer model) {
        return new Trainer(model, new Mse(), optimizer(model)).batchSize(1);
    }

    private static Sequential network() {
        return Sequential.of(Linear.of(3, 5, Rng.of(2)), new Tanh(), Linear.of(5, 2, Rng.of(3)));
    }

    private static Dataset data() {
        return new TensorDataset(inputs(), inputs().square().narrow(1, 0, 2));
    }

    /** For y = Wx and the mean over C outputs, ∂²loss/∂w² is 2/C x², whatever the signs. */
    @Test
    void theCurvatureOfALinearNetworkIsItsInputsSquare() {
        Linear model = Linear.of(3, 4, Rng.of(2));
        Sdlm optimizer = new Sdlm(model, 0.1);
        optimizer.measure(model, inputs(), Rng.of(5));
        Tensor column = inputs().square().mean(0).mul(2.0 / 4).reshape(Shape.of(1, 3));
        Tensor expected = Tensor.cat(0, column, column, column, column);
        Fixtures.assertClose("weights", expected, optimizer.state().get("curvature.weight"), 1e-6);
        assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f, 0.5f},
                optimizer.state().get("curvature.bias").toFloats(), 1e-6f);
    }

    /** Against Σ (∂yᵢ/∂w)², output by output. */
    @Test
    void theCurvatureIsTheDiagonalOfTheGaussNewtonMatrix() {
        Layer model = network();
        Map<String, Param> params = Parts.params(model);
        Sdlm optimizer = new Sdlm(model, 0.1);
        Tensor many = Tensor.cat(0, inputs(), inputs(), inputs(), inputs(), inputs(), inputs(), inputs(),
                inputs());
        optimizer.measure(model, Tensor.cat(0, many, many, many, many, many, many, many, many), Rng.of(5));
        params.forEach((name, param) -> {
            Tensor exact = param.filled(0);
            for (int i = 0; i < EXAMPLES; i++) {
                for (int output = 0; output < 2; output++) {
                    Tensor y = model.apply(inputs().narrow(0, i, 1)).narrow(1, output, 1);
                    exact = exact.add(y.sum().backward().get(param).square());
                }
            }
            Tensor mean = exact.mul(2.0 / 2 / EXAMPLES).detach();
            Fixtures.assertClose(name, mean, optimizer.state().get("curvature." + name), 0.06);
        });
    }

    @Test
    void aStepIsTheGradientOverCurvatureAndDamping() {
        Param weight = Param.of(Tensor.of(new double[][] {{2}}));
        Sdlm optimizer = new Sdlm(Map.of("weight", weight), 0.5).damping(0.25);
        optimizer.weightDecay(0.125);
        optimizer.measure(x -> x.mul(weight), Tensor.of(new double[][] {{3}}), Rng.of(1)); // h = 2 · 3²
        optimizer.step(weight.mul(4).sum().backward());
        assertEquals(2 - 0.5 * (4 + 0.125 * 2) / (18 + 0.25), weight.item(), 1e-6);
    }

    @Test
    void aNewMeasurementForgetsTheLast() {
        Param weight = Param.of(Tensor.of(new double[][] {{2}}));
        Sdlm optimizer = new Sdlm(Map.of("weight", weight), 0.5);
        optimizer.measure(x -> x.mul(weight), Tensor.of(new double[][] {{3}}), Rng.of(1));
        optimizer.measure(x -> x.mul(weight), Tensor.of(new double[][] {{1}}), Rng.of(1));
        assertEquals(2, optimizer.state().get("curvature.weight").item());
    }

    @Test
    void aTrainingMeasuresAndLearns() {
        Layer model = network();
        double first = trainer(model).epochs(1).fit(data(), Rng.of(4)).epochs().getLast().trainLoss();
        double last = trainer(model).epochs(60).fit(data(), Rng.of(4)).epochs().getLast().trainLoss();
        assertTrue(last < first / 4, first + " to " + last);
    }

    @Test
    void withoutACurvatureThereIsNoStep() {
        Param weight = Param.of(Tensor.of(1));
        String message = assertThrows(CajalException.class,
                () -> new Sdlm(Map.of("weight", weight), 0.5).step(weight.sum().backward())).getMessage();
        assertTrue(message.startsWith("sdlm: the curvature is not known before the first step"), message);
    }
}
