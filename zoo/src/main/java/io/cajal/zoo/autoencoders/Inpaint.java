package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.data.Split;
import io.cajal.nn.Layer;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Hardtanh;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.zoo.kit.Cifar10;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.TrainedLeNet5;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Fills holes in pictures (Pathak, Krähenbühl, Donahue, Darrell and Efros 2016, "Context encoders: feature
 * learning by inpainting"): from what is around a hole the network says what belongs into it. Unlike noise, a
 * hole leaves nothing to begin with; the strokes that end at its edge must be carried on. The network sees 0
 * in the holes and a second channel that says where they are, and learns by squared error alone, so where
 * several things could stand it shows their mean; the paper adds an adversarial loss, which chooses one.
 *
 * <p>Trivial fillings beside it: the mean picture of the training part, and diffusion, the smoothest surface
 * through the edge of the hole (Laplace's equation), which knows no strokes. On MNIST two squares of six
 * pixels are missing from the middle 20 × 20 that hold the digit. Figure: how many percentage points fewer of
 * the filled digits a LeNet-5 reads rightly than of the true ones. Then photographs with the same holes; there are
 * 3,500 to learn from, too few to learn even that skies are smooth, so this network is given what diffusion
 * makes of the holes, and learns what it gets wrong.
 */
public final class Inpaint implements Recipe {
    static final Holes HOLES = new Holes(2, 6, 4);
    private static final double EMPHASIS = 9;
    private static final int WIDTH = 32;
    private static final int PHOTO_EPOCHS = 48;

    @Override
    public About about() {
        return new About("inpaint", "3, 4", "holes in pictures filled from what is around them",
                Goal.atMost(1, "percentage points fewer digits read", Double.NaN, ""), 5);
    }

    /** Adds to the filling by diffusion what the network says it lacks. */
    record BeyondDiffusion(Layer network) implements Layer {
        @Override
        public Tensor forward(Tensor seen) { // [N × C + 1 × H × W]
            int channels = seen.size(1) - 1;
            Tensor mask = seen.narrow(1, channels, 1);
            Tensor filled = Holes.diffused(new Damage.Damaged(seen, mask), channels);
            return filled.add(network.apply(Tensor.cat(1, filled, mask)));
        }
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        Split digits = Mnist.split(session.data());
        Layer writer = Hourglass.of(2, 1, WIDTH, rng.split("digits"));
        Restoration onDigits = restoration(session, "digits", digits, writer);
        Map<String, History> histories = new LinkedHashMap<>();
        histories.put("digits", onDigits.train(session.epochs(epochs()), 32, EMPHASIS, 0));
        Layer judge = TrainedLeNet5.model().network();
        Map<String, PictureScore> digitScores = onDigits.test(judge);

        Split photos = Cifar10.split(session.data());
        Layer painter = new BeyondDiffusion(Hourglass.of(4, 3, WIDTH, rng.split("photos")));
        Restoration onPhotos = restoration(session, "photos", photos, painter);
        histories.put("photos", onPhotos.train(session.epochs(PHOTO_EPOCHS), 32, EMPHASIS, 0));
        Map<String, PictureScore> photoScores = onPhotos.test(null);

        Legibility.restored(session, digits.test(), judge, digitScores, goal().accept());
        double lost = Legibility.lost(digits.test(), judge, digitScores.get(Restoration.NETWORK));
        Gallery gallery = new Gallery(this, session);
        onDigits.show(gallery, digitScores, "Digits", "Held-out digits, holes shown in grey.", 3,
                damaged -> veiled(damaged, 1));
        onPhotos.show(gallery, photoScores, "Photographs", "Held-out photographs, holes shown in grey.", 3,
                damaged -> veiled(damaged, 3));
        gallery.losses(histories)
                .write(String.format(Locale.ROOT, "%.2f percentage points fewer digits read", lost));
        session.save(Sequential.of(writer, new Hardtanh(0, 1)), Model.Input.image(2, 28, 28), digits.train(),
                this);
        double baseline = Restoration.others(digitScores).values().stream()
                .mapToDouble(score -> Legibility.lost(digits.test(), judge, score)).min().orElseThrow();
        return new Result(lost, baseline);
    }

    private static Restoration restoration(Session session, String name, Split pictures, Layer network) {
        Tensor some = pictures.train().first(5_000).all().x();
        Tensor mean = some.meanKeep(0);
        int channels = mean.size(1);
        return new Restoration(session, name, pictures, HOLES, HOLES, network)
                .beside("mean picture", damaged -> Holes.fill(damaged, mean))
                .beside("diffusion", damaged -> Holes.diffused(damaged, channels))
                .finish(damaged -> Holes.fill(damaged, network.apply(damaged.seen())));
    }

    private static Tensor veiled(Damage.Damaged damaged, int channels) {
        return damaged.pictures(channels).add(damaged.mask().mul(0.5));
    }
}
