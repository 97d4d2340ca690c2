package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Split;
import io.cajal.loss.BceWithLogits;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.Unflatten;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.report.Sheet;
import io.cajal.train.History;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Pca;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Unlabelled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The autoencoder (Rumelhart, Hinton and Williams 1986; Bourlard and Kamp 1988): 784 pixels are squeezed
 * through a code of 32 numbers, from which a second layer paints the image again. The target is the input, so
 * no labels are needed; what is learned is what images of digits have in common. The error is the binary
 * cross-entropy −(x ln y + (1 − x) ln(1 − y)), the mean over all pixels; as some pixels are grey it cannot
 * reach 0.
 *
 * <p>With one linear layer on each side and squared errors the best code spans the same plane as the
 * principal components (Baldi and Hornik 1989). What goes beyond them here is the sigmoid at the output,
 * which knows that pixels end at 0 and 1. Two codes are trained: that of the Keras blog (Chollet 2016) with
 * rectified units, which loses half of each axis, and plain numbers. Look at the rows: principal components
 * leave shadows around the strokes, the code hardly any. Look at what the units draw: no strokes, but waves;
 * codes that are to look like parts must be sparse.
 */
public final class Autoencoder implements Recipe {
    private static final int CODE = 32;

    @Override
    public About about() {
        return new About("autoencoder", "4, 5", "digits through a code of 32 numbers",
                Goal.atMost(0.091, "BCE a pixel", 0.093, "Keras blog, code 32"), 40);
    }

    @Override
    public Result run(Session session) {
        Split images = Mnist.split(session.data());
        Pca pca = Pca.of(images.train(), CODE);
        Autoencoding.Score linear = Autoencoding.score(pca, images);
        session.say(linear.text("PCA-32"));
        Map<String, History> histories = new LinkedHashMap<>();
        Rng rng = session.rng().split("weights");
        Sequential rectified = Sequential.of(encoder(rng.split("rectified")), new Relu());
        train(session, histories, "rectified code", rectified, decoder(rng.split("rectified out")), images);
        Sequential encoder = encoder(rng.split("code"));
        Sequential decoder = decoder(rng.split("out"));
        Autoencoding.Score best = train(session, histories, "code", encoder, decoder, images);
        Autoencoding.save(this, session, encoder, decoder, images.train());
        if (session.folder() != null) {
            report(session, encoder, decoder, histories, pca, images, best);
        }
        return new Result(best.bce(), linear.bce());
    }

    private void report(Session session, Sequential encoder, Sequential decoder,
            Map<String, History> histories, Pca pca,
            Split images, Autoencoding.Score score) {
        Gallery gallery = new Gallery(this, session);
        Autoencoding.reconstructions(gallery, Sequential.of(encoder, decoder), pca, images).losses(histories);
        Autoencoding.map(gallery, encoder, images)
                .picture("units", "What each of the 32 numbers draws",
                        "Weights from a number of the code to the pixels.",
                        () -> Sheet.of(
                                Autoencoding.pictures(((Linear) decoder.layers().getFirst()).weight().t()),
                                List.of(),
                                8, 2, true))
                .write(score.figure());
    }

    private Autoencoding.Score train(Session session, Map<String, History> histories, String name,
            Layer encoder,
            Layer decoder, Split images) {
        session.say(name);
        Sequential logits = Sequential.of(encoder, decoder);
        Split same = Unlabelled.of(images);
        Trainer trainer = new Trainer(logits, new BceWithLogits(), new Adam(logits, 1e-2)).batchSize(128)
                .epochs(session.epochs(epochs())).schedule(Schedule.oneCycle()).validation(same.validation());
        histories.put(name, session.fit(name, trainer, same.train()));
        Autoencoding.Score score = Autoencoding.score(logits, images);
        session.say(score.text(name));
        return score;
    }

    static Sequential encoder(Rng rng) {
        return Sequential.of(new Flatten(), Linear.of(784, CODE, rng));
    }

    static Sequential decoder(Rng rng) {
        return Sequential.of(Linear.of(CODE, 784, rng), new Unflatten(Shape.of(1, 28, 28)));
    }
}
