package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.nn.Lstm;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * The {@link AddingProblem} with an LSTM. With PyTorch's first weights its forget gates stand near a half, so that a memory
 * lasts a few steps of 600, and Bai, Kolter and Koltun (2018) find it no better than the answer 1. Here its biases let
 * each unit remember for a time of its own at first, up to the length of the sequence ({@link Lstm#withMemory}).
 */
public final class AddingProblemLstm implements Recipe {
    private static final int BATCH = 16;

    @Override
    public About about() {
        return new About("adding-problem-lstm", "2, 4",
                "an LSTM whose forget gates begin open remembers two numbers over 600 steps",
                Goal.atMost(1e-3, "mean squared error", 0.164, "Bai, Kolter and Koltun 2018, LSTM"), 8);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng();
        return AddingProblem.run(session, Lstm.of(2, AddingProblem.HIDDEN, rng.split("lstm"))
                .withMemory(AddingProblem.STEPS, rng.split("memory")), BATCH, session.epochs(epochs()));
    }
}
