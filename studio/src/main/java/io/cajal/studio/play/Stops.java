package io.cajal.studio.play;

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
            return "the %s loss is down to %s".formatted(set, Numbers.shown(score.loss()));
        }
        if (score.accuracy() >= stop.accuracy()) {
            return "the %s accuracy is up to %s %%".formatted(set, Numbers.shown(100 * score.accuracy()));
        }
        return "";
    }
}
