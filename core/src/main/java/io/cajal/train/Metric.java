package io.cajal.train;

import io.cajal.tensor.Tensor;
import java.util.List;

/** A figure of merit over a whole data set. */
public interface Metric {
    /** The name in tables: {@code accuracy}. */
    String name();

    boolean lowerIsBetter();

    /** The figure for outputs [N × …] and their targets. */
    double of(Tensor outputs, Tensor targets);

    /** What is usually asked of outputs that are classes, or else values; the first is the figure to name. */
    static List<Metric> usual(boolean classes) {
        return classes ? List.of(new Accuracy(), new MacroF1())
                : List.of(new R2(), new MeanAbsoluteError(), new RootMeanSquaredError());
    }
}
