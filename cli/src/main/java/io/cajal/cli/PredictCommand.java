package io.cajal.cli;

import io.cajal.series.SeriesModel;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal predict MODEL INPUT}: what a saved model says of new examples. */
@Command(name = "predict", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Run a saved model on new examples.",
        footer = {"",
                "INPUT is a picture (PNG, JPEG, BMP, GIF), a file of IDX images, or a CSV file with a row for each example.",
                "For each example one line is printed: its class with the probability and the runners-up, or its values.",
                "A model of texts takes a CSV file with their column, or a file TEXT.txt with one a line.",
                "A model of a series takes a CSV file with the series so far, and prints the next values with their times.",
                "A model that answers with pictures leaves them as PNG: cajal predict MODEL noisy.png --out clean.png"})
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL",
            description = "A model file, such as runs/digits/model.safetensors.")
    private Path modelPath;

    @Parameters(index = "1", paramLabel = "INPUT", description = "The examples.")
    private Path input;

    @Option(names = "--invert",
            description = "The picture is dark on light: turn it round, as MNIST is light on dark.")
    private boolean invert;

    @Option(names = "--out", paramLabel = "FILE",
            description = "For a model that answers with pictures: the PNG, or with / at its end a folder for one each.")
    private String out;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Model model = Model.load(modelPath);
        Optional<SeriesModel> series = SeriesModel.of(model);
        if (series.isPresent()) {
            new SeriesAnswers(series.get(), input).forecast(json);
            return 0;
        }
        if (DrawnPictures.areAnswersOf(model) && !json) {
            pictures(model);
            return 0;
        }
        if (out != null) {
            throw usage(json ? "--out and --json exclude each other"
                    : "--out names a PNG, and this model answers with no pictures");
        }
        Predictions predictions = new Predictions(model, json);
        InputFile.read(input, model, invert, batch -> predictions.print(System.out, batch));
        return 0;
    }

    /** For models that mend, colour or enlarge what they are given. */
    private void pictures(Model model) throws IOException {
        if (out == null) {
            throw usage("this model answers with pictures: name a PNG for them with --out, or take --json");
        }
        if (!DrawnPictures.isPng(out) && !DrawnPictures.isFolder(out)) {
            throw usage("--out must end with .png, or with / for a folder, got " + out);
        }
        List<Tensor> answers = new ArrayList<>();
        InputFile.read(input, model, invert, batch -> answers.add(DrawnPictures.answers(model, batch)));
        Tensor all = Tensor.cat(0, answers.toArray(Tensor[]::new));
        DrawnPictures drawn = new DrawnPictures(all);
        if (DrawnPictures.isFolder(out)) {
            drawn.each(Path.of(out), null);
        } else if (all.size(0) == 1) {
            drawn.single(Path.of(out));
        } else {
            drawn.grid(Path.of(out), null, 1);
        }
        System.out.printf("%,d picture%s of %d × %d: %s%n", all.size(0), all.size(0) == 1 ? "" : "s",
                all.size(2), all.size(3), out);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
