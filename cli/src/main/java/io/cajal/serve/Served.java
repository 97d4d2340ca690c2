package io.cajal.serve;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model that is ready for requests, as all of one request sees it.
 *
 * @param outputs numbers for an example
 * @param loadSeconds how long reading it took
 */
record Served(Model model, ExampleReader reader, int outputs, double loadSeconds) {

    /** Reads the file and lets the model predict once: one that cannot is refused here, not at the first request. */
    static Served load(Path path) throws IOException {
        long start = System.nanoTime();
        Model model = Model.load(path);
        ExampleReader reader = new ExampleReader(model.input());
        Examples trial = new Examples(Examples.Form.ONE, List.of(new float[model.input().elements()]));
        int outputs;
        try {
            outputs = elements(model.predict(trial.batch(0, 1, model.input().shape())));
        } catch (RuntimeException e) {
            throw new CajalException("%s: the network does not take the model's input %s: %s".formatted(path,
                    model.input().shape(), e.getMessage()), e);
        }
        if (!model.classes().isEmpty() && outputs != model.classes().size()) {
            throw new CajalException("%s: the network has %d outputs for %d classes".formatted(path, outputs,
                    model.classes().size()));
        }
        return new Served(model, reader, outputs, (System.nanoTime() - start) / 1e9);
    }

    private static int elements(Tensor outputs) {
        return outputs.toFloats().length;
    }
}
