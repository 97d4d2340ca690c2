package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.loss.CrossEntropy;
import io.cajal.nn.Lstm;
import io.cajal.nn.RecurrentLm;
import io.cajal.optim.AdamW;
import io.cajal.optim.Schedule;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Playwright;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * An LSTM that learns to write Shakespeare, character by character (Graves 2013; Karpathy 2015): two layers of 256 units,
 * with dropout between and after them. It learns from windows of 128 characters; in its test each character follows 256
 * to 511 others.
 */
public final class CharLstm implements Recipe {
    private static final int HIDDEN = 256;
    private static final int WINDOW = 128;
    private static final int STRIDE = 64;
    private static final int CONTEXT = 512;

    @Override
    public About about() {
        return new About("char-lstm", "4", "an LSTM writes Shakespeare, character by character",
                Goal.atMost(1.50, "nats a character", 1.516, "Witten–Bell, contexts of 8, computed apart"), 12);
    }

    @Override
    public Result run(Session session) {
        Playwright playwright = new Playwright(session);
        Rng rng = session.rng().split("weights");
        RecurrentLm model = RecurrentLm.of(playwright.characters(), 64,
                Lstm.of(64, HIDDEN, 2, false, 0.2, rng.split("lstm")), rng)
                .withDropout(0.2, rng.split("dropout"));
        Trainer trainer = new Trainer(model, new CrossEntropy(), new AdamW(model, 4e-3).weightDecay(0.01))
                .epochs(session.epochs(epochs())).batchSize(32).clipNorm(1)
                .schedule(Schedule.warmUp(0.1, Schedule.cosine(0.01)));
        return playwright.learn(this, model, trainer, WINDOW, STRIDE, CONTEXT);
    }
}
