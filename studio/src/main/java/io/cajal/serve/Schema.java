package io.cajal.serve;

import io.cajal.data.Column;
import io.cajal.io.Json;
import io.cajal.nn.Parts;
import io.cajal.table.Features;
import io.cajal.train.Model;
import io.cajal.train.TextInput;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Describes what a model takes and gives, for programs and for people. */
final class Schema {
    /** Numbers of an example that are written out. */
    private static final int SHOWN = 32;

    private Schema() {
    }

    /** As {@code GET /schema} answers. */
    static Map<String, Object> of(Served served) {
        Model model = served.model();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("input", input(model));
        schema.put("output", output(served));
        schema.put("example", example(model));
        schema.put("provenance", model.provenance());
        return schema;
    }

    private static Map<String, Object> input(Model model) {
        Model.Input input = model.input();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", input.kind());
        map.put("shape", input.shape());
        TextInput.of(model).ifPresent(text -> map.put("column", text.column()));
        if (!input.columns().isEmpty()) {
            boolean isTable = input.kind().equals("table");
            map.put("columns", input.columns().stream().map(column -> column(column, isTable)).toList());
        }
        return map;
    }

    private static Map<String, Object> column(Column column, boolean mayBeNull) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", column.name());
        map.put("kind", column.kind().name().toLowerCase(Locale.ROOT));
        map.put("nullable", mayBeNull);
        if (!column.categories().isEmpty()) {
            map.put("categories", column.categories());
        }
        return map;
    }

    private static Map<String, Object> output(Served served) {
        Map<String, Object> map = new LinkedHashMap<>();
        List<String> classes = served.model().classes();
        map.put("kind", !classes.isEmpty() ? "class" : served.outputs() == 1 ? "value" : "values");
        String target = served.model().provenance().get("target");
        if (target != null) {
            map.put("name", target);
        }
        if (classes.isEmpty()) {
            map.put("count", served.outputs());
        } else {
            map.put("classes", classes);
        }
        return map;
    }

    /** A request that the model answers: for a table the means of what it learned from, else zeros. */
    static Map<String, Object> example(Model model) {
        Model.Input input = model.input();
        Optional<TextInput> text = TextInput.of(model);
        if (text.isPresent()) {
            return Map.of(text.get().column(), "some words");
        }
        if (input.columns().isEmpty()) {
            return Map.of("inputs", Collections.nCopies(input.elements(), 0));
        }
        double[] means = means(model, input.columns().size());
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < means.length; i++) {
            Column column = input.columns().get(i);
            row.put(column.name(), switch (column.kind()) {
                case NUMBER -> rounded(means[i]);
                case BOOLEAN -> means[i] > 0.5;
                case DATE -> LocalDate.ofEpochDay((long) means[i]).toString();
                case CATEGORY -> column.categories().isEmpty() ? null : column.categories().getFirst();
                case TEXT -> "some words";
                case IGNORED -> null;
            });
        }
        return row;
    }

    private static double[] means(Model model, int columns) {
        double[] means = new double[columns];
        Features features = Parts.layers(model.network()).values().stream()
                .filter(Features.class::isInstance).map(Features.class::cast).findFirst().orElse(null);
        if (features != null) {
            double[] mean = features.mean().toDoubles();
            double[] logarithmic = features.logarithmic().toDoubles();
            for (int i = 0; i < mean.length; i++) {
                means[i] = logarithmic[i] == 0 ? mean[i]
                        : Math.signum(mean[i]) * Math.expm1(Math.abs(mean[i]));
            }
        }
        return means;
    }

    /** To three digits: 5.84, 1030. */
    private static Object rounded(double value) {
        BigDecimal three = new BigDecimal(value).round(new MathContext(3));
        return Math.abs(value) < 1e15 && three.stripTrailingZeros().scale() <= 0 ? (Object) three.longValue()
                : (Object) three.doubleValue();
    }

    /** A command that asks for one prediction. */
    static String curl(Model model, String address) {
        Model.Input input = model.input();
        String quoted = input.columns().isEmpty() && input.tokenizer() == null && input.elements() > SHOWN
                ? "\"{\\\"inputs\\\":[0$(printf ',0%%.0s' {2..%d})]}\"".formatted(input.elements())
                : "'" + Json.write(example(model)).replace("'", "'\\''") + "'";
        return "curl %s%s -H 'Content-Type: application/json' -d %s".formatted(address, Routes.PREDICT,
                quoted);
    }

    /** In a line: {@code a table of 4 columns in, one of 3 classes out}. */
    static String line(Served served) {
        Model.Input input = served.model().input();
        List<String> shape = new ArrayList<>(input.shape().stream().map(Object::toString).toList());
        String in = switch (input.kind()) {
            case "table" -> counted(input.columns().size(), "column");
            case "tokens" -> "a text of up to %,d tokens".formatted(input.elements());
            case "image" -> String.join(" × ", shape) + " pixels";
            default -> counted(input.elements(), "number");
        };
        String target = served.model().provenance().get("target");
        String out = served.model().classes().isEmpty() ? counted(served.outputs(), "value")
                : "one of %d classes".formatted(served.model().classes().size());
        return "%s in, %s%s out".formatted(in, out, target == null ? "" : " for " + target);
    }

    private static String counted(int n, String what) {
        return n == 1 ? "1 " + what : "%,d %ss".formatted(n, what);
    }
}
