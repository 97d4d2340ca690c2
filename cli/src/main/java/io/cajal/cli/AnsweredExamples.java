package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Column;
import io.cajal.data.Dataset;
import io.cajal.data.ImageFiles;
import io.cajal.data.ImageFolder;
import io.cajal.data.Layout;
import io.cajal.io.CsvStyle;
import io.cajal.nn.GenerativeModel;
import io.cajal.nn.PromptedModel;
import io.cajal.series.SeriesModel;
import io.cajal.series.Windows;
import io.cajal.table.TableRows;
import io.cajal.table.TableTask;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import io.cajal.train.TextInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Examples whose answers are known, as a model takes them: rows with the column that it predicts, or images with
 * their classes.
 *
 * @param spec the command that was given, for messages on its usage
 * @param target the column with the answers, or null for the one that the model learned
 * @param labels the labels of IDX images, or null for a folder with a folder for each class
 */
record AnsweredExamples(CommandSpec spec, Model model, Path data, String target, Path labels) {
    private static final int BATCH = 500;

    /** All of them, in memory. */
    record All(Tensor x, Tensor y, int leftOut) {
    }

    /** Hands over batches x [N × …] with y [N] classes or [N × 1] values; returns how many rows have no answer. */
    int read(BiConsumer<Tensor, Tensor> sink) throws IOException {
        if (DrawnPictures.areAnswersOf(model)) {
            throw new CajalException(
                    "the model answers with pictures, which no column or class is compared with: see them with "
                            + (model.network() instanceof GenerativeModel
                                    || model.network() instanceof PromptedModel ? "cajal generate"
                                            : "cajal predict --out FILE.png"));
        }
        if (model.input().kind().equals("image")) {
            images(sink);
            return 0;
        }
        Optional<SeriesModel> series = SeriesModel.of(model);
        if (series.isPresent()) {
            windows(series.get(), sink);
            return 0;
        }
        Optional<TextInput> texts = TextInput.of(model);
        return texts.isPresent() ? texts(texts.get(), sink) : rows(sink);
    }

    private int texts(TextInput input, BiConsumer<Tensor, Tensor> sink) throws IOException {
        requireAnswer();
        List<float[]> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        int[] leftOut = {0};
        new TextFile(data, input).table(answer(), (numbers, cell) -> {
            int place = model.classes().indexOf(cell.strip());
            if (place < 0) {
                leftOut[0]++;
                return;
            }
            x.add(numbers);
            y.add((double) place);
        });
        for (int from = 0; from < x.size(); from += BATCH) {
            int to = Math.min(x.size(), from + BATCH);
            sink.accept(input.batch(x.subList(from, to)),
                    Tensor.of(y.subList(from, to).stream().mapToDouble(place -> place).toArray()));
        }
        return leftOut[0];
    }

    private void requireAnswer() {
        if (answer() == null) {
            throw new ParameterException(spec.commandLine(),
                    "name the column with the answers with --target");
        }
    }

    /** Every place of a series, with the values that followed. */
    private void windows(SeriesModel series, BiConsumer<Tensor, Tensor> sink) throws IOException {
        int width = model.predict(Tensor.ones(1, series.length())).size(1);
        Batch all = new Windows(series.length(), width).of(series.read(data).values()).all();
        sink.accept(all.x(), all.y());
    }

    All all() throws IOException {
        List<Tensor> x = new ArrayList<>();
        List<Tensor> y = new ArrayList<>();
        int leftOut = read((inputs, answers) -> {
            x.add(inputs);
            y.add(answers);
        });
        requireSome(!x.isEmpty());
        return new All(Tensor.cat(0, x.toArray(Tensor[]::new)), Tensor.cat(0, y.toArray(Tensor[]::new)),
                leftOut);
    }

    void requireSome(boolean some) {
        if (!some) {
            throw new CajalException(data + " has no example with an answer");
        }
    }

    /** What a user is told when rows have no answer. */
    String note(int leftOut) {
        return "%,d rows are left out: their %s is missing, or no class of the model".formatted(leftOut,
                answer());
    }

    /** The name of the column with the answers; null when nobody says. */
    String answer() {
        return target != null ? target : model.provenance().get("target");
    }

    private void images(BiConsumer<Tensor, Tensor> sink) throws IOException {
        List<Integer> shape = model.input().shape();
        if (labels == null && !Files.isDirectory(data)) {
            throw new ParameterException(spec.commandLine(),
                    "name the images' labels with --labels FILE, or a folder with a folder for each class");
        }
        Dataset examples = labels == null ? ImageFolder.open(data, shape.get(0), shape.get(1), shape.get(2))
                : ImageFiles.idx(data, labels, model.classes().size());
        int[] places = labels == null ? places(examples.classes()) : null;
        for (int from = 0; from < examples.size(); from += BATCH) {
            Batch batch = examples.range(from, Math.min(examples.size(), from + BATCH)).all();
            float[] answers = batch.y().toFloats();
            for (int i = 0; i < answers.length && places != null; i++) {
                answers[i] = places[(int) answers[i]];
            }
            sink.accept(batch.x(), Tensor.of(Shape.of(answers.length), answers));
        }
    }

    /** Where the folders' classes stand among the model's. */
    private int[] places(List<String> folders) {
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

    private int rows(BiConsumer<Tensor, Tensor> sink) throws IOException {
        requireAnswer();
        boolean classes = !model.classes().isEmpty();
        List<Column> columns = new ArrayList<>(model.input().columns());
        if (columns.isEmpty()) {
            throw new CajalException("the model's inputs have no names to find their columns by");
        }
        int width = Layout.of(columns).width();
        columns.add(TableTask.answers(model, answer()));
        int leftOut = 0;
        try (TableRows rows = TableRows.open(data, CsvStyle.FOUND, columns)) {
            for (Tensor all = rows.next(BATCH); all != null; all = rows.next(BATCH)) {
                float[] answers = all.narrow(1, width, 1).toFloats();
                int[] known = known(answers, classes);
                leftOut += answers.length - known.length;
                if (known.length > 0) {
                    Tensor some = all.indexSelect(0, known);
                    Tensor y = some.narrow(1, width, 1);
                    sink.accept(some.narrow(1, 0, width), classes ? y.reshape(known.length) : y);
                }
            }
        }
        return leftOut;
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
}
