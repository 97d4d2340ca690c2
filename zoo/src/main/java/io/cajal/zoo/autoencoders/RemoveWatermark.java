package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.data.Split;
import io.cajal.nn.Layer;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Hardtanh;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Removes half-transparent letters from pictures, an autoencoder's task as denoising is: x + αm(c − x) goes
 * in, x is to come out. Where the mark is, and how strong, nobody says; under it the picture is still there,
 * with less contrast, so once the mark m, its strength α and its brightness c are recognized, what to do is
 * arithmetic. The network has to learn to see them; on digits, where marks are white, the arithmetic is given
 * to it ({@link Unmark}).
 *
 * <p>The letters of the test are none of those in training, so that letters known by heart do not help: it
 * must know ink from pictures. Figure: 10·lg(1/squared error) over all pixels that the letters cover by half
 * or more, on MNIST's test digits. A classifier that never saw a watermark must then read them as well as the
 * true ones, up to one percentage point. Beside it stand a median filter and a cut that stretches the
 * contrast from ½ to 1, which undoes just the middling marks on black. Colour photographs come second, with
 * white and grey marks.
 */
public final class RemoveWatermark implements Recipe {
    /** Letters to learn from, to choose settings by, and for the test. */
    static final String LEARNED = Glyphs.every(4, 0, 2) + Glyphs.every(8, 5);
    static final String CHOSEN = Glyphs.every(8, 1);
    static final String ASKED = Glyphs.every(4, 3);

    private static final double BRIGHT = 1;
    private static final double GREY = 0.7;
    private static final double POINT = 1; // percentage points of digits that may be lost
    private static final double EMPHASIS = 4;
    private static final int WIDTH = 32;
    private static final int PHOTO_EPOCHS = 24;

    @Override
    public About about() {
        return new About("remove-watermark", "3",
                "letters over pictures taken away, letters never seen before",
                Goal.atLeast(30, "dB under the letters", Double.NaN, ""), 5);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng().split("weights");
        Split digits = Mnist.split(session.data());
        Layer onBlack = new Unmark(Hourglass.of(1, 1, WIDTH, rng.split("digits")));
        Restoration onDigits = restoration(session, "digits", digits, BRIGHT, onBlack)
                .beside("cut", damaged -> damaged.seen().sub(0.5).mul(2));
        Map<String, History> histories = new LinkedHashMap<>();
        histories.put("digits", onDigits.train(session.epochs(epochs()), 32, EMPHASIS, 0));
        Layer judge = TrainedLeNet5.model().network();
        Map<String, PictureScore> digitScores = onDigits.test(judge);

        Split photos = Cifar10.split(session.data());
        Layer onPhoto = Residual.of(Hourglass.of(3, 3, WIDTH, rng.split("photos")));
        Restoration onPhotos = restoration(session, "photos", photos, GREY, onPhoto);
        histories.put("photos", onPhotos.train(session.epochs(PHOTO_EPOCHS), 32, EMPHASIS, 0));
        Map<String, PictureScore> photoScores = onPhotos.test(null);

        PictureScore cleaned = digitScores.get(Restoration.NETWORK);
        boolean holds = Legibility.restored(session, digits.test(), judge, digitScores, POINT);
        Gallery gallery = new Gallery(this, session);
        onDigits.show(gallery, digitScores, "Digits",
                "Held-out digits under the letters %s; the network learned from others.".formatted(ASKED), 3,
                Damage.Damaged::seen);
        onPhotos.show(gallery, photoScores, "Photographs", "Held-out photographs under the same letters.", 3,
                Damage.Damaged::seen);
        gallery.losses(histories).write(
                String.format(Locale.ROOT, "%.2f dB under the letters", cleaned.inside()),
                holds ? List.of() : List.of("more digits cannot be read than the goal allows"));
        session.save(Sequential.of(onBlack, new Hardtanh(0, 1)), Model.Input.image(1, 28, 28), digits.train(),
                this);
        double baseline = Restoration.others(digitScores).values().stream().mapToDouble(PictureScore::inside)
                .max()
                .orElseThrow();
        return Result.provided(holds, cleaned.inside(), baseline);
    }

    private static Restoration restoration(Session session, String name, Split pictures, double dimmest,
            Layer network) {
        return new Restoration(session, name, pictures, new Watermark(LEARNED, dimmest),
                new Watermark(ASKED, dimmest), network)
                .beside("median 3 × 3", damaged -> Filters.median(damaged.seen(), 3));
    }
}
