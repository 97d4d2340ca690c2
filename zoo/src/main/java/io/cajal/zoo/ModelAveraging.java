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
import java.util.Locale;

/**
 * Model averaging (Hansen and Salamon 1990): five times LeNet-5 on the same digits, differing only in the random
 * weights they start from and the order in which they see the digits, and the mean of their probabilities. They
 * make different mistakes, so that the mean makes fewer. The figure is by how much, against the mean member.
 */
public final class ModelAveraging implements Recipe {
    private static final int MEMBERS = 5;

    @Override
    public About about() {
        return new About("model-averaging", "4", "the mean of five networks errs less than any of them",
                Goal.atLeast(20, "% fewer errors than the mean member", Double.NaN, ""), 20);
    }

    @Override
    public Result run(Session session) {
        Comparison all = new Comparison(this, session, Mnist.split(session.data()));
        List<Layer> members = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < MEMBERS; i++) {
            Layer model = LeNet5.network(session.rng().split("weights").split(i));
            sum += all.train("member " + (i + 1), model,
                    LeNet5.trainer(model).epochs(session.epochs(epochs())));
            members.add(model);
        }
        double mean = sum / members.size();
        double together = all.test("their mean", new Ensemble(members));
        session.say(String.format(Locale.ROOT, "mean member %.2f %%, their mean %.2f %%", mean, together));
        all.report();
        return new Result(100 * (mean - together) / mean, 0);
    }
}
