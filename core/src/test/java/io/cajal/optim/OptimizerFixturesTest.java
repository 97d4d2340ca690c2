package io.cajal.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cajal.backend.Backend;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.ref.RefBackend;
import io.cajal.fixtures.Fixtures;
import io.cajal.fixtures.Fixtures.Case;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The paths that optimizers take, step by step, against PyTorch's. */
class OptimizerFixturesTest {
    static Stream<Case> cases() {
        return Fixtures.of("optimizers.json").filter(c -> !c.name().endsWith("float32"));
    }

    /**
     * PyTorch's own paths in float32, and the first-order paths in float64, which float32 follows closely.
     */
    static Stream<Case> floatCases() {
        return Fixtures.of("optimizers.json").filter(c -> !c.op().equals("LBFGS"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsPyTorchInDouble(Case c) {
        compare(c, RefBackend.INSTANCE, c.op().equals("LBFGS") ? 1e-7 : 1e-9);
    }

    @ParameterizedTest
    @MethodSource("floatCases")
    void followsPyTorchInFloat(Case c) {
        compare(c, CpuBackend.INSTANCE, 1e-6);
    }

    private static void compare(Case c, Backend device, double tolerance) {
        Run.on(device).run(() -> {
            Map<String, Param> params = new LinkedHashMap<>();
            c.tensors("parameters").forEach((name, tensor) -> params.put(name, Param.of(tensor)));
            int[] evaluations = new int[1];
            Objective objective = () -> {
                evaluations[0]++;
                Tensor loss = c.name().contains("rosenbrock") ? rosenbrock(params.get("x"))
                        : squaredError(c.tensors("inputs"), params);
                return new Objective.Value(loss.item(), loss.backward());
            };
            Optimizer optimizer = optimizer(c, params);
            double[] losses = c.tensor("outputs", "losses").toDoubles();
            for (int step = 0; step < losses.length; step++) {
                evaluations[0] = 0;
                assertEquals(losses[step], optimizer.step(objective), tolerance * Math.max(1, losses[step]),
                        "loss before step " + (step + 1));
                if (c.op().equals("LBFGS")) {
                    assertEquals(c.tensor("outputs", "evaluations").toDoubles()[step], evaluations[0],
                            "evaluations in step " + (step + 1));
                }
                for (Map.Entry<String, Param> param : params.entrySet()) {
                    Fixtures.assertClose(param.getKey() + " after step " + (step + 1),
                            c.tensor("outputs", param.getKey()).select(0, step), param.getValue(), tolerance);
                }
            }
        });
    }

    private static Tensor squaredError(Map<String, Tensor> in, Map<String, Param> p) {
        Tensor hidden = in.get("x").linear(p.get("0.weight"), p.get("0.bias")).tanh();
        return hidden.linear(p.get("2.weight"), p.get("2.bias")).sub(in.get("y")).square().mean();
    }

    private static Tensor rosenbrock(Tensor x) {
        Tensor a = x.select(0, 0);
        return a.neg().add(1).square().add(x.select(0, 1).sub(a.square()).square().mul(100));
    }

    private static Optimizer optimizer(Case c, Map<String, Param> params) {
        double rate = c.number("lr", Double.NaN);
        double decay = c.number("weight_decay", 0);
        return switch (c.op()) {
            case "SGD" -> {
                Sgd sgd = new Sgd(params, rate).momentum(c.number("momentum", 0))
                        .dampening(c.number("dampening", 0));
                yield (c.flag("nesterov") ? sgd.nesterov() : sgd).weightDecay(decay);
            }
            case "Adagrad" -> new AdaGrad(params, rate).rateDecay(c.number("lr_decay", 0))
                    .initialSum(c.number("initial_accumulator_value", 0)).epsilon(c.number("eps", 1e-10))
                    .weightDecay(decay);
            case "RMSprop" -> {
                RmsProp rms = new RmsProp(params, rate).alpha(c.number("alpha", 0.99))
                        .epsilon(c.number("eps", 1e-8))
                        .momentum(c.number("momentum", 0));
                yield (c.flag("centered") ? rms.centered() : rms).weightDecay(decay);
            }
            case "Adam" -> adam(c, new Adam(params, rate)).weightDecay(decay);
            case "AdamW" -> adam(c, new AdamW(params, rate)).weightDecay(decay);
            case "LBFGS" -> {
                Lbfgs lbfgs = new Lbfgs(params, rate).maxIterations((int) c.number("max_iter", 20))
                        .history((int) c.number("history_size", 100));
                yield c.attributes().containsKey("line_search_fn") ? lbfgs.strongWolfe() : lbfgs;
            }
            default -> throw new IllegalArgumentException(c.op());
        };
    }

    private static Adam adam(Case c, Adam adam) {
        if (c.attributes().get("betas") instanceof List<?> betas) {
            adam.betas(((Number) betas.get(0)).doubleValue(), ((Number) betas.get(1)).doubleValue());
        }
        adam.epsilon(c.number("eps", 1e-8));
        return c.flag("amsgrad") ? adam.amsGrad() : adam;
    }
}
