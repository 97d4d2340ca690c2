package io.cajal.export;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.nn.Averaged;
import io.cajal.nn.Layer;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.Spans;
import io.cajal.series.ForecastNet;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A network as Java methods from array to array, one for each layer that has learned something and one for each
 * kind of the others, and what they have learned as nested classes, which the JVM loads when they are first used.
 */
final class NetworkSource {
    /** Methods by name, in the order of their first use. */
    private final Map<String, String> methods = new LinkedHashMap<>();
    /** Names of methods without constants by their text, so that each is written once. */
    private final Map<String, String> known = new HashMap<>();
    private final List<String> holders = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    /** Of what flows, without the batch. */
    private Shape shape;

    NetworkSource(Shape input, Set<String> takenNames) {
        shape = input;
        taken.addAll(takenNames);
    }

    Shape shape() {
        return shape;
    }

    Iterable<String> methods() {
        return methods.values();
    }

    List<String> holders() {
        return holders;
    }

    /** Whether any method calls {@code name}. */
    boolean calls(String name) {
        return methods.values().stream().anyMatch(text -> text.contains(name + "("));
    }

    /** Lines that send x through a layer. {@code path} is its name in the state dictionary. */
    List<String> steps(String path, Layer layer) {
        if (layer instanceof Sequential all) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < all.layers().size(); i++) {
                lines.addAll(steps(join(path, Integer.toString(i)), all.layers().get(i)));
            }
            return lines;
        }
        Shape in = shape;
        shape = after(layer, in);
        if (LayerSource.isIdle(layer)) {
            return List.of();
        }
        String method = switch (layer) {
            case Residual residual -> residual(path, residual, in);
            case Spans spans -> spans(path, spans);
            case ForecastNet net -> forecast(path, net, in);
            case Averaged averaged -> averaged(path, averaged, in);
            default -> method(path, layer, in, shape);
        };
        return List.of("x = %s(x); // [%s]".formatted(method, LayerSource.sizes(shape)));
    }

    private static Shape after(Layer layer, Shape in) {
        return Run.evaluation().call(() -> {
            Shape out = layer.apply(Tensor.full(Shape.of(1).concat(in), 0)).shape();
            return out.slice(1, out.rank());
        });
    }

    private static String join(String path, String part) {
        return path.isEmpty() ? part : path + "." + part;
    }

    private String method(String path, Layer layer, Shape in, Shape out) {
        LayerSource source = LayerSource.of(layer, in, out);
        if (source == null) {
            throw new CajalException("export: %s is of type %s, for which no Java is written; %s"
                    .formatted(path.isEmpty() ? "the network" : "layer " + path,
                            layer.getClass().getSimpleName(),
                            LayerSource.KNOWN));
        }
        return method(path, source);
    }

    /** Adds the method unless it is there; returns its name. */
    String method(String path, LayerSource source) {
        String text = source.says() + source.body();
        if (source.constants().isEmpty() && known.containsKey(text)) {
            return known.get(text);
        }
        String name = Words.free(source.name(), taken);
        String aliases = "";
        if (!source.constants().isEmpty()) {
            String holder = Words.free(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                    taken);
            aliases = holder(holder, source.constants());
        } else {
            known.put(text, name);
        }
        String says = source.constants().isEmpty() || path.isEmpty() ? source.says()
                : "Layer %s. %s".formatted(path, source.says());
        add(name, says, aliases + source.body());
        return name;
    }

    private void add(String name, String says, String body) {
        methods.put(name,
                Words.javadoc(List.of(says)) + "private static float[] %s(float[] x) {\n".formatted(name)
                        + body.indent(4) + "}\n");
    }

    /** Writes a class with the constants; returns the lines that make them variables of a method. */
    private String holder(String holder, Map<String, Object> constants) {
        StringBuilder fields = new StringBuilder();
        StringBuilder aliases = new StringBuilder();
        constants.forEach((name, values) -> {
            String type = values instanceof int[] ? "int[]" : "float[]";
            String array = values instanceof int[] ints ? Numbers.array(ints)
                    : Numbers.array((float[]) values);
            String field = name.toUpperCase(Locale.ROOT);
            fields.append("    static final %s %s = %s;\n".formatted(type, field, array));
            aliases.append("%s %s = %s.%s;\n".formatted(type, name, holder, field));
        });
        holders.add("private static final class %s {\n%s}\n".formatted(holder, fields));
        return aliases.toString();
    }

    private String residual(String path, Residual layer, Shape in) {
        String name = Words.free("block", taken);
        methods.put(name, ""); // its place, before those that it calls
        Shape out = shape;
        Function<String, List<String>> through = part -> {
            shape = in;
            return steps(join(path, part), part.equals("body") ? layer.body() : layer.shortcut());
        };
        String shortcut = layer.shortcut() == null ? "float[] y = x;\n"
                : "float[] y = %s(x);\n"
                        .formatted(part("shortcut", join(path, "shortcut"), through.apply("shortcut")));
        String body = shortcut + String.join("\n", through.apply("body")) + """

                float[] sum = new float[$n];
                for (int i = 0; i < $n; i++) {
                    sum[i] = x[i] + y[i];
                }
                return sum;
                """.replace("$n", Integer.toString(out.elements()));
        shape = out;
        add(name, "Layer %s. What its body makes of x, added to %s.".formatted(path,
                layer.shortcut() == null ? "x" : "what its shortcut makes of it"), body);
        return name;
    }

    private String spans(String path, Spans layer) {
        String name = Words.free("spans", taken);
        methods.put(name, "");
        Shape out = shape;
        StringBuilder body = new StringBuilder("float[] y = new float[%s];\n".formatted(out.elements()));
        int from = 0;
        int at = 0;
        for (int i = 0; i < layer.widths().length; i++) {
            int to = from + layer.widths()[i];
            shape = Shape.of(to - from);
            String where = join(path, "parts." + i);
            String method = part("span", where, steps(where, layer.parts().get(i)));
            body.append(
                    "System.arraycopy(%s(Arrays.copyOfRange(x, %s, %s)), 0, y, %s, %s);\n".formatted(method,
                            from, to, at, shape.elements()));
            from = to;
            at += shape.elements();
        }
        shape = out;
        add(name, "Layer %s. What its parts make of their spans of x, side by side.".formatted(path),
                body + "return y;\n");
        return name;
    }

    private String forecast(String path, ForecastNet net, Shape in) {
        String name = Words.free("forecast", taken);
        methods.put(name, "");
        Shape out = shape;
        shape = Shape.of(net.lags());
        String where = join(path, "body");
        String body = part("body", where, steps(where, net.body()));
        shape = out;
        add(name, (path.isEmpty() ? "" : "Layer %s. ".formatted(path)) + SeriesSource.says(net),
                SeriesSource.forecast(net, in, out, body));
        return name;
    }

    private String averaged(String path, Averaged layer, Shape in) {
        String name = Words.free("mean", taken);
        methods.put(name, "");
        Shape out = shape;
        StringBuilder body = new StringBuilder("float[] sum = new float[%s];\n".formatted(out.elements()));
        for (int i = 0; i < layer.members().size(); i++) {
            shape = in;
            String where = join(path, "members." + i);
            body.append("add(sum, %s(x));\n"
                    .formatted(part("member", where, steps(where, layer.members().get(i)))));
        }
        shape = out;
        add(name, (path.isEmpty() ? "" : "Layer %s. ".formatted(path)) + "The mean of its members.",
                body + """
                        for (int i = 0; i < sum.length; i++) {
                            sum[i] /= $n;
                        }
                        return sum;
                        """.replace("$n", Integer.toString(layer.members().size())));
        methods.putIfAbsent("add", """
                private static void add(float[] sum, float[] y) {
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += y[i];
                    }
                }
                """);
        return name;
    }

    /** A method of its own for some steps. */
    private String part(String kind, String path, List<String> steps) {
        String name = Words.free(kind, taken);
        add(name, "Layer %s.".formatted(path), String.join("\n", steps) + "\nreturn x;\n");
        return name;
    }
}
