package io.cajal.studio.play;

import io.cajal.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each unit answers everywhere in the square of the page: pictures of one byte a place. The network is
 * run once on the places of a grid, and every unit's answers are a picture. For one thread at a time.
 */
final class Maps {
    /** Answers in one picture set, at most: large networks get coarser pictures. */
    private static final long MOST_ANSWERS = 1_500_000;
    private static final int COARSEST = 8;

    private final Spec spec;
    private final Output output;
    private final Map<Integer, Tensor> grids = new HashMap<>();
    private final List<Map<String, Object>> heads = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Maps(Spec spec) {
        this.spec = spec;
        output = Output.of(spec);
    }

    /** Begins a new frame. */
    void clear() {
        heads.clear();
        bytes.reset();
    }

    List<Map<String, Object>> heads() {
        return List.copyOf(heads);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Draws what is asked for of a network. */
    void draw(Net net, FrameRequest request) {
        boolean all = request.maps().equals(FrameRequest.ALL);
        if (request.inputs()) {
            int size = request.size();
            float[] inputs = grid(size).toFloats();
            for (int k = 0; k < spec.inputs().size(); k++) {
                picture("input", -1, k, size, inputs, k, spec.inputs().size());
            }
        }
        if (all) {
            int size = fitting(request.size());
            List<Tensor> answers = net.answers(grid(size));
            for (int i = 0; i < answers.size(); i++) {
                units(answers.get(i), i, size);
            }
        }
        boolean isOutputShown = !request.maps().equals(FrameRequest.NONE);
        if (isOutputShown || request.large() != null) {
            List<Tensor> answers = net.answers(grid(request.outputSize()));
            if (isOutputShown) {
                output("output", answers.getLast(), request.outputSize());
            }
            if (request.large() != null) {
                large(answers, request.large(), request.outputSize());
            }
        }
    }

    /** Draws the outputs of the network to compare with. */
    void drawOther(Net net, FrameRequest request) {
        if (!request.maps().equals(FrameRequest.NONE)) {
            output("other", net.answers(grid(request.outputSize())).getLast(), request.outputSize());
        }
    }

    private int fitting(int asked) {
        int units = spec.sizes().stream().mapToInt(i -> i).sum();
        int size = asked;
        while (size > COARSEST && (long) size * size * units > MOST_ANSWERS) {
            size--;
        }
        return size;
    }

    private void units(Tensor answers, int layer, int size) {
        int units = answers.size(1);
        float[] values = shown(answers, layer);
        for (int unit = 0; unit < units; unit++) {
            picture("unit", layer, unit, size, values, unit, units);
        }
    }

    private float[] shown(Tensor answers, int layer) {
        return layer == spec.layers().size() ? output.shown(output.told(answers).toFloats())
                : answers.toFloats();
    }

    private void large(List<Tensor> answers, Link unit, int size) {
        boolean isInput = unit.layer() < 0;
        Tensor of = isInput ? grid(size) : answers.get(unit.layer());
        picture("large", unit.layer(), unit.unit(), size, isInput ? of.toFloats() : shown(of, unit.layer()),
                unit.unit(), of.size(1));
    }

    private void output(String kind, Tensor answers, int size) {
        int layer = spec.layers().size();
        if (output != Output.SOFTMAX) {
            picture(kind, layer, 0, size, shown(answers, layer), 0, 1);
            return;
        }
        int classes = spec.classes();
        float[] p = output.told(answers).toFloats();
        byte[] winners = new byte[size * size];
        byte[] certain = new byte[size * size];
        for (int i = 0; i < winners.length; i++) {
            int best = Output.chosen(p, i, classes);
            winners[i] = (byte) best;
            certain[i] = (byte) Math.round(255 * p[i * classes + best]); // NaN becomes 0
        }
        heads.add(Spec.ordered("kind", kind, "layer", layer, "unit", 0, "size", size, "scale", 1.0, "planes",
                2));
        bytes.writeBytes(winners);
        bytes.writeBytes(certain);
    }

    /** One picture of values that lie {@code stride} apart. */
    private void picture(String kind, int layer, int unit, int size, float[] values, int from, int stride) {
        boolean isBounded = layer == spec.layers().size();
        float scale = 1;
        if (!isBounded) {
            for (int i = from; i < values.length; i += stride) {
                float magnitude = Math.abs(values[i]);
                scale = magnitude > scale && magnitude < Float.POSITIVE_INFINITY ? magnitude : scale;
            }
        }
        byte[] picture = new byte[size * size];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = shade(values[from + i * stride] / scale);
        }
        heads.add(Spec.ordered("kind", kind, "layer", layer, "unit", unit, "size", size, "scale", scale,
                "planes",
                1));
        bytes.writeBytes(picture);
    }

    private static byte shade(float value) {
        return Float.isNaN(value) ? 0 : (byte) Math.clamp(Math.round(128 + 127 * value), 1, 255);
    }

    /** What the network sees at the places of a grid, row by row from the top. */
    private Tensor grid(int size) {
        if (grids.size() > 8) {
            grids.clear();
        }
        return grids.computeIfAbsent(size, n -> {
            double[][] places = new double[n * n][];
            double cell = 2 * DataSets.LIMIT / n;
            for (int i = 0; i < places.length; i++) {
                places[i] = new double[] {-DataSets.LIMIT + (i % n + 0.5) * cell,
                        DataSets.LIMIT - (i / n + 0.5) * cell};
            }
            return Points.features(spec.inputs(), places).keep(); // for the next frames as well
        });
    }
}
