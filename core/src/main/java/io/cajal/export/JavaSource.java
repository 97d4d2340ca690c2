package io.cajal.export;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.base.Version;
import io.cajal.nn.Parts;
import io.cajal.nn.activation.Softmax;
import io.cajal.series.SeriesModel;
import io.cajal.train.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model as the source of one Java class that needs nothing but the JDK, from version 17 on: what the network
 * has learned stands in it, and its layers as plain loops. {@snippet :
 * Files.writeString(Path.of("Iris.java"), JavaSource.of(Model.load(path), "com.example.Iris"));
 * }
 * Its {@code predict} agrees with {@link Model#predict} to about six digits. It takes one example and one
 * thread: for answers one at a time, not for speed.
 */
public final class JavaSource {
    /** Begins the first line of every source written here. */
    public static final String MARK = "// Written by Cajal";
    /** Numbers of which a compiler still makes a class: about 90 MB of source. */
    private static final long MOST_NUMBERS = 1 << 24;
    private static final Set<String> OWN_NAMES = Set.of("predict", "predictClass", "network", "add", "floats",
            "erf",
            "days",
            "flag", "place", "words", "bucket", "Row", "Categories", "mostProbable", "String", "Math", "List",
            "Arrays",
            "Base64", "ByteBuffer",
            "ByteOrder", "FloatBuffer", "Float", "Double", "Boolean", "Temporal", "ChronoField");

    private final Model model;
    private final String packageName;
    private final String simpleName;
    private final NetworkSource network;
    private final List<String> steps;

    private JavaSource(Model model, String className) {
        this.model = model;
        int dot = className.lastIndexOf('.');
        packageName = dot < 0 ? "" : className.substring(0, dot);
        simpleName = className.substring(dot + 1);
        Set<String> taken = new HashSet<>(OWN_NAMES);
        taken.add(simpleName);
        int[] sizes = model.input().shape().stream().mapToInt(i -> i).toArray();
        network = new NetworkSource(Shape.of(sizes), taken);
        steps = new ArrayList<>(network.steps("", model.network()));
        if (!model.classes().isEmpty()) {
            if (network.shape().elements() != model.classes().size()) {
                throw new CajalException("export: the network has outputs of shape %s for %s classes"
                        .formatted(network.shape(), model.classes().size()));
            }
            steps.add("x = %s(x);".formatted(network.method("",
                    LayerSource.of(new Softmax(), network.shape(), network.shape()))));
        }
    }

    /** Whether a class may be called so, with its package or without. */
    public static boolean isClassName(String text) {
        return Words.isClassName(text);
    }

    /** The source of a class of that name, with its package: {@code com.example.Iris}. */
    public static String of(Model model, String className) {
        if (!isClassName(className)) {
            throw new CajalException(
                    "export: \"%s\" is no name for a Java class; expected one such as com.example.Iris"
                            .formatted(className));
        }
        long numbers = Parts.stored(model.network()).values().stream()
                .mapToLong(part -> part.shape().elements())
                .sum();
        if (numbers > MOST_NUMBERS) {
            throw new CajalException(
                    "export: the model has %,d numbers, and a Java class can carry %,d; write safetensors"
                            .formatted(numbers, MOST_NUMBERS));
        }
        return new JavaSource(model, className).write();
    }

    /** A usual class name after any text: {@code HousePrices} of "house-prices". */
    public static String className(String text) {
        return Words.camel(text);
    }

    private String write() {
        Entrance entrance = entrance();
        List<String> members = new ArrayList<>();
        if (!model.classes().isEmpty()) {
            members.add(Words.javadoc(List.of("The classes, in the order of the probabilities."))
                    + "public static final List<String> CLASSES = %s;\n"
                            .formatted(Texts.list(model.classes())));
        }
        members.add("private %s() {\n}\n".formatted(simpleName));
        members.addAll(entrance.methods());
        members.add(Words.javadoc(List.of("The network: %s in, %s out.".formatted(
                LayerSource.sizes(Shape.of(model.input().shape().stream().mapToInt(i -> i).toArray())),
                LayerSource.sizes(network.shape()))))
                + "private static float[] network(float[] x) {\n"
                + (String.join("\n", steps) + "\nreturn x;").indent(4)
                + "}\n");
        network.methods().forEach(members::add);
        members.addAll(entrance.helpers());
        if (network.calls("erf")) {
            members.add(ElementSource.ERF);
        }
        if (network.holders().stream().anyMatch(text -> text.contains("floats("))) {
            members.add(Numbers.FLOATS);
        }
        members.addAll(entrance.holders());
        members.addAll(network.holders());
        StringBuilder body = new StringBuilder();
        members.forEach(member -> body.append('\n').append(member.indent(4)));
        String head = "%s %s (cajal export); to change it, export the model again.\n".formatted(MARK,
                Version.TEXT)
                + (packageName.isEmpty() ? "" : "package %s;\n".formatted(packageName)) + "\n";
        return head + imports(body.toString()) + Words.javadoc(about(entrance))
                + "public final class %s {\n%s}\n".formatted(simpleName, body.substring(1));
    }

    private Entrance entrance() {
        Optional<SeriesModel> series = SeriesModel.of(model);
        if (series.isPresent()) {
            return new SeriesEntrance(series.get(), simpleName);
        }
        return model.input().columns().isEmpty() ? new ArrayEntrance(model, simpleName)
                : new ColumnsEntrance(model, simpleName, network.shape().elements());
    }

    private static String imports(String body) {
        Set<String> lines = new TreeSet<>();
        for (String name : List.of("java.nio.ByteBuffer", "java.nio.ByteOrder", "java.nio.FloatBuffer",
                "java.time.temporal.ChronoField", "java.time.temporal.Temporal", "java.util.Arrays",
                "java.util.Base64", "java.util.List")) {
            String simple = name.substring(name.lastIndexOf('.') + 1);
            if (body.contains(simple + " ") || body.contains(simple + ".") || body.contains(simple + "<")) {
                lines.add("import %s;\n".formatted(name));
            }
        }
        return lines.isEmpty() ? "" : String.join("", lines) + "\n";
    }

    private List<String> about(Entrance entrance) {
        List<String> about = new ArrayList<>(entrance.about());
        about.add(
                "Nothing is needed but the JDK, 17 or newer. Several threads may call it at once.");
        List<String> origin = model.provenance().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("plan"))
                .map(entry -> entry.getKey().replace('_', ' ') + " " + entry.getValue()).toList();
        if (!origin.isEmpty()) {
            about.add("Made from a model with " + Words.comment(String.join(", ", origin)) + ".");
        }
        return about;
    }
}
