package io.cajal.cli.train;

import io.cajal.base.Rng;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.Conv1d;
import io.cajal.nn.Dropout;
import io.cajal.nn.Flatten;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool1d;
import io.cajal.nn.OneHot;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Activations;
import io.cajal.table.Plan;
import io.cajal.tensor.Param;
import java.util.ArrayList;
import java.util.List;

/**
 * The network of Kim (2014, "Convolutional neural networks for sentence classification") on characters instead of words: one
 * convolution over one-hot characters, of which each feature's largest value in the text is kept and normalised over the
 * batch, then the dense layers of the plan. A feature learns to see a few characters, wherever they stand. Deep networks of
 * characters (Zhang, Zhao and LeCun 2015) need hundreds of thousands of texts: a few thousand they learn by heart.
 */
final class CharacterCnn {
    private static final int WINDOW = 5;
    private static final int FEATURES = 128;

    private CharacterCnn() {
    }

    /**
     * @param characters that are told apart
     * @param length of a text
     */
    static Layer of(int characters, int length, int classes, Plan plan, Rng rng) {
        Param weights = Init.normal(Math.sqrt(2.0 / WINDOW), // at a place all characters but one are 0
                rng.split("conv"), FEATURES, characters, WINDOW);
        List<Layer> layers = new ArrayList<>(List.of(new OneHot(characters, length),
                new Conv1d(weights, Init.zeros(FEATURES), 1, WINDOW / 2, 1, 1), MaxPool1d.of(length),
                new Flatten(), BatchNorm1d.of(FEATURES), Activations.named(plan.activation())));
        int in = FEATURES;
        for (int i = 0; i < plan.layers().size(); i++) {
            layers.add(Dropout.of(plan.dropout(), rng.split("drop").split(i)));
            layers.add(Linear.of(in, plan.layers().get(i), rng.split("hidden").split(i)));
            layers.add(Activations.named(plan.activation()));
            in = plan.layers().get(i);
        }
        layers.add(Dropout.of(plan.dropout(), rng.split("last")));
        layers.add(Linear.of(in, classes, rng.split("out")));
        return new Sequential(layers);
    }
}
