package io.cajal.studio.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The LeNet-5 that travels with the studio, so that there is a network before anything was trained. */
public final class LeNet5 {
    /** What pages call it: no run's name, as no run lies in a folder of that name. */
    public static final String NAME = "studio/lenet-5";
    /** The recipe that made it. */
    public static final String RECIPE = "lenet-5";
    public static final String TITLE = "LeNet-5";

    private LeNet5() {
    }

    /** Its file: a safetensors bundle. */
    public static byte[] file() {
        try (InputStream in = LeNet5.class.getResourceAsStream("lenet-5.safetensors")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
