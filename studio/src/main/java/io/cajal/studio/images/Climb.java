package io.cajal.studio.images;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.studio.kit.Message;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.Arrays;

/**
 * A picture that changes, step by step, so that a unit answers to it more and more: gradient ascent on the input
 * (activation maximisation, Erhan, Bengio, Courville and Vincent 2009). The unit is taken before its activation, where
 * the gradient never vanishes; of a map it is the mean. Left to itself the ascent ends in glittering noise, so each step
 * also takes away ink (decay) and pulls pixels towards their neighbours (smoothing), and the picture is shaken by a
 * pixel or two, so that what it shows does not hang on the exact place. The same seed climbs the same way.
 */
final class Climb {
    private static final double RATE = 0.08;
    private static final int SHAKE = 2;
    private static final Window AROUND = Window.of(3).padding(1);

    private final Net net;
    private final int stage;
    private final int unit;
    private final double decay;
    private final double smoothing;
    private final boolean shaken;
    private final Rng rng;
    private final Tensor neighbours;
    private Tensor picture;
    private int steps;

    /** How a climb goes on. */
    record Settings(int stage, int unit, double decay, double smoothing, boolean shaken, long seed) {
        static Settings read(Message message, Net net) {
            int stage = message.count("stage", 0, net.stages().size() - 1);
            if (net.stages().get(stage).kind() == Stage.Kind.PREPARE) {
                throw new CajalException(
                        "stage: expected one with units, got that which prepares the picture");
            }
            return new Settings(stage, message.count("unit", 0, net.stages().get(stage).units() - 1),
                    message.number("decay", 0, 1), message.number("smoothing", 0, 1), message.flag("shaken"),
                    message.whole("seed", 0, Integer.MAX_VALUE));
        }
    }

    Climb(Net net, Settings settings) {
        this.net = net;
        stage = settings.stage;
        unit = settings.unit;
        decay = settings.decay;
        smoothing = settings.smoothing;
        shaken = settings.shaken;
        rng = Rng.of(settings.seed).split("climb");
        double[] weights = new double[9 * net.channels()];
        Arrays.fill(weights, 1 / 9.0);
        neighbours = Tensor.of(Shape.of(net.channels(), 1, 3, 3), weights);
        picture = Tensor.uniform(net.batch(1), 0.1, 0.3, rng);
    }

    Net net() {
        return net;
    }

    Tensor picture() {
        return picture;
    }

    /** What the unit says of a picture [1 × C × H × W]. */
    private Tensor score(Tensor x) {
        Tensor y = x;
        for (int i = 0; i < stage; i++) {
            y = Net.through(net.stages().get(i), y, true);
        }
        return Net.through(net.stages().get(stage), y, false).select(1, unit).mean();
    }

    double score() {
        return Run.evaluation().call(() -> score(picture).item());
    }

    void step() {
        int down = shaken ? rng.below(2 * SHAKE + 1) - SHAKE : 0;
        int across = shaken ? rng.below(2 * SHAKE + 1) - SHAKE : 0;
        picture = Run.evaluation().call(() -> {
            Tensor x = picture.tracked();
            Tensor gradient = Run.recording(true)
                    .call(() -> score(x.roll(2, down).roll(3, across)).backward().get(x));
            double size = Math.sqrt(gradient.square().mean().item());
            Tensor mean = picture.conv2d(neighbours, null, AROUND, net.channels());
            return picture.add(gradient.mul(RATE / (size + 1e-12)))
                    .sub(picture.mul(RATE * decay)).sub(picture.sub(mean).mul(smoothing)).clamp(0, 1);
        });
        steps++;
    }

    Frame frame() {
        Frame frame = new Frame().put("steps", steps).put("score", score()).part("picture", picture);
        if (net.hasClasses()) {
            frame.part("probabilities", net.model().predict(picture));
        }
        return frame;
    }
}
