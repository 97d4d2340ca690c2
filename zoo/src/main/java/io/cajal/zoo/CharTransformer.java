package io.cajal.zoo;

import io.cajal.loss.CrossEntropy;
import io.cajal.nn.TransformerLm;
import io.cajal.nn.activation.Gelu;
import io.cajal.optim.AdamW;
import io.cajal.optim.Schedule;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Playwright;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;

/**
 * A small GPT (Radford et al. 2019) that learns to write Shakespeare, character by character: 4 blocks of width 128
 * with 4 heads, 128 characters of context, 0.8 million parameters. Its test predicts each character from 64 to 127
 * before it.
 */
public final class CharTransformer implements Recipe {
    private static final int CONTEXT = 128;
    private static final int STRIDE = 32;

    @Override
    public About about() {
        return new About("char-transformer", "3", "a small GPT writes Shakespeare, character by character",
                Goal.atMost(1.60, "nats a character", 1.88, "nanoGPT, 0.8 million parameters on a CPU"), 12);
    }

    @Override
    public Result run(Session session) {
        Playwright playwright = new Playwright(session);
        TransformerLm model = TransformerLm.of(playwright.characters(), CONTEXT, 128, 4, 4, new Gelu(true),
                session.rng().split("weights"));
        Trainer trainer = new Trainer(model, new CrossEntropy(),
                new AdamW(model, 2e-3).betas(0.9, 0.99).weightDecay(0.1))
                .epochs(session.epochs(epochs())).batchSize(32).clipNorm(1)
                .schedule(Schedule.warmUp(0.1, Schedule.cosine(0.05)));
        return playwright.learn(this, model, trainer, CONTEXT, STRIDE, CONTEXT);
    }
}
