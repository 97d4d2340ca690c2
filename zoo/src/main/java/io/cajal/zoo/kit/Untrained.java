package io.cajal.zoo.kit;

import io.cajal.base.CajalException;
import io.cajal.data.Dataset;
import io.cajal.loss.Loss;
import io.cajal.nn.Layer;
import io.cajal.runs.Console;
import io.cajal.train.Trainer;

/** The first network that a recipe trains, before it has learned anything, and what it would learn from. */
public record Untrained(Layer network, Loss loss, Dataset training, int batchSize, int epochs) {

    /** Ends a recipe as its first training begins. */
    private static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Untrained untrained;

        Found(Untrained untrained) {
            super(null, null, false, false);
            this.untrained = untrained;
        }
    }

    /** Runs the recipe up to there. */
    public static Untrained of(Recipe recipe, long seed, DataStore data) {
        Session.Watch watch = new Session.Watch() {
            private volatile boolean found;

            @Override
            public boolean stops() {
                return found; // others may be under way beside the first
            }

            @Override
            public void begins(Trainer trainer, Dataset training) {
                found = true;
                throw new Found(new Untrained(trainer.model(), trainer.loss(), training, trainer.batchSize(),
                        trainer.epochs()));
            }
        };
        try {
            recipe.run(new Session(seed, 0, null, Console.none(), data, watch));
        } catch (Found found) {
            return found.untrained;
        }
        throw new CajalException("recipe %s trains no network in epochs".formatted(recipe.name()));
    }
}
