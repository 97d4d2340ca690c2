package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.distribution.Normal;
import io.cajal.nn.Conv2d;
import io.cajal.nn.ConvTranspose2d;
import io.cajal.nn.Embedding;
import io.cajal.nn.Gru;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.PromptedModel;
import io.cajal.nn.Residual;
import io.cajal.nn.Sequential;
import io.cajal.nn.TokenReader;
import io.cajal.nn.Unflatten;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;

/**
 * Draws a picture of what a caption says in two stages: a draft of half the size from the caption and chance,
 * then the picture itself from the draft and the caption, which is read again. Texts [N × L] to pictures [N ×
 * 3 × 32 × 32].
 */
record CaptionPainter(Drafter drafter, Finisher finisher) implements PromptedModel {
    private static final Window HALF = Window.of(4).stride(2).padding(1);
    private static final Window SAME = Window.of(3).padding(1);
    private static final int WORD = 32; // numbers a word
    private static final int REMEMBERED = 96; // numbers that remain of a caption when its words were read in turn
    private static final int READ = REMEMBERED + WORD;
    private static final double NARROW = 5;
    static final int MEANING = 48; // numbers a stage takes from it

    /** What is left open by the caption, and not by the draft, is at its most likely. */
    @Override
    public Tensor forward(Tensor texts) { // [N × L]
        Tensor read = drafter.read(texts);
        Tensor z = Tensor.zeros(texts.size(0), drafter.noise);
        Tensor draft = drafter.draw(drafter.mean(read).loc(), z).sigmoid();
        return finisher.draw(finisher.mean(read).loc(), draft).sigmoid();
    }

    @Override
    public Tensor generate(Tensor texts, Rng rng) {
        return stages(texts, rng).second;
    }

    /** The draft [N × 3 × 16 × 16] and the picture [N × 3 × 32 × 32] that came of it. */
    record Stages(Tensor first, Tensor second) {
    }

    Stages stages(Tensor texts, Rng rng) {
        int n = texts.size(0);
        Tensor read = drafter.read(texts);
        Tensor first = draws(n, MEANING, rng.split("first meaning"));
        Tensor z = draws(n, drafter.noise, rng.split("draft"));
        Tensor draft = drafter.draw(around(drafter.mean(read), first), z).sigmoid();
        Tensor second = draws(n, MEANING, rng.split("second meaning"));
        return new Stages(draft, finisher.draw(around(finisher.mean(read), second), draft).sigmoid());
    }

    private static Tensor around(Normal meaning, Tensor noise) {
        return meaning.loc().add(meaning.scale().mul(noise));
    }

    /**
     * The last step of both stages: what was drawn becomes colours, once the text has said how much each of
     * its maps counts. A product of place and hue is learned at once; sums of the two take thousands of steps
     * for it.
     */
    private static Tensor coloured(Tensor drawn, Tensor tint, Conv2d colours) {
        return colours.apply(drawn.mul(tint.add(1).reshape(drawn.size(0), drawn.size(1), 1, 1)));
    }

    /** A row of normal numbers for each example, from a stream of its own. */
    private static Tensor draws(int count, int width, Rng rng) {
        float[] all = new float[count * width];
        for (int i = 0; i < count; i++) {
            rng.split(i).normal(all, i * width, (i + 1) * width);
        }
        return Tensor.of(Shape.of(count, width), all);
    }

    /**
     * μ and ln σ² beside each other as a distribution. It begins narrow: a network that draws learns to
     * ignore what is mostly noise.
     */
    static Normal cloud(Tensor both) {
        int width = both.size(1) / 2;
        return new Normal(both.narrow(1, 0, width), both.narrow(1, width, width).sub(NARROW));
    }

    static CaptionPainter of(int words, int padding, int noise, Rng rng) {
        return new CaptionPainter(Drafter.of(words, padding, noise, rng.split("drafter")),
                Finisher.of(rng.split("finisher")));
    }

    /** The first stage, which also learns to read: texts [N × L] to logits of drafts [N × 3 × 16 × 16]. */
    record Drafter(TokenReader reader, Linear meaning, Sequential drawing, Linear tint, Conv2d colours,
            int noise)
            implements
                Layer {
        private static final int LAST = 32;

        static Drafter of(int words, int padding, int noise, Rng rng) {
            TokenReader reader = new TokenReader(
                    Embedding.of(words, WORD, rng.split("words")).withPadding(padding),
                    Gru.of(WORD, REMEMBERED / 2, 1, true, 0, rng.split("gru")));
            Sequential drawing = Sequential.of(
                    Linear.of(MEANING + noise, 256, rng.split("hidden")), new LeakyRelu(0.1),
                    Linear.of(256, 96 * 16, rng.split("spread")), new LeakyRelu(0.1),
                    new Unflatten(Shape.of(96, 4, 4)),
                    ConvTranspose2d.of(96, 64, HALF, 0, 1, rng.split("up1")), new LeakyRelu(0.1), // [N × 64 × 8 × 8]
                    ConvTranspose2d.of(64, LAST, HALF, 0, 1, rng.split("up2")), new LeakyRelu(0.1)); // [N × 32 × 16 × 16]
            return new Drafter(reader, Linear.of(READ, 2 * MEANING, rng.split("meaning")),
                    HeWeights.in(drawing),
                    Linear.of(MEANING, LAST, rng.split("tint")),
                    Conv2d.of(LAST, 3, SAME, 1, rng.split("colours")), noise);
        }

        @Override
        public Tensor forward(Tensor texts) {
            return draw(mean(read(texts)).loc(), Tensor.zeros(texts.size(0), noise));
        }

        /**
         * What is remembered of captions [N × L], and the sum of their words, for which no memory is needed.
         */
        Tensor read(Tensor texts) {
            Tensor words = reader.tokens().apply(texts).sum(1).mul(1.0 / 3); // padding is 0
            return Tensor.cat(1, reader.apply(texts), words);
        }

        /** What a caption that was read may mean. */
        Normal mean(Tensor read) {
            return cloud(meaning.apply(read));
        }

        Tensor draw(Tensor meant, Tensor z) {
            return coloured(drawing.apply(Tensor.cat(1, meant, z)), tint.apply(meant), colours);
        }
    }

    /** The second stage: what was read, and a draft, to logits of the picture [N × 3 × 32 × 32]. */
    record Finisher(Linear meaning, Sequential looking, Sequential drawing, Linear tint, Conv2d colours)
            implements
                Layer {
        private static final int LAST = 24;
        private static final int SEEN = 64;

        static Finisher of(Rng rng) {
            Sequential looking = Sequential.of(
                    Conv2d.of(3, 32, SAME, 1, rng.split("look1")), new LeakyRelu(0.1),            // [N × 32 × 16 × 16]
                    Conv2d.of(32, SEEN, HALF, 1, rng.split("look2")), new LeakyRelu(0.1));        // [N × 64 × 8 × 8]
            Sequential drawing = Sequential.of(
                    Conv2d.of(SEEN + MEANING, 64, SAME, 1, rng.split("join")), new LeakyRelu(0.1),
                    Residual.of(Conv2d.of(64, 64, SAME, 1, rng.split("body1")), new LeakyRelu(0.1),
                            Conv2d.of(64, 64, SAME, 1, rng.split("body2"))),
                    new LeakyRelu(0.1),
                    ConvTranspose2d.of(64, 32, HALF, 0, 1, rng.split("up1")), new LeakyRelu(0.1), // [N × 32 × 16 × 16]
                    ConvTranspose2d.of(32, LAST, HALF, 0, 1, rng.split("up2")), new LeakyRelu(0.1)); // [N × 24 × 32 × 32]
            return new Finisher(Linear.of(READ, 2 * MEANING, rng.split("meaning")), HeWeights.in(looking),
                    HeWeights.in(drawing), Linear.of(MEANING, LAST, rng.split("tint")),
                    Conv2d.of(LAST, 3, SAME, 1, rng.split("colours")));
        }

        /** What it makes of a draft without a caption. */
        @Override
        public Tensor forward(Tensor draft) {
            return draw(Tensor.zeros(draft.size(0), MEANING), draft);
        }

        Normal mean(Tensor read) {
            return cloud(meaning.apply(read));
        }

        /** The meaning stands beside every place of the draft. */
        Tensor draw(Tensor meant, Tensor draft) {
            Tensor seen = looking.apply(draft);
            Tensor everywhere = meant.reshape(meant.size(0), MEANING, 1, 1)
                    .expand(Shape.of(meant.size(0), MEANING, seen.size(2), seen.size(3)));
            return coloured(drawing.apply(Tensor.cat(1, seen, everywhere)), tint.apply(meant), colours);
        }
    }
}
