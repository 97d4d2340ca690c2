package io.cajal.cli;

import io.cajal.io.Json;
import io.cajal.series.SeriesModel;
import io.cajal.tensor.Tensor;
import io.cajal.train.ConfusionMatrix;
import io.cajal.train.Evaluation;
import io.cajal.train.Metric;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal eval MODEL DATA}: how good a saved model is on examples whose answers are known. */
@Command(name = "eval", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Test a saved model on examples whose answers are known.",
        footer = {"",
                "DATA is a table with the column that the model predicts; for a model of images a folder with a folder for",
                "each class, or a file of IDX images with --labels. A model of a series is",
                "tested on every place of DATA's series, as if what follows were not known.",
                "Example: cajal eval runs/iris/model.safetensors iris.csv"})
final class EvalCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL",
            description = "A model file, such as runs/iris/model.safetensors.")
    private Path modelPath;

    @Parameters(index = "1", paramLabel = "DATA", description = "The examples.")
    private Path data;

    @Option(names = "--target", paramLabel = "COLUMN",
            description = "The column with the answers (default: the one that the model learned).")
    private String target;

    @Option(names = "--labels", paramLabel = "FILE",
            description = "The labels of IDX images, an IDX file as well.")
    private Path labels;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Model model = Model.load(modelPath);
        Optional<SeriesModel> series = SeriesModel.of(model);
        if (series.isPresent()) {
            new SeriesAnswers(series.get(), data).test(json);
            return 0;
        }
        List<Tensor> outputs = new ArrayList<>();
        List<Tensor> targets = new ArrayList<>();
        AnsweredExamples examples = new AnsweredExamples(spec, model, data, target, labels);
        int leftOut = examples.read((x, y) -> {
            outputs.add(model.predict(x));
            targets.add(y);
        });
        if (leftOut > 0 && !json) {
            System.out.println(examples.note(leftOut));
        }
        examples.requireSome(!outputs.isEmpty());
        print(model, new Evaluation(Tensor.cat(0, outputs.toArray(Tensor[]::new)),
                Tensor.cat(0, targets.toArray(Tensor[]::new))));
        return 0;
    }

    private void print(Model model, Evaluation evaluation) {
        boolean classes = !model.classes().isEmpty();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("examples", evaluation.targets().size(0));
        Metric.usual(classes).forEach(metric -> figures.put(metric.name(), evaluation.of(metric)));
        if (json) {
            System.out.println(Json.write(figures));
            return;
        }
        figures.forEach((name, value) -> System.out.println(String.format(Locale.ROOT,
                value instanceof Double ? "%-10s %.4g" : "%-10s %,d", name, value)));
        if (classes) {
            System.out.println();
            System.out.println(
                    ConfusionMatrix.of(evaluation.outputs(), evaluation.targets()).table(model.classes()));
        }
    }
}
