package io.cajal.studio.images;

import io.cajal.explain.IntegratedGradients;
import io.cajal.explain.Outcome;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/** What a network makes of a picture, stage by stage, and which pixels its answer hangs on. */
final class Look {
    /** Points of the way from an empty picture; the sum of the shares is then right within some percent. */
    private static final int STEPS = 32;

    private Look() {
    }

    /**
     * @param activated whether stages are shown after their activation, or before it
     * @param integrated whether the pixels' shares are integrated gradients, or else the gradient as it is
     */
    static Frame of(Scene scene, boolean activated, boolean integrated) {
        Net net = scene.net();
        return Run.evaluation().call(() -> {
            Frame frame = new Frame();
            Tensor seen = scene.seen();
            frame.part("picture", scene.picture()).part("seen", seen);
            Tensor x = seen;
            for (int i = 0; i < net.stages().size(); i++) {
                Stage stage = net.stages().get(i);
                Tensor after = Net.through(stage, x, true);
                frame.part("stage" + i, activated ? after : Net.through(stage, x, false));
                x = after;
            }
            if (net.hasClasses()) {
                frame.part("probabilities", x.softmax(-1));
                int place = scene.place() >= 0 ? scene.place() : Scene.best(x.toFloats());
                frame.put("asked", place);
                frame.part("saliency", saliency(net, seen, place, integrated));
            }
            return frame;
        });
    }

    /** How the logit of a class answers to each pixel (Simonyan, Vedaldi and Zisserman 2014), or each pixel's share in it. */
    static Tensor saliency(Net net, Tensor seen, int place, boolean integrated) {
        Outcome outcome = Outcome.output(net.model().network(), place);
        if (integrated) {
            return IntegratedGradients.of(outcome, seen, seen.filled(0), STEPS).contributions();
        }
        Tensor x = seen.tracked();
        return Run.evaluation()
                .call(() -> Run.recording(true).call(() -> outcome.of(x).sum().backward().get(x)));
    }
}
