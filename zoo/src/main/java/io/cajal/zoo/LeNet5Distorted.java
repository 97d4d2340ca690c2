package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.nn.RandomAffine;
import io.cajal.nn.RandomElastic;
import io.cajal.nn.Sequential;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * LeNet-5 that never sees an image twice: each is turned, moved, zoomed, slanted and bent anew every time
 * (LeCun et al. 1998, section III-C; Simard, Steinkraus and Platt 2003). What a hand may do to a digit need not
 * be learned from samples; the paper's error falls from 0.95 to 0.8 %.
 */
public final class LeNet5Distorted implements Recipe {
    @Override
    public About about() {
        return new About("lenet-5-distorted", "3, 4",
                "LeNet-5 on MNIST digits that are distorted anew every epoch",
                Goal.atMost(0.7, "test error %", 0.8, "LeCun et al. 1998, LeNet-5 with distortions"), 60);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("distortions");
        Sequential model = Sequential.of(distortions(rng), LeNet5.network(session.rng().split("weights")));
        return Classification.onMnist(this, session, model,
                LeNet5.trainer(model).epochs(session.epochs(epochs())));
    }

    /** Mild ones, as a network of 60,000 weights has no room for all that a hand may do. */
    static Sequential distortions(Rng rng) {
        return Sequential.of(
                RandomAffine.of(6, rng.split("affine")).shift(0.05).scale(0.93, 1.07).shear(5),
                RandomElastic.of(12, 4, rng.split("elastic")));
    }
}
