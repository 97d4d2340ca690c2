package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.GaussianNoise;
import io.cajal.nn.Linear;
import io.cajal.nn.MaxPool2d;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.Relu;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Says which of the attributes of {@link CaptionedShapes} a picture has. It learns from real pictures of all
 * pairs of kind and hue, with some noise, so that a picture that is drawn a little differently does not
 * confuse it.
 */
record AttributeJudge(Sequential network) {
    private static final double NOISE = 0.05;
    private static final AvgPool2d BLUR = new AvgPool2d(Window.of(3).padding(1), false);

    static AttributeJudge of(Rng rng) {
        Window same = Window.of(3).padding(1);
        return new AttributeJudge(Sequential.of(
                GaussianNoise.of(NOISE, rng.split("noise")),
                Conv2d.of(3, 16, same, 1, rng.split("conv1")), new Relu(), MaxPool2d.of(2),  // [N × 16 × 16 × 16]
                Conv2d.of(16, 32, same, 1, rng.split("conv2")), new Relu(), MaxPool2d.of(2), // [N × 32 × 8 × 8]
                Conv2d.of(32, 64, same, 1, rng.split("conv3")), new Relu(), MaxPool2d.of(2), // [N × 64 × 4 × 4]
                new Flatten(), Linear.of(1024, 128, rng.split("hidden")), new Relu(),
                Linear.of(128, Arrays.stream(CaptionedShapes.choices()).sum(), rng.split("out"))));
    }

    /**
     * The sum of the cross-entropies of all attributes. In training pictures are more or less soft, as drawn ones are: to a
     * judge that knows sharp edges alone, a soft square is a circle.
     */
    Tensor loss(Batch batch) {
        Tensor logits = network.apply(Run.current().training() ? softened(batch.x()) : batch.x());
        Tensor sum = Tensor.scalar(0);
        int at = 0;
        for (int i = 0; i < CaptionedShapes.choices().length; i++) {
            int choices = CaptionedShapes.choices()[i];
            sum = sum.add(new CrossEntropy().of(logits.narrow(1, at, choices), batch.y().select(1, i)));
            at += choices;
        }
        return sum;
    }

    /** Each picture some way, drawn at random, between itself and its blurred copy. */
    private static Tensor softened(Tensor pictures) {
        Rng rng = Run.current().rng("judge");
        double[] shares = IntStream.range(0, pictures.size(0)).mapToDouble(i -> rng.split(i).uniform())
                .toArray();
        Tensor blurred = BLUR.apply(pictures);
        return pictures.add(blurred.sub(pictures).mul(Tensor.of(shares).reshape(shares.length, 1, 1, 1)));
    }

    /** The attributes of each picture [N × 4]. */
    double[][] attributes(Tensor pictures) {
        Tensor logits = Run.evaluation().call(() -> network.apply(pictures));
        double[][] found = new double[pictures.size(0)][CaptionedShapes.choices().length];
        int at = 0;
        for (int i = 0; i < CaptionedShapes.choices().length; i++) {
            int choices = CaptionedShapes.choices()[i];
            double[] best = logits.narrow(1, at, choices).argmax(1).toDoubles();
            for (int n = 0; n < best.length; n++) {
                found[n][i] = best[n];
            }
            at += choices;
        }
        return found;
    }
}
