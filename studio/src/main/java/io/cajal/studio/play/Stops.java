package io.cajal.studio.play;

import java.util.Locale;

/** When a training is to stop by itself. */
final class Stops {
    private Stops() {
    }

    /** Why it stops at the end of this epoch; empty if it goes on. */
    static String reason(Learner learner, long epoch) {
        Spec.Stop stop = learner.spec().stop();
        if (stop.epochs() == epoch) {
            return "%d epochs are done, as was asked for".formatted(epoch);
        }
        if (Double.isNaN(stop.loss()) && Double.isNaN(stop.accuracy())) {
            return "";
        }
        Scores scores = learner.scores();
        String set = scores.hasTest() ? "test" : "training";
        Scores.Score score = scores.hasTest() ? scores.test(learner.net()) : scores.train(learner.net());
        if (score.loss() <= stop.loss()) {
            return String.format(Locale.ROOT, "the %s loss is down to %.4g", set, score.loss());
        }
        if (score.accuracy() >= stop.accuracy()) {
            return String.format(Locale.ROOT, "the %s accuracy is up to %.1f %%", set,
                    100 * score.accuracy());
        }
        return "";
    }
}
