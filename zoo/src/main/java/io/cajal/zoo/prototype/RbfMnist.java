package io.cajal.zoo.prototype;

import io.cajal.data.Split;
import io.cajal.nn.Sequential;
import io.cajal.tensor.Tensor;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Readout;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.List;
import java.util.Map;

/**
 * MNIST by an {@link RbfNetwork} of 1000 cells, as in LeCun, Bottou, Bengio and Haffner 1998. How wide the cells
 * are, and λ, are chosen on the 5,000 validation images; then these join the sums. In the report, look at the
 * centres: blurred digits, each the mean of some that are alike, found without a label. The baseline is the most
 * frequent digit.
 */
public final class RbfMnist implements Recipe {
    private static final int CENTRES = 1000;
    private static final int FEWER = 200;
    private static final int PASSES = 12;
    private static final List<Double> WIDTHS = List.of(0.8, 1.0, 1.25);
    private static final List<Double> LAMBDAS = List.of(1e-3, 1e-2, 1e-1);
    private static final int SHOWN = 100;

    @Override
    public About about() {
        return new About("rbf-mnist", "2", "bumps around 1000 centres, and a readout by one ridge, on MNIST",
                Goal.atMost(3.6, "test error %", 3.6, "LeCun et al. 1998, 1000 RBF and a linear classifier"));
    }

    @Override
    public Result run(Session session) {
        Split data = Mnist.split(session.data());
        int centres = session.quick() ? FEWER : CENTRES;
        KMeans.Found found = new KMeans(centres, PASSES, 10 * centres).fit(data.train(),
                session.rng().split("centres"));
        double[] inertia = found.inertia();
        session.say(
                "%,d centres; k-means++ began with a mean squared distance of %.1f, %d passes ended at %.1f",
                centres, inertia[0] / data.train().size(), inertia.length,
                inertia[inertia.length - 1] / data.train().size());
        Sequential cells = null;
        Readout readout = null;
        double lambda = 0;
        double fewest = Double.POSITIVE_INFINITY;
        for (double width : WIDTHS) {
            Sequential tried = RbfNetwork.cells(found.centres(), width);
            Readout learned = new Readout(tried, data.train()).add(data.train());
            double best = learned.best(LAMBDAS, data.validation());
            double error = Evaluation
                    .of(RbfNetwork.with(tried, learned.ridge(best)).network(), data.validation())
                    .of(new ErrorRate());
            session.say("width %.2f, λ = %s: %.2f %% of the validation images are wrong", width,
                    Goal.number(best), error);
            if (error < fewest) {
                fewest = error;
                cells = tried;
                readout = learned;
                lambda = best;
            }
        }
        double sharpness = readout.sharpness(readout.ridge(lambda), data.validation());
        var machine = RbfNetwork.with(cells,
                Readout.sharpened(readout.add(data.validation()).ridge(lambda), sharpness));
        Tensor shown = found.centres().narrow(0, 0, SHOWN).reshape(SHOWN, 1, 28, 28);
        new Gallery(this, session).grid("centres", "A hundred of the centres",
                "Means of images that are alike: no label was looked at.", shown, 20, 1);
        return Classification.tested(data, this, session, machine.network(), Map.of());
    }
}
