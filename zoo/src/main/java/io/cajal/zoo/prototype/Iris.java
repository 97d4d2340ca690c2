package io.cajal.zoo.prototype;

import io.cajal.data.Dataset;
import io.cajal.data.TensorDataset;
import io.cajal.io.Csv;
import io.cajal.nn.Standardize;
import io.cajal.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Four measures of 150 irises of three kinds (Fisher 1936), each with mean 0 and deviation 1. */
final class Iris {
    static final List<String> KINDS = List.of("setosa", "versicolor", "virginica");
    private static final String FILE = "/io/cajal/zoo/prototype/iris.csv";

    private Iris() {
    }

    static Dataset load() {
        try (InputStream in = Iris.class.getResourceAsStream(FILE)) {
            Csv csv = Csv.read(in, "iris.csv");
            Tensor x = Tensor.of(
                    csv.numbers(List.of("sepal_length", "sepal_width", "petal_length", "petal_width")));
            double[] y = csv.texts("species").stream().mapToDouble(KINDS::indexOf).toArray();
            return new TensorDataset(Standardize.fit(x).forward(x), Tensor.of(y), KINDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
