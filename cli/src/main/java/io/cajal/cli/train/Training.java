package io.cajal.cli.train;

import io.cajal.runs.RunFolder;
import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A training on a user's data: it leaves everything in the folder, and returns what stands in its {@code run.json}. */
@FunctionalInterface
public interface Training {
    /** {@code stop} is asked after every step. */
    Map<String, Object> run(RunFolder folder, BooleanSupplier stop) throws IOException;
}
