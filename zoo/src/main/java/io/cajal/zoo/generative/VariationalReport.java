package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.nn.Vae;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Mnist;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Samples;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A trained variational autoencoder measured on the test images, said, and shown. */
final class VariationalReport {
    /** Fewer than that is said to be a collapse: an image of a digit needs some ten numbers. */
    private static final int FEW = 5;
    private static final int ACROSS = 10;
    private static final int ROWS = 10;
    private static final int TRAVERSED = 10;

    private final Session session;
    private final Vae vae;
    private final Split digits;
    private final Gallery gallery;
    private final List<Integer> active;
    private final List<List<String>> figures = new ArrayList<>();
    private double surprise;

    VariationalReport(Recipe recipe, Session session, Vae vae, Split digits) {
        this.session = session;
        this.vae = vae;
        this.digits = digits;
        this.gallery = new Gallery(recipe, session);
        this.active = Variational.active(Variational.codes(vae, digits.test()));
    }

    /**
     * The bounds with one draw, with each of so many, and the last as the figure: −ln p(x) in nats on the
     * test images.
     */
    double measure(int... draws) {
        Rng rng = session.rng().split("test");
        figures.add(List.of("figure of the test images", "nats"));
        double elbo = -Variational.elbo(vae, digits.test(), rng.split("elbo"));
        double information = Variational.information(vae, digits.test());
        row("−ELBO, one draw of the code", elbo);
        row("of it KL(q(z|x) ‖ p(z)), what the code says of an image", information);
        row("of it reconstruction, what the code leaves open", elbo - information);
        for (int k : draws) {
            surprise = Variational.surprise(vae, digits.test(), k, rng.split(k));
            row(String.format(Locale.ROOT, "−ln p(x), importance sampling with %,d draws", k), surprise);
        }
        figures.forEach(row -> session.say("%-60s %8s".formatted(row.get(0), row.get(1))));
        session.say("%d of the code's %d numbers are active", active.size(), vae.latent());
        failures(active.size()).forEach(session::say);
        return surprise;
    }

    /** How the training was lost, if it was. */
    static List<String> failures(int active) {
        return active >= FEW ? List.of()
                : List.of("collapsed: the posterior is the prior, and the decoder hardly listens to codes");
    }

    private void row(String what, double nats) {
        figures.add(List.of(what, String.format(Locale.ROOT, "%.2f", nats)));
    }

    /** What is seen of codes: reconstructions, samples, what each number of the code means. */
    VariationalReport pictures(Samples samples) {
        if (session.folder() == null) {
            return this;
        }
        Rng rng = session.rng().split("report");
        Dataset test = digits.test();
        gallery.rows("reconstructions", "What comes back",
                "Test images; decoded from the mean of q(z|x); decoded from two draws: where they differ, the code is unsure.",
                reconstructions(rng), 3)
                .grid("samples", "Digits that nobody wrote",
                        "Decoded from codes of N(0, 1), as probabilities of the pixels.",
                        Run.evaluation().call(() -> vae.generate(ACROSS * ROWS, rng.split("samples"))),
                        ACROSS, 2)
                .strips("epochs", "Samples by epoch", "From the same codes.", samples);
        Map<String, Integer> dimensions = new LinkedHashMap<>();
        active.stream().limit(TRAVERSED).forEach(i -> dimensions.put("z" + (i + 1), i));
        if (!dimensions.isEmpty()) {
            Tensor code = Run.evaluation().call(() -> vae.encode(test.batch(0).x()).loc()).reshape(-1);
            gallery.traversals("traversals", "What the numbers of a code mean",
                    "The code of the first test image; each row moves one of its numbers, those first that vary most.",
                    z -> vae.decode(z).probs(), code, dimensions, 2);
        }
        return this;
    }

    private Map<String, Tensor> reconstructions(Rng rng) {
        Tensor x = Mnist.oneOfEach(digits.test());
        Map<String, Tensor> rows = new LinkedHashMap<>();
        Run.evaluation().run(() -> {
            rows.put("test image", x);
            rows.put("from the mean", vae.apply(x));
            for (int i = 1; i <= 2; i++) {
                rows.put("from draw " + i, vae.decode(vae.encode(x).sample(rng.split(i))).probs());
            }
        });
        return rows;
    }

    /** Another one, whose codes are points in a plane. */
    VariationalReport plane(Vae flat, List<String> classes) {
        Dataset test = digits.test();
        gallery.map("map", "Codes of two numbers",
                "The test images where a second, small network with two numbers for a code puts them; it never saw the labels "
                        + "that colour them.",
                Variational.codes(flat, test), Tensor.of(doubles(test.targets())), classes)
                .plane("plane", "The same plane, decoded", "From −2.5 to 2.5 deviations.",
                        z -> flat.decode(z).probs(), 2.5, 20, 1);
        return this;
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    /** The bound by epoch, the figures, and the page. */
    void write(Map<String, History> histories) {
        gallery.losses(histories)
                .table("Figures",
                        "%d of the code's %d numbers are active: their means vary by more than 0.01 over the images."
                                .formatted(active.size(), vae.latent()),
                        figures)
                .write("−ln p(x) of the test images: " + Goal.number(surprise) + " nats",
                        failures(active.size()));
    }
}
