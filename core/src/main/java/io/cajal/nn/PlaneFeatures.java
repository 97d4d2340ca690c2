package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import java.util.List;

/**
 * What a network sees of a point (x, y) of the plane: [N × 2] → [N × features], as in the TensorFlow
 * Playground. With x² and y² a single unit separates a circle from the ring around it; with x and y alone it
 * takes a hidden layer to find as much. A layer, so that a saved model takes points as they are.
 *
 * @param names of {@link #NAMES}, in the order of the result
 */
public record PlaneFeatures(List<String> names) implements Layer {
    public static final List<String> NAMES = List.of("x", "y", "xSquared", "ySquared", "xTimesY", "sinX",
            "sinY");

    public PlaneFeatures {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new CajalException("plane features: needs at least one of " + String.join(", ", NAMES));
        }
        for (String name : names) {
            if (!NAMES.contains(name)) {
                throw new CajalException("plane features: there is no \"%s\"%s; known are %s".formatted(name,
                        Nearest.hint(name, NAMES), String.join(", ", NAMES)));
            }
        }
    }

    @Override
    public Tensor forward(Tensor points) { // [N × 2]
        if (points.rank() != 2 || points.size(1) != 2) {
            throw new ShapeException("plane features: needs points [N × 2], got " + points.shape());
        }
        Tensor x = points.narrow(1, 0, 1);
        Tensor y = points.narrow(1, 1, 1);
        return Tensor.cat(1, names.stream().map(name -> switch (name) {
            case "x" -> x;
            case "y" -> y;
            case "xSquared" -> x.square();
            case "ySquared" -> y.square();
            case "xTimesY" -> x.mul(y);
            case "sinX" -> x.sin();
            default -> y.sin();
        }).toArray(Tensor[]::new)); // [N × features]
    }
}
