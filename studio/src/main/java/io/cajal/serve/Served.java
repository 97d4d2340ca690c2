package io.cajal.serve;

import io.cajal.base.CajalException;
import io.cajal.nn.Summary;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A model that is ready for requests, as all of one request sees it.
 *
 * @param outputs numbers for an example
 * @param work multiplications for an example, roughly
 * @param loadSeconds how long reading it took
 */
record Served(Model model, ExampleReader reader, int outputs, long work, double loadSeconds) {

    /**
     * Reads the file and lets the model predict once: one that cannot is refused here, not at the first
     * request.
     */
    static Served load(Path path) throws IOException {
        long start = System.nanoTime();
        Model model = Model.load(path);
        ExampleReader reader = new ExampleReader(model);
        int outputs;
        long work;
        try {
            Tensor x = model.input().blank(1);
            outputs = model.predict(x).toFloats().length;
            work = work(model, x);
        } catch (RuntimeException e) {
            throw new CajalException("%s: the network does not take the model's input %s: %s".formatted(path,
                    model.input().shape(), e.getMessage()), e);
        }
        if (!model.classes().isEmpty() && outputs != model.classes().size()) {
            throw new CajalException("%s: the network has %d outputs for %d classes".formatted(path, outputs,
                    model.classes().size()));
        }
        return new Served(model, reader, outputs, work, (System.nanoTime() - start) / 1e9);
    }

    /**
     * Each parameter is used once for each place of its layer's output: [N × features], [N × channels ×
     * places].
     */
    private static long work(Model model, Tensor input) {
        return Summary.of(model.network(), input).rows().stream().filter(row -> row.output() != null)
                .mapToLong(row -> {
                    long places = 1;
                    for (int axis = 2; axis < row.output().rank(); axis++) {
                        places *= row.output().size(axis);
                    }
                    return row.parameters() * places;
                }).sum();
    }
}
