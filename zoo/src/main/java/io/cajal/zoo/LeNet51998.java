package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Loss;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.Standardize;
import io.cajal.nn.ZeroPad2d;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * LeNet-5 as it was (LeCun, Bottou, Bengio and Haffner 1998, figure 2), 60,000 parameters: <ul>
 * <li>C1, 6 maps of 28 × 28, seen through 5 × 5 kernels: 156 parameters.
 * <li>S2, the sum of four neighbours times a weight, plus a bias, one pair for each map: 12.
 * <li>C3, 16 maps, each of which sees only some of the six (table I), so that they must become different: 1,516.
 * <li>S4: 32. C5, 120 units: 48,120. F6, 84 units: 10,164.
 * <li>Ten outputs without parameters: the squared distance of F6 from a drawing of each digit, 7 × 12 pixels of ±1.
 * </ul> Units are 1.7159 tanh(⅔ a). The loss is the paper's equation 9: the right drawing's distance must be small,
 * the others' large, and an answer "none of them" of constant cost keeps a far one from being pushed for ever.
 * Trained with Adam instead of the paper's diagonal Levenberg–Marquardt rates.
 */
public final class LeNet51998 implements Recipe {
    /** Table I: the maps of S2 that each map of C3 sees. */
    static final int[][] TABLE = {
            {0, 1, 2}, {1, 2, 3}, {2, 3, 4}, {3, 4, 5}, {0, 4, 5}, {0, 1, 5},
            {0, 1, 2, 3}, {1, 2, 3, 4}, {2, 3, 4, 5}, {0, 3, 4, 5}, {0, 1, 4, 5}, {0, 1, 2, 5},
            {0, 1, 3, 4}, {1, 2, 4, 5}, {0, 2, 3, 5}, {0, 1, 2, 3, 4, 5}};
    private static final double NONE_OF_THEM = 0.1;

    /** The digits on 7 × 12 pixels, side by side. */
    private static final String[] DRAWINGS = {
            "....... ....... ....... ....... ....... ....... ....... ....... ....... .......",
            ".#####. ...#... .#####. .#####. ....##. #######. ..####. ####### .#####. .#####.",
            "##...## ..##... ##...## ##...## ...###. ##..... .##.... ##...## ##...## ##...##",
            "##...## .###... .....## .....## ..#.##. ##..... ##..... ....##. ##...## ##...##",
            "##...## ...#... ....##. ....##. .#..##. ######. ######. ....##. .#####. ##...##",
            "##...## ...#... ...##.. ..####. #...##. ....### ##...## ...##.. .#####. .######",
            "##...## ...#... ..##... .....## ####### .....## ##...## ...##.. ##...## .....##",
            "##...## ...#... .##.... .....## ....##. .....## ##...## ..##... ##...## ....##.",
            "##...## ...#... ##..... ##...## ....##. ##...## ##...## ..##... ##...## ...##..",
            ".#####. .#####. ####### .#####. ....##. .#####. .#####. ..##... .#####. .###...",
            "....... ....... ....... ....... ....... ....... ....... ....... ....... .......",
            "....... ....... ....... ....... ....... ....... ....... ....... ....... ......."};

    /** The sum of 2 × 2 neighbours times a weight for the map, plus a bias. */
    record Subsampling(Param weight, Param bias) implements Layer {
        static Subsampling of(int maps) {
            return new Subsampling(Param.of(Tensor.full(Shape.of(maps, 1, 1), 0.25)), Init.zeros(maps, 1, 1));
        }

        @Override
        public Tensor forward(Tensor x) {
            return AvgPool2d.of(2).apply(x).mul(weight.mul(4)).add(bias);
        }
    }

    /** Minus the squared distance to each drawing: the nearest is the largest, as with logits. */
    record Distances(Buffer drawings) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x.unsqueeze(1).sub(drawings).square().sum(2).neg(); // [N × 1 × 84] − [10 × 84] → [N × 10]
        }
    }

    /** Equation 9: the logarithm also counts an eleventh answer, of cost {@code j}. */
    private record RightAndOthers(double j) implements Loss {
        @Override
        public Tensor of(Tensor output, Tensor target) {
            Tensor none = output.narrow(1, 0, 1).filled(-j);
            return new CrossEntropy().of(Tensor.cat(1, output, none), target);
        }
    }

    @Override
    public About about() {
        return new About("lenet-5-1998", "4",
                "LeNet-5 as it was: connection table, trained subsampling, drawn codes",
                Goal.atMost(0.95, "test error %", 0.95, "LeCun et al. 1998, LeNet-5 without distortions"),
                20);
    }

    @Override
    public Result run(Session session) {
        Sequential model = network(session.rng().split("weights"));
        Trainer trainer = new Trainer(model, new RightAndOthers(NONE_OF_THEM), new Adam(model, 2e-3))
                .epochs(session.epochs(epochs())).batchSize(64).schedule(Schedule.oneCycle());
        return Classification.onMnist(this, session, model, trainer);
    }

    static Sequential network(Rng rng) {
        Zip1989.ScaledTanh squash = new Zip1989.ScaledTanh();
        int kernels = 0;
        for (int[] seen : TABLE) {
            kernels += seen.length;
        }
        return Sequential.of(
                ZeroPad2d.of(2), Standardize.of(Tensor.of(Shape.of(1, 1, 1), 0.1 / 1.275), // paper −0.1, ink 1.175
                        Tensor.of(Shape.of(1, 1, 1), 1 / 1.275)),
                new Conv2d(Init.uniform(2.4 / 25, rng.split("C1"), 6, 1, 5, 5), Init.zeros(6), Window.of(5),
                        1),
                squash,
                Subsampling.of(6), squash,
                TableConv.of(TABLE, Init.uniform(2.4 / 100, rng.split("C3"), kernels, 5, 5), Init.zeros(16),
                        Window.of(5)),
                squash,
                Subsampling.of(16), squash, new Flatten(),
                linear(400, 120, rng.split("C5")), squash, linear(120, 84, rng.split("F6")), squash,
                new Distances(Buffer.of(drawings())));
    }

    private static Linear linear(int in, int out, Rng rng) {
        return new Linear(Init.uniform(2.4 / in, rng, out, in), Init.zeros(out));
    }

    /** [10 × 84], ink 1 and paper −1. */
    private static Tensor drawings() {
        double[] pixels = new double[10 * 84];
        for (int row = 0; row < DRAWINGS.length; row++) {
            String[] digits = DRAWINGS[row].split(" ");
            for (int digit = 0; digit < 10; digit++) {
                for (int column = 0; column < 7; column++) {
                    pixels[84 * digit + 7 * row + column] = digits[digit].charAt(column) == '#' ? 1 : -1;
                }
            }
        }
        return Tensor.of(Shape.of(10, 84), pixels);
    }
}
