package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.data.Dataset;
import io.cajal.loss.Mse;
import io.cajal.nn.Channels;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Layer;
import io.cajal.nn.PixelShuffle;
import io.cajal.nn.PixelUnshuffle;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import io.cajal.train.Metric;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.generative.BouncingBalls.Pieces;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What comes next in a film? From four frames of three {@linkplain BouncingBalls balls in a box} a network of
 * convolutions draws the fifth. Nobody tells it of balls, velocities or walls: to err little it must find
 * them. It gives the change from the last frame to the next, f₅ = f₄ + g(f₁ … f₄), so that what stands still
 * costs nothing; each 2 × 2 pixels become channels at its entrance and pixels again at its exit, which makes
 * its view wide and its work small.
 *
 * <p>The figure is that of the literature: the squared error of a frame, summed over its 900 pixels. The
 * recurrent temporal RBM (Sutskever, Hinton and Taylor 2008) is said to reach 3.88, the predictive generative
 * network (Lotter, Kreiman and Cox 2015) 0.65; a copy of the last frame is the trivial answer.
 *
 * <p>Then it dreams: its own answers become its frames. Look at where the dream parts from the truth: errors
 * grow slowly in free flight, and leap where two balls meet, since a collision makes small errors large.
 */
public final class NextFrame implements Recipe {
    private static final int PAST = 4;
    private static final int FRAMES = 100;
    private static final int TRAIN_FILMS = 4000;
    private static final int TEST_FILMS = 200;
    private static final int PIECES = 10;
    private static final int DREAM = 20;
    private static final int WIDTH = 48;

    @Override
    public About about() {
        return new About("next-frame", "3", "four frames of bouncing balls give the fifth, and then a dream",
                Goal.atMost(0.65, "squared error a frame", 0.65,
                        "Lotter, Kreiman and Cox 2015, predictive generative network"),
                8);
    }

    /** Squared error of a frame: summed over its pixels, the mean over the frames. */
    record FrameError() implements Metric {
        @Override
        public String name() {
            return "error a frame";
        }

        @Override
        public boolean lowerIsBetter() {
            return true;
        }

        @Override
        public double of(Tensor outputs, Tensor targets) {
            return outputs.clamp(0, 1).sub(targets).square().sum().item() / outputs.size(0);
        }
    }

    @Override
    public Result run(Session session) {
        Rng films = session.rng().split("films");
        int testFilms = session.examples(TEST_FILMS);
        Pieces training = Pieces.drawn(session.examples(TRAIN_FILMS), FRAMES, PAST, PIECES,
                films.split("training"));
        Pieces validation = Pieces.drawn(100, FRAMES, PAST, PIECES, films.split("validation"));
        Pieces test = Pieces.all(testFilms, FRAMES, PAST, films.split("test"));
        Layer network = network(session.rng().split("weights"));
        Trainer trainer = new Trainer(network, new Mse(), new Adam(network, 2e-3))
                .epochs(session.epochs(epochs())).batchSize(32).schedule(Schedule.oneCycle())
                .validation(validation).metric(new FrameError());
        History history = session.fit(trainer, training);
        double error = Evaluation.of(network, test).of(new FrameError());
        double copied = Evaluation.of(new Channels(PAST - 1), test).of(new FrameError());
        session.say(
                "squared error a frame on %d frames of %d unseen films: %.3f; the last frame copied: %.2f",
                test.size(), testFilms, error, copied);
        session.save(network, Model.Input.image(PAST, BouncingBalls.SIDE, BouncingBalls.SIDE), training,
                this);
        report(session, network, test, history, String.format(Locale.ROOT,
                "%.3f squared error a frame, %.2f for the last frame copied", error, copied));
        return new Result(error, copied);
    }

    static Layer network(Rng rng) {
        List<Layer> body = new ArrayList<>();
        body.add(new PixelUnshuffle(2));
        body.add(conv(4 * PAST, WIDTH, rng.split("in")));
        body.add(new Relu());
        for (int i = 0; i < 4; i++) {
            body.add(conv(WIDTH, WIDTH, rng.split(i)));
            body.add(new Relu());
        }
        body.add(conv(WIDTH, 4, rng.split("out")));
        body.add(new PixelShuffle(2));
        return new Residual(new Sequential(body), new Channels(PAST - 1));
    }

    private static Conv2d conv(int in, int out, Rng rng) {
        return Conv2d.of(in, out, Window.of(3).padding(1), 1, rng);
    }

    /**
     * So many frames [N × count × 30 × 30] after the given ones [N × past × 30 × 30], each from the dreamt
     * ones before it.
     */
    static Tensor dream(Layer network, Tensor given, int count) {
        return Run.evaluation().call(() -> {
            Tensor seen = given;
            List<Tensor> frames = new ArrayList<>();
            for (int t = 0; t < count; t++) {
                Tensor next = network.apply(seen).clamp(0, 1);
                frames.add(next);
                seen = Tensor.cat(1, seen.narrow(1, 1, PAST - 1), next);
            }
            return Tensor.cat(1, frames.toArray(Tensor[]::new));
        });
    }

    private void report(Session session, Layer network, Pieces test, History history, String figure) {
        int[] starts = IntStream.range(0, session.examples(TEST_FILMS)).map(film -> film * FRAMES).toArray();
        Tensor films = test.frames(starts, PAST + DREAM);
        Tensor given = films.narrow(1, 0, PAST);
        Tensor truth = films.narrow(1, PAST, DREAM);
        Tensor dreamt = dream(network, given, DREAM);
        float[] errors = dreamt.sub(truth).square().sum(2, 3).mean(0).toFloats();
        float[] copies = given.narrow(1, PAST - 1, 1).sub(truth).square().sum(2, 3).mean(0).toFloats();
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("frames ahead", "dreamt", "last frame copied"));
        for (int ahead : new int[] {1, 2, 3, 5, 10, 15, 20}) {
            table.add(List.of(Integer.toString(ahead), text(errors[ahead - 1]), text(copies[ahead - 1])));
        }
        session.say("dreamt 1, 5, 10 and 20 frames ahead: %s, %s, %s, %s",
                text(errors[0]), text(errors[4]), text(errors[9]), text(errors[19]));
        Gallery gallery = new Gallery(this, session);
        gallery.rows("next", "The next frame",
                "Held-out films, ten frames apart: the last frame that was seen, "
                        + "the next one, what the network says, and how far it is off (black: nowhere).",
                next(network, test), 3);
        Map<String, Tensor> strip = new LinkedHashMap<>();
        for (int film = 0; film < 4; film++) {
            Tensor start = one(given, film);
            strip.put("film " + (film + 1), Tensor.cat(0, start, one(truth, film)));
            strip.put("dream " + (film + 1), Tensor.cat(0, start, one(dreamt, film)));
        }
        gallery.rows("dream", "A dream of %d frames".formatted(DREAM),
                "The first four frames are given; from there on the network sees only what it said itself.",
                strip, 2)
                .table("Squared error a frame of dreams",
                        "Mean over %d held-out films.".formatted(starts.length), table)
                .losses(Map.of("", history)).write(figure);
    }

    private static String text(double error) {
        return String.format(Locale.ROOT, "%.2f", error);
    }

    /** The frames of one film as images of their own. */
    private static Tensor one(Tensor films, int film) {
        return films.select(0, film).unsqueeze(1);
    }

    private static Map<String, Tensor> next(Layer network, Dataset test) {
        int[] some = new int[10];
        Arrays.setAll(some, i -> i * 10 + 5);
        Evaluation scored = Evaluation.of(network, test.subset(some));
        Tensor said = scored.outputs().clamp(0, 1);
        Map<String, Tensor> rows = new LinkedHashMap<>();
        rows.put("last seen", test.batch(some).x().narrow(1, PAST - 1, 1));
        rows.put("truth", scored.targets());
        rows.put("network", said);
        rows.put("off by", said.sub(scored.targets()).abs());
        return rows;
    }
}
