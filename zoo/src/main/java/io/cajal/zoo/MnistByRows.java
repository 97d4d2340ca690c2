package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Dropout;
import io.cajal.nn.LastStep;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Lstm;
import io.cajal.nn.Sequential;
import io.cajal.optim.AdamW;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Tensor;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * A digit as a sequence: an LSTM (Hochreiter and Schmidhuber 1997; with forget gates Gers, Schmidhuber and Cummins 2000)
 * reads the 28 rows of an image from the top, 28 pixels at a step, and what it remembers in the end says which digit it
 * was.
 */
public final class MnistByRows implements Recipe {
    private static final int SIDE = 28;
    private static final int HIDDEN = 128;

    @Override
    public About about() {
        return new About("mnist-by-rows", "2, 4", "an LSTM that reads digits row by row",
                Goal.atMost(1.1, "test error %", Double.NaN, ""), 15);
    }

    /** The rows of images [N × 1 × H × W] as the steps of sequences [N × H × W]. */
    record Rows() implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.squeeze(1);
        }
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        Sequential model = Sequential.of(new Rows(),
                Lstm.of(SIDE, HIDDEN, 2, false, 0.2, rng.split("lstm")), new LastStep(),
                Dropout.of(0.2, rng.split("drop")), Linear.of(HIDDEN, 10, rng.split("out")));
        Trainer trainer = new Trainer(model, new CrossEntropy(), new AdamW(model, 3e-3).weightDecay(0.02))
                .batchSize(128).clipNorm(1).schedule(Schedule.oneCycle()).epochs(session.epochs(epochs()));
        return Classification.on(Mnist.whole(session.data()), this, session, model, trainer);
    }
}
