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
import java.util.ArrayList;
import java.util.List;

/**
 * The network of Zhang, Zhao and LeCun (2015, "Character-level convolutional networks for text classification"), reduced:
 * one-hot characters, six convolutions with windows of 7, 7, 3, 3, 3, 3, pooled by 3 after the first two, then the dense layers
 * of the plan. Here features are few and normalised over the batch, and the last pool takes each feature's largest value
 * in the text: the paper's dense layer over places needs hundreds of thousands of texts, fewer it learns by heart.
 */
final class CharacterCnn {
    /** Places of a text of which two pools leave some. */
    static final int LEAST = 27;
    private static final int[] WINDOWS = {7, 7, 3, 3, 3, 3};
    private static final int POOL = 3;
    /** Of the first two convolutions, which take the most work, and of the others. */
    private static final int EARLY = 64;
    private static final int LATE = 128;

    private CharacterCnn() {
    }

    /**
     * @param characters that are told apart
     * @param length of a text
     */
    static Layer of(int characters, int length, int classes, Plan plan, Rng rng) {
        List<Layer> layers = new ArrayList<>(List.of(new OneHot(characters, length)));
        int places = length;
        int in = characters;
        for (int i = 0; i < WINDOWS.length; i++) {
            int out = i < 2 ? EARLY : LATE;
            int ones = (i == 0 ? 1 : in) * WINDOWS[i]; // of one-hot characters one alone is not 0
            layers.add(new Conv1d(
                    Init.normal(Math.sqrt(2.0 / ones), rng.split("conv").split(i), out, in, WINDOWS[i]),
                    Init.zeros(out), 1, WINDOWS[i] / 2, 1, 1));
            layers.add(BatchNorm1d.of(out));
            layers.add(Activations.named(plan.activation()));
            if (i < 2) {
                layers.add(MaxPool1d.of(POOL));
                places /= POOL;
            }
            in = out;
        }
        layers.add(MaxPool1d.of(places));
        layers.add(new Flatten());
        int features = LATE;
        for (int i = 0; i < plan.layers().size(); i++) {
            layers.add(Dropout.of(plan.dropout(), rng.split("drop").split(i)));
            layers.add(Linear.of(features, plan.layers().get(i), rng.split("hidden").split(i)));
            layers.add(Activations.named(plan.activation()));
            features = plan.layers().get(i);
        }
        layers.add(Dropout.of(plan.dropout(), rng.split("last")));
        layers.add(Linear.of(features, classes, rng.split("out")));
        return new Sequential(layers);
    }
}
