package io.cajal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.ShapeException;
import io.cajal.distribution.Bernoulli;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Differences;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class VaeTest {
    private static Vae small(int latent) {
        Rng rng = Rng.of(1);
        return new Vae(
                Sequential.of(new Flatten(), Linear.of(6, 5, rng.split("e")), new Tanh(),
                        Linear.of(5, 2 * latent, rng.split("code"))),
                Sequential.of(Linear.of(latent, 5, rng.split("d")), new Tanh(),
                        Linear.of(5, 6, rng.split("out")), new Unflatten(Shape.of(1, 2, 3))),
                latent);
    }

    private static Tensor images(int count) {
        return Bernoulli.draw(Tensor.full(Shape.of(count, 1, 2, 3), 0.4), Rng.of(2));
    }

    /** ln p(x) of a model with one latent number, by adding up p(x|z) p(z) on a fine grid. */
    private static double[] exact(Vae vae, Tensor x) {
        Tensor z = Tensor.linspace(-8, 8, 4001).reshape(4001, 1);
        Tensor prior = z.square().mul(-0.5).sub(0.5 * Math.log(2 * Math.PI)).add(Math.log(0.004));
        Tensor logits = vae.decode(z).logits().reshape(4001, 1, 6);
        Tensor likely = new Bernoulli(logits).logProb(x.reshape(1, x.size(0), 6)).sum(2);
        return likely.add(prior).logSumExp(0).toDoubles();
    }

    @Test
    void boundsRiseToTheLikelihood() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Vae vae = small(1);
            Tensor x = images(4);
            double[] exact = exact(vae, x);
            double[] estimate = vae.logLikelihood(x, 20_000, Rng.of(3)).toDoubles();
            assertArrayEquals(exact, estimate, 0.01);
            double last = Double.NEGATIVE_INFINITY;
            for (int k : new int[] {1, 3, 30}) {
                double mean = mean(vae, x, k, 4000);
                assertTrue(mean > last, k + " draws: " + mean);
                assertTrue(mean < Tensor.of(exact).mean().item() + 0.005, k + " draws: " + mean);
                last = mean;
            }
        });
    }

    private static double mean(Vae vae, Tensor x, int k, int times) {
        double sum = 0;
        for (int i = 0; i < times / k; i++) {
            sum += vae.bound(x, k, Rng.of(i)).mean().item();
        }
        return sum / (times / k);
    }

    @Test
    void theClosedFormAndTheDrawsAgreeOnAverage() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Vae vae = small(2);
            Tensor x = images(3);
            double closed = 0;
            for (int i = 0; i < 4000; i++) {
                closed += vae.elbo(x, Rng.of(i)).mean().item() / 4000;
            }
            assertEquals(closed, mean(vae, x, 1, 4000), 0.02);
        });
    }

    @Test
    void gradientsOfBothBounds() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Vae vae = small(2);
            Tensor x = images(3);
            Iterable<Param> params = Parts.params(vae).values();
            Differences.checkParams(params, () -> vae.elbo(x, Rng.of(3)).mean());
            Differences.checkParams(params, () -> vae.bound(x, 4, Rng.of(3)).mean());
        });
    }

    @Test
    void aDrawnExampleDependsOnItsNumberAlone() {
        Vae vae = small(2);
        Tensor many = vae.generate(5, Rng.of(7));
        assertEquals(Shape.of(5, 1, 2, 3), many.shape());
        assertArrayEquals(many.narrow(0, 0, 2).toFloats(), vae.generate(2, Rng.of(7)).toFloats(), 1e-6f);
        assertTrue(many.sub(vae.generate(5, Rng.of(8))).abs().amax().item() > 0.01);
    }

    @Test
    void aFileBringsItBack() {
        Vae vae = small(2);
        Vae again = (Vae) Architecture.fromJson(Architecture.toJson(vae));
        StateDict.load(again, StateDict.of(vae));
        assertArrayEquals(vae.apply(images(3)).toFloats(), again.apply(images(3)).toFloats());
        assertTrue(StateDict.of(vae).keySet().containsAll(List.of("encoder.1.weight", "decoder.0.bias")));
    }

    /** An image unlike all others may be given ln σ² = 100 in the middle of a training: e¹⁰⁰ is no float. */
    @Test
    void aWildGuessIsNotInfinite() {
        Vae vae = small(2);
        ((Linear) ((Sequential) vae.encoder()).layers().getLast()).bias().set(Tensor.of(0, 0, 100, -200));
        assertTrue(vae.elbo(images(3), Rng.of(1)).isFinite());
        assertTrue(vae.bound(images(3), 4, Rng.of(1)).isFinite());
        assertTrue(vae.elbo(images(3), Rng.of(1)).mean().backward().isFinite());
    }

    @Test
    void wrongUse() {
        Vae vae = small(2);
        Vae wide = new Vae(vae.encoder(), vae.decoder(), 3);
        String message = assertThrows(ShapeException.class, () -> wide.apply(images(2))).getMessage();
        assertTrue(message.startsWith(
                "vae: the encoder must give means and log-variances [N × 6] for codes of 3 numbers, got [2 × 4]"),
                message);
        assertThrows(CajalException.class, () -> vae.bound(images(2), 0, Rng.of(1)));
        assertThrows(CajalException.class, () -> vae.logLikelihood(images(2), 0, Rng.of(1)));
        assertThrows(CajalException.class, () -> new Vae(vae.encoder(), vae.decoder(), 0));
    }
}
