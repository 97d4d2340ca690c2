package io.cajal.studio.play;

import java.util.Map;

/** What a page may ask for at most, so that none can eat the machine. */
final class Limits {
    static final int LAYERS = 12;
    static final int UNITS = 128;
    static final int PARAMETERS = 20_000;
    static final int POINTS = 5_000;
    static final int FEWEST_POINTS = 4;
    static final int CLASSES = 10;
    static final double PLACE = 100;
    static final double VALUE = 1e6;
    static final double RATE = 1_000;
    static final int EDITS = 1_000;
    static final long STEPS = 1_000_000_000;
    static final int SEED = 100;
    static final int BRANCHES = 12;
    static final int MAP = 64;
    static final int OUTPUT_MAP = 200;
    static final int CONVERSATIONS = 32;

    private Limits() {
    }

    static Map<String, Object> toJson() {
        return Spec.ordered("layers", LAYERS, "units", UNITS, "parameters", PARAMETERS, "points", POINTS,
                "classes",
                CLASSES, "rate", RATE, "value", VALUE, "noise", 0.5, "leastShare", 0.1, "mostShare", 0.9,
                "dropout",
                0.9, "edits", EDITS, "steps", STEPS, "branches", BRANCHES, "map", MAP, "outputMap",
                OUTPUT_MAP);
    }
}
