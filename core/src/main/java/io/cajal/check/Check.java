package io.cajal.check;

import io.cajal.loss.Loss;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for the usual mistakes in a network: {@snippet :
 * for (Finding finding : Check.of(network, new CrossEntropy(), x, y)) {
 *     IO.println(finding);
 * }
 * }
 * Some follow from the layers and the loss alone, others show on examples. A rule is a record and a line in {@link #RULES}.
 */
public final class Check {
    /** Adding one is its file and its line here. */
    private static final List<Rule> RULES = List.of(new BadWeights(), new SquashedTwice(),
            new SoftmaxForManyLabels(), new OutputRange(), new NormAtEnd(), new DropoutAtEnd(),
            new NoNonlinearity(), new UselessBias(), new UnscaledInputs(), new Leakage(), new LossAtChance(),
            new DeadUnits(), new SaturatedUnits(), new FewExamples());

    private Check() {
    }

    /**
     * The findings on a network that learns y from x, the worst first.
     *
     * @param loss may be null where it is not known
     * @param x all or some of the examples that it learns from [N × …]; a few hundred show enough
     * @param y their targets
     */
    public static List<Finding> of(Layer network, Loss loss, Tensor x, Tensor y) {
        return of(Subject.of(network).loss(loss).data(x, y));
    }

    /** The findings, the worst first. */
    public static List<Finding> of(Subject subject) {
        Walk walk = Walk.of(subject);
        return RULES.stream().flatMap(rule -> rule.look(walk).stream())
                .sorted(Comparator.comparing(Finding::severity).reversed()).toList();
    }

    public static int rules() {
        return RULES.size();
    }
}
