package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.io.AtomicFile;
import io.cajal.nn.ConditionalModel;
import io.cajal.nn.GenerativeModel;
import io.cajal.nn.LanguageModel;
import io.cajal.nn.PromptedModel;
import io.cajal.nn.Sampling;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.text.Tokenizer;
import io.cajal.train.Model;
import io.cajal.train.TextInput;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal generate MODEL}: text that a language model writes, or pictures that a generative model draws. */
@Command(name = "generate", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Let a saved model write text, or draw pictures.",
        footer = {"",
                "Models that write: cajal run char-lstm --out DIR, char-transformer, and",
                "cajal train TEXT.txt leave them. Those that draw come from recipes under",
                "\"Generative models\" in cajal recipes; one of points prints them as CSV.",
                "The same seed gives the same text, and the same bytes of a picture.",
                "Example: cajal generate runs/vae/model.safetensors --n 64 --out grid.png",
                "         cajal generate MODEL --prompt 'a small red circle'"})
final class GenerateCommand implements Callable<Integer> {
    private static final List<String> OF_TEXT = List.of("--prompt", "--length", "--temperature", "--top-k");
    private static final List<String> OF_DRAWING = List.of("--n", "--class", "--out");
    private static final List<String> OF_PICTURES = List.of("--columns", "--zoom");
    private static final int PICTURES = 64;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL",
            description = "A model file, such as runs/char-lstm/model.safetensors.")
    private Path path;

    @Option(names = "--prompt", paramLabel = "TEXT", defaultValue = "\n",
            description = "Text: what it goes on from (default: a new line). \\n is a new line. "
                    + "Pictures: what to draw, for a model that draws what it is told.")
    private String prompt;

    @Option(names = "--length", paramLabel = "N", defaultValue = "500",
            description = "Text: tokens to write (default: ${DEFAULT-VALUE}).")
    private int length;

    @Option(names = "--temperature", paramLabel = "T", defaultValue = "0.8",
            description = "Text: below 1 likely tokens become likelier, 0 always takes the likeliest (default: ${DEFAULT-VALUE}).")
    private double temperature;

    @Option(names = "--top-k", paramLabel = "K", defaultValue = "0",
            description = "Text: draw only from the K likeliest tokens (default: from all).")
    private int top;

    @Option(names = "--n", paramLabel = "N", defaultValue = "" + PICTURES,
            description = "Pictures: how many (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--class", paramLabel = "C",
            description = "Pictures: of this class alone, a number from 0, if the model can be told (default: of all).")
    private Integer label;

    @Option(names = "--out", paramLabel = "FILE",
            description = "Pictures: the PNG, or with / at its end a folder for one PNG each (default: generated.png beside the model).")
    private String out;

    @Option(names = "--columns", paramLabel = "N",
            description = "Pictures: so many in a line (default: nearly a square).")
    private Integer columns;

    @Option(names = "--zoom", paramLabel = "N",
            description = "Pictures: pixels for each of a picture's own (default: to be seen well).")
    private Integer zoom;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Sampling sampling = new Sampling(temperature, top);
        atLeast("--length", length);
        atLeast("--n", count);
        atLeast("--columns", columns == null ? 1 : columns);
        atLeast("--zoom", zoom == null ? 1 : zoom);
        Model model = Model.load(path);
        if (model.network() instanceof LanguageModel writer && model.input().tokenizer() != null) {
            refuse(OF_DRAWING, "this model writes text");
            refuse(OF_PICTURES, "this model writes text");
            write(writer, model.input().tokenizer(), sampling);
        } else if (model.network() instanceof GenerativeModel artist) {
            refuse(OF_TEXT, "this model writes no text");
            draw(rng -> drawn(artist, rng));
        } else if (model.network() instanceof PromptedModel artist && TextInput.of(model).isPresent()) {
            refuse(List.of("--length", "--temperature", "--top-k"), "this model writes no text");
            refuse(List.of("--class"), "this model draws what --prompt says");
            Tensor texts = asked(TextInput.of(model).get());
            draw(rng -> artist.generate(texts, rng));
        } else {
            throw new CajalException(
                    "%s neither writes nor draws, it answers examples: use cajal predict".formatted(path));
        }
        return 0;
    }

    private void atLeast(String option, int value) {
        if (value < 1) {
            throw usage("%s must be 1 or more, got %d".formatted(option, value));
        }
    }

    /** Options that say nothing to a model of this kind. */
    private void refuse(List<String> options, String why) {
        for (String option : options) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw usage("%s means nothing here: %s".formatted(option, why));
            }
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The prompt once for each picture. */
    private Tensor asked(TextInput reader) {
        String text = prompt.replace("\\n", "\n").strip();
        if (text.isEmpty()) {
            throw usage("this model draws what it is told: say it with --prompt");
        }
        int tokens = reader.tokenizer().encode(text).length;
        if (tokens > reader.length()) {
            throw usage("--prompt has %d tokens, this model reads %d".formatted(tokens, reader.length()));
        }
        return reader.batch(Collections.nCopies(count, reader.numbers(text)));
    }

    private void draw(Function<Rng, Tensor> artist) throws IOException {
        if (out != null && !DrawnPictures.isFolder(out) && !DrawnPictures.isPng(out)
                && !out.endsWith(".csv")) { // said before minutes of drawing
            throw usage("--out must end with .png, with / for a folder, or with .csv for points, got " + out);
        }
        Tensor drawn = Run.evaluation().call(() -> artist.apply(Rng.of(seed)));
        if (drawn.rank() == 2) {
            refuse(OF_PICTURES, "this model draws points of %d numbers".formatted(drawn.size(1)));
            points(drawn);
            return;
        }
        DrawnPictures pictures = new DrawnPictures(drawn);
        String target = out != null ? out : path.resolveSibling("generated.png").toString();
        boolean folder = DrawnPictures.isFolder(target);
        if (!folder && !DrawnPictures.isPng(target)) {
            throw usage("--out must end with .png, or with / for a folder, got " + target);
        }
        if (folder) {
            refuse(List.of("--columns"), "--out is a folder for single pictures");
            pictures.each(Path.of(target), zoom);
        } else {
            pictures.grid(Path.of(target), columns, zoom);
        }
        System.out.printf("%,d picture%s of %d × %d: %s%n", count, count == 1 ? "" : "s", drawn.size(2),
                drawn.size(3), target);
    }

    private Tensor drawn(GenerativeModel artist, Rng rng) {
        if (label == null) {
            return artist.generate(count, rng);
        }
        if (!(artist instanceof ConditionalModel told) || told.classes() == 0) {
            throw usage("--class means nothing here: this model draws what it likes");
        }
        if (label < 0 || label >= told.classes()) {
            throw usage("--class must be from 0 to %d, got %d".formatted(told.classes() - 1, label));
        }
        return told.generate(count, label, rng);
    }

    private void points(Tensor points) throws IOException {
        int width = points.size(1);
        float[] numbers = points.toFloats();
        String csv = IntStream.rangeClosed(1, width).mapToObj(i -> "x" + i).collect(Collectors.joining(","))
                + "\n" + IntStream.range(0, points.size(0)).mapToObj(row -> IntStream.range(0, width)
                        .mapToObj(i -> Float.toString(numbers[row * width + i]))
                        .collect(Collectors.joining(",", "", "\n"))).collect(Collectors.joining());
        if (out == null) {
            System.out.print(csv);
        } else {
            AtomicFile.write(Path.of(out), csv);
            System.out.printf("%,d points: %s%n", points.size(0), out);
        }
    }

    private void write(LanguageModel writer, Tokenizer tokenizer, Sampling sampling) {
        String start = prompt.replace("\\n", "\n");
        int[] tokens = tokenizer.encode(start);
        if (tokens.length == 0) {
            throw new CajalException(
                    "generate: --prompt is empty, expected a character or more to go on from");
        }
        Writing writing = new Writing(tokenizer, System.out, tokens);
        System.out.print(start.startsWith("\n") ? start.substring(1) : start);
        writer.generate(tokens, length, sampling, Rng.of(seed), writing::add);
        System.out.println();
    }

    /** Prints tokens as text as soon as they are whole characters. */
    private static final class Writing {
        private static final String HALF = "\ufffd";

        private final Tokenizer tokenizer;
        private final PrintStream out;
        private int[] tokens;
        private int printed;

        Writing(Tokenizer tokenizer, PrintStream out, int[] prompt) {
            this.tokenizer = tokenizer;
            this.out = out;
            this.tokens = prompt.clone();
            this.printed = tokenizer.decode(prompt).length();
        }

        void add(int token) {
            tokens = Arrays.copyOf(tokens, tokens.length + 1);
            tokens[tokens.length - 1] = token;
            String text = tokenizer.decode(tokens); // a token's text may depend on the one before it
            int whole = text.endsWith(HALF) ? text.length() - 1 : text.length();
            if (whole > printed) {
                out.print(text.substring(printed, whole));
                out.flush();
                printed = whole;
            }
        }
    }
}
