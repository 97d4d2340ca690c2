package io.cajal.studio.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.data.TensorDataset;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Optimizers;
import io.cajal.train.Trainer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Learning step by step is learning. */
class LearnerTest {
    private static final String[] TRICKY = {
            "{'layers': [{'units': 4, 'dropout': 0.3, 'norm': true}, {'units': 3}]",
            "{'data': {'name': 'clusters', 'count': 60}, 'optimizer': {'name': 'adamw', 'rate': 0.02}, 'batch': 7",
            "{'data': {'name': 'plane', 'count': 60}, 'optimizer': {'name': 'rmsprop', 'momentum': 0.5}",
            "{'data': {'name': 'xor', 'count': 60}, 'optimizer': {'name': 'lbfgs', 'rate': 1}, 'penalty': {'name': 'l1', 'rate': 0.001}"};

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'loss': 'square', 'optimizer': {'momentum': 0.9}, 'batch': 64}",
            "{'data': {'name': 'rings', 'count': 90}, 'optimizer': {'name': 'adam'}, 'schedule': {'name': 'cosine', 'epochs': 4}}",
            "{'layers': [{'units': 5, 'dropout': 0.4, 'norm': true}], 'optimizer': {'name': 'adagrad'}}",
            "{'data': {'name': 'multi-gauss'}, 'optimizer': {'name': 'rmsprop', 'momentum': 0.3}, 'layers': []}"})
    void itsStepsAreThoseOfTheTrainer(String json) {
        Spec spec = Specs.of(json);
        Net net = new Net(spec);
        Points points = Points.of(spec);
        Optimizer optimizer = Optimizers.named(spec.optimizer().name(), net.whole(), spec.optimizer().rate(),
                0);
        if (!Double.isNaN(spec.optimizer().momentum())) {
            optimizer.momentum(spec.optimizer().momentum());
        }
        new Trainer(net.whole(), net.loss(), optimizer).epochs(4).batchSize(spec.batch())
                .schedule(Plans.of(spec.schedule())).fit(new TensorDataset(
                        Points.features(spec.inputs(), points.train()), Points.targets(spec, points.train())),
                        spec.rng());
        Learner learner = new Learner(spec);
        while (learner.epoch() < 4) {
            learner.take();
        }
        assertArrayEquals(net.numbers(), learner.net().numbers());
    }

    @Test
    void aKeptMomentIsGoneOnFromToTheBit() {
        for (String json : TRICKY) {
            Learner learner = new Learner(
                    Specs.of(json + ", 'schedule': {'name': 'plateau', 'patience': 1}}"));
            for (int i = 0; i < 40; i++) {
                learner.take();
            }
            Moment kept = learner.keep();
            for (int i = 0; i < 60; i++) {
                learner.take();
            }
            Moment later = learner.keep();
            for (Learner other : List.of(learner, new Learner(learner.spec()))) {
                other.load(kept);
                for (int i = 0; i < 60; i++) {
                    other.take();
                }
                assertArrayEquals(later.numbers(), other.net().numbers(), json);
                assertEquals(later.rate(), other.keep().rate());
                assertArrayEquals(later.plateau(), other.keep().plateau());
            }
        }
    }

    @Test
    void penaltiesHoldBackWeightsAndLeaveBiases() {
        for (String name : List.of("l1", "l2")) {
            Spec spec = Specs
                    .of("{'penalty': {'name': '" + name + "', 'rate': 0.2}, 'optimizer': {'rate': 0.1}}");
            Learner free = new Learner(Specs.of("{'optimizer': {'rate': 0.1}}"));
            Learner held = new Learner(spec);
            float[] bias = held.net().blocks().getFirst().linear().bias().toFloats();
            free.take();
            held.take();
            // After one step both have the same gradient of the loss: only the penalty makes a difference.
            assertArrayEquals(free.net().blocks().getFirst().linear().bias().toFloats(),
                    held.net().blocks().getFirst().linear().bias().toFloats());
            assertFalse(Arrays.equals(bias, held.net().blocks().getFirst().linear().bias().toFloats()));
            float[] start = new Net(spec).blocks().getFirst().linear().weight().toFloats();
            float[] without = free.net().blocks().getFirst().linear().weight().toFloats();
            float[] with = held.net().blocks().getFirst().linear().weight().toFloats();
            for (int i = 0; i < with.length; i++) {
                double penalty = name.equals("l1") ? Math.signum(start[i]) : start[i];
                assertEquals(without[i] - 0.1 * 0.2 * penalty, with[i], 1e-6);
            }
        }
    }

    /** Each step is of all points, so the loss never rises, and falls far sooner than by batches. */
    @Test
    void lbfgsFallsWithEachStep() {
        Learner learner = new Learner(
                Specs.of("{'optimizer': {'name': 'lbfgs', 'rate': 1}, 'layers': [{'units': 4}]}"));
        assertEquals(1, learner.stepsPerEpoch());
        double last = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 60; i++) {
            double loss = learner.take();
            assertTrue(loss <= last, i + ": " + loss + " after " + last);
            last = loss;
        }
        assertTrue(last < 0.01, "loss after 60 steps: " + last);
    }

    @Test
    void theCurveIsDenseAtFirstAndNeverLong() {
        long points = 0;
        for (long epoch = 0; epoch < 1 << 20; epoch++) {
            points += Curve.hasPointAt(epoch) ? 1 : 0;
            if (epoch == 255) {
                assertEquals(256, points);
            }
        }
        assertEquals(256 + 12 * 128, points);
    }

    @Test
    void momentsThinOutAndStayNear() {
        Moments moments = new Moments();
        Learner learner = new Learner(Specs.of("{}"));
        Moment some = learner.keep();
        for (long step = 0; step < 50_000; step++) {
            if (moments.wants(step)) {
                moments.keep(new Moment(step, some.numbers(), some.optimizer(), 0, 0, 0, null));
            }
        }
        for (long step : new long[] {0, 1, 777, 25_000, 49_999}) {
            long found = moments.before(step).step();
            assertTrue(found <= step && step - found <= 32, "a moment at " + found + " for " + step);
            assertTrue(moments.until(step).before(Long.MAX_VALUE).step() <= step);
        }
    }
}
