package io.cajal.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedules at moments where their value is known by hand. */
class ScheduleTest {
    private static final int BATCHES = 10;
    private static final int EPOCHS = 20;

    private static Schedule.Moment at(double epoch, Double... losses) {
        return new Schedule.Moment(Math.round(epoch * BATCHES), BATCHES * EPOCHS, EPOCHS, List.of(losses));
    }

    private static void assertFactor(double expected, Schedule schedule, double epoch) {
        assertEquals(expected, schedule.factor(at(epoch)), 1e-12, "at epoch " + epoch);
    }

    @Test
    void stepsFallAtTheirEpochs() {
        Schedule halved = Schedule.step(3, 0.5);
        assertFactor(1, halved, 2.9);
        assertFactor(0.5, halved, 3);
        assertFactor(0.25, halved, 8.9);
        Schedule milestones = Schedule.multiStep(0.1, 5, 15);
        assertFactor(1, milestones, 4.9);
        assertFactor(0.1, milestones, 5);
        assertFactor(0.01, milestones, 15);
        assertFactor(0.9 * 0.9, Schedule.exponential(0.9), 2.5);
        assertFactor(1, Schedule.constant(), 19);
    }

    @Test
    void curvesGoDown() {
        assertFactor(1, Schedule.cosine(0.2), 0);
        assertFactor(0.6, Schedule.cosine(0.2), 10);
        assertFactor(0.2 + 0.4 * (1 - Math.sqrt(0.5)), Schedule.cosine(0.2), 15);
        assertFactor(0.75, Schedule.polynomial(1), 5);
        assertFactor(0.75 * 0.75, Schedule.polynomial(2), 5);
    }

    @Test
    void restartsGrow() {
        Schedule schedule = Schedule.cosineRestarts(2, 2, 0); // restarts at 2, 6 and 14
        assertFactor(1, schedule, 0);
        assertFactor(0.5, schedule, 1);
        assertFactor(1, schedule, 2);
        assertFactor(0.5, schedule, 4);
        assertFactor(1, schedule, 6);
        assertFactor(0.5, schedule, 10);
        assertFactor(1, schedule, 14);
    }

    @Test
    void warmUpRisesThenLeavesToTheRest() {
        Schedule schedule = Schedule.warmUp(1, Schedule.polynomial(1));
        assertFactor(1 / 11.0, schedule, 0);
        assertFactor(10 / 11.0, schedule, 0.9);
        assertFactor(1, schedule, 1);
        assertFactor(1 - 1 / 190.0, schedule, 1.1);
        assertTrue(Double.isNaN(schedule.momentum(at(0))));
        assertEquals(0.9, Schedule.warmUp(1, Schedule.oneCycle().withMomentum(0.8, 0.9)).momentum(at(0.5)));
    }

    /**
     * torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=200): the top is at step 59, the end at 199.
     */
    @Test
    void oneCycleIsPyTorchs() {
        OneCycle schedule = Schedule.oneCycle().withMomentum(0.85, 0.95);
        assertFactor(1 / 25.0, schedule, 0);
        assertFactor(1, schedule, 5.9);
        assertFactor((1 + 1 / 250_000.0) / 2, schedule, 12.9);
        assertFactor(1 / 250_000.0, schedule, 19.9);
        assertEquals(0.95, schedule.momentum(at(0)), 1e-12);
        assertEquals(0.85, schedule.momentum(at(5.9)), 1e-12);
        assertEquals(0.9, schedule.momentum(at(12.9)), 1e-12);
        assertEquals(0.95, schedule.momentum(at(19.9)), 1e-12);
        assertTrue(Double.isNaN(Schedule.oneCycle().momentum(at(3))));
    }

    @Test
    void oneCycleOfAStepOrTwo() {
        for (int steps = 1; steps < 5; steps++) {
            for (int step = 0; step < steps; step++) {
                double factor = Schedule.oneCycle()
                        .factor(new Schedule.Moment(step, steps, 1, List.of()));
                assertTrue(factor > 0 && factor <= 1, step + " of " + steps + ": " + factor);
            }
        }
    }

    @Test
    void plateauWaitsForPatience() {
        Schedule schedule = Schedule.plateau(1, 0.1);
        assertEquals(1, schedule.factor(at(2, 1.0, 0.9)));
        assertEquals(1, schedule.factor(at(3, 1.0, 0.9, 0.95)));
        assertEquals(0.1, schedule.factor(at(4, 1.0, 0.9, 0.95, 0.91)));
        assertEquals(0.1, schedule.factor(at(5, 1.0, 0.9, 0.95, 0.91, 0.8)));
        assertEquals(1, schedule.factor(at(3, 1.0, 0.99995, 0.9)),
                "0.005 % is no progress, but one epoch is waited");
        assertEquals(0.01, schedule.factor(at(5, 1.0, 1.0, 1.0, Double.NaN, 1.0)), 1e-15);
    }

    @Test
    void mistakesAreNamed() {
        assertThrows(CajalException.class, () -> Schedule.step(0, 0.5));
        assertThrows(CajalException.class, () -> Schedule.cosineRestarts(0, 1, 0));
        assertThrows(CajalException.class, () -> Schedule.cosineRestarts(1, 0.5, 0));
        assertThrows(CajalException.class, () -> Schedule.warmUp(-1, Schedule.constant()));
        assertThrows(CajalException.class, () -> Schedule.oneCycle().withRise(1));
    }
}
