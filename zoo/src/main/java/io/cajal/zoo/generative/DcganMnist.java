package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Split;
import io.cajal.nn.BatchNorm1d;
import io.cajal.nn.BatchNorm2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.ConvTranspose2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Latent;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Prior;
import io.cajal.nn.Sequential;
import io.cajal.nn.SpectralNorm;
import io.cajal.nn.Unflatten;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.nn.activation.Relu;
import io.cajal.nn.activation.Sigmoid;
import io.cajal.optim.Adam;
import io.cajal.optim.Optimizer;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Step;
import io.cajal.train.Step.Losses;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Samples;
import io.cajal.zoo.kit.Session;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A generator and a critic that learn against each other (Goodfellow et al. 2014), both of convolutions
 * (Radford, Metz and Chintala 2016). The generator makes a digit of a code, 64 normal numbers and the class
 * that is wanted; the critic says whether an image of that class is real. Its ten answers are one for each
 * class, and only that of the label counts. It wants real images above 1 and made ones below −1, the
 * generator wants its own high:
 *
 * <pre>critic     E max(0, 1 − D(x, y)) + E max(0, 1 + D(G(z, y), y))
 * generator  −E D(G(z, y), y)</pre>
 *
 * What makes the game stable: every weight of the critic is divided by its largest singular value ({@link
 * SpectralNorm}), so that it cannot become steep; the generator, which has more to learn, takes larger steps;
 * and what is measured is the mean of its weights over some thousand steps, as the two circle round their
 * balance.
 *
 * <p>The losses say nothing of how good the digits are: they stay near 2 and 0 while the digits get better.
 * So the digits are measured: how clear and varied they look to a network that can read (inception score,
 * Salimans et al. 2016), how well a network that has only ever seen made digits reads real ones, and how
 * likely real digits are under Parzen windows around made ones, as Goodfellow et al. measured. Look at the
 * samples by epoch, and at the walk between two codes, on which every image is a digit.
 */
public final class DcganMnist implements Recipe {
    static final int DIGITS = 10;
    private static final int CODE = 64;
    private static final int CHANNELS = 32;
    /** The critic is the wider one: one that is fooled too easily teaches nothing. */
    private static final int CRITIC_CHANNELS = 48;
    private static final int BATCH = 64;
    private static final double CRITIC_RATE = 4e-4;
    private static final double GENERATOR_RATE = 1e-3;
    private static final double DECAY = 0.999;
    private static final int SHOWN = 20;

    @Override
    public About about() {
        return new About("dcgan-mnist", "5", "a generator and a critic of convolutions draw digits",
                Goal.atLeast(3, "facts of 3", 3,
                        "Goodfellow et al. 2014, adversarial nets, 225 ± 2 nats (Parzen)"),
                36);
    }

    @Override
    public Result run(Session session) {
        Split mnist = Mnist.split(session.data());
        Rng rng = session.rng().split("weights");
        Latent generator = generator(CHANNELS, rng.split("generator"));
        Layer critic = critic(CRITIC_CHANNELS, rng.split("critic"));
        session.say("generator with %,d parameters, critic with %,d", Parts.count(generator),
                Parts.count(critic));
        int epochs = session.epochs(epochs());
        Rng fixed = session.rng().split("fixed codes");
        Samples samples = new Samples(session, epochs, () -> generator.generate(SHOWN, fixed));
        History history = session.fit(trainer(generator, critic).epochs(epochs).listener(samples),
                mnist.train());
        DigitsDrawn drawn = new DigitsDrawn(session, generator, mnist);
        int facts = drawn.facts(history);
        session.save(generator, Model.Input.numbers(Stream.concat(
                IntStream.rangeClosed(1, CODE).mapToObj(i -> "z" + i),
                IntStream.range(0, DIGITS).mapToObj(i -> "is " + i)).toList()), mnist.train(), this);
        drawn.report(this, history, samples, String.format(Locale.ROOT, "%d facts of 3", facts));
        return new Result(facts, drawn.factsOfMeans());
    }

    /** Codes with the class to 7 × 7, 14 × 14 and 28 × 28 pixels. */
    static Latent generator(int channels, Rng rng) {
        int wide = 2 * channels;
        return new Latent(Sequential.of(
                Linear.withoutBias(CODE + DIGITS, wide * 7 * 7, rng.split(1)), BatchNorm1d.of(wide * 7 * 7),
                new Relu(),
                new Unflatten(Shape.of(wide, 7, 7)),
                ConvTranspose2d.of(wide, channels, twice(), 0, 1, rng.split(2)).withoutBias(),
                BatchNorm2d.of(channels), new Relu(),
                ConvTranspose2d.of(channels, 1, twice(), 0, 1, rng.split(3)), new Sigmoid()),
                Prior.GAUSSIAN, CODE, DIGITS);
    }

    /** The way back, to an answer for each class. */
    static Layer critic(int channels, Rng rng) {
        int wide = 2 * channels;
        return Sequential.of(
                normed(Conv2d.of(1, channels, twice(), 1, rng.split(1)), rng), new LeakyRelu(0.2),
                normed(Conv2d.of(channels, wide, twice(), 1, rng.split(2)), rng), new LeakyRelu(0.2),
                new Flatten(), normed(Linear.of(wide * 7 * 7, DIGITS, rng.split(3)), rng));
    }

    private static SpectralNorm normed(Layer layer, Rng rng) {
        return SpectralNorm.of(layer, rng.split("norm"));
    }

    /** Halves the sides of an image, or doubles them. */
    private static Window twice() {
        return Window.of(4).stride(2).padding(1);
    }

    static Trainer trainer(Latent generator, Layer critic) {
        Optimizer makes = new Adam(generator, GENERATOR_RATE).betas(0.5, 0.999);
        Optimizer judges = new Adam(critic, CRITIC_RATE).betas(0.5, 0.999);
        Step rule = batch -> {
            Tensor labels = batch.y().unsqueeze(1); // [N × 1]
            Tensor codes = Tensor.normal(Shape.of(batch.size(), CODE), Run.current().rng("codes"));
            Tensor made = generator.apply(generator.of(codes, batch.y()));
            Tensor real = critic.apply(batch.x()).gather(1, labels);
            Tensor fake = critic.apply(made.detach()).gather(1, labels);
            Tensor told = real.neg().add(1).relu().mean().add(fake.add(1).relu().mean());
            judges.step(told.backward());
            Tensor fooled = critic.apply(made).gather(1, labels).mean().neg();
            makes.step(fooled.backward());
            return Losses.of("critic", told.item()).and("generator", fooled.item());
        };
        return new Trainer(generator, rule, List.of(judges, makes)).batchSize(BATCH).dropLast()
                .schedule(DcganMnist::held).average(DECAY);
    }

    /** Full steps for a half of the training, then a straight line down to 0. */
    private static double held(Schedule.Moment moment) {
        return Math.min(1, 2 * (1 - moment.done()));
    }
}
