package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Layers that each see their own span of a row x [N × Σ widths]; their results stand side by side. So the columns of a
 * table meet: numbers, the vectors of categories (Guo and Berkhahn 2016, "Entity embeddings of categorical variables"),
 * the bags of texts.
 *
 * @param widths how many numbers each takes, in the order of the row
 */
public record Spans(int[] widths, List<Layer> parts) implements Layer {
    public Spans {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() != widths.length || Arrays.stream(widths).anyMatch(w -> w < 1)) {
            throw new CajalException("spans: needs a width of 1 or more for each layer, got %s for %d layers"
                    .formatted(Arrays.toString(widths), parts.size()));
        }
    }

    @Override
    public Tensor forward(Tensor x) { // [N × Σ widths]
        int whole = Arrays.stream(widths).sum();
        if (x.rank() != 2 || x.size(1) != whole) {
            throw new ShapeException("spans: needs rows [N × %d], got %s".formatted(whole, x.shape()));
        }
        Tensor[] results = new Tensor[widths.length];
        int at = 0;
        for (int i = 0; i < widths.length; i++) {
            results[i] = parts.get(i).apply(x.narrow(1, at, widths[i]));
            at += widths[i];
        }
        return Tensor.cat(1, results);
    }
}
