package io.cajal.zoo;

import io.cajal.nn.Ensemble;
import io.cajal.nn.Layer;
import io.cajal.nn.Sequential;
import io.cajal.zoo.kit.Comparison;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * Seven networks of {@link CnnMnistAugmented} whose probabilities are averaged. Each has weights and distortions of its
 * own; one sees the digits as they are, the others {@linkplain WidthNormalized stretched} to 10, 12 … 20 pixels, as in
 * the committee of Ciresan et al. (2011): networks that all see the same images err on the same images, and five such
 * ones together were no better than one.
 */
public final class CnnMnistEnsemble implements Recipe {
    private static final List<Integer> WIDTHS = List.of(10, 12, 14, 16, 18, 20);

    @Override
    public About about() {
        return new About("cnn-mnist-ensemble", "4", "seven convolutional networks that vote on MNIST digits",
                Goal.atMost(0.27, "test error %", 0.27, "Ciresan et al. 2011, a committee of seven networks"),
                10);
    }

    @Override
    public Result run(Session session) {
        Comparison all = new Comparison(this, session, Mnist.whole(session.data()));
        List<Layer> members = new ArrayList<>();
        members.add(member(session, all, "as they are", CnnMnistAugmented.network(session.rng().split(0))));
        for (int width : WIDTHS) {
            members.add(member(session, all, width + " pixels wide", Sequential.of(new WidthNormalized(width),
                    CnnMnistAugmented.network(session.rng().split(width)))));
        }
        double error = all.test("all " + members.size() + " together", new Ensemble(members));
        all.report();
        return new Result(error, all.baseline());
    }

    private Layer member(Session session, Comparison all, String name, Layer model) {
        all.train(name, model, CnnMnist.trainer(model).epochs(session.epochs(epochs())));
        return model;
    }
}
