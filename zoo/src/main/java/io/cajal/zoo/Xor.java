package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.Loss;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Sgd;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * XOR (Minsky and Papert 1969; Rumelhart, Hinton and Williams 1986): a network 2-4-1 with tanh units learns
 * it from every one of 100 starts, by full-batch gradient descent with momentum. The baseline is the same
 * training without the hidden layer.
 */
public final class Xor implements Recipe {
    private static final int SEEDS = 100;
    private static final int STEPS = 2000;
    /**
     * The inputs are −1 and 1 rather than 0 and 1: centred inputs train faster (LeCun et al. 1998, Efficient
     * BackProp).
     */
    private static final double[][] X = {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}};
    private static final double[] Y = {0, 1, 1, 0};

    /** 2 inputs, 4 hidden units, 1 logit. */
    private record Net(Linear hidden, Linear out) implements Layer {
        @Override
        public Tensor forward(Tensor x) {                        // [4 × 2]
            return out.apply(hidden.apply(x).tanh());            // [4 × 1]
        }
    }

    @Override
    public About about() {
        return new About("xor", "1, 3, 4",
                "a hidden layer learns what no single unit can",
                Goal.atLeast(100, "starts of 100", 100, "Rumelhart, Hinton and Williams 1986"));
    }

    @Override
    public Result run(Session session) {
        int learned = 0;
        int alone = 0;
        long steps = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Rng rng = session.rng().split(seed);
            Linear hidden = new Linear(Init.uniform(0.7, rng.split("hidden"), 4, 2),
                    Param.of(Tensor.zeros(4)));
            int needed = train(new Net(hidden, Linear.of(4, 1, rng.split("out"))));
            learned += needed < STEPS ? 1 : 0;
            steps += needed;
            alone += train(Linear.of(2, 1, rng.split("alone"))) < STEPS ? 1 : 0;
        }
        session.say("with a hidden layer %d of %d starts learn XOR, in %d steps on average".formatted(learned,
                SEEDS,
                steps / SEEDS));
        session.say("without it %d of %d do".formatted(alone, SEEDS));
        return new Result(learned, alone);
    }

    /** Steps until all four points are right with a probability above 0.9, or the most that are tried. */
    private static int train(Layer net) {
        Tensor x = Tensor.of(X);
        Tensor y = Tensor.of(Y).unsqueeze(1);
        Loss loss = new BceWithLogits();
        Optimizer descent = new Sgd(net, 0.5).momentum(0.9);
        for (int step = 0; step < STEPS; step++) {
            Tensor logits = net.apply(x);
            if (logits.sigmoid().sub(y).abs().amax().item() < 0.1) {
                return step;
            }
            descent.step(loss.of(logits, y).backward());
        }
        return STEPS;
    }
}
