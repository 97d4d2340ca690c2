package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.data.Split;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.BatchLoss;
import io.cajal.train.History;
import io.cajal.train.Ssim;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A network learns to repair damaged pictures, and is judged beside simpler methods on pictures that it never
 * saw. In training a picture is damaged anew each time it comes; in the test each has one damage, which
 * follows from the seed and is the same for all methods.
 */
final class Restoration {
    static final String DAMAGED = "damaged";
    static final String NETWORK = "network";
    private static final double RATE = 3e-3;
    private static final int SHOWN = 12;

    private final Session session;
    private final String name;
    private final Split pictures;
    private final Damage learned;
    private final Damage asked;
    private final Layer network;
    private final Map<String, Function<Damage.Damaged, Tensor>> versions = new LinkedHashMap<>();
    private Function<Damage.Damaged, Tensor> answer;

    /**
     * @param name of the kind of pictures, for people and for files
     * @param learned the damage in training
     * @param asked the damage in the test
     * @param network from what the damage lets it see to whole pictures, not yet cut off at 0 and 1
     */
    Restoration(Session session, String name, Split pictures, Damage learned, Damage asked, Layer network) {
        this.session = session;
        this.name = name;
        this.pictures = pictures;
        this.learned = learned;
        this.asked = asked;
        this.network = network;
        this.answer = damaged -> network.apply(damaged.seen());
        int channels = pictures.test().batch(0).x().size(1);
        versions.put(DAMAGED, damaged -> damaged.pictures(channels));
    }

    /** Another method to compare with. */
    Restoration beside(String method, Function<Damage.Damaged, Tensor> repair) {
        versions.put(method, repair);
        return this;
    }

    /** What becomes of the network's output, where that is not yet the picture. */
    Restoration finish(Function<Damage.Damaged, Tensor> whole) {
        answer = whole;
        return this;
    }

    /**
     * Makes the squared error small.
     *
     * @param emphasis how much more an error counts where the mask is 1
     * @param likeness how much 1 − {@link Ssim} counts beside the squared error
     */
    History train(int epochs, int batch, double emphasis, double likeness) {
        session.say("%s: %,d parameters, %,d pictures to learn from", name,
                Parts.count(network), pictures.train().size());
        BatchLoss loss = some -> {
            Damage.Damaged damaged = learned.of(some.x(), Run.current().rng("damage"));
            Tensor whole = network.apply(damaged.seen());
            Tensor wrong = beyond(whole, some.x()).square();
            Tensor error = (damaged.mask() == null ? wrong
                    : wrong.mul(damaged.mask().mul(emphasis).add(1))).mean();
            return likeness == 0 ? error
                    : error.add(Ssim.similarity(whole.clamp(0, 1), some.x()).neg().add(1).mul(likeness));
        };
        Trainer trainer = new Trainer(network, loss, new Adam(network, RATE)).epochs(epochs)
                .batchSize(batch).schedule(Schedule.oneCycle()).validation(pictures.validation());
        return session.fit(name, trainer, pictures.train());
    }

    /**
     * How wrong values are that will be cut off at 0 and 1: below black is black, above white is white. The
     * minimum is where that of the plain error is, but what is sure to be black need not be hit exactly.
     */
    static Tensor beyond(Tensor value, Tensor truth) {
        Tensor wrong = value.sub(truth);
        Tensor notBelow = Tensor.where(truth.le(0), wrong.relu(), wrong);
        return Tensor.where(truth.ge(1), wrong.neg().relu().neg(), notBelow);
    }

    /** All methods on the test pictures. */
    Map<String, PictureScore> test(Layer judge) {
        Map<String, PictureScore> scores = PictureScore.of(pictures.test(), asked, damages(), judge, all());
        scores.forEach((method, score) -> session.say("%s, %s: %s".formatted(name, method, score)));
        return scores;
    }

    /** Those of all methods but the network: what it is compared with. */
    static Map<String, PictureScore> others(Map<String, PictureScore> scores) {
        Map<String, PictureScore> others = new LinkedHashMap<>(scores);
        others.remove(NETWORK);
        return others;
    }

    private Map<String, Function<Damage.Damaged, Tensor>> all() {
        Map<String, Function<Damage.Damaged, Tensor>> all = new LinkedHashMap<>(versions);
        all.put(NETWORK, answer);
        return all;
    }

    private Rng damages() {
        return session.rng().split(name).split("test");
    }

    /**
     * The first test pictures in all versions, above the true ones, and the table of scores.
     *
     * @param veil how the damaged ones are shown
     */
    void show(Gallery gallery, Map<String, PictureScore> scores, String title, String caption, int zoom,
            Function<Damage.Damaged, Tensor> veil) {
        Run.evaluation().run(() -> {
            Tensor clean = pictures.test().range(0, SHOWN).all().x();
            Damage.Damaged damaged = asked.of(clean, damages().split(0));
            Map<String, Tensor> rows = new LinkedHashMap<>();
            all().forEach((method, repair) -> rows.put(method, repair.apply(damaged).clamp(0, 1)));
            rows.put(DAMAGED, veil.apply(damaged).clamp(0, 1));
            rows.put("true", clean);
            gallery.rows(name, title, caption, rows, zoom);
        });
        gallery.table("Scores on " + name,
                String.format(Locale.ROOT, "%,d test pictures; PSNR and SSIM are means over them.",
                        pictures.test().size()),
                table(scores));
    }

    static List<List<String>> table(Map<String, PictureScore> scores) {
        boolean masked = scores.values().stream().noneMatch(score -> Double.isNaN(score.inside()));
        boolean read = scores.values().stream().noneMatch(score -> Double.isNaN(score.read()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", "PSNR dB", "SSIM", masked ? "PSNR in the mask dB" : "",
                read ? "read rightly %" : ""));
        scores.forEach((method, score) -> rows.add(row(method, number("%.2f", score.psnr()),
                number("%.3f", score.ssim()), masked ? number("%.2f", score.inside()) : "",
                read ? number("%.2f", score.read()) : "")));
        return rows;
    }

    private static List<String> row(String first, String... cells) {
        List<String> row = new ArrayList<>(List.of(first));
        for (String cell : cells) {
            if (!cell.isEmpty()) {
                row.add(cell);
            }
        }
        return row;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
