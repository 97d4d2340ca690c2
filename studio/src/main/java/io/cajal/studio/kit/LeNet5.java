package io.cajal.studio.kit;

/** What pages call the LeNet-5 that travels with Cajal. */
public final class LeNet5 {
    /** No run's name, as no run lies in a folder of that name. */
    public static final String NAME = "studio/lenet-5";
    /** The recipe that made it. */
    public static final String RECIPE = "lenet-5";
    public static final String TITLE = "LeNet-5";

    private LeNet5() {
    }
}
