package io.cajal.zoo.energy;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.distribution.Bernoulli;
import io.cajal.optim.Schedule;
import io.cajal.optim.Sgd;
import io.cajal.report.Charts;
import io.cajal.report.Curves;
import io.cajal.report.Sheet;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Listener;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.BinaryDigits;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Samples;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Unlabelled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An {@link Rbm} of 500 hidden units learns what digits look like, from pixels of 0 and 1 (see {@link
 * BinaryDigits}), by persistent contrastive divergence; the steps get smaller, down to nothing. The figure is
 * the mean of ln p(v) over the test images, with ln Z by {@link AnnealedImportance}: it counts if three
 * standard errors of its runs stay within a nat. Salakhutdinov and Murray (2008), who were the first to
 * measure it so, have −86.34 with CD-25, and about −125 with CD-1, which makes as good features and knows far
 * less of where digits are.
 *
 * <p>Look at the fields, pieces of strokes; at the fantasies, which begin as clouds and become digits; and at
 * the lower halves of images that it fills in when it sees the upper ones.
 */
public final class RbmMnist implements Recipe {
    static final int HIDDEN = 500;
    private static final int BATCH = 100;
    private static final double RATE = 0.05;
    private static final int FIELDS = 100;
    private static final int SHOWN = 12;
    private static final int WATCHED = 1000;
    private static final double SURE = 1;

    @Override
    public About about() {
        return new About("rbm-mnist", "2", "500 hidden units learn the odds of binary digits",
                Goal.atLeast(-90, "test ln p(v), nats, by AIS", -86.34,
                        "Salakhutdinov and Murray 2008, CD-25; CD-1 −125.5"),
                200);
    }

    @Override
    public Result run(Session session) {
        Split digits = BinaryDigits.split(session.data());
        Tensor mean = Greedy.mean(digits.train(), batch -> batch.x().flatten(1));
        Tensor base = AnnealedImportance.baseRates(mean);
        Rbm rbm = Rbm.of(784, HIDDEN, session.rng().split("weights"));
        rbm.visibleBias().set(base);
        Contrast contrast = Contrast.persistent(rbm,
                firstDreams(digits.train(), session.rng().split("dreams")));
        contrast.visibleMean().set(mean);
        int epochs = session.epochs(epochs());
        RbmImages images = new RbmImages(rbm, Buffer.of(base), 28, 28);
        Samples samples = new Samples(session, epochs,
                () -> images.generate(SHOWN, 300, session.rng().split("samples")));
        Watch watch = new Watch(session, rbm, base, digits.validation(), epochs);
        Sgd sgd = new Sgd(contrast, RATE);
        Trainer trainer = new Trainer(contrast, contrast.step(sgd, 1), List.of(sgd)).epochs(epochs)
                .batchSize(BATCH).schedule(Schedule.polynomial(1)).listener(samples).listener(watch);
        Map<String, History> histories = Map.of("", session.fit(trainer, digits.train()));
        AnnealedImportance z = AnnealedImportance.of(rbm, base, 100, session.quick() ? 1000 : 10_000,
                session.rng().split("annealing"));
        double test = z.logLikelihood(rbm, flat(digits.test()));
        double baseline = new Bernoulli(base).logProb(flat(digits.test())).sum(1).mean().item();
        session.say("ln Z = %.2f, three standard errors: %.2f … %.2f", z.logZ(), z.low(), z.high());
        session.say("mean ln p of %,d test images %.2f nats, of independent pixels %.2f",
                digits.test().size(), test,
                baseline);
        session.save(images, Model.Input.image(1, 28, 28), new Unlabelled(digits.train()), this);
        if (session.folder() != null) {
            report(session, images, digits, samples, watch, histories, test);
        }
        return Result.provided(z.high() - z.low() <= SURE, test, baseline);
    }

    /** The chains begin at some of the training images. */
    private static Tensor firstDreams(Dataset images, Rng rng) {
        return Bernoulli.draw(flat(images.range(0, BATCH)), rng);
    }

    private static Tensor flat(Dataset images) {
        return images.all().x().flatten(1);
    }

    /** Estimates, now and then, how likely the machine holds images that it does not learn from. */
    private static final class Watch implements Listener {
        private final Session session;
        private final Rbm rbm;
        private final Tensor base;
        private final Tensor images;
        private final int every;
        private final List<double[]> seen = new ArrayList<>();

        Watch(Session session, Rbm rbm, Tensor base, Dataset images, int epochs) {
            this.session = session;
            this.rbm = rbm;
            this.base = base;
            this.images = flat(images.range(0, Math.min(WATCHED, images.size())));
            every = Math.max(1, epochs / (session.quick() ? 4 : 20));
        }

        @Override
        public void finishedEpoch(History.Epoch epoch, boolean best) {
            if (epoch.number() % every == 0) {
                int steps = session.quick() ? 200 : 1000;
                double nats = AnnealedImportance.of(rbm, base, 50, steps, session.rng().split("watch"))
                        .logLikelihood(rbm, images);
                session.say("epoch %d: ln p of images not learned from %.1f nats, roughly", epoch.number(),
                        nats);
                seen.add(new double[] {epoch.number(), nats});
            }
        }

        double[] column(int which) {
            return seen.stream().mapToDouble(row -> row[which]).toArray();
        }
    }

    private void report(Session session, RbmImages images, Split digits, Samples samples, Watch watch,
            Map<String, History> histories, double test) {
        Tensor fields = images.rbm().weight().detach().narrow(0, 0, FIELDS).reshape(FIELDS, 28, 28);
        new Gallery(this, session)
                .picture("fields", "What hidden units look for",
                        "Weights between the pixels and the first %d of %d hidden units: bright where a pixel speaks for the unit."
                                .formatted(FIELDS, HIDDEN),
                        () -> Sheet.of(fields, List.of(), 20, 1, true))
                .strips("fantasies", "Fantasies by epoch",
                        "Drawn after so many epochs from the same random numbers: how likely each pixel is on.",
                        samples)
                .rows("chain", "A chain of dreams",
                        "Each row begins with a test image and goes on by Gibbs sampling: hidden units are drawn from the pixels, pixels from the hidden units.",
                        chain(images, digits, session.rng().split("chain")), 1)
                .rows("completion", "Images given back, and filled in",
                        "Test images, how likely each pixel is by what the hidden units make of them, and what it draws below the upper half, which is kept.",
                        completed(images, digits, session.rng().split("fill")), 2)
                .picture("likelihood", "Likelihood by epoch",
                        "Mean ln p of images that were not learned from, with a short annealing: it flatters at first.",
                        () -> Curves.of("epoch", "nats").line("ln p", watch.column(0), watch.column(1))
                                .draw())
                .picture("curves", "Free energy of the data minus that of the fantasies",
                        "Below 0 the machine holds the data likelier than what it dreams. It says that it learns, not how good it is.",
                        () -> Charts.losses(histories))
                .write(String.format(Locale.ROOT, "mean ln p of the test images %.2f nats", test));
    }

    private static Map<String, Tensor> chain(RbmImages images, Split digits, Rng rng) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        Tensor v = Mnist.oneOfEach(digits.test()).flatten(1);
        rows.put("test images", images.pictures(v));
        int at = 0;
        for (int step : new int[] {1, 10, 30, 100, 300, 1000, 3000}) {
            int from = at;
            Tensor state = v;
            v = Run.recording(false).call(() -> images.rbm().gibbs(state, step - from, rng.split(step)));
            rows.put("step " + step, images.forward(images.pictures(v)).detach());
            at = step;
        }
        return rows;
    }

    private static Map<String, Tensor> completed(RbmImages images, Split digits, Rng rng) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        Tensor shown = Mnist.oneOfEach(digits.test());
        Tensor upper = Tensor.arange(784).lt(14 * 28).expand(Shape.of(shown.size(0), 784));
        Tensor v = shown.flatten(1);
        rows.put("image", shown);
        rows.put("given back", images.forward(shown).detach());
        rows.put("upper half", shown.mul(images.pictures(upper)));
        for (int i = 1; i <= 3; i++) {
            Rng own = rng.split(i);
            Tensor filled = Run.recording(false).call(() -> images.rbm().fill(v.mul(upper), upper, 200, own));
            rows.put("filled in, " + i, Tensor.where(images.pictures(upper), shown,
                    images.forward(images.pictures(filled)).detach()));
        }
        return rows;
    }
}
