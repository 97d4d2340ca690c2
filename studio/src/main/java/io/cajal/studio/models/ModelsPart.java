package io.cajal.studio.models;

import io.cajal.studio.kit.Part;
import java.nio.file.Path;

/** The models tab. */
public final class ModelsPart implements Part {
    private final Path runs;

    /** @param runs the folder with the runs to show */
    public ModelsPart(Path runs) {
        this.runs = runs;
    }

    @Override
    public String toString() {
        return "models of " + runs;
    }
}
