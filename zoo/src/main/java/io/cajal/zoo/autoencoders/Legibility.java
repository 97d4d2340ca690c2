package io.cajal.zoo.autoencoders;

import io.cajal.data.Dataset;
import io.cajal.nn.Layer;
import io.cajal.train.ErrorRate;
import io.cajal.train.Evaluation;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Session;
import java.util.Map;

/** Whether repaired digits can be read again. */
final class Legibility {
    private Legibility() {
    }

    /**
     * Says what a classifier reads rightly before, after and in truth; whether no more than so many
     * percentage points are lost.
     */
    static boolean restored(Session session, Dataset digits, Layer judge, Map<String, PictureScore> scores,
            double points) {
        double lost = lost(digits, judge, scores.get(Restoration.NETWORK));
        double before = lost(digits, judge, scores.get(Restoration.DAMAGED));
        session.say(
                "a LeNet-5 reads %.2f percentage points fewer of the damaged digits than of the true ones, "
                        + "and %.2f of the repaired: %s %s",
                before, lost, lost <= points ? "at most" : "more than", Goal.number(points));
        return lost <= points;
    }

    /** How many percentage points fewer are read rightly than of the true digits. */
    static double lost(Dataset digits, Layer judge, PictureScore score) {
        return 100 - Evaluation.of(judge, digits).of(new ErrorRate()) - score.read();
    }
}
