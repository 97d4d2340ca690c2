package io.cajal.runs;

import io.cajal.backend.Arena;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.tensor.Run;
import io.cajal.train.History;
import io.cajal.train.Listener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down how a training goes while it goes, for {@link LiveRun} to read: the loss twice a second, every few seconds
 * how each layer fares, every epoch. The training's bits stay as they are. Looking into layers takes no more than a
 * {@value #SHARE}th of the time: where it takes long it is done less often.
 */
final class LiveRecord implements Listener {
    private static final long SECOND = 1_000_000_000;
    private static final long STEP_NANOS = SECOND / 2;
    private static final long LOOK_NANOS = 2 * SECOND;
    private static final long FIRST_LOOK_NANOS = SECOND / 4;
    /** After the first, in which most of it has yet to be compiled, so that its time tells nothing. */
    private static final long SECOND_LOOK_NANOS = 5 * SECOND;
    private static final long SHARE = 200;
    /** Of shorter epochs not each has a line. */
    private static final long EPOCH_NANOS = SECOND / 20;

    private final LiveFile file;
    private final String name;
    private final Layer model;
    private final Arena arena = Run.current().device().arena();
    private Plan plan;
    private int epoch;
    private int step;
    /** When the next line of a kind is due; a look that may be taken is due at the end of an epoch. */
    private long stepDue;
    private long lookDue;
    private long lookAllowed;
    private long epochDue;
    private boolean hasLooked;
    private boolean blind;
    private History.Epoch untold;
    private boolean untoldBest;

    /** Of one of the trainings that a run has, or of its only one, which needs no name. */
    LiveRecord(LiveFile file, String name, Layer model) {
        this.file = file;
        this.name = name;
        this.model = model;
    }

    @Override
    public void started(Plan plan) {
        this.plan = plan;
        epoch = plan.firstEpoch();
        step = 0;
        long now = System.nanoTime();
        stepDue = now;
        epochDue = now;
        lookAllowed = now + FIRST_LOOK_NANOS;
        lookDue = now + LOOK_NANOS;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", name);
        line.put("parameters", Parts.count(model));
        List<Object> layers = new ArrayList<>();
        Parts.layers(model)
                .forEach((path, layer) -> layers.add(Map.of("name", path, "kind", Parts.kind(layer))));
        line.put("layers", layers);
        line.put("examples", plan.examples());
        line.put("batch", plan.batchSize());
        line.put("steps", plan.stepsPerEpoch());
        line.put("first", plan.firstEpoch());
        line.put("epochs", plan.epochs());
        file.add("training", line);
        file.flush();
    }

    @Override
    public boolean looks() {
        if (blind) {
            return false;
        }
        long now = System.nanoTime();
        return now >= lookAllowed && (now >= lookDue || step + 1 == plan.stepsPerEpoch());
    }

    @Override
    public void looked(Look look) {
        long start = System.nanoTime();
        Map<String, Object> line = new LinkedHashMap<>();
        boolean isNext = step < plan.stepsPerEpoch();
        line.put("epoch", isNext ? epoch : epoch + 1);
        line.put("step", isNext ? step + 1 : 1);
        try {
            arena.step(() -> Run.evaluation().run(() -> line.put("layers",
                    LayerFigures.of(look).stream().map(LayerFigures::json).toList())));
            file.add("layers", line);
        } catch (RuntimeException _) { // a layer of somebody's own that cannot be looked into, or has other shapes
            blind = true;
        }
        long now = System.nanoTime();
        lookAllowed = now + (hasLooked ? SHARE * (now - start) : SECOND_LOOK_NANOS);
        hasLooked = true;
        lookDue = Math.max(lookAllowed, now + LOOK_NANOS);
    }

    @Override
    public void stepped(Step done) {
        epoch = done.epoch();
        step = done.step();
        long now = System.nanoTime();
        if (now < stepDue) {
            return;
        }
        stepDue = now + STEP_NANOS;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("epoch", done.epoch());
        line.put("step", done.step());
        line.put("loss", Fields.shortened(done.loss()));
        line.put("mean", Fields.shortened(done.meanLoss()));
        line.put("speed", Fields.shortened(done.examplesPerSecond()));
        line.put("left", Fields.shortened(plan.secondsLeft(done)));
        file.add("step", line);
    }

    @Override
    public void finishedEpoch(History.Epoch done, boolean best) {
        untold = done;
        untoldBest = best;
        long now = System.nanoTime();
        if (now >= epochDue) {
            epochDue = now + EPOCH_NANOS;
            tellEpoch();
        }
    }

    private void tellEpoch() {
        if (untold == null) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("epoch", untold.number());
        line.put("train", Fields.shortened(untold.trainLoss()));
        line.put("validation", Fields.shortened(untold.validationLoss()));
        Map<String, Object> metrics = new LinkedHashMap<>();
        untold.metrics().forEach((metric, value) -> metrics.put(metric, Fields.shortened(value)));
        line.put("metrics", metrics);
        line.put("rate", Fields.shortened(untold.learningRate()));
        line.put("seconds", Fields.shortened(untold.seconds()));
        line.put("best", untoldBest);
        file.add("epoch", line);
        untold = null;
    }

    @Override
    public void finished(History history, String reason) {
        tellEpoch();
        file.flush();
    }
}
