package io.cajal.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Differences;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DistributionTest {
    private static final int MANY = 200_000;

    /** The same in double, where digits are compared. */
    private static void exactly(Runnable test) {
        Run.on(RefBackend.INSTANCE).run(test);
    }

    private static Tensor numbers(long seed, int... sizes) {
        return Tensor.uniform(Shape.of(sizes), -1.5, 1.5, Rng.of(seed));
    }

    @Test
    void normalDensityByHand() {
        exactly(() -> {
            Normal normal = Normal.of(Tensor.of(1, -2), Tensor.of(0.5, 3));
            double[] logs = normal.logProb(Tensor.of(1.5, 4)).toDoubles();
            assertEquals(Math.log(Math.exp(-0.5) / (0.5 * Math.sqrt(2 * Math.PI))), logs[0], 1e-12);
            assertEquals(Math.log(Math.exp(-2) / (3 * Math.sqrt(2 * Math.PI))), logs[1], 1e-12);
            assertArrayEquals(new double[] {0.5, 3}, normal.scale().toDoubles(), 1e-12);
        });
    }

    @Test
    void normalDivergencesByIntegration() {
        exactly(() -> {
            Normal p = Normal.of(Tensor.of(0.3), Tensor.of(0.7));
            Normal q = Normal.of(Tensor.of(-0.4), Tensor.of(1.3));
            Tensor x = Tensor.linspace(-8, 8, 16_001);
            Tensor density = p.logProb(x).exp().mul(0.001);
            assertEquals(1, density.sum().item(), 1e-9);
            assertEquals(density.mul(p.logProb(x).sub(q.logProb(x))).sum().item(), p.kl(q).item(), 1e-9);
            assertEquals(-density.mul(p.logProb(x)).sum().item(), p.entropy().item(), 1e-9);
            assertEquals(p.kl(Normal.standard(Shape.of(1))).item(), p.klToStandard().item(), 1e-12);
            assertEquals(0, p.kl(p).item(), 1e-12);
        });
    }

    @Test
    void drawsHaveTheMeanAndTheDeviation() {
        Normal normal = Normal.of(Tensor.full(Shape.of(MANY), 3), Tensor.full(Shape.of(MANY), 0.5));
        Tensor z = normal.sample(Rng.of(1));
        assertEquals(3, z.mean().item(), 0.005);
        assertEquals(0.25, z.variance(0).item(), 0.003);
        assertArrayEquals(z.toFloats(), normal.sample(Rng.of(1)).toFloats());
        Tensor several = Normal.of(Tensor.of(3, -1), Tensor.of(0.5, 2)).rsample(MANY, Rng.of(2));
        assertEquals(Shape.of(MANY, 2), several.shape());
        assertEquals(-1, several.mean(0).toDoubles()[1], 0.02);
        assertEquals(4, several.variance(0, 0).toDoubles()[1], 0.05);
    }

    @Test
    void gradientsPassThroughReparameterisedDrawsAlone() {
        Tensor mean = Tensor.of(1, 2).tracked();
        Tensor logVariance = Tensor.of(0, Math.log(4)).tracked();
        Normal normal = new Normal(mean, logVariance);
        Tensor z = normal.rsample(Rng.of(1));
        Gradients gradients = z.sum().backward();
        assertArrayEquals(new float[] {1, 1}, gradients.get(mean).toFloats());
        // z = μ + ε exp(½ ln σ²), so ∂z/∂ ln σ² = (z − μ)/2
        assertArrayEquals(z.sub(mean).mul(0.5).toFloats(), gradients.get(logVariance).toFloats(), 1e-6f);
        assertFalse(normal.sample(Rng.of(1)).isTracked());
    }

    @Test
    void bernoulliByHand() {
        exactly(() -> {
            Bernoulli p = new Bernoulli(Tensor.of(Math.log(0.2 / 0.8)));
            Bernoulli q = new Bernoulli(Tensor.of(Math.log(0.6 / 0.4)));
            assertEquals(Math.log(0.2), p.logProb(Tensor.of(1.0)).item(), 1e-12);
            assertEquals(Math.log(0.8), p.logProb(Tensor.of(0.0)).item(), 1e-12);
            assertEquals(-0.2 * Math.log(0.2) - 0.8 * Math.log(0.8), p.entropy().item(), 1e-12);
            assertEquals(0.2 * Math.log(0.2 / 0.6) + 0.8 * Math.log(0.8 / 0.4), p.kl(q).item(), 1e-12);
        });
    }

    @Test
    void bernoulliFarFromTheMiddle() {
        Bernoulli sure = new Bernoulli(Tensor.of(200, -200));
        assertArrayEquals(new float[] {0, -200}, sure.logProb(Tensor.of(1, 1)).toFloats());
        assertArrayEquals(new float[] {0, 0}, sure.entropy().toFloats(), 1e-6f);
        assertArrayEquals(new float[] {1, 0}, sure.sample(Rng.of(1)).toFloats());
    }

    @Test
    void bernoulliDraws() {
        Tensor grey = Tensor.of(Shape.of(3, 1), 0f, 0.3f, 1f).expand(Shape.of(3, MANY));
        Tensor drawn = Bernoulli.draw(grey, Rng.of(1));
        assertTrue(drawn.arePositions(2));
        double[] means = drawn.mean(1).toDoubles();
        assertEquals(0, means[0]);
        assertEquals(0.3, means[1], 0.005);
        assertEquals(1, means[2]);
    }

    @Test
    void categoricalByHand() {
        exactly(() -> {
            double[] p = {0.5, 0.2, 0.3};
            double[] q = {0.1, 0.6, 0.3};
            Categorical first = new Categorical(Tensor.of(p).log().add(7));
            Categorical second = new Categorical(Tensor.of(q).log());
            assertEquals(Math.log(0.2), first.logProb(Tensor.scalar(1)).item(), 1e-12);
            double entropy = 0;
            double kl = 0;
            for (int i = 0; i < 3; i++) {
                entropy -= p[i] * Math.log(p[i]);
                kl += p[i] * Math.log(p[i] / q[i]);
            }
            assertEquals(entropy, first.entropy().item(), 1e-12);
            assertEquals(kl, first.kl(second).item(), 1e-12);
            double[] several = first.logProb(Tensor.of(2, 0)).toDoubles();
            assertArrayEquals(new double[] {Math.log(0.3), Math.log(0.5)}, several, 1e-12);
        });
    }

    @Test
    void categoricalDrawsEachClassWithItsProbability() {
        Tensor logits = Tensor.of(0.5, 0.2, 0.3).log().expand(Shape.of(MANY, 3));
        double[] shares = new Categorical(logits).sample(Rng.of(1)).oneHot(3).mean(0).toDoubles();
        assertArrayEquals(new double[] {0.5, 0.2, 0.3}, shares, 0.005);
    }

    record Row(String name, Differentiable of) {
        @Override
        public String toString() {
            return name;
        }
    }

    interface Differentiable {
        Tensor of(Tensor[] in);
    }

    /** Of operands [3 × 4], four of them. */
    static Stream<Row> formulas() {
        return Stream.of(
                new Row("normal logProb", in -> new Normal(in[0], in[1]).logProb(in[2])),
                new Row("normal kl", in -> new Normal(in[0], in[1]).kl(new Normal(in[2], in[3]))),
                new Row("normal kl to standard", in -> new Normal(in[0], in[1]).klToStandard()),
                new Row("normal entropy", in -> new Normal(in[0], in[1]).entropy()),
                new Row("normal rsample", in -> new Normal(in[0], in[1]).rsample(Rng.of(3)).square()),
                new Row("normal rsample, several",
                        in -> new Normal(in[0], in[1]).rsample(5, Rng.of(3)).square()),
                new Row("bernoulli logProb", in -> new Bernoulli(in[0]).logProb(in[1].sigmoid())),
                new Row("bernoulli kl", in -> new Bernoulli(in[0]).kl(new Bernoulli(in[1]))),
                new Row("bernoulli entropy", in -> new Bernoulli(in[0]).entropy()),
                new Row("categorical logProb", in -> new Categorical(in[0]).logProb(Tensor.of(1, 0, 3))),
                new Row("categorical kl", in -> new Categorical(in[0]).kl(new Categorical(in[1]))),
                new Row("categorical entropy", in -> new Categorical(in[0]).entropy()));
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void gradients(Row row) {
        exactly(() -> {
            Tensor[] operands = {numbers(1, 3, 4), numbers(2, 3, 4), numbers(3, 3, 4), numbers(4, 3, 4)};
            Tensor seed = row.of.of(operands);
            Tensor weights = numbers(5, seed.shape().sizes());
            Differences.check(operands, in -> row.of.of(in).mul(weights).sum()
                    .add(in[0].sum()).add(in[1].sum()).add(in[2].sum()).add(in[3].sum()));
        });
    }

    @Test
    void wrongParameters() {
        String shapes = assertThrows(ShapeException.class,
                () -> new Normal(Tensor.zeros(2, 3), Tensor.zeros(2, 4))).getMessage();
        assertEquals("normal: means [2 × 3] and log-variances [2 × 4] differ in shape", shapes);
        String scale = assertThrows(CajalException.class, () -> Normal.of(Tensor.of(0.0, 0), Tensor.of(1, 0)))
                .getMessage();
        assertTrue(scale.contains("must be above 0, got 0.0"), scale);
        assertThrows(ShapeException.class, () -> new Categorical(Tensor.scalar(1)));
    }
}
