package io.cajal.cli.train;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.ImageFolder;
import io.cajal.data.Split;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.report.ImageReport;
import io.cajal.report.Page;
import io.cajal.runs.RunFolder;
import io.cajal.table.Plan;
import io.cajal.table.Task;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder of images with a folder for each class: a small convolutional network learns beside a linear model of the
 * pixels. Images are brought to one size and distorted anew in every epoch.
 */
public record ImageTraining(Path data, Dataset images, int channels, int height, int width)
        implements
            Material<PictureTask> {
    private static final int MOST_PIXELS = 64;
    private static final double LINEAR_RATE = 1e-3;

    /** @param size of the sides in pixels; 0 for that of the first image, 64 at most */
    public static ImageTraining read(Path data, int size) throws IOException {
        ImageFolder.Look look = ImageFolder.look(data);
        int height = size > 0 ? size : Math.min(MOST_PIXELS, look.height());
        int width = size > 0 ? size : Math.min(MOST_PIXELS, look.width());
        return new ImageTraining(data, ImageFolder.read(data, look.channels(), height, width),
                look.channels(),
                height, width);
    }

    @Override
    public String target() {
        return null;
    }

    @Override
    public PictureTask task(Rng rng) {
        return task(Split.stratified(images, 0.8, 0.1, rng));
    }

    @Override
    public List<PictureTask> folds(int k, Rng rng) {
        return Split.folds(images, k, true, 0.1, rng).stream().map(this::task).toList();
    }

    private PictureTask task(Split split) {
        return new PictureTask(split, channels, height, width);
    }

    @Override
    public void describe(PictureTask task, RunFolder folder) {
        Split split = task.split();
        folder.say("%s: %,d images of %d classes, as %s of %d × %d".formatted(data, images.size(),
                split.train().classes().size(), channels == 1 ? "grey" : "colour", height, width));
        folder.say("%,d images to learn from, %,d to watch, %,d for the test".formatted(split.train().size(),
                split.validation().size(), split.test().size()));
    }

    @Override
    public String network(PictureTask task, Plan plan) {
        return "%,d parameters; convolutions, then %s".formatted(Parts.count(task.network(plan, Rng.of(0))),
                plan);
    }

    @Override
    public Evaluation linear(PictureTask task, Plan plan, Rng rng, Task.Setup setup) {
        Layer linear = Sequential.of(new Flatten(), Linear.of(channels * height * width,
                task.split().train().classes().size(), rng.split("weights")));
        setup.of(task.trainer(linear, plan.optimizer("adamw").rate(LINEAR_RATE))).fit(task.learned(),
                rng.split("training"));
        return Evaluation.of(linear, task.split().test());
    }

    @Override
    public Path report(PictureTask task, Plan plan, Task.Trained trained, Tested tested, Page page)
            throws IOException {
        return ImageReport.write(page, data.toString(), plan.toString(), trained.network(),
                Map.of("", trained.history()), task.split().test(), tested.network());
    }

    @Override
    public Model model(PictureTask task, Layer network, Map<String, String> provenance) {
        return new Model(network, Model.Input.image(channels, height, width), task.split().train().classes(),
                provenance);
    }
}
