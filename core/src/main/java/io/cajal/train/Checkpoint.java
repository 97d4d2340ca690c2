package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.io.Json;
import io.cajal.io.Safetensors;
import io.cajal.io.Shown;
import io.cajal.nn.StateDict;
import io.cajal.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a training needs to go on as if it had never stopped, in one safetensors file.
 *
 * @param training what is being trained on what; a checkpoint of another training is refused
 * @param epoch finished epochs
 * @param step finished steps of the next one
 * @param lossSums of those steps, over the examples, by the loss's name
 * @param history of the finished epochs
 * @param model parameters and buffers
 * @param others those that a rule of its own trains beside the model, such as a critic's
 * @param optimizer its state
 * @param average the state of the averaged weights; empty when there are none
 * @param best the parameters of the best epoch so far; empty when that is not kept
 */
record Checkpoint(String training, int epoch, int step, Map<String, Double> lossSums, History history,
        Map<String, Tensor> model, Map<String, Tensor> others, Map<String, Tensor> optimizer,
        Map<String, Tensor> average, Map<String, Tensor> best) {
    private static final String VERSION = "2";
    private static final String PREFIX = "cajal.checkpoint.";

    void write(Path path) throws IOException {
        Map<String, Tensor> all = new LinkedHashMap<>();
        model.forEach((name, tensor) -> all.put("model." + name, tensor));
        others.forEach((name, tensor) -> all.put("others." + name, tensor));
        optimizer.forEach((name, tensor) -> all.put("optimizer." + name, tensor));
        average.forEach((name, tensor) -> all.put("average." + name, tensor));
        best.forEach((name, tensor) -> all.put("best." + name, tensor));
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(PREFIX + "version", VERSION);
        texts.put(PREFIX + "training", training);
        texts.put(PREFIX + "epoch", Integer.toString(epoch));
        texts.put(PREFIX + "step", Integer.toString(step));
        Map<String, Object> sums = new LinkedHashMap<>();
        lossSums.forEach((name, sum) -> sums.put(name, Double.toHexString(sum)));
        texts.put(PREFIX + "loss_sums", Json.write(sums));
        texts.put(PREFIX + "history", history.toJson());
        Safetensors.write(path, StateDict.entries(all), texts);
    }

    static Checkpoint read(Path path, String training) throws IOException {
        Safetensors.Content content = Safetensors.read(path);
        Map<String, String> texts = content.metadata();
        String version = texts.get(PREFIX + "version");
        if (version == null) {
            throw new CajalException(path + " is not a checkpoint of a training");
        }
        if (!version.equals(VERSION)) {
            throw new CajalException("%s is a checkpoint of format %s, this Cajal reads format \"%s\""
                    .formatted(path, Shown.of(version), VERSION));
        }
        if (!training.equals(texts.get(PREFIX + "training"))) {
            throw new CajalException(
                    "%s belongs to another training: it has %s, this one is %s; delete it to start anew"
                            .formatted(path, Shown.of(texts.get(PREFIX + "training"), 400),
                                    Shown.of(training, 400)));
        }
        try {
            Map<String, Tensor> tensors = StateDict.tensors(content.tensors());
            return new Checkpoint(training, Integer.parseInt(texts.get(PREFIX + "epoch")),
                    Integer.parseInt(texts.get(PREFIX + "step")),
                    sums(texts.get(PREFIX + "loss_sums")),
                    History.fromJson(texts.get(PREFIX + "history")), part(tensors, "model."),
                    part(tensors, "others."), part(tensors, "optimizer."), part(tensors, "average."),
                    part(tensors, "best."));
        } catch (NullPointerException | ClassCastException | NumberFormatException e) {
            throw new CajalException(path + " is a damaged checkpoint: delete it to start anew", e);
        }
    }

    private static Map<String, Double> sums(String json) {
        Map<String, Double> sums = new LinkedHashMap<>();
        ((Map<?, ?>) Json.parse(json))
                .forEach((name, sum) -> sums.put((String) name, Double.parseDouble((String) sum)));
        return sums;
    }

    /** Those whose names begin with the prefix, without it. */
    static Map<String, Tensor> part(Map<String, Tensor> all, String prefix) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        all.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), tensor);
            }
        });
        return part;
    }
}
