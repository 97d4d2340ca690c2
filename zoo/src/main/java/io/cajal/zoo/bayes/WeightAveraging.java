package io.cajal.zoo.bayes;

import io.cajal.base.Rng;
import io.cajal.data.Split;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Sgd;
import io.cajal.train.Accuracy;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One training, three networks: its last weights, their running mean over the last two thousand steps ({@link
 * Trainer#average}), and the equal mean of the last epochs' weights ({@link Trainer#averageLast}, stochastic weight
 * averaging, Izmailov et al. 2018). The learning rate stays high and the batches are small, so that the last step is somewhere at the edge of a valley;
 * means of weights lie in the middle of it. They cost nothing but a copy of the weights, and stand for a whole ensemble: a
 * small step towards odds over weights.
 *
 * <p>Three facts on MNIST: each mean has a lower loss on the test images than the last weights, by a twentieth at least, and
 * neither errs more.
 */
public final class WeightAveraging implements Recipe {
    private static final int EPOCHS = 12;
    private static final double RATE = 0.3;
    private static final int BATCH = 32;
    private static final double DECAY = 0.9995;
    /** The share of the last weights' loss that counts as less. */
    private static final double LESS = 0.95;

    @Override
    public About about() {
        return new About("swa-ema", "4",
                "a network beside the means of its weights: they see further than the last step",
                Goal.atLeast(3, "facts of 3", 3, "Izmailov et al. 2018"), EPOCHS);
    }

    @Override
    public Result run(Session session) {
        Split mnist = Mnist.split(session.data());
        int epochs = session.epochs(epochs());
        Map<String, History> histories = new LinkedHashMap<>();
        Evaluation last = trained("last weights", session, mnist, histories, trainer -> trainer);
        Evaluation running = trained("running mean", session, mnist, histories,
                trainer -> trainer.average(DECAY));
        Evaluation equal = trained("mean of epochs", session, mnist, histories,
                trainer -> trainer.averageLast(Math.max(1, epochs * 2 / 3)));
        double loss = last.of(new CrossEntropy());
        int facts = Result.facts(running.of(new CrossEntropy()) <= LESS * loss,
                equal.of(new CrossEntropy()) <= LESS * loss,
                Math.max(running.of(new ErrorRate()), equal.of(new ErrorRate())) <= last.of(new ErrorRate()));
        new Gallery(this, session).losses(histories).write(facts + " facts of 3");
        return new Result(facts, 0);
    }

    /** The steps are the same to the bit each time, as averages change none. */
    private static Evaluation trained(String name, Session session, Split mnist,
            Map<String, History> histories, UnaryOperator<Trainer> averaging) {
        Sequential model = network(session.rng().split("weights"));
        Trainer trainer = averaging.apply(new Trainer(model, new CrossEntropy(),
                new Sgd(model, RATE).momentum(0.9)).epochs(session.epochs(EPOCHS)).batchSize(BATCH)
                .validation(mnist.validation()).metric(new Accuracy()));
        session.say(name);
        histories.put(name, session.fit(name.replace(' ', '-'), trainer, mnist.train()));
        Evaluation scored = Evaluation.of(model, mnist.test());
        session.say("%s: %.2f %% of the test images wrong, loss %.4f", name, scored.of(new ErrorRate()),
                scored.of(new CrossEntropy()));
        return scored;
    }

    private static Sequential network(Rng rng) {
        return Sequential.of(new Flatten(), Linear.of(784, 256, rng.split("hidden1")), BatchNorm1d.of(256),
                new Relu(), Linear.of(256, 256, rng.split("hidden2")), BatchNorm1d.of(256), new Relu(),
                Linear.of(256, 10, rng.split("out")));
    }
}
