package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Shape;
import io.cajal.data.ImageFolder;
import io.cajal.io.Csv;
import io.cajal.io.CsvStyle;
import io.cajal.io.Idx;
import io.cajal.table.TableRows;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import io.cajal.train.TextInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Reads the examples of a file as a model wants them. */
final class InputFile {
    private static final int BATCH = 500;

    private InputFile() {
    }

    /** Hands over batches [N × …] of the model's input shape, in the order of the file. */
    static void read(Path path, Model model, boolean invert, Consumer<Tensor> sink) throws IOException {
        Model.Input input = model.input();
        if (Files.isDirectory(path)) {
            throw new CajalException(path + " is a folder: name one file");
        }
        byte[] head = new byte[4];
        int length;
        try (var in = Files.newInputStream(path)) {
            length = in.readNBytes(head, 0, head.length);
        }
        boolean gzip = length >= 2 && head[0] == 0x1f && (head[1] & 0xff) == 0x8b;
        boolean idx = length == 4 && head[0] == 0 && head[1] == 0;
        if (idx || gzip && input.kind().equals("image")) {
            idx(path, input, invert, sink);
        } else if (input.kind().equals("image")) {
            image(path, input, invert, sink);
        } else if (input.kind().equals("tokens")) {
            texts(path, model, sink);
        } else if (input.kind().equals("table")) {
            try (TableRows rows = TableRows.open(path, CsvStyle.FOUND, input.columns())) {
                for (Tensor x = rows.next(BATCH); x != null; x = rows.next(BATCH)) {
                    sink.accept(x);
                }
            }
        } else {
            csv(path, input, sink);
        }
    }

    private static void texts(Path path, Model model, Consumer<Tensor> sink) throws IOException {
        TextInput input = TextInput.of(model).orElseThrow();
        List<float[]> some = new ArrayList<>();
        new TextFile(path, input).read((numbers, _) -> {
            some.add(numbers);
            if (some.size() == BATCH) {
                sink.accept(input.batch(some));
                some.clear();
            }
        });
        if (!some.isEmpty()) {
            sink.accept(input.batch(some));
        }
    }

    private static void idx(Path path, Model.Input input, boolean invert, Consumer<Tensor> sink)
            throws IOException {
        Idx file = Idx.read(path);
        byte[] pixels = file.unsignedBytes(path.toString());
        int size = input.elements();
        int n = file.shape().length == 0 ? 0 : file.shape()[0];
        if (n == 0 || pixels.length / n != size) {
            throw new CajalException("%s has the shape %s, the model takes examples of %s"
                    .formatted(path, Arrays.toString(file.shape()), input.shape()));
        }
        for (int from = 0; from < n; from += BATCH) {
            int count = Math.min(BATCH, n - from);
            float[] values = new float[count * size];
            for (int i = 0; i < values.length; i++) {
                float grey = (pixels[from * size + i] & 0xff) / 255f;
                values[i] = invert ? 1 - grey : grey;
            }
            sink.accept(Tensor.of(shape(count, input), values));
        }
    }

    private static void image(Path path, Model.Input input, boolean invert, Consumer<Tensor> sink)
            throws IOException {
        List<Integer> shape = input.shape();
        Tensor x = ImageFolder.picture(path, shape.get(0), shape.get(1), shape.get(2));
        sink.accept(invert ? x.neg().add(1) : x);
    }

    private static void csv(Path path, Model.Input input, Consumer<Tensor> sink) throws IOException {
        double[][] rows = Csv.read(path, CsvStyle.FOUND.asking(input.names())).numbers(input.names());
        if (rows.length > 0 && rows[0].length != input.elements()) { // a code's numbers have no names to ask for
            throw new CajalException("%s has %d columns, the model takes %d numbers an example"
                    .formatted(path, rows[0].length, input.elements()));
        }
        for (int from = 0; from < rows.length; from += BATCH) {
            int to = Math.min(rows.length, from + BATCH);
            sink.accept(Tensor.of(Arrays.copyOfRange(rows, from, to)).reshape(shape(to - from, input)));
        }
    }

    private static Shape shape(int n, Model.Input input) {
        return Shape.of(n).concat(Shape.of(input.shape().stream().mapToInt(i -> i).toArray()));
    }
}
