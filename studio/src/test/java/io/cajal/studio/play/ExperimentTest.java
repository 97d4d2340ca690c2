package io.cajal.studio.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time travel. */
class ExperimentTest {
    private static final String SPEC = """
            {'data': {'name': 'xor', 'count': 60, 'noise': 0.1}, 'layers': [{'units': 4, 'dropout': 0.1}, {'units': 3}],
             'optimizer': {'name': 'adam', 'rate': 0.02}, 'batch': 8, 'edits': [$]}""";
    private static final Edit EDIT = new Edit(0, Edit.WEIGHT, 0, 1, 0, 2.5);

    private final List<Experiment> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Experiment::close);
    }

    private Experiment open(String edits) {
        return open(Specs.of(SPEC.replace("$", edits)));
    }

    private Experiment open(Spec spec) {
        Experiment experiment = new Experiment(spec, "test");
        opened.add(experiment);
        experiment.start();
        return experiment;
    }

    /** The view once it stands still. */
    private static View still(Experiment experiment) {
        while (true) {
            View view = view(experiment);
            if (!view.playing()) {
                return view;
            }
        }
    }

    private static View view(Experiment experiment) {
        FrameRequest.Has none = new FrameRequest.Has("", 0);
        BlockingQueue<View> seen = new LinkedBlockingQueue<>();
        // Of another size each time, so that it need not wait for something new.
        FrameRequest request = new FrameRequest(FrameRequest.NONE, false, 8,
                (int) (System.nanoTime() % 1_000_000), null,
                true, none, none);
        experiment.frame(request, view -> {
            seen.add(view);
            experiment.painted();
        });
        try {
            View view = seen.poll(60, TimeUnit.SECONDS);
            assertTrue(view != null, "no view came");
            return view;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static View at(Experiment experiment, long step) {
        experiment.seek(step);
        View view = still(experiment);
        assertEquals(step, view.step());
        return view;
    }

    @Test
    void theSameSpecGivesTheSameCurveBitForBit() {
        View straight = at(open(""), 400);
        Experiment halting = open("");
        for (int i = 1; i <= 8; i++) {
            halting.steps(i % 2 == 0 ? 75 : 25);
            still(halting);
        }
        View halted = still(halting);
        assertEquals(400, halted.step());
        assertArrayEquals(straight.numbers(), halted.numbers());
        assertEquals(straight.curve(), halted.curve());
        assertTrue(straight.curve().points().size() > 50);
    }

    @Test
    void seekingBackAndForthGivesTheSameBits() {
        Experiment experiment = open("");
        float[] at137 = at(experiment, 137).numbers();
        float[] at300 = at(experiment, 300).numbers();
        for (long step : new long[] {0, 300, 299, 137, 300, 137}) {
            View view = at(experiment, step);
            assertEquals(300, view.last());
            if (step == 137) {
                assertArrayEquals(at137, view.numbers());
            } else if (step == 300) {
                assertArrayEquals(at300, view.numbers());
            }
        }
        List<Curve.Point> curve = still(experiment).curve().points();
        assertEquals(curve, at(open(""), 300).curve().points());
    }

    @Test
    void anEditInThePastMakesABranchAndLeavesTheOldOne() {
        Experiment experiment = open("");
        View old = at(experiment, 200);
        at(experiment, 90);
        experiment.edit(EDIT::at);
        View edited = still(experiment);
        assertEquals(1, edited.branch());
        assertEquals(90, edited.last());
        assertEquals(2, edited.branches().size());
        View grown = at(experiment, 200);
        assertFalse(Arrays.equals(old.numbers(), grown.numbers()));
        // The branch is what the spec with its edit gives from the start, curve and all.
        View fresh = at(
                open("{'step': 90, 'set': 'weight', 'layer': 0, 'unit': 1, 'input': 0, 'value': 2.5}"), 200);
        assertArrayEquals(fresh.numbers(), grown.numbers());
        assertEquals(fresh.curve().points(), grown.curve().points());
        experiment.take(0);
        View again = still(experiment);
        assertEquals(0, again.branch());
        assertArrayEquals(old.numbers(), again.numbers());
        assertEquals(old.curve(), again.curve());
    }

    @Test
    void anEditAtTheEndGoesOnWithTheBranch() {
        Experiment experiment = open("");
        at(experiment, 50);
        experiment.edit(EDIT::at);
        experiment.edit(step -> new Edit(step, Edit.RATE, -1, -1, -1, 0.5));
        experiment.edit(step -> new Edit(step, Edit.RATE, -1, -1, -1, 0.004)); // thought better of it
        View edited = still(experiment);
        assertEquals(0, edited.branch());
        assertEquals(0.004, edited.rate());
        View went = at(experiment, 120);
        assertArrayEquals(went.numbers(), atAgain(experiment, 120).numbers());
        View fresh = at(open("""
                {'step': 50, 'set': 'weight', 'layer': 0, 'unit': 1, 'input': 0, 'value': 2.5},
                {'step': 50, 'set': 'rate', 'value': 0.004}"""), 120);
        assertArrayEquals(fresh.numbers(), went.numbers());
    }

    private static View atAgain(Experiment experiment, long step) {
        at(experiment, 0);
        return at(experiment, step);
    }

    @Test
    void anEditBeforeTheFirstStepCounts() {
        Experiment experiment = open("");
        experiment.edit(EDIT::at);
        View edited = at(experiment, 60);
        View fresh = at(open("{'step': 0, 'set': 'weight', 'layer': 0, 'unit': 1, 'input': 0, 'value': 2.5}"),
                60);
        assertArrayEquals(fresh.numbers(), edited.numbers());
        assertEquals(fresh.curve().points(), edited.curve().points());
        assertFalse(Arrays.equals(at(open(""), 60).numbers(), edited.numbers()));
    }

    @Test
    void branchesCanBeComparedAndDropped() {
        Experiment experiment = open("");
        at(experiment, 100);
        at(experiment, 40);
        experiment.edit(EDIT::at);
        experiment.compare(0);
        View view = at(experiment, 80);
        assertEquals(0, view.other().branch());
        assertEquals(80, view.other().step());
        assertTrue(view.other().moment().step() <= 80);
        assertThrows(CajalException.class, () -> experiment.drop(1), "the present one stays");
        experiment.drop(0);
        assertEquals(1, still(experiment).branches().size());
        assertEquals(null, still(experiment).other());
        assertThrows(CajalException.class, () -> experiment.take(0));
        assertThrows(CajalException.class, () -> experiment.compare(7));
    }

    @Test
    void thereAreNotMoreBranchesThanTheMost() {
        Experiment experiment = open("");
        at(experiment, 20);
        for (int i = 1; i < Limits.BRANCHES; i++) {
            at(experiment, 10);
            experiment.edit(EDIT::at);
            at(experiment, 20);
        }
        View before = at(experiment, 10);
        assertThrows(CajalException.class, () -> experiment.edit(EDIT::at));
        View after = still(experiment);
        assertEquals(before.branch(), after.branch());
        assertArrayEquals(before.numbers(), after.numbers());
    }

    @Test
    void itStopsWhenItWasAskedToAndGoesOnIfPressed() {
        Experiment experiment = open(Specs.of("{'stop': {'epochs': 3}, 'data': {'count': 40}}"));
        experiment.play(0);
        View stopped = still(experiment);
        assertEquals(6, stopped.step());
        assertEquals("stopped", stopped.event().kind());
        experiment.epochs(2);
        View went = still(experiment);
        assertEquals(10, went.step());
        assertEquals(null, went.event());
        assertEquals(40, at(open(Specs.of("{'stop': {'epochs': 3}, 'data': {'count': 40}}")), 40).step(),
                "who asks for a step gets there");
        Experiment accurate = open(Specs
                .of("""
                {'stop': {'accuracy': 0.95}, 'inputs': ['xSquared', 'ySquared'], 'optimizer': {'name': 'adam'}}"""));
        accurate.play(0);
        View reached = still(accurate);
        assertTrue(reached.event().text().startsWith("the test accuracy is up to 9")
                || reached.event().text().startsWith("the test accuracy is up to 100"),
                reached.event().text());
        assertTrue(reached.curve().points().getLast().testAccuracy() >= 0.95);
    }

    @Test
    void whatDivergesIsExplainedAndCanBeWoundBack() {
        Experiment experiment = open(Specs.of("""
                {'data': {'name': 'plane'}, 'inputs': ['xSquared', 'ySquared'], 'layers': [{'units': 4, 'activation':
                 'Relu'}], 'optimizer': {'rate': 10}}"""));
        experiment.play(0);
        View view = still(experiment);
        assertEquals("diverged", view.event().kind());
        String text = view.event().text();
        assertTrue(
                text.matches("The numbers ran away in epoch \\d+, step \\d+: .*learning rate 10 .*try 1\\."),
                text);
        View start = at(experiment, 0);
        assertEquals(null, start.event());
        experiment.edit(step -> new Edit(step, Edit.RATE, -1, -1, -1, 0.0001));
        View calm = at(experiment, 200);
        assertEquals(null, calm.event());
        assertNotEquals(0, calm.branch());
        for (float number : calm.numbers()) {
            assertTrue(Float.isFinite(number));
        }
    }

    @Test
    void aSlowPaceIsKept() {
        Experiment experiment = open("");
        experiment.play(0.001);
        View view = view(experiment);
        assertTrue(view.playing());
        assertTrue(view.step() <= 1);
        experiment.stop();
        assertFalse(view(experiment).playing());
    }
}
