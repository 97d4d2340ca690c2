package io.cajal.studio.images;

import io.cajal.base.Rng;
import io.cajal.data.Digits;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Tanh;
import io.cajal.tensor.Tensor;
import io.cajal.train.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Networks to look into. */
final class Nets {
    static final Net LENET = new Shelf(Path.of("there", "are", "no", "runs")).open(Shelf.OWN);
    private static final Tensor DIGITS = Digits.split().test().batch(IntStream.range(0, 20).toArray()).x();

    private Nets() {
    }

    static Model model(Layer network, int channels, int side, int classes) {
        return new Model(network, Model.Input.image(channels, side, side),
                IntStream.range(0, classes).mapToObj(Integer::toString).toList(), Map.of("recipe", "test"));
    }

    /** A smooth one, whose gradients differences can follow. */
    static Net smooth() {
        Rng rng = Rng.of(3);
        return Net.of("smooth", model(Sequential.of(Conv2d.of(1, 3, 3, rng.split("conv")), new Tanh(),
                new Flatten(), Linear.of(3 * 6 * 6, 4, rng.split("out"))), 1, 8, 4));
    }

    /** With colours, in a size of its own. */
    static Layer colours(int side, int classes) {
        Rng rng = Rng.of(5);
        int rest = (side - 2) / 2;
        return Sequential.of(Conv2d.of(3, 4, 3, rng.split("conv")), new Tanh(), MaxPool2d.of(2),
                new Flatten(),
                Linear.of(4 * rest * rest, classes, rng.split("out")));
    }

    /** One of the library's digits [1 × 1 × 28 × 28]. */
    static Tensor digit(int number) {
        return DIGITS.narrow(0, number, 1);
    }

    static Scene scene(int number) {
        return new Scene(LENET, digit(number), 0, 0, 1, -1);
    }

    static List<String> labels(Net net) {
        return net.stages().stream().map(Stage::label).toList();
    }
}
