package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Gru;
import io.cajal.nn.LastStep;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.Unflatten;
import io.cajal.nn.Flatten;
import io.cajal.optim.AdamW;
import io.cajal.optim.Schedule;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * A digit pixel by pixel (Le, Jaitly and Hinton 2015): 784 steps of a single grey value, after which a GRU (Cho et al.
 * 2014) must know what it saw. Nothing tells it which pixels were neighbours.
 */
public final class SequentialMnist implements Recipe {
    private static final int PIXELS = 784;
    private static final int HIDDEN = 96;

    @Override
    public About about() {
        return new About("sequential-mnist", "2, 4", "a GRU that reads digits pixel by pixel",
                Goal.atMost(3.8, "test error %", 3.8, "Bai, Kolter and Koltun 2018, GRU, 96.2 %"), 6);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        Sequential model = Sequential.of(new Flatten(), new Unflatten(Shape.of(PIXELS, 1)),
                Gru.of(1, HIDDEN, rng.split("gru")), new LastStep(), Linear.of(HIDDEN, 10, rng.split("out")));
        Trainer trainer = new Trainer(model, new CrossEntropy(), new AdamW(model, 3e-3).weightDecay(0.01))
                .batchSize(64).clipNorm(1).schedule(Schedule.oneCycle()).epochs(session.epochs(epochs()));
        return Classification.on(Mnist.whole(session.data()), this, session, model, trainer);
    }
}
