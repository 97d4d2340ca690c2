package io.cajal.studio.play;

import io.cajal.base.CajalException;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Outlet;
import io.cajal.studio.kit.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One page's conversation with the playground, over {@code /live/playground}. Every page has an experiment of
 * its own. What is said is JSON; frames, which flow without end, are bytes, and come only when the page asks
 * for one. A message that makes no sense is answered by {@code {"error": "one line that names the field"}}
 * and changes nothing; fields that are not known are errors, too.
 *
 * <h2>The spec</h2> {@snippet lang=json :
 * {"data":      {"name": "circle", "count": 500, "noise": 0, "share": 0.5},
 *  "inputs":    ["x", "y"],
 *  "layers":    [{"units": 4, "activation": "Tanh", "dropout": 0, "norm": false}],
 *  "loss":      "cross-entropy",
 *  "optimizer": {"name": "sgd", "rate": 0.03, "momentum": 0},
 *  "schedule":  {"name": "constant"},
 *  "penalty":   {"name": "none", "rate": 0},
 *  "initial":   "pytorch",
 *  "batch":     10,
 *  "seed":      "cajal",
 *  "stop":      {},
 *  "edits":     []}
 * }
 * Each field may be left out; these are the defaults. The catalogue (below) has all names and bounds.
 * <ul>
 * <li>{@code data.name}: one of the catalogue's data sets, or {@code own} with {@code "points": [[x, y,
 * label], …]}, where a label is a class number from 0, or any number with {@code "values": true}
 * (regression). {@code share} is that of the points to learn from.
 * <li>{@code loss}: {@code cross-entropy} (one output z for two classes, 1/(1 + e⁻ᶻ) being the probability of
 * class 1; a softmax for more) or {@code square}: ½(out − t)² on one tanh output, t = ±1. It is a choice for
 * two classes only: values have {@code square} with a linear output, three or more classes {@code
 * cross-entropy}, whatever is asked for.
 * <li>{@code optimizer.momentum}: μ of sgd and rmsprop, β₁ of adam and adamw; adagrad and lbfgs have none. With lbfgs each step
 * takes all points, whatever the batch.
 * <li>{@code schedule}: {@code "epochs"} is the length of the plan for those that have one, {@code "warmUp"}
 * epochs of linear rise may come before any; see the catalogue for the further fields of each.
 * <li>{@code penalty} is on weights, not on biases.
 * <li>{@code initial}: {@code pytorch} (uniform in ±1/√inputs) or {@code playground} (weights uniform in ±½,
 * biases 0.1).
 * <li>{@code stop}: {@code {"epochs": n, "loss": v, "accuracy": v}}, each optional: at the end of an epoch,
 * when the test loss is v or less, the test accuracy v or more.
 * <li>{@code edits}: {@code {"step": k, "set": "weight", "layer": i, "unit": j, "input": m, "value": v}};
 * {@code set} is {@code weight}, {@code bias} (no input), {@code rate} or {@code penalty-rate} (value only).
 * It happens when k steps have been done. Layers count from 0; the output layer is the last.
 * </ul>
 * The same spec gives the same numbers bit for bit, on any machine.
 *
 * <h2>What the page says</h2>
 * <ul>
 * <li>(nothing) → at once {@code {"catalogue": {data: [{name, classes}], inputs, activations, optimizers:
 * [{name, momentum}], schedules: [{name, fields: {name: default}}], losses, penalties, initials,
 * limits: {…}, defaults: spec}}}. {@code classes} is 0 for values.
 * <li>{@code {"do": "open", "spec": {…}, "step": k}} → {@code {"opened": {spec (complete), problem: "classes"
 * | "values", classes, inputs, sizes: [units of each layer, outputs last], parameters, stepsPerEpoch, train:
 * [[x, y, label], …], test: […], outputs (below), limit: 6}}}; then goes to {@code step}, if given. Paused.
 * The maps show the square of ±{@code limit}; noise may take points out of it.
 * <li>{@code {"do": "play", "speed": 0}}: epochs a second, 0 for as many as it can. {@code {"do": "pause"}}.
 * <li>{@code {"do": "step", "epochs": 1}} or {@code {"do": "step", "steps": 1}}: so many more, then pauses;
 * epochs are counted from the start, so that {@code epochs: 1} goes to the end of the present one.
 * <li>{@code {"do": "seek", "step": k}}: to that step of this branch, back or forth, then pauses; beyond the
 * last step it trains until there.
 * <li>{@code {"do": "edit", "set": …, …, "value": v}}: an edit at the present step. If the branch has later
 * steps, they stay as they are and a new branch begins here, which is then the present one.
 * <li>{@code {"do": "branch", "take": id}}: makes another branch the present one, at its last step. {@code
 * {"do": "branch", "drop": id}} forgets one that is not the present one. {@code {"do": "compare", "branch":
 * id | null}}: see {@code other} below.
 * <li>{@code {"do": "why", "layer": i, "unit": j, "input": m}} (no input for the bias) → {@code {"why":
 * {…}}}, see below.
 * <li>{@code {"do": "value", "x": x, "y": y}} → {@code {"value": {x, y, step, inputs: […], layers: [[each
 * unit]…]}}}, the exact values at a point; the last layer's are those of {@code outputs} (below).
 * <li>{@code {"do": "export", "what": "weights" | "json" | "model" | "java"}} → {@code {"export": {what,
 * name, type, base64}}}.
 * <li>{@code {"do": "frame", "maps": "all" | "output" | "none", "inputs": false, "size": 30, "outputSize":
 * 100, "large": {"layer": i, "unit": j}, "weights": true, "curve": {"id": text, "points": n}, "otherCurve":
 * {…}}}: all optional but {@code do}. Answered by one frame as soon as there is something newer than in the
 * last one, or at once if the request differs from the last one. A page has one request open at a time; a
 * further one takes its place.
 * </ul>
 *
 * <h2>A frame</h2> Four bytes, little-endian: the length of the header; the header, JSON in UTF-8; the maps.
 * The header:
 * <ul>
 * <li>{@code branch, step, epoch} (whole epochs done)<i>,</i> {@code last} (the branch's last step)<i>,</i>
 * {@code playing} (learning at the moment, for any reason)<i>,</i> {@code goal} (the step it goes to, or
 * null)<i>,</i> {@code stepsPerSecond, rate} (the learning rate of the next step)<i>,</i> {@code penaltyRate}
 * <li>{@code train, test}: each {@code {loss, accuracy}}, of the weights shown; the accuracy null for values.
 * {@code confusion}: rows are the test set's true classes, columns the network's, null for values. {@code
 * test} is null when there are no test points.
 * <li>{@code weights: [layers][units][inputs], biases: [layers][units]} unless {@code "weights": false}
 * <li>{@code curve: {id, from, points: [[step, trainLoss, testLoss, trainAccuracy, testAccuracy], …]}}: the
 * points from number {@code from} on. If {@code id} is the one that the page has, they go behind its first
 * {@code from} points; else {@code from} is 0 and they replace all. There is a point for every epoch at
 * first, then for every second, fourth, …; some 3,000 at most.
 * <li>{@code maps: [{kind, layer, unit, size, scale, planes}, …]}, whose bytes follow in this order: {@code
 * planes} times size × size, row by row from y = +limit down, x from −limit up, values at the centres of the
 * squares. A byte is {@code 128 + 127·value/scale} (rounded, and cut at the ends), 0 where the value is no
 * number. {@code kind}: {@code input} (layer −1, asked for by {@code "inputs": true}), {@code unit}, {@code
 * large}, or {@code output}: what {@code outputs} says. With three or more classes the output has two planes:
 * the winning class's number, and its probability times 255; its output units are maps of the kind {@code
 * unit} as well.
 * <li>{@code outputs}: how the output layer is shown: {@code tanh} (−1 … 1), {@code probability} (two
 * classes: 2p − 1), {@code softmax} (maps of units: 2p − 1; {@code value}: p) or {@code value}. With {@code
 * value}, two classes have p of class 1.
 * <li>{@code branches: [{id, parent, at, last, edits: […]}, …]}; {@code at} is the step it left its parent
 * at, both null for the first one
 * <li>{@code event}: null, or {@code {kind: "diverged" | "stopped", step, text}}, the reason for the last
 * pause, until it learns again. What has diverged can be wound back by {@code seek}.
 * <li>{@code other}: null, or the branch to compare with: {@code {branch, step, train, test, curve, weights,
 * biases}}, at the same step when paused and near it while learning, or at its last; its output map comes
 * last, with the kind {@code other}.
 * </ul>
 * Numbers that are NaN or infinite are null.
 *
 * <h2>Why a weight changes</h2> {@code {"why": {layer, unit, input, step, activation, count, examples:
 * [{point: [x, y, label], loss, input, z, normed, slope, a, upstream, delta, share}, …], gradient, penalty,
 * penaltyApart, total, optimizer: {name, rate, t, state: {name: [before, after]}, settings}, old, new}}}, for
 * the batch of the next step, of {@code count} examples, of which 100 are listed. Of example n with the loss
 * ℓ: {@code input} is what comes along the link (1 for a bias), {@code z} the unit's weighted sum, {@code
 * normed} what batch norm makes of it (else null), {@code slope} = φ′ there, {@code a} = φ there, {@code
 * upstream} = ∂ℓ/∂a, {@code delta} = ∂ℓ/∂z, {@code share} = delta · input. {@code gradient} is the mean of
 * the shares, {@code penalty} what is added for it, {@code total} the sum of both, which the optimizer turns
 * into the way from {@code old} to {@code new}. A softmax has no slope of its own: there {@code slope} and
 * {@code upstream} are null and delta = p − t. If {@code penaltyApart}, the optimizer (adamw) does not add
 * the penalty to the gradient, but takes rate · penalty off the weight.
 */
final class PlayGuest implements Part.Guest {
    private final Outlet outlet;
    private final Executor painters;
    private final Consumer<Part.Guest> gone;
    private final String name;
    private Experiment experiment;
    private Painter painter;

    PlayGuest(Outlet outlet, Executor painters, String name, Consumer<Part.Guest> gone) {
        this.outlet = outlet;
        this.painters = painters;
        this.name = name;
        this.gone = gone;
        outlet.say(Map.of("catalogue", Catalogue.toJson()));
    }

    @Override
    public synchronized void said(Message m) {
        String wish = m.choice("do",
                List.of("open", "play", "pause", "step", "seek", "edit", "branch", "compare",
                        "why", "value", "export", "frame"));
        if (wish.equals("open")) {
            open(m.only(List.of("do", "spec", "step")));
            return;
        }
        if (experiment == null) {
            throw new CajalException("%s: nothing is open yet".formatted(wish));
        }
        switch (wish) {
            case "play" -> experiment.play(fields(m, "speed").has("speed") ? m.number("speed", 0, 1e6) : 0);
            case "pause" -> {
                fields(m);
                experiment.stop();
            }
            case "step" -> step(fields(m, "epochs", "steps"));
            case "seek" -> experiment.seek(fields(m, "step").whole("step", 0, Limits.STEPS));
            case "edit" -> edit(fields(m, "set", "layer", "unit", "input", "value"));
            case "branch" -> branch(fields(m, "take", "drop"));
            case "compare" -> experiment.compare(
                    fields(m, "branch").has("branch") ? m.count("branch", 0, Integer.MAX_VALUE) : null);
            case "value" -> value(fields(m, "x", "y"));
            case "why" -> why(fields(m, "layer", "unit", "input"));
            case "export" -> export(fields(m, "what"));
            default -> frame(FrameRequest.read(m, experiment.spec()));
        }
    }

    private static Message fields(Message m, String... names) {
        List<String> known = new ArrayList<>(List.of("do"));
        known.addAll(List.of(names));
        return m.only(known);
    }

    private void open(Message m) {
        Spec spec = SpecReader.read(m.has("spec") ? m.object("spec") : Message.of(Map.of()));
        long step = m.has("step") ? m.whole("step", 0, Limits.STEPS) : 0;
        Experiment opened = new Experiment(spec, name);
        Painter ownPainter = new Painter(spec);
        if (experiment != null) {
            experiment.close();
        }
        experiment = opened;
        painter = ownPainter;
        Map<String, Object> answer = Spec.ordered("spec", spec.toJson(), "problem",
                spec.classes() == 0 ? "values" : "classes", "classes", spec.classes(), "inputs",
                spec.inputs(),
                "sizes", spec.sizes(), "parameters", spec.parameters(), "stepsPerEpoch",
                experiment.stepsPerEpoch(), "limit", DataSets.LIMIT, "outputs", Output.of(spec).word());
        answer.putAll(Points.of(spec).toJson());
        outlet.say(Map.of("opened", answer));
        experiment.start();
        if (step > 0) {
            experiment.seek(step);
        }
    }

    private void step(Message m) {
        if (m.has("steps")) {
            experiment.steps(m.whole("steps", 1, Limits.STEPS));
        } else {
            experiment.epochs(m.has("epochs") ? m.whole("epochs", 1, Limits.STEPS) : 1);
        }
    }

    private void edit(Message m) {
        Edit edit = SpecReader.edit(m, 0, experiment.spec());
        experiment.edit(edit::at);
    }

    private void branch(Message m) {
        if (m.has("drop")) {
            experiment.drop(m.count("drop", 0, Integer.MAX_VALUE));
        } else {
            experiment.take(m.count("take", 0, Integer.MAX_VALUE));
        }
    }

    private void value(Message m) {
        double x = m.number("x", -Limits.PLACE, Limits.PLACE);
        double y = m.number("y", -Limits.PLACE, Limits.PLACE);
        outlet.say(Map.of("value", painter.value(experiment.now().moment(), x, y)));
    }

    private void why(Message m) {
        Link link = Link.read(m, experiment.spec(), m.has("input"));
        Experiment.Now now = experiment.now();
        outlet.say(Map.of("why", painter.why(now.moment(), now.edits(), link)));
    }

    private void export(Message m) {
        String what = m.choice("what", Exports.KINDS);
        Experiment.Now now = experiment.now();
        outlet.say(Map.of("export", painter.export(now.moment(), now.edits(), what)));
    }

    private void frame(FrameRequest request) {
        Experiment of = experiment;
        Painter by = painter;
        of.frame(request, view -> {
            try {
                painters.execute(() -> paint(of, by, view, request));
            } catch (RejectedExecutionException e) {
                of.close(); // the studio is closing
            }
        });
    }

    private void paint(Experiment of, Painter by, View view, FrameRequest request) {
        try {
            outlet.send(by.frame(view, request));
        } catch (RuntimeException e) {
            outlet.say(Map.of("error", "the frame cannot be drawn: " + e.getMessage()));
        } finally {
            of.painted();
        }
    }

    @Override
    public synchronized void close() {
        if (experiment != null) {
            experiment.close();
        }
        gone.accept(this);
    }
}
