package io.cajal.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.base.Special;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.Generators;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AdversarialLossTest {
    private static final double EPSILON = 0.25;

    /** Section 5 of the paper: the worst example of logistic regression costs ζ(ε‖w‖₁ − t(w·x + b)), t = ±1. */
    @Test
    void isThatOfThePaperForLogisticRegression() {
        Linear model = new Linear(Param.of(Tensor.of(new double[] {0.8, -1.5, 0.3}).reshape(1, 3)),
                Param.of(Tensor.of(new double[] {0.2})));
        double[][] x = {{0.5, -0.1, 0.9}, {-1, 0.4, 0.2}};
        Batch batch = new Batch(Tensor.of(new double[] {0.5, -0.1, 0.9, -1, 0.4, 0.2}).reshape(2, 3),
                Tensor.of(new double[] {1, 0}).reshape(Shape.of(2, 1)));
        double expected = 0;
        for (int i = 0; i < 2; i++) {
            double score = 0.8 * x[i][0] - 1.5 * x[i][1] + 0.3 * x[i][2] + 0.2;
            double margin = i == 0 ? score : -score;
            expected += (Special.softplus(-margin) + Special.softplus(EPSILON * 2.6 - margin)) / 4;
        }
        BatchLoss loss = new AdversarialLoss(model, new BceWithLogits(), EPSILON);
        assertEquals(expected, Run.training(Rng.of(1)).call(() -> loss.of(batch).item()), 1e-6);
    }

    @Test
    void isThePlainLossInScoring() {
        Linear model = Linear.of(3, 2, Rng.of(1));
        Batch batch = new Batch(Tensor.normal(Shape.of(5, 3), Rng.of(2)),
                Tensor.of(new double[] {0, 1, 1, 0, 1}));
        double plain = new CrossEntropy().of(model.apply(batch.x()), batch.y()).item();
        BatchLoss loss = new AdversarialLoss(model, new CrossEntropy(), EPSILON);
        assertEquals(plain, Run.evaluation().call(() -> loss.of(batch).item()), 0);
    }

    @Test
    void teachesToWithstandExamplesThatMislead() {
        Dataset train = Generators.moons(400, 0.1, Rng.of(3));
        Dataset test = Generators.moons(400, 0.1, Rng.of(4));
        Layer plain = network();
        new Trainer(plain, new CrossEntropy(), new Adam(plain, 1e-2)).epochs(30).batchSize(20).fit(train,
                Rng.of(6));
        Layer hardened = network();
        new Trainer(hardened, new AdversarialLoss(hardened, new CrossEntropy(), EPSILON),
                new Adam(hardened, 1e-2)).epochs(30).batchSize(20).fit(train, Rng.of(6));
        double misled = misled(plain, test.all());
        double withstands = misled(hardened, test.all());
        assertTrue(withstands < misled - 0.05, withstands + " against " + misled);
    }

    private static Layer network() {
        return Sequential.of(Linear.of(2, 32, Rng.of(5)), new Relu(), Linear.of(32, 2, Rng.of(7)));
    }

    /** The share of examples that are taken for the other class once they are moved. */
    private static double misled(Layer model, Batch batch) {
        Tensor x = batch.x().tracked();
        Tensor slope = new CrossEntropy().of(model.apply(x), batch.y()).backward().get(x);
        Tensor said = model.apply(batch.x().add(slope.sign().mul(EPSILON))).argmax(1);
        return said.ne(batch.y()).mean().item();
    }

    @Test
    void refusesAnEpsilonThatIsNone() {
        for (double epsilon : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = assertThrows(CajalException.class,
                    () -> new AdversarialLoss(Linear.of(1, 1, Rng.of(1)), new CrossEntropy(), epsilon))
                    .getMessage();
            assertTrue(message.startsWith("adversarial loss: epsilon must be above 0, got"), message);
        }
    }
}
