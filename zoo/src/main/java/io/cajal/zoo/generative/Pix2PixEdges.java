package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.data.Split;
import io.cajal.loss.L1;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.ConvTranspose2d;
import io.cajal.nn.Layer;
import io.cajal.nn.Parallel;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Identity;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Judge;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Samples;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From an outline to a picture (Isola, Zhu, Zhou and Efros 2017, pix2pix): a U-Net fills in
 * the outlines of digits, a discriminator sees outline and picture together and says of each neighbourhood of
 * 18 × 18 pixels whether it was painted or made (PatchGAN). The generator makes
 *
 * <pre>−log D(outline, G(outline)) + λ·|picture − G(outline)|</pre>
 *
 * small: be near to the truth, and be believed. The same U-Net by the second term alone stands beside it.
 * What can be known both learn: to know a digit's {@linkplain PaintedDigits colour} they have to read it.
 * What cannot be known, where the lines of the paper's hatching run, the second term alone settles by the
 * mean of all possibilities, grey; nobody believes grey, so the discriminator teaches to draw some lines.
 *
 * <p>The goal is Cajal's own, three facts on unseen digits: a judge who reads MNIST loses at most one
 * percentage point on made pictures against painted ones; at least 95 % have the colour of their digit; and
 * the paper is as rough as in truth, within 30 %. Where the discriminator ends saturated nothing counts. The
 * baseline is the U-Net without one.
 */
public final class Pix2PixEdges implements Recipe {
    private static final int TRAIN = 40_000;
    private static final int TEST = 5_000;
    private static final int SHOWN = 10;
    /** What being near to the truth weighs beside being believed. */
    private static final double LAMBDA = 20;

    @Override
    public About about() {
        return new About("pix2pix-edges", "4",
                "outlines of digits are filled in, with and without a discriminator",
                Goal.atLeast(3, "facts of 3", Double.NaN, ""), 5);
    }

    /**
     * What can be measured of pictures.
     *
     * @param read % that the judge reads as what they are
     * @param coloured % with the colour of their digit
     * @param rough roughness of the paper in % of that in the truth
     */
    record Figures(double read, double coloured, double rough) {
        static Figures of(Tensor pictures, PaintedDigits data) {
            float[] labels = data.digits().targets();
            Tensor digits = data.digits().all().x();
            Tensor truth = data.all().y();
            Tensor read = new Judge().classify(PaintedDigits.read(pictures)).argmax(1);
            float[] said = read.toFloats();
            Tensor ink = PaintedDigits.padded(digits).gt(0.5);
            float[] means = pictures.mul(ink).sum(2, 3).div(ink.sum(2, 3).add(1e-9)).toFloats(); // [N × 3]
            int right = 0;
            int coloured = 0;
            for (int i = 0; i < labels.length; i++) {
                right += said[i] == labels[i] ? 1 : 0;
                coloured += hue(means, 3 * i) == (int) labels[i] ? 1 : 0;
            }
            Tensor paper = PaintedDigits.padded(digits).eq(0);
            return new Figures(100.0 * right / labels.length, 100.0 * coloured / labels.length,
                    100 * roughness(pictures, paper) / roughness(truth, paper));
        }

        /** The digit whose colour points in the direction that is nearest to this one's. */
        private static int hue(float[] colours, int from) {
            int best = 0;
            double highest = Double.NEGATIVE_INFINITY;
            for (int digit = 0; digit < 10; digit++) {
                double[] colour = PaintedDigits.colour(digit);
                double product = 0;
                double length = 0;
                for (int c = 0; c < 3; c++) {
                    product += colour[c] * colours[from + c];
                    length += colour[c] * colour[c];
                }
                if (product / Math.sqrt(length) > highest) {
                    highest = product / Math.sqrt(length);
                    best = digit;
                }
            }
            return best;
        }

        /** The mean difference of neighbours that are both paper. */
        private static double roughness(Tensor pictures, Tensor paper) {
            int last = PaintedDigits.SIDE - 1;
            Tensor both = paper.narrow(2, 1, last).mul(paper.narrow(2, 0, last));
            Tensor steps = pictures.narrow(2, 1, last).sub(pictures.narrow(2, 0, last)).abs().mean(1);
            return steps.unsqueeze(1).mul(both).sum().item() / both.sum().item();
        }

        /** How many of the three facts hold, beside what the judge reads in truth. */
        int facts(double readInTruth) {
            return Result.facts(readInTruth - read <= 1, coloured >= 95, Math.abs(rough - 100) <= 30);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT,
                    "%.2f %% read right, %.2f %% in their colour, paper %.0f %% as rough as in truth",
                    read, coloured, rough);
        }
    }

    /** The same U-Net by nearness alone and against a discriminator. */
    private record Trained(Layer alone, Layer generator, History near, History duel, Samples samples) {
    }

    @Override
    public Result run(Session session) {
        Split mnist = Mnist.split(session.data());
        Rng rng = session.rng();
        PaintedDigits training = new PaintedDigits(mnist.train().first(TRAIN), rng.split("training"));
        PaintedDigits validation = new PaintedDigits(mnist.validation().first(1000),
                rng.split("validation"));
        PaintedDigits test = new PaintedDigits(mnist.test().first(TEST), rng.split("test"));
        Trained trained = train(session, training, validation);
        session.say("pix2pix: " + Duel.verdict(trained.duel()));

        Tensor byL1 = Evaluation.of(trained.alone(), test).outputs();
        Tensor byDuel = Evaluation.of(trained.generator(), test).outputs();
        Map<String, Figures> figures = new LinkedHashMap<>();
        figures.put("truth", Figures.of(test.all().y(), test));
        figures.put("L1 only", Figures.of(byL1, test));
        figures.put("pix2pix", Figures.of(byDuel, test));
        figures.forEach((name, figure) -> session.say("%-8s %s", name + ":", figure));
        session.save(trained.generator(), Model.Input.image(1, PaintedDigits.SIDE, PaintedDigits.SIDE),
                training, this);

        Map<String, Tensor> rows = new LinkedHashMap<>();
        rows.put("outlines", coloured(test.range(0, SHOWN).all().x()));
        rows.put("L1 only", byL1.narrow(0, 0, SHOWN));
        rows.put("pix2pix", byDuel.narrow(0, 0, SHOWN));
        rows.put("truth", test.range(0, SHOWN).all().y());
        report(session, trained, rows, figures, test.size());
        double readInTruth = figures.get("truth").read();
        return Result.provided(!Duel.saturated(trained.duel()), figures.get("pix2pix").facts(readInTruth),
                figures.get("L1 only").facts(readInTruth));
    }

    /** Both from the same weights. */
    private Trained train(Session session, PaintedDigits training, PaintedDigits validation) {
        Rng rng = session.rng();
        int epochs = session.epochs(epochs());
        Layer alone = generator(rng.split("generator"));
        History near = session.fit("l1", new Trainer(alone, new L1(), new Adam(alone, 1e-3)).epochs(epochs)
                .batchSize(32).schedule(Schedule.cosine(0.05)).validation(validation), training);
        Layer generator = generator(rng.split("generator"));
        Duel both = new Duel(generator, discriminator(rng.split("discriminator")));
        Tensor shown = validation.range(0, SHOWN).all().x();
        Samples samples = new Samples(session, "pix2pix", epochs, () -> generator.apply(shown));
        History duel = session.fit("pix2pix", trainer(both).epochs(epochs).batchSize(32)
                .schedule(Schedule.cosine(0.05)).listener(samples), training);
        return new Trained(alone, generator, near, duel, samples);
    }

    private void report(Session session, Trained trained, Map<String, Tensor> rows,
            Map<String, Figures> figures, int tested) {
        List<List<String>> table = new ArrayList<>(
                List.of(List.of("", "read right %", "in their colour %", "roughness of the paper %")));
        figures.forEach((name, figure) -> table.add(line(name, figure)));
        new Gallery(this, session)
                .rows("rows", "Held-out digits",
                        "What both networks saw, what each made of it, and the painted picture. "
                                + "The colour can be known by who reads the digit; the place of the hatching cannot.",
                        rows, 3)
                .strips("epochs", "The generator by epoch",
                        "The same outlines, of the validation part, after each epoch.", trained.samples())
                .metrics("duel", "pix2pix: the losses of both sides by epoch", "", trained.duel(),
                        List.of(Duel.GENERATOR, Duel.DISCRIMINATOR))
                .losses(Map.of("L1 only", trained.near()))
                .table("Facts", "On %d held-out digits.".formatted(tested), table)
                .write(figures.get("pix2pix") + "; " + Duel.verdict(trained.duel()));
    }

    private static List<String> line(String name, Figures figures) {
        List<String> line = new ArrayList<>(List.of(name));
        for (double figure : new double[] {figures.read(), figures.coloured(), figures.rough()}) {
            line.add(String.format(Locale.ROOT, "%.2f", figure));
        }
        return line;
    }

    /** Dark lines on white, in three channels. */
    private static Tensor coloured(Tensor outlines) {
        Tensor[] three = new Tensor[3];
        Arrays.fill(three, outlines.neg().add(1));
        return Tensor.cat(1, three);
    }

    /**
     * From outlines [N × 1 × 32 × 32] to pictures [N × 3 × 32 × 32], in a U-Net (Ronneberger, Fischer and Brox 2015): the
     * middle must carry only what the picture is, not where each line runs, as what went down is handed across to what
     * comes up at its size.
     */
    static Layer generator(Rng rng) {
        Layer from4 = bridged(down(96, 128, rng.split("down 4")), up(128, 96, rng.split("up 1")));
        Layer from8 = bridged(down(48, 96, rng.split("down 3")), from4, up(2 * 96, 48, rng.split("up 2")));
        Layer from16 = bridged(down(24, 48, rng.split("down 2")), from8, up(2 * 48, 24, rng.split("up 3")));
        Layer from32 = bridged(half(1, 24, rng.split("down 1")), new LeakyRelu(0.2), from16,
                up(2 * 24, 16, rng.split("up 4")));                                  // [N × 16 + 1 × 32 × 32]
        return Sequential.of(from32, Conv2d.of(16 + 1, 3, Window.of(3).padding(1), 1, rng.split("out")),
                new Sigmoid());
    }

    /** What comes of the way down and up again, and beside it what went in. */
    private static Layer bridged(Layer... way) {
        return Parallel.of(Sequential.of(way), new Identity());
    }

    private static Layer down(int in, int out, Rng rng) {
        return Sequential.of(half(in, out, rng), BatchNorm2d.of(out), new LeakyRelu(0.2));
    }

    private static Layer up(int in, int out, Rng rng) {
        return Sequential.of(twice(in, out, rng), BatchNorm2d.of(out), new Relu());
    }

    /**
     * Whether each neighbourhood is painted or made, from outlines and pictures together: logits [N × 1 × 8 ×
     * 8].
     */
    static Sequential discriminator(Rng rng) {
        return Sequential.of(half(4, 32, rng.split("first")), new LeakyRelu(0.2),
                half(32, 64, rng.split("second")), BatchNorm2d.of(64), new LeakyRelu(0.2),
                Conv2d.of(64, 1, Window.of(3).padding(1), 1, rng.split("out")));
    }

    private static Conv2d half(int in, int out, Rng rng) {
        return Conv2d.of(in, out, Window.of(4).stride(2).padding(1), 1, rng);
    }

    private static ConvTranspose2d twice(int in, int out, Rng rng) {
        return ConvTranspose2d.of(in, out, Window.of(4).stride(2).padding(1), 0, 1, rng);
    }

    /** Near to the truth, and believed, by a discriminator that sees outline and picture together. */
    static Trainer trainer(Duel both) {
        return both.trainer(new Adam(both.discriminator(), 2e-4).betas(0.5, 0.999),
                new Adam(both.generator(), 1e-3).betas(0.5, 0.999),
                (outline, picture) -> Tensor.cat(1, outline, picture), new L1(), LAMBDA, 1);
    }
}
