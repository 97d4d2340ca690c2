package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.export.JavaSource;
import io.cajal.io.AtomicFile;
import io.cajal.nn.StateDict;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal export MODEL --format FORMAT}: a model for programs that have no Cajal. */
@Command(name = "export", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Write a saved model in a form that needs no Cajal.",
        footer = {"",
                "java         one Java class: weights and the forward pass in plain loops; it needs the JDK alone",
                "safetensors  the weights alone, by PyTorch's names and in its layouts",
                "Example: cajal export runs/iris/model.safetensors --format java --class-name org.me.Iris"})
final class ExportCommand implements Callable<Integer> {
    private enum Format {
        java, safetensors
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A model file, such as runs/digits/model.safetensors.")
    private Path path;

    @Option(names = "--format", required = true, paramLabel = "FORMAT",
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private Format format;

    @Option(names = "--out", paramLabel = "FILE",
            description = "Where to (default: the class's name, or weights.safetensors beside the model).")
    private Path out;

    @Option(names = "--class-name", paramLabel = "NAME",
            description = "The Java class, with its package (default: after --out, else the model's folder).")
    private String className;

    @Override
    public Integer call() throws IOException {
        if (format == Format.java) {
            java();
        } else {
            safetensors();
        }
        return 0;
    }

    private void safetensors() throws IOException {
        if (className != null) {
            throw usage("--class-name is for --format java");
        }
        Path target = out != null ? out : path.resolveSibling("weights.safetensors");
        Model model = Model.load(path);
        requireFree(target, false);
        StateDict.save(model.network(), target);
        Map<String, Tensor> state = StateDict.of(model.network());
        System.out.println("weights saved: %s, %,d numbers in %d tensors, from %s to %s".formatted(target,
                state.values().stream().mapToLong(tensor -> tensor.shape().elements()).sum(), state.size(),
                state.keySet().stream().findFirst().orElse("none"),
                state.keySet().stream().reduce((_, last) -> last).orElse("none")));
    }

    private void java() throws IOException {
        String name = className();
        String simple = name.substring(name.lastIndexOf('.') + 1);
        Path target = out != null ? out : Path.of(simple + ".java");
        if (!target.getFileName().toString().equals(simple + ".java")) {
            throw usage("--out %s: javac wants class %s in a file %s.java".formatted(out, simple, simple));
        }
        String source = JavaSource.of(Model.load(path), name);
        requireFree(target, true);
        AtomicFile.write(target, source);
        System.out.println("class written: %s, %,d KB; it compiles with: javac %s".formatted(target,
                Math.ceilDiv(source.length(), 1000), target));
    }

    private String className() {
        String name = className;
        if (name == null) {
            String base = out != null ? out.getFileName().toString().replaceFirst("\\.java$", "") : folder();
            name = out != null ? base : JavaSource.className(base);
        }
        if (!JavaSource.isClassName(name)) {
            throw usage("%s is no name for a Java class; give one with --class-name, such as com.example.Iris"
                    .formatted(name.isEmpty() ? "nothing" : "\"" + name + "\""));
        }
        return name;
    }

    /** What the model is called: most are model.safetensors in a folder of their own. */
    private String folder() {
        String file = path.getFileName().toString().replaceFirst("\\.safetensors$", "");
        Path parent = path.toAbsolutePath().normalize().getParent();
        return file.equals("model") && parent.getFileName() != null ? parent.getFileName().toString() : file;
    }

    /** A class that was written here before may be replaced; it can be written again. */
    private static void requireFree(Path target, boolean isJava) throws IOException {
        if (Files.exists(target) && !(isJava && isOurs(target))) {
            throw new CajalException(
                    "%s is there already: name another file with --out, or delete it".formatted(target));
        }
    }

    private static boolean isOurs(Path target) throws IOException {
        byte[] mark = JavaSource.MARK.getBytes(StandardCharsets.US_ASCII);
        if (!Files.isRegularFile(target)) {
            return false;
        }
        try (var in = Files.newInputStream(target)) {
            return Arrays.equals(mark, in.readNBytes(mark.length));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
