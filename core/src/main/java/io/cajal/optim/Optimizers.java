package io.cajal.optim;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.nn.Layer;
import java.util.List;

/** Optimizers by name, for those who choose at run time. */
public final class Optimizers {
    /** What {@link #named} knows. */
    public static final List<String> NAMES = List.of("adamw", "adam", "sgd", "rmsprop", "adagrad");
    private static final double MOMENTUM = 0.9;

    private Optimizers() {
    }

    /** With PyTorch's settings but for the rate and the weight decay; SGD has a momentum of 0.9. */
    public static Optimizer named(String name, Layer model, double rate, double weightDecay) {
        Optimizer optimizer = switch (name) {
            case "adamw" -> new AdamW(model, rate);
            case "adam" -> new Adam(model, rate);
            case "sgd" -> new Sgd(model, rate).momentum(MOMENTUM);
            case "rmsprop" -> new RmsProp(model, rate);
            case "adagrad" -> new AdaGrad(model, rate);
            default -> throw new CajalException(
                    "there is no optimizer %s%s".formatted(name, Nearest.hint(name, NAMES)));
        };
        return optimizer.weightDecay(weightDecay);
    }
}
