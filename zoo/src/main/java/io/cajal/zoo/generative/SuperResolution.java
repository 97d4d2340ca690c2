package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.loss.Mse;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.PixelShuffle;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.StateDict;
import io.cajal.nn.Upsample;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Psnr;
import io.cajal.train.Ssim;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Cifar10;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A picture with four times as many pixels to each side (Ledig et al. 2017). Small pictures are large ones
 * whose squares of 4 × 4 pixels were averaged; the network has to find what was lost. Nothing in the small
 * picture says it, but knowledge of what pictures look like does: an edge between two colours is sharp, a
 * stripe goes on.
 *
 * <p>The generator is SRResNet in small: residual blocks work on the small picture, {@linkplain PixelShuffle
 * shuffled pixels} enlarge it at the end, twice by 2, and what they give is added to the bicubic enlargement.
 * Batch normalisation is left out, as in later work (Lim et al. 2017). It learns in two ways. By the squared
 * error alone (SRResNet): the best signal-to-noise ratio there is, PSNR = −10 log₁₀ of the mean squared error
 * in dB; where it is in doubt it gives the mean of what might be, which is blurred. Then further with a
 * discriminator beside it (SRGAN): doubt is settled one way or the other: pictures become sharper, and mostly
 * worse in dB. SRGAN's comparison by features of a network trained on photographs is left out.
 *
 * <p>The figure is SRResNet's gain over bicubic interpolation on unseen {@linkplain Textures drawn textures}.
 * Pictures of other kinds show what it is worth where it knows nothing: CIFAR-10 and MNIST, of which it has
 * seen none.
 */
public final class SuperResolution implements Recipe {
    private static final int SCALE = 4;
    private static final int TRAIN = 4000;
    private static final int VALIDATION = 200;
    private static final int TEST = 500;
    private static final int WIDTH = 32;
    private static final int BLOCKS = 5;
    /** What fooling the discriminator weighs beside the squared error. */
    private static final double BELIEVED = 3e-3;

    @Override
    public About about() {
        return new About("super-resolution", "3",
                "textures of 16 × 16 pixels become 64 × 64, by squared error and against a discriminator",
                Goal.atLeast(2.5, "dB over bicubic", Double.NaN, ""), 20);
    }

    /** Pictures as targets, and as inputs the means of their squares of 4 × 4 pixels. */
    record Shrunk(Dataset pictures) implements Dataset {
        @Override
        public int size() {
            return pictures.size();
        }

        @Override
        public Batch batch(int... numbers) {
            Tensor large = pictures.batch(numbers).x();
            Tensor coloured = large.size(1) == 3 ? large : Tensor.cat(1, large, large, large);
            return new Batch(AvgPool2d.of(SCALE).forward(coloured), coloured);
        }
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng();
        Rng drawn = rng.split("textures");
        Dataset training = new Shrunk(Textures.pictures(session.examples(TRAIN), drawn.split("training")));
        Dataset validation = new Shrunk(
                Textures.pictures(session.examples(VALIDATION), drawn.split("validation")));
        Dataset test = new Shrunk(Textures.pictures(session.examples(TEST), drawn.split("test")));
        Layer network = generator(rng.split("generator"));
        History plain = session.fit("srresnet", new Trainer(network, new Mse(), new Adam(network, 2e-3))
                .epochs(session.epochs(epochs())).batchSize(16).schedule(Schedule.oneCycle())
                .validation(validation).metric(new Psnr()), training);
        Layer rival = generator(rng.split("generator"));
        StateDict.load(rival, StateDict.copy(StateDict.of(network)));
        History duel = duel(session, rival, training);
        session.say("SRGAN: " + Duel.verdict(duel));

        Map<String, Layer> ways = new LinkedHashMap<>();
        ways.put("bicubic", new Upsample(SCALE, Upsample.Mode.BICUBIC));
        ways.put("SRResNet", network);
        ways.put("SRGAN", rival);
        List<List<String>> table = new ArrayList<>(
                List.of(List.of("", "PSNR dB", "SSIM", "sharpness %")));
        Dataset photos = new Shrunk(Cifar10.split(session.data()).test().first(1000));
        Map<String, Double> textures = score(session, "textures", ways, test, table);
        score(session, "CIFAR-10, never seen", ways, photos, table);
        score(session, "MNIST, never seen", ways, new Shrunk(Mnist.test(session.data()).first(1000)),
                table);
        double bicubic = textures.get("bicubic");
        double gain = textures.get("SRResNet") - bicubic;
        session.save(network, Model.Input.image(3, Textures.SIDE / SCALE, Textures.SIDE / SCALE), training,
                this);

        Gallery gallery = new Gallery(this, session);
        gallery.rows("textures", "Held-out textures",
                "What the networks saw, what they make of it, and the truth.", rows(ways, test, 8), 2);
        gallery.rows("cifar", "Photographs, of which it has seen none",
                "CIFAR-10's test images from 8 × 8 pixels: a network knows the world that it was shown.",
                rows(ways, photos, 10), 3);
        report(gallery, plain, duel, table,
                String.format(Locale.ROOT, "%.2f dB over bicubic (%.2f dB)", gain, bicubic));
        return new Result(gain, 0);
    }

    /** A quarter of the epochs more, now with a discriminator to fool. */
    private History duel(Session session, Layer rival, Dataset training) {
        Duel both = new Duel(rival, discriminator(session.rng().split("discriminator")));
        Trainer trainer = both.trainer(new Adam(both.discriminator(), 4e-4).betas(0.5, 0.999),
                new Adam(rival, 2e-4).betas(0.5, 0.999), (_, picture) -> picture, new Mse(), 1, BELIEVED);
        int epochs = Math.max(1, session.epochs(epochs()) / 4);
        return session.fit("srgan", trainer.epochs(epochs).batchSize(16), training);
    }

    private static void report(Gallery gallery, History plain, History duel, List<List<String>> table,
            String figure) {
        gallery.table("Signal-to-noise ratio, likeness, sharpness",
                "PSNR and SSIM are means over pictures. Sharpness is the root mean square difference of neighbouring pixels in "
                        + "% of that in the truth: blurred pictures have less. What a discriminator adds is likely, not "
                        + "true, and may cost decibels; "
                        + Duel.verdict(duel) + ".",
                table)
                .losses(Map.of("", plain))
                .metrics("duel", "SRGAN by epoch", "", duel, List.of(Duel.GENERATOR, Duel.DISCRIMINATOR))
                .write(figure);
    }

    /** From [N × 3 × H × W] to [N × 3 × 4·H × 4·W]. */
    static Layer generator(Rng rng) {
        List<Layer> deep = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            deep.add(Residual.of(conv(WIDTH, WIDTH, rng.split("first " + i)), new LeakyRelu(0.2),
                    conv(WIDTH, WIDTH, rng.split("second " + i))));
        }
        deep.add(conv(WIDTH, WIDTH, rng.split("after")));
        Sequential body = Sequential.of(
                conv(3, WIDTH, rng.split("in")), new LeakyRelu(0.2),            // [N × 32 × H × W]
                new Residual(new Sequential(deep), null),
                conv(WIDTH, 4 * WIDTH, rng.split("twice")), new PixelShuffle(2), // [N × 32 × 2·H × 2·W]
                new LeakyRelu(0.2),
                silent(WIDTH, 4 * 3), new PixelShuffle(2));                      // [N × 3 × 4·H × 4·W]
        return new Residual(body, new Upsample(SCALE, Upsample.Mode.BICUBIC));
    }

    /** A convolution that gives zeros until it has learned: the network begins as the bicubic enlargement. */
    private static Conv2d silent(int in, int out) {
        return new Conv2d(Init.zeros(out, in, 3, 3), Init.zeros(out), Window.of(3).padding(1), 1);
    }

    private static Conv2d conv(int in, int out, Rng rng) {
        return Conv2d.of(in, out, Window.of(3).padding(1), 1, rng);
    }

    /** Whether each neighbourhood of [N × 3 × 64 × 64] is drawn or made: logits [N × 1 × 8 × 8]. */
    static Sequential discriminator(Rng rng) {
        Window half = Window.of(4).stride(2).padding(1);
        return Sequential.of(Conv2d.of(3, 24, half, 1, rng.split("first")), new LeakyRelu(0.2),
                Conv2d.of(24, 48, half, 1, rng.split("second")), BatchNorm2d.of(48), new LeakyRelu(0.2),
                Conv2d.of(48, 64, half, 1, rng.split("third")), BatchNorm2d.of(64), new LeakyRelu(0.2),
                conv(64, 1, rng.split("out")));
    }

    /** The ratio in dB of each way, with its lines of the table. */
    private static Map<String, Double> score(Session session, String what, Map<String, Layer> ways,
            Dataset data,
            List<List<String>> table) {
        Map<String, Double> ratios = new LinkedHashMap<>();
        ways.forEach((name, way) -> {
            Evaluation scored = Evaluation.of(way, data);
            Tensor made = scored.outputs().clamp(0, 1);
            double ratio = new Psnr().of(made, scored.targets());
            double alike = new Ssim().of(made, scored.targets());
            double sharp = 100 * roughness(made) / roughness(scored.targets());
            session.say("%s, %s: %.2f dB, SSIM %.3f, sharpness %.0f %%", what,
                    name, ratio,
                    alike, sharp);
            table.add(List.of(what + ", " + name, String.format(Locale.ROOT, "%.2f", ratio),
                    String.format(Locale.ROOT, "%.3f", alike), String.format(Locale.ROOT, "%.0f", sharp)));
            ratios.put(name, ratio);
        });
        return ratios;
    }

    /** The root of the mean squared difference of neighbours, across and down: what blurring takes. */
    static double roughness(Tensor pictures) {
        int height = pictures.size(2);
        int width = pictures.size(3);
        Tensor down = pictures.narrow(2, 1, height - 1).sub(pictures.narrow(2, 0, height - 1));
        Tensor across = pictures.narrow(3, 1, width - 1).sub(pictures.narrow(3, 0, width - 1));
        return Math.sqrt(down.square().mean().item() + across.square().mean().item());
    }

    private static Map<String, Tensor> rows(Map<String, Layer> ways, Dataset data, int count) {
        Dataset some = data.first(count);
        Map<String, Tensor> rows = new LinkedHashMap<>();
        rows.put("seen", new Upsample(SCALE, Upsample.Mode.NEAREST).forward(some.all().x()));
        ways.forEach((name, way) -> rows.put(name, Evaluation.of(way, some).outputs().clamp(0, 1)));
        rows.put("truth", some.all().y());
        return rows;
    }
}
