package io.cajal.studio.play;

import io.cajal.backend.Arena;
import io.cajal.backend.cpu.Workers;
import io.cajal.io.Json;
import io.cajal.nn.Linear;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes frames of views, on any thread but the training's, with a network of its own that takes over the
 * view's numbers. One frame at a time.
 */
final class Painter {
    private final Spec spec;
    private final Net net;
    private final Scores scores;
    private final Maps maps;
    private final Arena arena = Run.current().device().arena();
    private Learner rival;
    private int rivalBranch = -1;
    private List<Edit> rivalEdits = List.of();

    Painter(Spec spec) {
        this.spec = spec;
        net = new Net(spec);
        scores = new Scores(spec, Points.of(spec));
        maps = new Maps(spec);
    }

    /** Header and maps, as {@link PlayGuest} describes them. */
    synchronized ByteBuffer frame(View view, FrameRequest request) {
        return Workers.alone(() -> {
            net.load(view.numbers());
            maps.clear();
            arena.step(() -> Run.evaluation().run(() -> maps.draw(net, request)));
            Map<String, Object> header = header(view, request);
            header.put("other", view.other() == null ? null : other(view.other(), request));
            header.put("maps", maps.heads());
            return packed(header, maps.bytes());
        });
    }

    private static ByteBuffer packed(Map<String, Object> header, byte[] pictures) {
        byte[] head = Json.write(header).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + head.length + pictures.length).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(head.length).put(head).put(pictures).flip();
    }

    private Map<String, Object> header(View view, FrameRequest request) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("branch", view.branch());
        header.put("step", view.step());
        header.put("epoch", view.epoch());
        header.put("last", view.last());
        header.put("playing", view.playing());
        header.put("goal", view.goal());
        header.put("stepsPerSecond", view.stepsPerSecond());
        header.put("rate", view.rate());
        header.put("penaltyRate", view.penaltyRate());
        scores(header, net);
        if (request.weights()) {
            weights(header, net);
        }
        header.put("curve", view.curve().toJson());
        header.put("branches", view.branches());
        header.put("event", view.event() == null ? null : view.event().toJson());
        header.put("outputs", Output.of(spec).word());
        return header;
    }

    private void scores(Map<String, Object> header, Net of) {
        Scores.Score test = scores.test(of);
        header.put("train", scores.train(of).toJson());
        header.put("test", scores.hasTest() ? test.toJson() : null);
        header.put("confusion", test.confusionJson());
    }

    private static void weights(Map<String, Object> header, Net of) {
        List<List<List<Float>>> weights = new ArrayList<>();
        List<List<Float>> biases = new ArrayList<>();
        for (Net.Block block : of.blocks()) {
            Linear linear = block.linear();
            float[] matrix = linear.weight().toFloats();
            int in = linear.weight().size(1);
            List<List<Float>> rows = new ArrayList<>();
            for (int unit = 0; unit < linear.weight().size(0); unit++) {
                rows.add(Numbers.list(matrix, unit * in, (unit + 1) * in));
            }
            weights.add(rows);
            float[] bias = linear.bias().toFloats();
            biases.add(Numbers.list(bias, 0, bias.length));
        }
        header.put("weights", weights);
        header.put("biases", biases);
    }

    // The other branch

    private Map<String, Object> other(View.Other other, FrameRequest request) {
        if (rival == null || rivalBranch != other.branch() || !rivalEdits.equals(other.edits())) {
            rival = new Learner(spec.withEdits(other.edits()));
            rivalBranch = other.branch();
            rivalEdits = other.edits();
            rival.load(other.moment());
        }
        if (rival.step() > other.step() || rival.step() < other.moment().step()) {
            rival.load(other.moment());
        }
        while (rival.step() < other.step() && Double.isFinite(rival.take())) {
            rival.applyEdits();
        }
        Map<String, Object> header = Spec.ordered("branch", other.branch(), "step", rival.step());
        scores(header, rival.net());
        if (request.weights()) {
            weights(header, rival.net());
        }
        header.put("curve", other.curve().toJson());
        arena.step(() -> Run.evaluation().run(() -> maps.drawOther(rival.net(), request)));
        return header;
    }

    // Values

    /** What every unit answers at a place. */
    synchronized Map<String, Object> value(Moment now, double x, double y) {
        return Workers.alone(() -> Run.evaluation().call(() -> {
            net.load(now.numbers());
            Tensor inputs = Points.features(spec.inputs(), new double[][] {{x, y}});
            List<Tensor> answers = new ArrayList<>(net.answers(inputs));
            answers.set(answers.size() - 1, Output.of(spec).told(answers.getLast()));
            return Spec.ordered("x", x, "y", y, "step", now.step(), "inputs", floats(inputs), "layers",
                    answers.stream().map(Painter::floats).toList());
        }));
    }

    /** The chain rule for a link, in the step after this moment. */
    synchronized Map<String, Object> why(Moment now, List<Edit> edits, Link link) {
        return Workers.alone(() -> new Why(new Learner(spec.withEdits(edits)), now, link).toJson());
    }

    /** A file of the network as it is now. */
    synchronized Map<String, Object> export(Moment now, List<Edit> edits, String what) {
        return Workers.alone(() -> new Exports(spec.withEdits(edits), now).toJson(what));
    }

    private static List<Float> floats(Tensor row) {
        float[] numbers = row.toFloats();
        return Numbers.list(numbers, 0, numbers.length);
    }
}
