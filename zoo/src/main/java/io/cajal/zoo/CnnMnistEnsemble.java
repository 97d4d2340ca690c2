package io.cajal.zoo;

import io.cajal.nn.Ensemble;
import io.cajal.nn.Layer;
import io.cajal.zoo.kit.Comparison;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * Five networks of {@link CnnMnistAugmented}, each from weights and distortions of its own, whose probabilities
 * are averaged. They err on much the same images: together they are no better than one of them. Members that see the
 * digits in different widths, as those of Ciresan, Meier, Gambardella and Schmidhuber (2011) did, err on different ones,
 * but more: 0.43 to 0.64 % each of seven, 0.41 together.
 */
public final class CnnMnistEnsemble implements Recipe {
    static final int MEMBERS = 5;

    @Override
    public About about() {
        return new About("cnn-mnist-ensemble", "4", "five convolutional networks that vote on MNIST digits",
                Goal.atMost(0.27, "test error %", 0.27, "Ciresan et al. 2011, a committee of seven networks"),
                12);
    }

    @Override
    public Result run(Session session) {
        Comparison all = new Comparison(this, session, Mnist.whole(session.data()));
        List<Layer> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            Layer model = CnnMnistAugmented.network(session.rng().split(i));
            all.train("member " + (i + 1), model, CnnMnist.trainer(model).epochs(session.epochs(epochs())));
            members.add(model);
        }
        double error = all.test("all " + MEMBERS + " together", new Ensemble(members));
        all.report();
        return new Result(error, all.baseline());
    }
}
