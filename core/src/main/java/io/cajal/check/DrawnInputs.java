package io.cajal.check;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Column;
import io.cajal.nn.Parts;
import io.cajal.table.Features;
import io.cajal.tensor.Tensor;
import io.cajal.data.Ngrams;
import io.cajal.train.Model;
import java.util.List;

/** Inputs like those that a model was made for: pixels in 0 … 1, numbers as its columns have them. */
final class DrawnInputs {
    private static final int COUNT = 200;

    private DrawnInputs() {
    }

    static Tensor of(Model model) {
        Rng rng = Rng.of(1);
        Shape shape = Shape.of(COUNT)
                .concat(Shape.of(model.input().shape().stream().mapToInt(size -> size).toArray()));
        return switch (model.input().kind()) {
            case "image" -> Tensor.uniform(shape, 0, 1, rng);
            case "table" -> table(model, rng);
            case "tokens" -> Tensor.uniform(shape, 0, model.input().tokenizer().size(), rng).floor();
            default -> Tensor.normal(shape, rng);
        };
    }

    private static Tensor table(Model model, Rng rng) {
        List<Column> columns = model.input().columns();
        Features features = Parts.layers(model.network()).values().stream()
                .filter(Features.class::isInstance).map(Features.class::cast).findFirst().orElse(null);
        int[] owners = model.input().layout().owners();
        float[] cells = new float[COUNT * owners.length];
        for (int i = 0; i < cells.length; i++) {
            int c = owners[i % owners.length];
            Column column = columns.get(c);
            cells[i] = column.kind() == Column.Kind.TEXT ? rng.below(Ngrams.BUCKETS)
                    : !column.categories().isEmpty() ? rng.below(column.categories().size())
                            : (float) number(features, c, rng.normal());
        }
        return Tensor.of(Shape.of(COUNT, owners.length), cells);
    }

    /** z deviations from the mean of the column. */
    private static double number(Features features, int column, double z) {
        if (features == null || column >= features.numbers()) {
            return z;
        }
        double value = features.mean().toFloats()[column] + z * features.deviation().toFloats()[column];
        return features.logarithmic().toFloats()[column] == 0 ? value
                : Math.signum(value) * StrictMath.expm1(Math.abs(value));
    }
}
