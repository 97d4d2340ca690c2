package io.cajal.cli.train;

import io.cajal.base.Rng;
import io.cajal.data.Split;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.RandomAffine;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Activations;
import io.cajal.optim.Schedule;
import io.cajal.table.Choices;
import io.cajal.table.Plan;
import io.cajal.table.Task;
import io.cajal.tensor.Window;
import io.cajal.train.Accuracy;
import io.cajal.train.Trainer;
import java.util.ArrayList;
import java.util.List;

/** To tell pictures of one size apart: a small convolutional network, whose last layers the plan gives. */
record PictureTask(Split split, int channels, int height, int width) implements Task {
    /** Sides at which maps are no longer halved. */
    private static final int SMALLEST_MAP = 7;
    private static final int[] CHANNELS = {32, 64, 128, 128};
    private static final int STEPS = 2000;
    private static final Choices CHOICES = new Choices(List.of(List.of(), List.of(64), List.of(128),
            List.of(256), List.of(128, 64)), Choices.ACTIVATIONS, List.of(0.1, 0.2, 0.4, 0.5), 5);

    @Override
    public boolean isClasses() {
        return true;
    }

    @Override
    public Plan plan() {
        int images = split.train().size();
        int batch = Math.clamp(Integer.highestOneBit(Math.max(1, images / 50)), 8, 64);
        int epochs = Math.clamp((long) STEPS * batch / images, 10, 60);
        return Plan.of(images, 0, true).layers(List.of(128)).dropout(0.4).rate(3e-3).weightDecay(0.05)
                .batchSize(batch).epochs(epochs);
    }

    @Override
    public Choices choices() {
        return CHOICES;
    }

    /** Halves the maps until they are small, with more channels each time; then the hidden layers of the plan. */
    @Override
    public Layer network(Plan plan, Rng rng) {
        List<Layer> layers = new ArrayList<>();
        layers.add(RandomAffine.of(8, rng.split("distortion")).shift(0.08).scale(0.9, 1.1));
        int in = channels;
        int high = height;
        int wide = width;
        for (int i = 0; i < CHANNELS.length && Math.min(high, wide) > SMALLEST_MAP || i == 0; i++) {
            layers.add(Conv2d.of(in, CHANNELS[i], Window.of(3).padding(1), 1, rng.split("conv").split(i)));
            layers.add(Activations.named(plan.activation()));
            layers.add(BatchNorm2d.of(CHANNELS[i]));
            in = CHANNELS[i];
            if (Math.min(high, wide) >= 2) {
                layers.add(MaxPool2d.of(2));
                high /= 2;
                wide /= 2;
            }
        }
        layers.add(new Flatten());
        int features = in * high * wide;
        for (int i = 0; i < plan.layers().size(); i++) {
            layers.add(Dropout.of(plan.dropout(), rng.split("drop").split(i)));
            layers.add(Linear.of(features, plan.layers().get(i), rng.split("hidden").split(i)));
            layers.add(Activations.named(plan.activation()));
            features = plan.layers().get(i);
        }
        layers.add(Linear.of(features, split.train().classes().size(), rng.split("out")));
        return new Sequential(layers);
    }

    @Override
    public Trainer trainer(Layer network, Plan plan) {
        Trainer trainer = new Trainer(network, loss(plan), optimizer(network, plan)).epochs(plan.epochs())
                .batchSize(batchSize(plan)).schedule(Schedule.oneCycle());
        return split.validation().size() == 0 ? trainer
                : trainer.validation(split.validation()).metric(new Accuracy());
    }

    @Override
    public List<PictureTask> inner(int k, Rng rng) {
        return Split.folds(split.train().and(split.validation()), k, true, 0, rng).stream()
                .map(fold -> new PictureTask(new Split(fold.train(), fold.test(), split.test()), channels,
                        height, width))
                .toList();
    }
}
