package io.cajal.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.Backend;
import io.cajal.backend.UpdateFn;
import io.cajal.backend.cpu.CpuBackend;
import io.cajal.backend.cpu.Workers;
import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.fixtures.Fixtures;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
    private static final int[] AWKWARD = {1, 4, 6, 13, 16, 25, 207, 1024, 4098};

    /** An optimizer, and the losses before the first ten steps on {@link #squares}, kept from a run. */
    private record Row(String name, Function<Map<String, Param>, Optimizer> make, List<String> losses) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("sgd", p -> new Sgd(p, 0.1),
                        List.of("0x1.0ed694p0", "0x1.6bbf58p-1", "0x1.01680cp-1", "0x1.8503dcp-2",
                                "0x1.3bd9c4p-2", "0x1.12075ep-2", "0x1.f4ea08p-3", "0x1.da8f6ap-3",
                                "0x1.cbd36p-3", "0x1.c37e1cp-3")),
                new Row("sgd, momentum", p -> new Sgd(p, 0.1).momentum(0.9).weightDecay(0.01),
                        List.of("0x1.0ed694p0", "0x1.6bcd1cp-1", "0x1.538c7cp-2", "0x1.c5e874p-3",
                                "0x1.9e63ccp-2", "0x1.37352p-1", "0x1.2a8d1cp-1", "0x1.8d3fbap-2",
                                "0x1.db7dp-3", "0x1.bdaa4cp-3")),
                new Row("sgd, dampened", p -> new Sgd(p, 0.1).momentum(0.9).dampening(0.5),
                        List.of("0x1.0ed694p0", "0x1.6bbf58p-1", "0x1.95982p-2", "0x1.d673p-3",
                                "0x1.f97e1ap-3", "0x1.9016d4p-2", "0x1.175e32p-1", "0x1.37e5d8p-1",
                                "0x1.1b578cp-1", "0x1.b3a42ep-2")),
                new Row("sgd, Nesterov", p -> new Sgd(p, 0.1).momentum(0.9).nesterov().l1(0.01),
                        List.of("0x1.0ed694p0", "0x1.e730cp-2", "0x1.cd6ecep-3", "0x1.05a244p-2",
                                "0x1.5210aap-2", "0x1.49b964p-2", "0x1.109e8cp-2", "0x1.c6c574p-3",
                                "0x1.a845bcp-3", "0x1.aebd88p-3")),
                new Row("adagrad", p -> new AdaGrad(p, 0.1).rateDecay(0.1).weightDecay(0.01),
                        List.of("0x1.0ed694p0", "0x1.489918p-1", "0x1.9edb8ap-2", "0x1.3a1b0cp-2",
                                "0x1.0a41f2p-2", "0x1.e430b2p-3", "0x1.cb4ac4p-3", "0x1.be1368p-3",
                                "0x1.b6d102p-3", "0x1.b298bp-3")),
                new Row("rmsprop", p -> new RmsProp(p, 0.01),
                        List.of("0x1.0ed694p0", "0x1.4938f8p-1", "0x1.9eb5bap-2", "0x1.39356p-2",
                                "0x1.06ade8p-2", "0x1.dc72ep-3", "0x1.c638a8p-3", "0x1.bcd08cp-3",
                                "0x1.b83878p-3", "0x1.b4f2d6p-3")),
                new Row("rmsprop, centered, momentum", p -> new RmsProp(p, 0.01).centered().momentum(0.9),
                        List.of("0x1.0ed694p0", "0x1.48519p-1", "0x1.da5ccp-2", "0x1.ea98acp-1",
                                "0x1.72d564p-1", "0x1.01b6aep-2", "0x1.25f0a8p-1", "0x1.c1a2d8p-1",
                                "0x1.65161ep-1", "0x1.c55c42p-2")),
                new Row("adam", p -> new Adam(p, 0.05).weightDecay(0.01),
                        List.of("0x1.0ed694p0", "0x1.ae4314p-1", "0x1.48182cp-1", "0x1.e2b4a2p-2",
                                "0x1.7238d8p-2", "0x1.4d629p-2", "0x1.5a20fcp-2", "0x1.6116ap-2",
                                "0x1.48e94p-2", "0x1.1dd4d8p-2")),
                new Row("adam, amsgrad", p -> new Adam(p, 0.05).amsGrad().maxNorm(1),
                        List.of("0x1.0ed694p0", "0x1.ad9578p-1", "0x1.484eccp-1", "0x1.e7f67p-2",
                                "0x1.7ef998p-2", "0x1.5f80b8p-2", "0x1.69765ep-2", "0x1.69b3acp-2",
                                "0x1.4dbd7p-2", "0x1.221d5cp-2")),
                new Row("adamw", p -> new AdamW(p, 0.05),
                        List.of("0x1.0ed694p0", "0x1.ad9f36p-1", "0x1.486ae8p-1", "0x1.e8360ap-2",
                                "0x1.7ef7cp-2", "0x1.5efcb4p-2", "0x1.688a68p-2", "0x1.689df8p-2",
                                "0x1.4ca87cp-2", "0x1.212c3cp-2")),
                new Row("sdlm", OptimizerTest::sdlm,
                        List.of("0x1.0ed694p0", "0x1.d4cdb8p-2", "0x1.20ff6p-2", "0x1.dce322p-3",
                                "0x1.c100fp-3", "0x1.b8cbbp-3", "0x1.b5ceb4p-3", "0x1.b4471ep-3",
                                "0x1.b339a4p-3", "0x1.b2611cp-3")),
                new Row("lbfgs", p -> new Lbfgs(p, 1).maxIterations(3).strongWolfe(),
                        List.of("0x1.0ed694p0", "0x1.c3f5dcp-3", "0x1.b4fc3p-3", "0x1.a8bbacp-3",
                                "0x1.a4a554p-3", "0x1.8ad51cp-3", "0x1.89dda6p-3", "0x1.67976p-3",
                                "0x1.51865ep-3", "0x1.2b3172p-3")));
    }

    /** With a curvature of 4 (2w)², as of the network Σ w². */
    private static Optimizer sdlm(Map<String, Param> params) {
        Sdlm optimizer = new Sdlm(params, 0.1).damping(0.5);
        optimizer.measure(
                x -> params.values().stream().map(w -> w.square().sum()).reduce(Tensor::add).orElseThrow()
                        .reshape(Shape.of(1, 1)),
                Tensor.zeros(2, 1), Rng.of(4));
        return optimizer.weightDecay(0.01);
    }

    static Stream<Row> firstOrder() {
        return rows().filter(row -> !row.name().equals("lbfgs"));
    }

    /** A step along the given gradients. */
    private static void push(Optimizer optimizer, Map<String, Param> params, int step) {
        Tensor sum = Tensor.scalar(0);
        for (Param param : params.values()) {
            sum = sum.add(param.mul(Tensor.normal(param.shape(), Rng.of(100 + step))).sum());
        }
        optimizer.step(sum.backward());
    }

    private static Map<String, Param> one(Shape shape) {
        return Map.of("0.weight", Param.of(Tensor.uniform(shape, -1, 1, Rng.of(1))));
    }

    /** A two-layer network, and its squared error on 32 drawn examples. */
    private static Map<String, Param> network() {
        Map<String, Param> params = new LinkedHashMap<>();
        params.put("0.weight", Param.of(Tensor.uniform(Shape.of(8, 3), -0.5, 0.5, Rng.of(1))));
        params.put("0.bias", Param.of(Tensor.zeros(8)));
        params.put("2.weight", Param.of(Tensor.uniform(Shape.of(1, 8), -0.3, 0.3, Rng.of(2))));
        params.put("2.bias", Param.of(Tensor.zeros(1)));
        return params;
    }

    private static Objective squares(Map<String, Param> p) {
        Tensor x = Tensor.uniform(Shape.of(32, 3), -1, 1, Rng.of(3));
        Tensor y = x.square().sumKeep(1);
        return () -> {
            Tensor hidden = x.linear(p.get("0.weight"), p.get("0.bias")).tanh();
            Tensor loss = hidden.linear(p.get("2.weight"), p.get("2.bias")).sub(y).square().mean();
            return new Objective.Value(loss.item(), loss.backward());
        };
    }

    private static Map<String, float[]> numbers(Map<String, Param> params) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        params.forEach((name, param) -> numbers.put(name, param.toFloats()));
        return numbers;
    }

    private static void assertSameBits(Map<String, Param> expected, Map<String, Param> actual) {
        numbers(expected)
                .forEach((name, values) -> assertArrayEquals(values, numbers(actual).get(name), name));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theFirstLossesArePinned(Row row) {
        Map<String, Param> params = network();
        Optimizer optimizer = row.make().apply(params);
        Objective objective = squares(params);
        List<String> losses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            losses.add(Float.toHexString((float) optimizer.step(objective)));
        }
        assertEquals(row.losses(), losses);
    }

    /** Loops over floats against the rule in double. */
    @ParameterizedTest
    @MethodSource("firstOrder")
    void floatLoopsFollowTheRule(Row row) {
        for (int n : AWKWARD) {
            Shape shape = n % 2 == 0 ? Shape.of(2, n / 2) : Shape.of(n);
            Tensor exact = fiveSteps(row, shape, RefBackend.INSTANCE);
            Tensor fast = fiveSteps(row, shape, CpuBackend.INSTANCE);
            Fixtures.assertClose(row.name() + " of " + n, exact, fast, 2e-6);
        }
    }

    private static Tensor fiveSteps(Row row, Shape shape, Backend device) {
        float[] start = one(shape).get("0.weight").toFloats();
        List<float[]> gradients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            gradients.add(Tensor.normal(shape, Rng.of(50 + i)).toFloats());
        }
        return Run.on(device).call(() -> {
            Param param = Param.of(Tensor.of(shape, start));
            Optimizer optimizer = row.make().apply(Map.of("0.weight", param));
            for (float[] gradient : gradients) {
                optimizer.step(param.mul(Tensor.of(shape, gradient)).sum().backward());
            }
            return param.detach();
        });
    }

    @ParameterizedTest
    @MethodSource("rows")
    void goesOnFromKeptStateToTheBit(Row row) {
        Map<String, Param> whole = network();
        Optimizer a = row.make().apply(whole);
        for (int i = 0; i < 4; i++) {
            a.step(squares(whole));
        }
        Map<String, Param> resumed = new LinkedHashMap<>();
        whole.forEach((name, param) -> resumed.put(name, Param.of(param)));
        Optimizer b = row.make().apply(resumed);
        b.load(a.state());
        for (int i = 0; i < 4; i++) {
            a.step(squares(whole));
            b.step(squares(resumed));
        }
        assertSameBits(whole, resumed);
    }

    @ParameterizedTest
    @MethodSource("firstOrder")
    void threadsDoNotChangeTheBits(Row row) {
        int usual = Workers.shared().threads();
        List<Map<String, Param>> results = new ArrayList<>();
        try {
            for (int threads : new int[] {1, 2, 4}) {
                Workers.setThreads(threads);
                Map<String, Param> params = one(Shape.of(300, 401));
                Optimizer optimizer = row.make().apply(params);
                for (int i = 0; i < 3; i++) {
                    push(optimizer, params, i);
                }
                results.add(params);
            }
        } finally {
            Workers.setThreads(usual);
        }
        assertSameBits(results.get(0), results.get(1));
        assertSameBits(results.get(0), results.get(2));
    }

    /** What float holds only in part takes processors many times as long, and 0.9 times the least float is the least float. */
    @ParameterizedTest
    @MethodSource("firstOrder")
    void whatIsKeptOfAGradientThatDiedEndsAtZero(Row row) {
        Map<String, Param> params = one(Shape.of(3, 5));
        Optimizer optimizer = row.make().apply(params);
        Param param = params.get("0.weight");
        for (int i = 0; i < 3000; i++) {
            optimizer.step(param.mul(i == 0 ? 1e-15 : 0).sum().backward());
        }
        optimizer.state().forEach((name, kept) -> {
            for (float value : kept.toFloats()) {
                assertTrue(value == 0 || Math.abs(value) >= Float.MIN_NORMAL, name + ": " + value);
            }
        });
    }

    // State

    @Test
    void stateHasStableNames() {
        Map<String, Param> params = network();
        Optimizer adam = new Adam(params, 0.1);
        adam.step(squares(params));
        assertEquals(
                Set.of("step", "exp_avg.0.weight", "exp_avg.0.bias", "exp_avg.2.weight", "exp_avg.2.bias",
                        "exp_avg_sq.0.weight", "exp_avg_sq.0.bias", "exp_avg_sq.2.weight",
                        "exp_avg_sq.2.bias"),
                adam.state().keySet());
    }

    @Test
    void aStateThatDoesNotFitIsRefused() {
        Map<String, Param> params = network();
        Optimizer adam = new Adam(params, 0.1);
        adam.step(squares(params));
        assertRefused("for which Sgd of this model has no use",
                () -> new Sgd(params, 0.1).load(adam.state()));
        assertRefused("counts steps of 4 parameters, this model has 1",
                () -> new Adam(one(Shape.of(8, 3)), 0.1).load(adam.state()));
        Map<String, Tensor> other = new LinkedHashMap<>(adam.state());
        other.put("exp_avg.0.weight", Tensor.zeros(3, 8));
        assertRefused("\"exp_avg.0.weight\" is [3 × 8], the parameter [8 × 3]",
                () -> new Adam(params, 0.1).load(other));
        assertRefused("counts steps of 0 parameters", () -> new Adam(params, 0.1).load(Map.of()));
        assertRefused("not one of L-BFGS", () -> new Lbfgs(params, 0.1).load(adam.state()));
    }

    /**
     * Adam's correction counts the steps of each parameter, so that one that comes late starts like the
     * others.
     */
    @Test
    void eachParameterCountsItsOwnSteps() {
        Map<String, Param> params = network();
        Optimizer adam = new Adam(params, 0.125);
        Param weight = params.get("0.weight");
        Param bias = params.get("0.bias");
        for (int i = 0; i < 50; i++) {
            adam.step(weight.sum().backward());
        }
        adam.step(bias.sum().backward());
        assertEquals(-0.125, bias.toFloats()[0], 1e-6);
    }

    @Test
    void numbersInDoubleAreKeptExactly() {
        double[] numbers = {0, -0.0, 1.0 / 3, 1L << 53, Double.MIN_VALUE, Double.NaN,
                Double.NEGATIVE_INFINITY};
        assertArrayEquals(numbers, Exact.numbers(Exact.of(numbers)));
    }

    // Settings

    private static double after(Function<Map<String, Param>, Optimizer> make, double weight,
            double gradient) {
        Map<String, Param> params = Map.of("weight", Param.of(Tensor.of(weight)));
        Param param = params.get("weight");
        make.apply(params).step(param.mul(gradient).sum().backward());
        return param.item();
    }

    @Test
    void penaltiesAreAdded() {
        assertEquals(2 - 0.5 * (1 + 0.25 * 2), after(p -> new Sgd(p, 0.5).weightDecay(0.25), 2, 1));
        assertEquals(-2 - 0.5 * (1 - 0.25), after(p -> new Sgd(p, 0.5).l1(0.25), -2, 1));
        assertEquals(0 - 0.5, after(p -> new Sgd(p, 0.5).l1(0.25), 0, 1));
    }

    @Test
    void maxNormShortensRowsThatAreTooLong() {
        Param weight = Param.of(Tensor.of(new double[][] {{3, 4}, {0.1, 0.2}, {0, 0}}));
        Param bias = Param.of(Tensor.of(100));
        Optimizer sgd = new Sgd(Map.of("weight", weight, "bias", bias), 0.5).maxNorm(2);
        sgd.step(weight.mul(0).sum().add(bias.mul(0).sum()).backward());
        Fixtures.assertClose("rows", Tensor.of(new double[][] {{1.2, 1.6}, {0.1, 0.2}, {0, 0}}), weight,
                1e-6);
        assertEquals(0.1f, weight.toFloats()[2]);
        assertEquals(100, bias.item());
    }

    @Test
    void groupsHaveTheirOwnSettings() {
        Param weight = Param.of(Tensor.of(1));
        Param bias = Param.of(Tensor.of(1));
        Param frozen = Param.of(Tensor.of(1));
        Map<String, Param> params = new LinkedHashMap<>(
                Map.of("weight", weight, "bias", bias, "frozen", frozen));
        Optimizer sgd = new Sgd(params, 0.5).weightDecay(0.5).group(new Group("bias"::equals, 0.5, 0))
                .group(new Group("frozen"::equals, 0, 0));
        sgd.step(weight.add(bias).add(frozen).sum().backward());
        assertEquals(1 - 0.5 * 1.5, weight.item());
        assertEquals(1 - 0.25, bias.item());
        assertEquals(1, frozen.item());
    }

    @Test
    void theRateAndTheMomentumCanChange() {
        Map<String, Param> params = Map.of("weight", Param.of(Tensor.of(0)));
        Param weight = params.get("weight");
        Optimizer sgd = new Sgd(params, 1).momentum(0.5);
        sgd.step(weight.sum().backward());
        sgd.learningRate(0);
        sgd.step(weight.sum().backward());
        assertEquals(-1, weight.item(), "a rate of 0 moves nothing");
        sgd.learningRate(1);
        sgd.momentum(2);
        sgd.step(weight.sum().backward());
        assertEquals(-1 - (2 * (0.5 + 1) + 1), weight.item(), "but the velocity went on");
        assertRefused("AdaGrad has no momentum to set", () -> new AdaGrad(params, 1).momentum(0.9));
    }

    @Test
    void mistakenSettingsAreNamed() {
        Map<String, Param> params = network();
        assertRefused("the learning rate must be 0 or more", () -> new Sgd(params, -1));
        assertRefused("the learning rate must be 0 or more", () -> new Sgd(params, Double.NaN));
        assertRefused("β₁ must be 0 or more and less than 1", () -> new Adam(params, 1).betas(1, 0.9));
        assertRefused("no parameters", () -> new Sgd(Map.of(), 1));
        assertRefused("Nesterov's form needs momentum",
                () -> new Sgd(params, 1).nesterov().step(squares(params)));
        assertRefused("L-BFGS knows no weight decay",
                () -> new Lbfgs(params, 1).weightDecay(0.1).step(squares(params)));
    }

    private static void assertRefused(String part, Runnable mistake) {
        String message = assertThrows(CajalException.class, mistake::run).getMessage();
        assertTrue(message.contains(part), message);
    }

    /** What a user writes: the mathematics alone. */
    private static final class SignDescent extends Optimizer {
        SignDescent(Map<String, Param> params, double rate) {
            super(params, rate);
        }

        @Override
        protected Set<String> keeps() {
            return Set.of("count");
        }

        @Override
        protected void update(String name, Param param, Tensor gradient, double rate, double weightDecay) {
            UpdateFn rule = v -> {
                v[0] -= rate * Math.signum(v[1]);
                v[2]++;
            };
            param.update(rule, decayed(gradient, param, weightDecay), state("count", name, 0));
        }
    }

    @Test
    void anotherOptimizerIsOneSubclass() {
        Param weight = Param.of(Tensor.of(1, -2, 3));
        Optimizer own = new SignDescent(Map.of("weight", weight), 0.5);
        own.step(weight.square().sum().backward());
        assertArrayEquals(new float[] {0.5f, -1.5f, 2.5f}, weight.toFloats());
        assertArrayEquals(new float[] {1, 1, 1}, own.state().get("count.weight").toFloats());
    }
}
