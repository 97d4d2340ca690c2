package io.cajal.cli;

import io.cajal.series.SeriesModel;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cajal predict MODEL INPUT}: what a saved model says of new examples. */
@Command(name = "predict", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Run a saved model on new examples.",
        footer = {"",
                "INPUT is a picture (PNG, JPEG, BMP, GIF), a file of IDX images, or a CSV file with a row for each example.",
                "For each example one line is printed: its class with the probability and the runners-up, or its values.",
                "A model of texts takes a CSV file with their column, or a file TEXT.txt with one a line.",
                "A model of a series takes a CSV file with the series so far, and prints the next values with their times."})
final class PredictCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL",
            description = "A model file, such as runs/digits/model.safetensors.")
    private Path modelPath;

    @Parameters(index = "1", paramLabel = "INPUT", description = "The examples.")
    private Path input;

    @Option(names = "--invert",
            description = "The picture is dark on light: turn it round, as MNIST is light on dark.")
    private boolean invert;

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
        Predictions predictions = new Predictions(model, json);
        InputFile.read(input, model, invert, batch -> predictions.print(System.out, batch));
        return 0;
    }
}
