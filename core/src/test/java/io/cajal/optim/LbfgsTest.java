package io.cajal.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.backend.ref.RefBackend;
import io.cajal.base.CajalException;
import io.cajal.tensor.Gradients;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LbfgsTest {
    /** Rosenbrock's valley (1 − x)² + 100 (y − x²)², whose minimum is (1, 1). */
    private static Objective rosenbrock(Param p) {
        return () -> {
            Tensor x = p.select(0, 0);
            Tensor y = p.select(0, 1);
            Tensor loss = x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
            return new Objective.Value(loss.item(), loss.backward());
        };
    }

    @Test
    void findsTheEndOfRosenbrocksValley() {
        Run.on(RefBackend.INSTANCE).run(() -> {
            Param p = Param.of(Tensor.of(-1.5, 2));
            Lbfgs lbfgs = new Lbfgs(Map.of("p", p), 1).strongWolfe();
            double first = lbfgs.step(rosenbrock(p));
            assertEquals(6.25 + 100 * 0.0625, first, 1e-12);
            for (int i = 0; i < 4; i++) {
                lbfgs.step(rosenbrock(p));
            }
            // It stops where the slope along a Newton step is above −1e-9: twice what is left of the loss.
            assertEquals(0, rosenbrock(p).evaluate().loss(), 1e-9);
        });
    }

    @Test
    void withoutASearchItMinimisesAQuadratic() {
        Param p = Param.of(Tensor.of(3, -4, 5));
        Tensor weights = Tensor.of(1, 10, 0.1);
        Lbfgs lbfgs = new Lbfgs(Map.of("p", p), 1);
        for (int i = 0; i < 3; i++) {
            lbfgs.step(() -> {
                Tensor loss = p.square().mul(weights).sum();
                return new Objective.Value(loss.item(), loss.backward());
            });
        }
        assertTrue(p.square().sum().item() < 1e-8, p::toString);
    }

    @Test
    void goesOnFromKeptStateToTheBit() {
        Param whole = Param.of(Tensor.of(-1.2, 1));
        Lbfgs a = new Lbfgs(Map.of("p", whole), 1).strongWolfe().maxIterations(4);
        a.step(rosenbrock(whole));
        Param resumed = Param.of(whole);
        Lbfgs b = new Lbfgs(Map.of("p", resumed), 1).strongWolfe().maxIterations(4);
        b.load(a.state());
        a.step(rosenbrock(whole));
        b.step(rosenbrock(resumed));
        assertEquals(whole.toString(), resumed.toString());
        assertEquals(0, whole.sub(resumed).abs().sum().item());
    }

    @Test
    void refusesSingleGradients() {
        Param p = Param.of(Tensor.of(1));
        Gradients g = p.square().sum().backward();
        assertThrows(CajalException.class, () -> new Lbfgs(Map.of("p", p), 1).step(g));
    }
}
