package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.base.Rng;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import io.cajal.train.TextInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal explain MODEL DATA}: what a saved model's answers come from. */
@Command(name = "explain", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Show what a saved model's answers come from.",
        footer = {"",
                "Of a table: with --row what each column contributes to the answer for that row",
                "(Shapley values), and of texts each word (by leaving it out); without it how much",
                "each column counts over all rows, for which DATA needs the column that the model",
                "predicts. Of a picture: which pixels speak for the answer (red) and against it",
                "(blue), as a PNG (integrated gradients).",
                "Example: cajal explain runs/iris/model.safetensors iris.csv --row 71"})
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL",
            description = "A model file, such as runs/iris/model.safetensors.")
    private Path modelPath;

    @Parameters(index = "1", paramLabel = "DATA",
            description = "A table; for a model of images a picture, or a file of IDX images.")
    private Path data;

    @Option(names = "--row", paramLabel = "N",
            description = "Explain the answer for this row, or image of an IDX file; the first is 1.")
    private Integer row;

    @Option(names = "--class", paramLabel = "NAME",
            description = "Explain this class instead of the most probable one.")
    private String className;

    @Option(names = "--background", paramLabel = "N", defaultValue = "100",
            description = "Compare the row with so many others of DATA, drawn at random (default: ${DEFAULT-VALUE}).")
    private int background;

    @Option(names = "--target", paramLabel = "COLUMN",
            description = "Without --row: the column with the answers (default: the one that the model learned).")
    private String target;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "2000",
            description = "Without --row: look at so many rows at most, drawn at random (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(names = "--repeats", paramLabel = "N", defaultValue = "5",
            description = "Without --row: shuffle each column so often (default: ${DEFAULT-VALUE}).")
    private int repeats;

    @Option(names = "--invert",
            description = "The picture is dark on light: turn it round, as MNIST is light on dark.")
    private boolean invert;

    @Option(names = "--out", paramLabel = "FILE",
            description = "The PNG file for a picture (default: NAME-explained.png beside it).")
    private Path out;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Everything random follows from it (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        atLeast(1, "--background", background);
        atLeast(1, "--row", row == null ? 1 : row);
        atLeast(2, "--rows", most);
        atLeast(2, "--repeats", repeats);
        Model model = Model.load(modelPath);
        if (DrawnPictures.areAnswersOf(model)) {
            throw new CajalException(
                    "the model answers with pictures: there is no single answer to explain; cajal predict --out FILE.png shows them");
        }
        boolean image = model.input().kind().equals("image");
        if (out != null && !image) {
            throw usage("--out names the PNG file for a picture, and this model takes no pictures");
        }
        if (image) {
            new ImageExplanation(model, data, row == null ? 1 : row, place(model)).print(examples(model),
                    out, json);
        } else if (row != null) {
            new RowExplanation(model, data, row, place(model)).print(examples(model), background,
                    Rng.of(seed), json);
        } else if (TextInput.of(model).isPresent()) {
            throw usage("this model has one column, its texts: say which of them to explain with --row");
        } else {
            if (className != null) {
                throw usage("--class needs --row, as without it each row counts for its own class");
            }
            new ColumnImportance(model, data).print(
                    new AnsweredExamples(spec, model, data, target, null), most, repeats, Rng.of(seed), json);
        }
        return 0;
    }

    private void atLeast(int least, String option, int value) {
        if (value < least) {
            throw usage("%s must be %d or more, got %d".formatted(option, least, value));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The class asked for, or −1 for the most probable one. */
    private int place(Model model) {
        int place = className == null ? -1 : model.classes().indexOf(className);
        if (className != null && place < 0) {
            throw new CajalException(model.classes().isEmpty() ? "the model predicts values, not classes"
                    : "the model knows no class %s%s".formatted(className,
                            Nearest.hint(className, model.classes())));
        }
        return place;
    }

    /** All examples [N × …] of the file. */
    private Tensor examples(Model model) throws IOException {
        List<Tensor> batches = new ArrayList<>();
        InputFile.read(data, model, invert, batches::add);
        int count = batches.stream().mapToInt(batch -> batch.size(0)).sum();
        if (row != null && row > count) {
            throw new CajalException(
                    "%s has %,d examples, and so no example %,d".formatted(data, count, row));
        }
        if (count == 0) {
            throw new CajalException(data + " has no example");
        }
        return Tensor.cat(0, batches.toArray(Tensor[]::new));
    }
}
