package io.cajal.zoo.autoencoders;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.data.TensorDataset;
import io.cajal.loss.BceWithLogits;
import io.cajal.nn.ConvTranspose2d;
import io.cajal.nn.GenerativeModel;
import io.cajal.nn.Linear;
import io.cajal.nn.Sequential;
import io.cajal.nn.Unflatten;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Psnr;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Shapes;
import io.cajal.zoo.kit.Shapes.Figure;
import io.cajal.zoo.kit.Shapes.Hue;
import io.cajal.zoo.kit.Shapes.Kind;
import io.cajal.zoo.kit.Shapes.Variety;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A deconvolutional network: a classifier turned round (Zeiler, Krishnan, Taylor and Fergus 2010 gave the
 * layer its name; Dosovitskiy, Springenberg and Brox 2015, "Learning to generate chairs", the task). What a
 * picture shows goes in, which shape, which colour, where, how large, how far turned, and the picture comes
 * out: dense layers decide on a coarse plan of 4 × 4 places, and three transposed convolutions, each pixel
 * stamping a kernel into the next map, double it to 32 × 32.
 *
 * <p>An angle goes in as cosines and sines of its multiples 1 … {@value #HARMONICS}, so that a full turn ends
 * where it began, and a star, which looks the same after a fifth of one, is as easy as an arrow.
 *
 * <p>Each shape is never shown in one of the eight colours. The figure is how well these are drawn: the mean
 * PSNR, 10 log₁₀(1 / MSE) decibels, on pairs and poses that were not seen. The baseline is the mean training
 * picture. Look at the row in which one shape becomes another: no such things were ever shown.
 */
public final class Deconvolutional implements Recipe {
    static final int SIZE = 32;
    private static final int KINDS = Kind.values().length;
    private static final int HUES = Hue.values().length;
    private static final int HARMONICS = 5;
    static final int FACTORS = KINDS + HUES + 3 + 2 * HARMONICS;
    private static final int TRAIN = 20_000;
    private static final int WATCHED = 1_000;
    private static final int TEST = 2_000;
    private static final int STEPS = 10;

    @Override
    public About about() {
        return new About("deconvolutional", "5", "draws shapes from what is known of them",
                Goal.atLeast(25, "PSNR dB", Double.NaN, ""), 40);
    }

    /** Draws pictures of factors [N × FACTORS]. */
    public record Painter(Sequential network) implements GenerativeModel {
        @Override
        public Tensor forward(Tensor factors) {
            return network.apply(factors).sigmoid();
        }

        @Override
        public Tensor generate(int count, Rng rng) {
            return Run.evaluation().call(() -> apply(factors(Variety.usual().draw(count, rng))));
        }
    }

    /** Whether the network may see this shape in this colour. */
    static boolean isShown(Figure figure) {
        return figure.hue() != figure.kind().keptBack();
    }

    /** The first so many figures that are shown, or those that are not. */
    static List<Figure> figures(int count, boolean shown, Rng rng) {
        return Stream.iterate(0, i -> i + 1).map(i -> Variety.usual().draw(rng.split(i)))
                .filter(figure -> isShown(figure) == shown).limit(count).toList();
    }

    /**
     * What the network is told: shape and colour as one of several, place and size around 0, the angle as
     * waves.
     */
    static Tensor factors(List<Figure> figures) {
        return Tensor.of(figures.stream().map(Deconvolutional::factors).toArray(double[][]::new));
    }

    private static double[] factors(Figure figure) {
        double[] all = new double[FACTORS];
        all[figure.kind().ordinal()] = 1;
        all[KINDS + figure.hue().ordinal()] = 1;
        int at = KINDS + HUES;
        all[at++] = 2 * figure.x();
        all[at++] = 2 * figure.y();
        all[at++] = 8 * (figure.scale() - 0.375);
        for (int m = 1; m <= HARMONICS; m++) {
            all[at++] = StrictMath.cos(m * figure.rotation());
            all[at++] = StrictMath.sin(m * figure.rotation());
        }
        return all;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        Stream.of(Kind.values()).map(Kind::text).forEach(names::add);
        Stream.of(Hue.values()).map(Hue::text).forEach(names::add);
        names.addAll(List.of("across", "down", "size"));
        for (int m = 1; m <= HARMONICS; m++) {
            names.add("cos " + m);
            names.add("sin " + m);
        }
        return names;
    }

    private static TensorDataset data(List<Figure> figures) {
        return new TensorDataset(factors(figures), Shapes.images(figures, SIZE, 3));
    }

    static Painter painter(Rng rng) {
        Window twice = Window.of(4).stride(2).padding(1);
        return new Painter(Sequential.of(
                Linear.of(FACTORS, 256, rng.split(1)), new Relu(),
                Linear.of(256, 1024, rng.split(2)), new Relu(), new Unflatten(Shape.of(64, 4, 4)),
                ConvTranspose2d.of(64, 64, twice, 0, 1, rng.split(3)), new Relu(),   // [N × 64 × 8 × 8]
                ConvTranspose2d.of(64, 32, twice, 0, 1, rng.split(4)), new Relu(),   // [N × 32 × 16 × 16]
                ConvTranspose2d.of(32, 3, twice, 0, 1, rng.split(5))));              // [N × 3 × 32 × 32]
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng();
        Dataset training = data(figures(session.examples(TRAIN), true, rng.split("training figures")));
        Dataset watched = data(figures(session.examples(WATCHED), true, rng.split("watched figures")));
        List<Figure> hidden = figures(session.examples(TEST), false, rng.split("test figures"));
        Dataset test = data(hidden);
        Painter painter = painter(rng.split("weights"));
        Trainer trainer = new Trainer(painter.network(), new BceWithLogits(), new Adam(painter, 3e-3))
                .batchSize(64)
                .epochs(session.epochs(epochs())).schedule(Schedule.oneCycle()).validation(watched);
        History history = session.fit(trainer, training);
        double seen = Evaluation.of(painter, watched).of(new Psnr());
        double unseen = Evaluation.of(painter, test).of(new Psnr());
        session.say(
                "PSNR %.2f dB on shapes and colours that were seen together, in other poses; %.2f dB on those that were not",
                seen, unseen);
        Tensor mean = mean(training);
        Tensor truth = test.all().y();
        double trivial = new Psnr().of(mean.expand(truth.shape()), truth);
        session.save(painter, Model.Input.numbers(names()), training, this);
        if (session.folder() != null) {
            report(session, painter, hidden, history, unseen);
        }
        return new Result(unseen, trivial);
    }

    private static Tensor mean(Dataset training) {
        Tensor[] sum = {Tensor.zeros(1, 3, SIZE, SIZE)};
        training.forEachBatch((Batch batch) -> sum[0] = sum[0].add(batch.y().sumKeep(0)));
        return sum[0].div(training.size());
    }

    private void report(Session session, Painter painter, List<Figure> hidden, History history,
            double unseen) {
        List<Figure> shown = Stream.of(Kind.values())
                .map(kind -> hidden.stream().filter(f -> f.kind() == kind).findFirst().orElseThrow())
                .toList();
        List<Figure> more = hidden.subList(hidden.size() / 2, hidden.size() / 2 + KINDS);
        Map<String, Tensor> rows = new LinkedHashMap<>();
        for (List<Figure> some : List.of(shown, more)) {
            String again = some == shown ? "" : " ";
            rows.put("truth" + again, Shapes.images(some, SIZE, 3));
            rows.put("drawn" + again, drawn(painter, factors(some)));
        }
        Map<String, Tensor> moving = new LinkedHashMap<>();
        moving.put("turning", path(painter, t -> figure(Kind.ARROW, 0, 0.45, 2 * Math.PI * t / STEPS)));
        moving.put("moving", path(painter, t -> figure(Kind.MOON, -0.5 + t / (STEPS - 1.0), 0.35, 0.6)));
        moving.put("growing", path(painter, t -> figure(Kind.CROSS, 0, 0.25 + 0.25 * t / (STEPS - 1), 0.3)));
        moving.put("circle → star", between(painter, Kind.CIRCLE, Kind.STAR));
        moving.put("square → triangle", between(painter, Kind.SQUARE, Kind.TRIANGLE));
        moving.put("ring → moon", between(painter, Kind.RING, Kind.MOON));
        new Gallery(this, session)
                .rows("drawn", "Drawn from what is known",
                        "Each shape in the colour in which it was never shown.", rows, 3)
                .rows("paths", "One thing changes",
                        "Turning, moving and growing; and shapes between shapes, which were never shown.",
                        moving, 3)
                .losses(Map.of("", history))
                .write(String.format(Locale.ROOT,
                        "PSNR %.2f dB on %,d pictures of shapes in colours not seen with them", unseen,
                        hidden.size()));
    }

    private static Figure figure(Kind kind, double x, double scale, double rotation) {
        return new Figure(kind, Hue.values()[kind.ordinal()], x, 0, scale, rotation);
    }

    private static Tensor drawn(Painter painter, Tensor factors) {
        return Run.evaluation().call(() -> painter.apply(factors));
    }

    private static Tensor path(Painter painter, IntFunction<Figure> at) {
        return drawn(painter, factors(IntStream.range(0, STEPS).mapToObj(at).toList()));
    }

    /** From one shape and its colour to another, in equal steps. */
    private static Tensor between(Painter painter, Kind from, Kind to) {
        Tensor a = factors(List.of(figure(from, 0, 0.45, 0)));
        Tensor b = factors(List.of(figure(to, 0, 0.45, 0)));
        Tensor share = Tensor.linspace(0, 1, STEPS).unsqueeze(1);
        return drawn(painter, a.add(b.sub(a).mul(share)));
    }
}
