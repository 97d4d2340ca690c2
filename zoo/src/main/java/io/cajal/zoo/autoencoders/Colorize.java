package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Dataset;
import io.cajal.data.Split;
import io.cajal.data.TensorDataset;
import io.cajal.loss.Mse;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Cifar10;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Lab;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Colours grey pictures (Cheng, Yang and Sheng 2015, "Deep colorization"; Zhang, Isola and Efros 2016). A
 * picture is taken apart into lightness L and the chroma a, b ({@link Lab}); the network sees L and says a
 * and b, which are put together again with the true L. It can know a colour only where it knows the thing:
 * grass is green. By squared error it says the mean of all colours that a thing comes in, so what comes in
 * many is left pale.
 *
 * <p>Rendered shapes give each kind its hue, a circle red, a square orange, under light from one side and
 * before any grey ground, so that brightness says little and outline all. Figure: the percentage of held-out
 * shapes whose hue comes out nearest to the right one of seven. In decibels the pictures must lie 3 above the
 * mean chroma. As a second trivial method, each lightness has the mean chroma that it had in training.
 * Photographs come second: there colour is often anybody's guess.
 */
public final class Colorize implements Recipe {
    private static final int WIDTH = 32;
    private static final int SCENES = 6_000;
    private static final int HELD_OUT = 1_000;
    private static final int PHOTO_EPOCHS = 16;
    private static final double DECIBELS = 3;
    private static final double SCALE = 100; // chroma is learned in units of this
    private static final int SHOWN = 12;
    private static final String MEAN = "mean chroma";
    private static final String BY_LIGHTNESS = "by lightness";

    @Override
    public About about() {
        return new About("colorize", "3", "grey pictures coloured from what they show",
                Goal.atLeast(95, "hues right %", Double.NaN, ""), 10);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng();
        Rng scenes = rng.split("scenes");
        Split shapes = new Split(ColouredScenes.draw(session.examples(SCENES), scenes.split("train")),
                ColouredScenes.draw(session.examples(HELD_OUT / 2), scenes.split("validation")),
                ColouredScenes.draw(session.examples(HELD_OUT), scenes.split("test")));
        Layer onShapes = Hourglass.of(1, 2, WIDTH, rng.split("weights").split("shapes"));
        Map<String, History> histories = new LinkedHashMap<>();
        histories.put("shapes", train(session, "shapes", onShapes, shapes, session.epochs(epochs())));
        Map<String, Function<Tensor, Tensor>> shapeMethods = methods(shapes.train(), onShapes);
        Map<String, PictureScore> shapeScores = scores(session, "shapes", shapes.test(), shapeMethods);

        Split photos = Cifar10.split(session.data());
        Layer onPhotos = Hourglass.of(1, 2, WIDTH, rng.split("weights").split("photos"));
        histories.put("photos", train(session, "photos", onPhotos, photos, session.epochs(PHOTO_EPOCHS)));
        Map<String, Function<Tensor, Tensor>> photoMethods = methods(photos.train(), onPhotos);
        Map<String, PictureScore> photoScores = scores(session, "photos", photos.test(), photoMethods);

        double gain = gain(session, "shapes", shapeScores);
        gain(session, "photos", photoScores);
        TensorDataset truth = (TensorDataset) shapes.test();
        Map<String, Double> right = new LinkedHashMap<>();
        shapeMethods.forEach((name, method) -> right.put(name, ColouredScenes
                .right(Run.evaluation().call(() -> method.apply(truth.x())), truth)));
        right.put("true", ColouredScenes.right(truth.x(), truth));
        right.forEach((name, share) -> session.say("%s: %.2f %% of the hues right",
                name, share));
        double hues = right.get(Restoration.NETWORK);
        List<String> failures = gain >= DECIBELS ? List.of()
                : List.of("less than %.0f dB above the mean chroma on shapes".formatted(DECIBELS));
        failures.forEach(session::say);
        report(session, histories, Map.of("shapes", shapes, "photos", photos),
                Map.of("shapes", shapeMethods, "photos", photoMethods),
                Map.of("shapes", shapeScores, "photos", photoScores), hues, failures);
        session.save(onShapes, Model.Input.image(1, ColouredScenes.SIZE, ColouredScenes.SIZE), shapes.train(),
                this);
        return Result.provided(failures.isEmpty(), hues,
                Math.max(right.get(MEAN), right.get(BY_LIGHTNESS)));
    }

    private History train(Session session, String name, Layer network, Split pictures, int epochs) {
        Dataset learned = taken(pictures.train(), true);
        session.say("%s: %,d parameters, %,d pictures to learn from", name,
                Parts.count(network), learned.size());
        Trainer trainer = new Trainer(network, new Mse(), new Adam(network, 3e-3)).epochs(epochs)
                .batchSize(32)
                .schedule(Schedule.oneCycle()).validation(taken(pictures.validation(), false));
        return session.fit(name, trainer, learned);
    }

    /** Lightness as input, chroma as target; where asked, in their mirror images too. */
    private static Dataset taken(Dataset pictures, boolean mirrored) {
        Tensor lab = Lab.of(pictures.all().x());
        Tensor all = mirrored ? Tensor.cat(0, lab, lab.flip(3)) : lab;
        return new TensorDataset(lightness(all), all.narrow(1, 1, 2).div(SCALE));
    }

    /** In 0 … 1. */
    private static Tensor lightness(Tensor lab) {
        return lab.narrow(1, 0, 1).div(100);
    }

    /** From coloured pictures, of which each looks at the lightness alone, to coloured pictures. */
    private static Map<String, Function<Tensor, Tensor>> methods(Dataset training, Layer network) {
        Tensor lab = Lab.of(training.all().x());
        Tensor mean = lab.narrow(1, 1, 2).meanKeep(0, 2, 3);
        ChromaByLightness table = ChromaByLightness.of(lab);
        Map<String, Function<Tensor, Tensor>> methods = new LinkedHashMap<>();
        methods.put(MEAN, colouring(light -> mean
                .expand(Shape.of(light.size(0), 2, light.size(2), light.size(3)))));
        methods.put(BY_LIGHTNESS, colouring(table::chroma));
        methods.put(Restoration.NETWORK, colouring(light -> network.apply(light).mul(SCALE)));
        return methods;
    }

    private static Function<Tensor, Tensor> colouring(Function<Tensor, Tensor> chroma) {
        return pictures -> {
            Tensor light = lightness(Lab.of(pictures));
            return Lab.toRgb(Tensor.cat(1, light.mul(100), chroma.apply(light)));
        };
    }

    private static Map<String, PictureScore> scores(Session session, String name, Dataset test,
            Map<String, Function<Tensor, Tensor>> methods) {
        Map<String, Function<Damage.Damaged, Tensor>> versions = new LinkedHashMap<>();
        methods.forEach((method, colour) -> versions.put(method, damaged -> colour.apply(damaged.seen())));
        Map<String, PictureScore> scores = PictureScore.of(test,
                (clean, _) -> new Damage.Damaged(clean, null),
                session.rng(),
                null, versions);
        scores.forEach((method, score) -> session.say("%s, %s: %s".formatted(name, method, score)));
        return scores;
    }

    private static double gain(Session session, String name, Map<String, PictureScore> scores) {
        double gain = scores.get(Restoration.NETWORK).psnr() - scores.get(MEAN).psnr();
        session.say("%s: %.2f dB above the mean chroma", name, gain);
        return gain;
    }

    private void report(Session session, Map<String, History> histories, Map<String, Split> pictures,
            Map<String, Map<String, Function<Tensor, Tensor>>> methods,
            Map<String, Map<String, PictureScore>> scores, double hues, List<String> failures) {
        Gallery gallery = new Gallery(this, session);
        for (String name : histories.keySet()) {
            Tensor truth = pictures.get(name).test().range(0, SHOWN).all().x();
            Map<String, Tensor> rows = new LinkedHashMap<>();
            Tensor light = Lab.of(truth).narrow(1, 0, 1);
            rows.put("seen", Lab.toRgb(Tensor.cat(1, light, light.mul(0), light.mul(0))));
            Run.evaluation().run(() -> methods.get(name)
                    .forEach((method, colour) -> rows.put(method, colour.apply(truth))));
            rows.put("true", truth);
            gallery.rows(name, name.equals("shapes") ? "Shapes" : "Photographs",
                    "Held-out pictures: what is seen, what the methods make of it, and the truth.", rows, 3);
            gallery.table("Scores on " + name, String.format(Locale.ROOT,
                    "%,d test pictures; PSNR and SSIM are means over them.",
                    pictures.get(name).test().size()), Restoration.table(scores.get(name)));
        }
        gallery.losses(histories).write(String.format(Locale.ROOT, "%.2f %% of the hues right", hues),
                failures);
    }
}
