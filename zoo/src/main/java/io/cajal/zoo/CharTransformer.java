package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.loss.CrossEntropy;
import io.cajal.loss.Loss;
import io.cajal.nn.Parts;
import io.cajal.nn.TransformerLm;
import io.cajal.nn.activation.Gelu;
import io.cajal.optim.AdamW;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.train.Listener;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Characters;
import io.cajal.zoo.kit.DataSets;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A small GPT (Radford et al. 2019) that learns to write Shakespeare, character by character: 4 blocks of width 128
 * with 4 heads, 128 characters of context, 0.8 million parameters. It learns from the first nine tenths of the text, of
 * which the end is kept to watch, and is scored once on the last tenth: nats per character, each predicted from 64 to
 * 127 characters before it. The baseline knows how frequent each character is.
 */
public final class CharTransformer implements Recipe {
    private static final int CONTEXT = 128;
    private static final int STEP = 32;
    private static final int WATCHED = 50_000;
    private static final int SAMPLE = 240;
    /** Characters in a line of a sample. */
    private static final int WIDE = 72;

    @Override
    public About about() {
        return new About("char-transformer", "3", "a small GPT writes Shakespeare, character by character",
                Goal.atMost(1.60, "nats per character", 1.88, "nanoGPT, 0.8 million parameters on a CPU"),
                12);
    }

    @Override
    public Result run(Session session) {
        Characters text = text(session);
        int tenth = text.size() / 10;
        Characters learned = text.range(0, text.size() - tenth - WATCHED);
        Characters watched = text.range(text.size() - tenth - WATCHED, text.size() - tenth);
        Characters test = text.range(text.size() - tenth, text.size());
        Rng rng = session.rng().split("weights");
        int characters = text.alphabet().length();
        TransformerLm model = TransformerLm.of(characters, CONTEXT, 128, 4, 4, new Gelu(true), rng);
        session.say(String.format(Locale.ROOT,
                "%,d parameters; %,d characters to learn from, %,d to watch, %,d for the test; %d different ones",
                Parts.count(model), learned.size(), watched.size(), test.size(), characters));
        Loss loss = (logits, y) -> new CrossEntropy().of(logits.reshape(-1, characters), y.reshape(-1));
        Trainer trainer = new Trainer(model, loss, new AdamW(model, 2e-3).betas(0.9, 0.99).weightDecay(0.1))
                .epochs(session.epochs(epochs())).batchSize(32).clipNorm(1).keepBest()
                .schedule(Schedule.warmUp(0.1, Schedule.cosine(0.05)))
                .validation(watched.windows(CONTEXT, CONTEXT)).listener(new Samples(session, text, model));
        Dataset windows = learned.windows(CONTEXT, STEP);
        session.fit(trainer, windows);
        Samples.write(session, text, model, "what it writes now:");
        session.save(model, new Model.Input("numbers", List.of(CONTEXT), List.of()), windows, this);
        return new Result(nats(model, test), frequencies(learned, test));
    }

    private static Characters text(Session session) {
        try {
            return Characters.of(Files.readString(session.data().get(DataSets.TINY_SHAKESPEARE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mean over the second half of each window, windows being half a window apart. */
    private static double nats(TransformerLm model, Characters text) {
        Dataset windows = text.windows(CONTEXT, CONTEXT / 2);
        double sum = 0;
        for (int from = 0; from < windows.size(); from += 32) {
            Batch batch = windows.batch(IntStream.range(from, Math.min(windows.size(), from + 32)).toArray());
            sum += batch.size() * Run.evaluation().call(() -> {
                Tensor logits = late(model.apply(batch.x()));
                return new CrossEntropy()
                        .of(logits.reshape(-1, model.vocabulary()), late(batch.y()).reshape(-1)).item();
            });
        }
        return sum / windows.size();
    }

    private static Tensor late(Tensor sequences) {
        return sequences.narrow(1, CONTEXT / 2, CONTEXT - CONTEXT / 2);
    }

    /** −ln of a character's share in the learned text, one more of each. */
    private static double frequencies(Characters learned, Characters test) {
        double[] counts = new double[learned.alphabet().length()];
        for (int c : learned.numbers()) {
            counts[c]++;
        }
        double sum = 0;
        for (int c : test.numbers()) {
            sum -= Math.log((counts[c] + 1) / (learned.size() + counts.length));
        }
        return sum / test.size();
    }

    /** Shows what the model writes after some of the epochs, before the first step of the next one. */
    private record Samples(Session session, Characters text, TransformerLm model) implements Listener {
        @Override
        public void stepped(Step step) {
            int done = step.epoch() - 1;
            if (step.step() == 1 && done > 0 && Integer.bitCount(done) == 1) { // 1, 2, 4, 8, …
                write(session, text, model,
                        done == 1 ? "after one epoch it writes:" : "after %d epochs:".formatted(done));
            }
        }

        static void write(Session session, Characters text, TransformerLm model, String title) {
            StringBuilder sample = new StringBuilder();
            model.generate(new int[] {text.alphabet().indexOf('\n')}, SAMPLE, 0.8,
                    session.rng().split("sample"),
                    number -> sample.append(text.alphabet().charAt(number)));
            session.say("\n  " + title);
            sample.toString().strip().replaceAll("\n{2,}", "\n").replaceAll("(.{" + WIDE + "})(?=.)", "$1\n")
                    .lines()
                    .limit(6).forEach(line -> session.say("  │ " + line));
            session.say("");
        }
    }
}
