package io.cajal.zoo.reservoir;

import io.cajal.data.Split;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Deskew;
import io.cajal.zoo.kit.FittedLayer;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Readout;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.List;
import java.util.Map;

/**
 * MNIST by an {@link ExtremeLearningMachine} of 1600 cells, which see the digits {@link Deskew set upright}. λ is chosen on the 5,000 validation images; then
 * these join the sums, which costs one more batch or five and no second training. In the report, look at what
 * the first layer looks for: patches of differences between two digits, never trained. The baseline is the most
 * frequent digit.
 */
public final class ElmMnist implements Recipe {
    private static final int CELLS = 1600;
    private static final int FEWER = 400;
    private static final List<Double> LAMBDAS = List.of(0.01, 0.1, 1.0, 10.0);

    @Override
    public About about() {
        return new About("elm-mnist", "2", "drawn hidden weights, a readout by one ridge, on MNIST",
                Goal.atMost(1.8, "test error %", 1.7, "McDonnell et al. 2015, 1600 hidden cells"));
    }

    @Override
    public Result run(Session session) {
        Split data = Mnist.split(session.data());
        int cells = session.quick() ? FEWER : CELLS;
        Sequential drawn = new ExtremeLearningMachine(new Deskew(), cells, 3, 20, 1, 0.5, LAMBDAS.getFirst())
                .draw(
                        data.train(), session.rng().split("hidden"));
        session.say("%,d cells drawn; %,d images add up to the equations of the readout", cells,
                data.train().size());
        Readout readout = new Readout(drawn, data.train()).add(data.train());
        double lambda = readout.best(LAMBDAS, data.validation());
        Linear first = readout.ridge(lambda);
        session.say("λ = %s has the fewest errors, %.2f %%, on %,d further images, which join the sums now",
                Goal.number(lambda), Evaluation.of(ExtremeLearningMachine.with(drawn, first).network(),
                        data.validation()).of(new ErrorRate()),
                data.validation().size());
        double sharpness = readout.sharpness(first, data.validation());
        FittedLayer machine = ExtremeLearningMachine.with(drawn,
                Readout.sharpened(readout.add(data.validation()).ridge(lambda), sharpness));
        return Classification.tested(data, this, session, machine.network(), Map.of());
    }
}
