package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Column;
import io.cajal.data.Dataset;
import io.cajal.data.ImageFiles;
import io.cajal.data.ImageFolder;
import io.cajal.io.CsvStyle;
import io.cajal.io.Json;
import io.cajal.table.TableRows;
import io.cajal.tensor.Tensor;
import io.cajal.train.ConfusionMatrix;
import io.cajal.train.Evaluation;
import io.cajal.train.Metric;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal eval MODEL DATA}: how good a saved model is on examples whose answers are known. */
@Command(name = "eval", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Test a saved model on examples whose answers are known.",
        footer = {"",
                "DATA is a table with the column that the model predicts; for a model of images a folder with a folder for",
                "each class, or a file of IDX images with --labels.",
                "Example: cajal eval runs/iris/model.safetensors iris.csv"})
final class EvalCommand implements Callable<Integer> {
    private static final int BATCH = 500;

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

    private final List<Tensor> outputs = new ArrayList<>();
    private final List<Tensor> targets = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Model model = Model.load(modelPath);
        if (model.input().kind().equals("image")) {
            images(model);
        } else {
            rows(model);
        }
        if (outputs.isEmpty()) {
            throw new CajalException(data + " has no example with an answer");
        }
        Evaluation evaluation = new Evaluation(Tensor.cat(0, outputs.toArray(Tensor[]::new)),
                Tensor.cat(0, targets.toArray(Tensor[]::new)));
        print(model, evaluation);
        return 0;
    }

    private void see(Model model, Tensor x, Tensor y) {
        outputs.add(model.predict(x));
        targets.add(y);
    }

    private void images(Model model) throws IOException {
        List<Integer> shape = model.input().shape();
        if (labels == null && !Files.isDirectory(data)) {
            throw new ParameterException(spec.commandLine(),
                    "name the images' labels with --labels FILE, or a folder with a folder for each class");
        }
        Dataset examples = labels == null ? ImageFolder.open(data, shape.get(0), shape.get(1), shape.get(2))
                : ImageFiles.idx(data, labels, model.classes().size());
        int[] places = labels == null ? places(model, examples.classes()) : null;
        for (int from = 0; from < examples.size(); from += BATCH) {
            Batch batch = examples.range(from, Math.min(examples.size(), from + BATCH)).all();
            float[] answers = batch.y().toFloats();
            for (int i = 0; i < answers.length && places != null; i++) {
                answers[i] = places[(int) answers[i]];
            }
            see(model, batch.x(), Tensor.of(Shape.of(answers.length), answers));
        }
    }

    /** Where the folders' classes stand among the model's. */
    private int[] places(Model model, List<String> folders) {
        return folders.stream().mapToInt(name -> {
            int place = model.classes().indexOf(name);
            if (place < 0) {
                throw new CajalException(
                        "%s: the model knows no class %s%s".formatted(data.resolve(name), name,
                                Nearest.hint(name, model.classes())));
            }
            return place;
        }).toArray();
    }

    private void rows(Model model) throws IOException {
        String name = target != null ? target : model.provenance().get("target");
        if (name == null) {
            throw new ParameterException(spec.commandLine(),
                    "name the column with the answers with --target");
        }
        List<Column> columns = new ArrayList<>(model.input().columns());
        int width = columns.size();
        columns.add(model.classes().isEmpty() ? Column.number(name) : Column.category(name, model.classes()));
        int unknown = 0;
        try (TableRows rows = TableRows.open(data, CsvStyle.FOUND, columns)) {
            for (Tensor all = rows.next(BATCH); all != null; all = rows.next(BATCH)) {
                float[] answers = all.narrow(1, width, 1).toFloats();
                int[] known = known(answers, !model.classes().isEmpty());
                unknown += answers.length - known.length;
                if (known.length > 0) {
                    Tensor some = all.indexSelect(0, known);
                    Tensor y = some.narrow(1, width, 1);
                    see(model, some.narrow(1, 0, width),
                            model.classes().isEmpty() ? y : y.reshape(known.length));
                }
            }
        }
        if (unknown > 0 && !json) {
            System.out
                    .println("%,d rows are left out: their %s is missing, or no class of the model".formatted(
                            unknown, name));
        }
    }

    private static int[] known(float[] answers, boolean classes) {
        List<Integer> known = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            if (classes ? answers[i] >= 0 : !Float.isNaN(answers[i])) {
                known.add(i);
            }
        }
        return known.stream().mapToInt(i -> i).toArray();
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
