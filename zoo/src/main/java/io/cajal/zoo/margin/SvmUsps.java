package io.cajal.zoo.margin;

import io.cajal.data.Dataset;
import io.cajal.train.Model;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Pictures;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Usps;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A {@link SupportVectorMachine} reads the digits of ZIP codes, on which Schölkopf, Burges and Vapnik (1995) showed first
 * that one kernel is as good as another, and that they share most of their support vectors. Kernel and cost are chosen on
 * a fifth of the training images.
 *
 * <p>A kernel knows nothing of pictures: shuffled pixels would be as good. What is known of digits, that they stay what
 * they are when they move a little, a second machine learns from <i>virtual support vectors</i> (Schölkopf, Burges and
 * Vapnik 1996; {@link Shifted}): the support vectors of the first one, and the same moved by a pixel. That is the one whose
 * figure counts; what the first one comes to is said, too.
 */
public final class SvmUsps implements Recipe {
    private static final int MISTAKES = 4;
    private static final double PAPER = -1;

    @Override
    public About about() {
        return new About("svm-usps", "2",
                "a support vector machine reads ZIP codes: the widest street, with kernels",
                Goal.atMost(4.5, "test error %", 3.2,
                        "Schölkopf, Burges and Vapnik 1996: 4.0 %, with virtual support vectors 3.2 %"));
    }

    @Override
    public Result run(Session session) {
        Dataset training = Usps.training(session.data());
        Dataset test = Usps.test(session.data());
        SupportVectorMachine settings = Choice.of(candidates(), session, part(training, false),
                part(training, true));
        Machine plain = Machine.of(settings, session, training, test);
        session.say("");
        session.say("its support vectors, and they again moved by a pixel to each side");
        Machine machine = Machine.of(settings, session,
                Shifted.of(training, plain.fitted().support(), PAPER), test);
        session.say(Pictures.mistakes(test, machine.scored(), MISTAKES));
        double baseline = Classification.mostFrequentError(training, test);
        SupportPictures.report(this, session, plain, machine, training, test);
        session.save(machine.fitted().network(), Model.Input.image(1, 16, 16), training, this);
        return Result.provided(plain.isOptimal() && machine.isOptimal(), machine.error(), baseline);
    }

    /** Every fifth image, or the others. */
    private static Dataset part(Dataset training, boolean fifth) {
        return training
                .subset(IntStream.range(0, training.size()).filter(i -> (i % 5 == 4) == fifth).toArray());
    }

    /** Products of 256 pixels from −1 to 1 lie in ±256. */
    private static List<SupportVectorMachine> candidates() {
        return Stream.of(new Kernel.Linear(), new Kernel.Polynomial(2, 256, 1),
                new Kernel.Polynomial(3, 256, 1), new Kernel.Polynomial(4, 256, 1),
                new Kernel.Gaussian(0.005), new Kernel.Gaussian(0.0078), new Kernel.Gaussian(0.012))
                .map(kernel -> new SupportVectorMachine(kernel, 10)).toList();
    }
}
