package io.cajal.cli.train;

import io.cajal.base.Rng;
import io.cajal.nn.Layer;
import io.cajal.report.Page;
import io.cajal.runs.RunFolder;
import io.cajal.table.Plan;
import io.cajal.table.Task;
import io.cajal.train.Evaluation;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a {@link Course} has to know of the examples that it learns from: a table's, texts or pictures. */
public interface Material<T extends Task> {
    Path data();

    /** The column that is learned; null for pictures. */
    String target();

    /** The examples in three parts, where chance decides by this generator. */
    T task(Rng rng);

    /** The same k times over, so that each example is in the test part once. */
    List<T> folds(int k, Rng rng);

    /** Says what there is to learn from. */
    void describe(T task, RunFolder folder);

    /** What network a plan makes, in a line. */
    String network(T task, Plan plan);

    /** The plan in a line. */
    default String words(Plan plan) {
        return plan.toString();
    }

    /** What a linear model says of the test part. */
    Evaluation linear(T task, Plan plan, Rng rng, Task.Setup setup);

    /** Writes the report, and says where it is. */
    Path report(T task, Plan plan, Task.Trained trained, Tested tested, Page page) throws IOException;

    Model model(T task, Layer network, Map<String, String> provenance);
}
