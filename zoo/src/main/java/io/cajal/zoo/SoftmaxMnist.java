package io.cajal.zoo;

import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * Softmax regression: one linear layer 784 → 10 with cross-entropy, the linear classifier of decks 2 and 4.
 * What a network without hidden layer can see: each class is one template. Adam with an L2 penalty.
 */
public final class SoftmaxMnist implements Recipe {
    @Override
    public About about() {
        return new About("softmax-mnist", "2, 4",
                "the linear classifier Wx + b with softmax, on MNIST",
                Goal.atMost(7.6, "test error %", 7.5, "multinomial logistic regression, widely measured"),
                20);
    }

    @Override
    public Result run(Session session) {
        Sequential model = Sequential.of(new Flatten(), Linear.of(784, 10, session.rng().split("weights")));
        Trainer trainer = new Trainer(model, new CrossEntropy(), new Adam(model, 1e-3).weightDecay(1e-5))
                .epochs(session.epochs(epochs())).batchSize(128).schedule(Schedule.cosine(0));
        return Classification.onMnist(this, session, model, trainer);
    }
}
