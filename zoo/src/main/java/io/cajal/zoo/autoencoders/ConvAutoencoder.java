package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.data.Split;
import io.cajal.loss.BceWithLogits;
import io.cajal.nn.Conv2d;
import io.cajal.nn.ConvTranspose2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.Upsample;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.report.Sheet;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.History;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Pca;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Unlabelled;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/**
 * The convolutional autoencoder (Masci, Meier, Cireşan and Schmidhuber 2011): convolutions with stride 2
 * halve the image three times, 28 → 14 → 7 → 4, and transposed convolutions double it again. The code is 8
 * maps of 4 × 4, 128 numbers, as in the Keras blog (Chollet 2016); each belongs to a place of the image.
 * Weights are the same at every place, so there are fewer of them than in one dense layer to such a code, and
 * what is learned at one place serves all.
 *
 * <p>The blog's network shrinks by pooling and grows by repeating pixels, with 8 to 16 maps; here strides
 * learn both, with 32 and 64. Look at the code maps: each map shows the digit coarsely, seen for another kind
 * of stroke. The baseline is as many principal components.
 */
public final class ConvAutoencoder implements Recipe {
    private static final int MAPS = 8;
    private static final int CODE = MAPS * 4 * 4;

    @Override
    public About about() {
        return new About("conv-autoencoder", "4, 5", "digits through 8 maps of 4 × 4, by convolutions",
                Goal.atMost(0.075, "BCE a pixel", 0.094, "Keras blog, convolutional autoencoder"), 12);
    }

    @Override
    public Result run(Session session) {
        Split images = Mnist.split(session.data());
        Pca pca = Pca.of(images.train(), CODE);
        Autoencoding.Score linear = Autoencoding.score(pca, images);
        session.say(linear.text("PCA-128"));
        Rng rng = session.rng().split("weights");
        Sequential encoder = encoder(rng.split("encoder"));
        Sequential decoder = decoder(rng.split("decoder"));
        Sequential logits = Sequential.of(encoder, decoder);
        Split same = Unlabelled.of(images);
        Trainer trainer = new Trainer(logits, new BceWithLogits(), new Adam(logits, 3e-3)).batchSize(64)
                .epochs(session.epochs(epochs())).schedule(Schedule.oneCycle()).validation(same.validation());
        History history = session.fit(trainer, same.train());
        Autoencoding.Score score = Autoencoding.score(logits, images);
        session.say(score.text("convolutional autoencoder"));
        Autoencoding.save(this, session, encoder, decoder, images.train());
        if (session.folder() != null) {
            report(session, encoder, decoder, history, pca, images, score);
        }
        return new Result(score.bce(), linear.bce());
    }

    private void report(Session session, Sequential encoder, Sequential decoder, History history, Pca pca,
            Split images,
            Autoencoding.Score score) {
        Gallery gallery = new Gallery(this, session);
        Autoencoding.reconstructions(gallery, Sequential.of(encoder, decoder), pca, images)
                .picture("maps", "The code",
                        "Ten test images, each under itself as the 8 maps of 4 × 4 that all the rest is painted from.",
                        () -> maps(encoder, Mnist.oneOfEach(images.test())))
                .picture("filters", "What the first layer looks for", "Its 32 kernels of 3 × 3 pixels.",
                        () -> Sheet.of(
                                ((Conv2d) encoder.layers().getFirst()).weight().detach().reshape(32, 3, 3),
                                List.of(),
                                16, 10, true))
                .losses(Map.of("", history));
        Autoencoding.map(gallery, encoder, images)
                .write(score.figure());
    }

    /** A column a digit: the image, then its maps, each stretched to 28 × 28 and in a range of its own. */
    private static BufferedImage maps(Sequential encoder, Tensor digits) {
        int n = digits.size(0);
        Tensor code = new Upsample(7, Upsample.Mode.NEAREST).apply(encoder.apply(digits).detach()); // [n × 8 × 28 × 28]
        Tensor all = Tensor.cat(1, digits, code).permute(1, 0, 2, 3);                  // [9 × n × 28 × 28]
        return Sheet.of(all.reshape((MAPS + 1) * n, 28, 28), List.of(), n, 2, true);
    }

    static Sequential encoder(Rng rng) {
        return Sequential.of(
                Conv2d.of(1, 32, half(3), 1, rng.split(1)), new Relu(),      // [N × 32 × 14 × 14]
                Conv2d.of(32, 64, half(3), 1, rng.split(2)), new Relu(),     // [N × 64 × 7 × 7]
                Conv2d.of(64, MAPS, half(3), 1, rng.split(3)));              // [N × 8 × 4 × 4]
    }

    static Sequential decoder(Rng rng) {
        return Sequential.of(
                ConvTranspose2d.of(MAPS, 64, half(3), 0, 1, rng.split(1)), new Relu(),  // [N × 64 × 7 × 7]
                ConvTranspose2d.of(64, 32, half(4), 0, 1, rng.split(2)), new Relu(),    // [N × 32 × 14 × 14]
                ConvTranspose2d.of(32, 1, half(4), 0, 1, rng.split(3)));                // [N × 1 × 28 × 28]
    }

    private static Window half(int kernel) {
        return Window.of(kernel).stride(2).padding(1);
    }
}
