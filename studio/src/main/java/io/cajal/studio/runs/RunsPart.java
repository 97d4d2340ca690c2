package io.cajal.studio.runs;

import io.cajal.studio.kit.Part;
import java.nio.file.Path;

/** The runs tab. */
public final class RunsPart implements Part {
    private final Path runs;

    /** @param runs the folder with the runs to show */
    public RunsPart(Path runs) {
        this.runs = runs;
    }

    @Override
    public String toString() {
        return "runs of " + runs;
    }
}
