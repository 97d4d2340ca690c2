package io.cajal.zoo.kit;

import io.cajal.io.Safetensors;
import io.cajal.train.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The LeNet-5 that travels with Cajal, trained on MNIST, so that there is a network before anything was
 * trained.
 */
public final class TrainedLeNet5 {
    private static final String FILE = "lenet-5.safetensors";

    private TrainedLeNet5() {
    }

    /** Its file: a safetensors bundle. */
    public static byte[] file() {
        try (InputStream in = TrainedLeNet5.class.getResourceAsStream(FILE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model in it, with weights of its own each time. */
    public static Model model() {
        return Model.of(Safetensors.read(file(), FILE), FILE);
    }
}
