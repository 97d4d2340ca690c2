package io.cajal.cli.train;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.ImageFolder;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Parts;
import io.cajal.nn.RandomAffine;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Activations;
import io.cajal.optim.Schedule;
import io.cajal.report.ImageReport;
import io.cajal.runs.RunFolder;
import io.cajal.table.Plan;
import io.cajal.tensor.Window;
import io.cajal.train.Accuracy;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A training on a folder of images with a folder for each class: a small convolutional network beside the most frequent
 * class and a linear model of the pixels. Images are brought to one size and distorted anew in every epoch.
 *
 * @param size of the sides in pixels; 0 for that of the first image, 64 at most
 */
public record ImageTraining(Path data, int size, NetworkOptions options, long seed) {
    private static final int MOST_PIXELS = 64;
    /** Sides at which maps are no longer halved. */
    private static final int SMALLEST_MAP = 7;
    private static final int[] CHANNELS = {32, 64, 128, 128};
    private static final int STEPS = 2000;
    private static final double LINEAR_RATE = 1e-3;

    /** Trains and leaves everything in the folder; what is returned stands in its {@code run.json}. */
    public Map<String, Object> run(RunFolder folder, BooleanSupplier stop) throws IOException {
        long start = System.nanoTime();
        ImageFolder.Look look = ImageFolder.look(data);
        int height = size > 0 ? size : Math.min(MOST_PIXELS, look.height());
        int width = size > 0 ? size : Math.min(MOST_PIXELS, look.width());
        Rng root = Rng.of(seed);
        Split split = Split.stratified(ImageFolder.read(data, look.channels(), height, width), 0.8, 0.1,
                root.split("split"));
        Dataset train = split.train();
        folder.say("%s: %,d images of %d classes, as %s of %d × %d".formatted(data, look.images(),
                train.classes().size(), look.channels() == 1 ? "grey" : "colour", height, width));
        folder.say("%,d images to learn from, %,d to watch, %,d for the test".formatted(train.size(),
                split.validation().size(), split.test().size()));
        Plan plan = options.applied(plan(train.size()));
        Rng rng = root.split("training");
        Layer network = network(look.channels(), height, width, train.classes().size(), plan,
                rng.split("weights"));
        folder.say("%,d parameters; convolutions, then %s".formatted(Parts.count(network), plan));
        folder.say("");
        History history = folder.watched(trainer(network, plan, split), stop).fit(train,
                rng.split("network"));
        Layer linear = Sequential.of(new Flatten(), Linear.of(look.channels() * height * width,
                train.classes().size(), rng.split("linear")));
        trainer(linear, plan.optimizer("adamw").rate(LINEAR_RATE), split).stopWhen(stop).fit(train,
                rng.split("straight"));
        folder.say("");
        Map<String, Evaluation> models = new LinkedHashMap<>();
        models.put(Tested.baseline(true), Evaluation.trivial(train, split.test()));
        models.put(Tested.LINEAR, Evaluation.of(linear, split.test()));
        models.put(Tested.NETWORK, Evaluation.of(network, split.test()));
        Tested tested = new Tested(true, models);
        folder.say(tested.toString());
        folder.say("");
        folder.say("report: " + ImageReport.write(folder.page(), data.toString(), "seed " + seed, network,
                Map.of("", history), split.test(), tested.network()));
        Origin origin = new Origin(data, null, seed, plan);
        Map<String, Object> record = origin.record(tested, folder, start);
        return folder.finish(history, record,
                new Model(network, Model.Input.image(look.channels(), height, width),
                        train.classes(), origin.provenance("CrossEntropy", train)));
    }

    private static Plan plan(int images) {
        int batch = Math.clamp(Integer.highestOneBit(Math.max(1, images / 50)), 8, 64);
        int epochs = Math.clamp((long) STEPS * batch / images, 10, 60);
        return Plan.of(images, 0, true).layers(List.of(128)).dropout(0.4).rate(3e-3).weightDecay(0.05)
                .batchSize(batch).epochs(epochs);
    }

    private static Trainer trainer(Layer network, Plan plan, Split split) {
        Trainer trainer = new Trainer(network, new CrossEntropy(), plan.optimizerOf(network))
                .epochs(plan.epochs())
                .batchSize(Math.min(plan.batchSize(), split.train().size())).schedule(Schedule.oneCycle());
        return split.validation().size() == 0 ? trainer
                : trainer.validation(split.validation()).metric(new Accuracy());
    }

    /** Halves the maps until they are small, with more channels each time; then the hidden layers of the plan. */
    private static Layer network(int channels, int height, int width, int classes, Plan plan, Rng rng) {
        List<Layer> layers = new ArrayList<>();
        layers.add(RandomAffine.of(8, rng.split("distortion")).shift(0.08).scale(0.9, 1.1));
        int in = channels;
        for (int i = 0; i < CHANNELS.length && Math.min(height, width) > SMALLEST_MAP || i == 0; i++) {
            layers.add(Conv2d.of(in, CHANNELS[i], Window.of(3).padding(1), 1, rng.split("conv").split(i)));
            layers.add(Activations.named(plan.activation()));
            layers.add(BatchNorm2d.of(CHANNELS[i]));
            in = CHANNELS[i];
            if (Math.min(height, width) >= 2) {
                layers.add(MaxPool2d.of(2));
                height /= 2;
                width /= 2;
            }
        }
        layers.add(new Flatten());
        int features = in * height * width;
        for (int i = 0; i < plan.layers().size(); i++) {
            layers.add(Dropout.of(plan.dropout(), rng.split("drop").split(i)));
            layers.add(Linear.of(features, plan.layers().get(i), rng.split("hidden").split(i)));
            layers.add(Activations.named(plan.activation()));
            features = plan.layers().get(i);
        }
        layers.add(Linear.of(features, classes, rng.split("out")));
        return new Sequential(layers);
    }
}
