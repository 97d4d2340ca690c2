package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.data.Split;
import io.cajal.nn.Vae;
import io.cajal.optim.Schedule;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.BinaryDigits;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Samples;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Unlabelled;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The variational autoencoder (Kingma and Welling 2014; Rezende, Mohamed and Wierstra 2014) on binary digits.
 * An autoencoder whose codes are distributions: the encoder says of an image where its code lies and how
 * surely, q(z|x) = N(μ(x), σ²(x)), the decoder which pixels that makes white. It learns to make the evidence
 * lower bound large,
 *
 * <pre>ln p(x) ≥ E_q[ln p(x|z)] − KL(q(z|x) ‖ N(0, 1))</pre>
 *
 * by the reparameterisation z = μ + σ ε, through which the gradient flows. As the second term holds all codes
 * together in N(0, 1), a code from there decodes to a digit that nobody wrote.
 *
 * <p>The figure is −ln p(x) of test images whose pixels were drawn once, by importance sampling as in Burda,
 * Grosse and Salakhutdinov (2016), whose network of 200 tanh units reached 86.76 in 3,280 epochs. This one
 * begins where the mean image is known, has wider layers, and one cycle of the learning rate, so that a
 * thirtieth of that is enough. Look at the numbers of the code that are active: of 50 some 20 to 30 are used;
 * the others stay at N(0, 1) whatever the image, and the decoder has learned not to listen to them. Look at
 * the map of codes of two numbers: classes lie apart that nobody named.
 */
public final class VariationalAutoencoder implements Recipe {
    static final int LATENT = 50;
    static final int HIDDEN = 512;
    static final int BATCH = 100;
    static final double RATE = 2e-3;
    private static final int DRAWS = 1000;
    private static final int FLAT_HIDDEN = 256;
    private static final int FLAT_EPOCHS = 20;

    @Override
    public About about() {
        return new About("vae", "5", "codes that are distributions, and digits that nobody wrote",
                Goal.atMost(87.5, "test −ln p(x), nats", 86.76,
                        "Burda et al. 2016, VAE, one stochastic layer, 5,000 samples"),
                100);
    }

    @Override
    public Result run(Session session) {
        Split digits = BinaryDigits.split(session.data());
        Rng rng = session.rng().split("weights");
        int epochs = session.epochs(epochs());
        Vae vae = Variational.network(LATENT, HIDDEN, digits.train(), rng);
        Samples samples = new Samples(session, epochs,
                () -> vae.generate(12, session.rng().split("samples")));
        Map<String, History> histories = new LinkedHashMap<>();
        Trainer trainer = Variational.trainer(vae, 1, RATE).epochs(epochs).batchSize(BATCH)
                .schedule(Schedule.oneCycle()).validation(digits.validation()).keepBest().listener(samples);
        histories.put("50 numbers", session.fit(trainer, digits.train()));
        VariationalReport report = new VariationalReport(this, session, vae, digits);
        double surprise = report.measure(50, DRAWS);
        session.save(vae, Model.Input.image(1, 28, 28), new Unlabelled(digits.train()), this);
        if (session.folder() != null) {
            session.say("another one with codes of two numbers, for a map");
            Vae flat = Variational.network(2, FLAT_HIDDEN, digits.train(), rng.split("flat"));
            Trainer small = Variational.trainer(flat, 1, RATE).epochs(Math.min(epochs, FLAT_EPOCHS))
                    .batchSize(BATCH).schedule(Schedule.oneCycle()).validation(digits.validation());
            histories.put("2 numbers", session.fit("two-numbers", small, digits.train()));
            report.pictures(samples).plane(flat, Mnist.test(session.data()).classes()).write(histories);
        }
        return new Result(surprise, PixelByPixel.independent(digits.train(), digits.test()));
    }
}
