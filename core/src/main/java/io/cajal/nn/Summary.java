package io.cajal.nn;

import io.cajal.base.Shape;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tally;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A model's layers in a table: name, type, shape of the output, parameters, multiply-adds.
 *
 * @param rows outer layers before inner ones
 * @param parameters numbers that are trained; a shared parameter counts once
 * @param buffers numbers that are saved but not trained
 * @param multiplyAdds of the whole input, see {@link Tally}
 */
public record Summary(List<Row> rows, int parameters, int buffers, long multiplyAdds) {

    /**
     * One layer.
     *
     * @param name its name in the state dictionary; empty for the model itself
     * @param output null when the input did not pass through the layer
     * @param parameters its own, without those of inner layers
     * @param shared whether its parameters are counted in a row above
     * @param multiplyAdds its own, in all its uses together
     */
    public record Row(String name, String type, Shape output, int parameters, boolean shared,
            long multiplyAdds) {
        private String[] cells() {
            String count = shared ? "shared" : parameters == 0 ? "" : grouped(parameters);
            return new String[] {name, type, output == null ? "–" : output.toString(), count,
                    multiplyAdds == 0 ? "" : grouped(multiplyAdds)};
        }
    }

    /**
     * Finds the shapes by sending zeros of the shape {@code input}, batch axis included, through the model.
     */
    public static Summary of(Layer model, Shape input) {
        return of(model, Tensor.full(input, 0));
    }

    /** Finds the shapes by sending {@code input} through the model. */
    public static Summary of(Layer model, Tensor input) {
        Map<Object, Shape> outputs = new IdentityHashMap<>();
        Map<Object, Long> work = new IdentityHashMap<>();
        Tally tally = new Tally();
        Run.evaluation().run(() -> Run.recording(true).run(() -> Run.observed((layer, x, y) -> {
            outputs.put(layer, y.shape());
            work.merge(layer, tally.forward(x, y), Long::sum);
        }).run(() -> model.apply(input.detach().tracked()))));
        Set<Object> counted = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Row> rows = new ArrayList<>();
        Parts.layers(model).forEach((name, layer) -> {
            int own = 0;
            boolean shared = false;
            for (Map.Entry<String, Object> part : Parts.direct(layer)) {
                if (part.getValue() instanceof Param param) {
                    shared = !counted.add(param);
                    own += shared ? 0 : param.shape().elements();
                }
            }
            rows.add(new Row(name, Parts.kind(layer), outputs.get(layer), own, shared && own == 0,
                    work.getOrDefault(layer, 0L)));
            work.remove(layer);
        });
        Set<Buffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
        buffers.addAll(Parts.buffers(model).values());
        return new Summary(List.copyOf(rows), Parts.count(model),
                buffers.stream().mapToInt(buffer -> buffer.shape().elements()).sum(),
                rows.stream().mapToLong(Row::multiplyAdds).sum());
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Columns as wide as they need to be, the counts to the right. */
    @Override
    public String toString() {
        List<String[]> table = new ArrayList<>();
        table.add(new String[] {"layer", "type", "output", "parameters", "multiply-adds"});
        rows.forEach(row -> table.add(row.cells()));
        List<String[]> totals = new ArrayList<>();
        totals.add(new String[] {"total", "", "", grouped(parameters), grouped(multiplyAdds)});
        if (buffers > 0) {
            totals.add(new String[] {"buffers", "", "", grouped(buffers), ""});
        }
        int[] widths = new int[5];
        for (List<String[]> part : List.of(table, totals)) {
            for (String[] cells : part) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], cells[i].length());
                }
            }
        }
        String format = "%%-%ds  %%-%ds  %%-%ds  %%%ds  %%%ds".formatted(widths[0], widths[1], widths[2],
                widths[3],
                widths[4]);
        String rule = "─".repeat(Arrays.stream(widths).sum() + 8);
        List<String> lines = new ArrayList<>();
        table.forEach(cells -> lines.add(format.formatted((Object[]) cells).stripTrailing()));
        lines.add(1, rule);
        lines.add(rule);
        totals.forEach(cells -> lines.add(format.formatted((Object[]) cells).stripTrailing()));
        return String.join("\n", lines);
    }
}
