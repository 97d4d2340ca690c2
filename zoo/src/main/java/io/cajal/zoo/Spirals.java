package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Generators;
import io.cajal.loss.BceWithLogits;
import io.cajal.loss.Loss;
import io.cajal.nn.GaussianNoise;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.optim.AdamW;
import io.cajal.optim.Optimizer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.Locale;

/**
 * The two spirals of Lang and Witbrock (1988), 194 points that wind three times round each other: a network
 * 2-20-20-1 with tanh units learns them all and is right on the points between them. The baseline is logistic
 * regression.
 */
public final class Spirals implements Recipe {
    private static final int SEEDS = 10;
    private static final int STEPS = 30_000;
    private static final double RATE = 0.02;
    private static final double NOISE = 0.12;

    /** 2 inputs with noise in training, twice 20 hidden units, 1 logit. */
    private record Net(GaussianNoise noise, Linear first, Linear second, Linear out) implements Layer {
        @Override
        public Tensor forward(Tensor x) {                                                     // [N × 2]
            return out.apply(second.apply(first.apply(noise.apply(x)).tanh()).tanh());        // [N × 1]
        }
    }

    @Override
    public About about() {
        return new About("spirals", "1, 3",
                "two interleaved spirals, told apart by 2-20-20-1",
                Goal.atLeast(10, "good starts of 10", Double.NaN, ""));
    }

    @Override
    public Result run(Session session) {
        int good = 0;
        int baseline = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Rng rng = session.rng().split(seed);
            Net net = new Net(GaussianNoise.of(NOISE, rng.split("noise")),
                    Linear.of(2, 20, rng.split("first")),
                    Linear.of(20, 20, rng.split("second")), Linear.of(20, 1, rng.split("out")));
            good += learns(session, net, rng.split("steps"), "start %2d".formatted(seed + 1)) ? 1 : 0;
            if (seed == 0) {
                draw(session, net);
                baseline = learns(session, Linear.of(2, 1, rng.split("alone")), rng, "a line  ") ? SEEDS : 0;
            }
        }
        return new Result(good, baseline);
    }

    private static boolean learns(Session session, Layer net, Rng rng, String name) {
        Batch train = Generators.twoSpirals(0).all();
        Batch test = Generators.twoSpirals(0.5).all();
        // Noise and decay make the boundary run midway between the spirals; points at shifts 0.4 and 0.6
        // chose their strength.
        Optimizer adam = new AdamW(net, RATE).weightDecay(0.03);
        Loss loss = new BceWithLogits();
        Tensor y = train.y().unsqueeze(1);
        for (int step = 0; step < STEPS; step++) {
            adam.learningRate(RATE * (1 - (double) step / STEPS));
            Run.training(rng.split(step)).run(() -> adam.step(loss.of(net.apply(train.x()), y).backward()));
        }
        double trained = accuracy(net, train);
        double tested = accuracy(net, test);
        session.say(String.format(Locale.ROOT, "%s  training %.1f %%, test %.1f %%", name, 100 * trained,
                100 * tested));
        return trained == 1 && tested >= 0.97;
    }

    private static double accuracy(Layer net, Batch batch) {
        double right = Run.evaluation()
                .call(() -> net.apply(batch.x()).gt(0).squeeze(1).eq(batch.y()).sum().item());
        return right / batch.size();
    }

    /** What the network says everywhere in the square of ±7. */
    private static void draw(Session session, Layer net) {
        int width = 60;
        int height = 30;
        double[][] grid = new double[width * height][];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = new double[] {-7 + 14.0 * (i % width) / (width - 1),
                    7 - 14.0 * (i / width) / (height - 1)};
        }
        double[] logits = Run.evaluation().call(() -> net.apply(Tensor.of(grid)).toDoubles());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < logits.length; i++) {
            text.append(logits[i] > 0 ? '█' : '·').append(i % width == width - 1 ? "\n" : "");
        }
        session.say(text.toString().stripTrailing());
    }
}
