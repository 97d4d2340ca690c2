package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.distribution.Bernoulli;
import io.cajal.distribution.Normal;
import io.cajal.nn.AvgPool2d;
import io.cajal.nn.Conv2d;
import io.cajal.nn.Flatten;
import io.cajal.nn.Layer;
import io.cajal.nn.Linear;
import io.cajal.nn.Parts;
import io.cajal.nn.Sequential;
import io.cajal.nn.activation.LeakyRelu;
import io.cajal.optim.Adam;
import io.cajal.optim.Schedule;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import io.cajal.train.BatchLoss;
import io.cajal.train.History;
import io.cajal.train.Model;
import io.cajal.train.Trainer;
import io.cajal.zoo.kit.Gallery;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Pictures from sentences in two stages, as StackGAN makes them (Zhang et al. 2017): {@code a small red
 * circle above left} becomes a coarse draft of half the size, and a second network makes the picture from the
 * draft and the sentence, which it reads again, so that it mends what the draft got wrong. As there, the
 * meaning of a sentence is not a point but a cloud N(μ, σ²) (<i>conditioning augmentation</i>): neighbours
 * mean nearly the same, and what was learned of red circles and blue stars holds for blue circles.
 *
 * <p>StackGAN takes its sentences' codes from a network that was trained before. Here a first, short training
 * has the drafts drawn from the sentence alone, blurred as they are, so that its reader learns what words
 * look like.
 *
 * <p>What a sentence leaves open, the exact place, size and turn, is chance: a code z ~ N(0, 1). StackGAN has
 * critics that judge its pictures. Here both stages learn by likelihood instead, which needs no balance of
 * two players: in training z comes from a network q that sees the picture (a conditional variational
 * autoencoder; Sohn, Lee and Yan 2015),
 *
 * <pre>L₁ = −ln p(draft | meaning, z) + KL(q(z | picture, text) ‖ N(0, 1)) + λ KL(meaning ‖ N(0, 1))
 * L₂ = −ln p(picture | meaning', draft made) + λ KL(meaning' ‖ N(0, 1))</pre>
 *
 * and q is thrown away afterwards. What to look at: whether the four attributes of the sentence are in the
 * picture, as a classifier that was trained on real pictures sees them, in pairs of shape and colour that
 * were never shown as well; and what differs between pictures of one sentence. Where that is next to nothing
 * z is not used: the run has collapsed, and no fact counts.
 */
public final class TextToImage implements Recipe {
    private static final int NOISE = 8;
    private static final double CLOUD = 0.02; // λ
    private static final double RATE = 1e-3;
    private static final int JUDGE_EPOCHS = 3;
    private static final int JUDGE_PICTURES = 3; // for each that the painter learns from
    private static final double SEEN_GOAL = 95;
    private static final double UNSEEN_GOAL = 85;
    private static final double ALIKE = 0.25; // pictures of a sentence that differ by less of what real ones do are one
    private static final int SHOWN = 10;

    private final int examples;
    private final int heldOut;

    public TextToImage() {
        this(16_000, 1_000);
    }

    /** With so many examples to learn from, and in each set to look at. */
    TextToImage(int examples, int heldOut) {
        this.examples = examples;
        this.heldOut = heldOut;
    }

    @Override
    public About about() {
        return new About("text-to-image", "4",
                "pictures from sentences in two stages, of things never seen as well",
                Goal.atLeast(2, "facts of 2", Double.NaN, "Zhang et al. 2017"), 16);
    }

    @Override
    public Result run(Session session) {
        Rng rng = session.rng();
        CaptionedShapes training = CaptionedShapes.of(session.examples(examples), false,
                rng.split("training"));
        CaptionedShapes validation = CaptionedShapes.of(session.examples(heldOut), false,
                rng.split("validation"));
        CaptionedShapes seen = CaptionedShapes.of(session.examples(heldOut), false, rng.split("seen"));
        CaptionedShapes unseen = CaptionedShapes.of(session.examples(heldOut), true, rng.split("unseen"));
        CaptionPainter painter = CaptionPainter.of(CaptionedShapes.VOCABULARY.size(),
                CaptionedShapes.VOCABULARY.vocabulary().padding(), NOISE, rng.split("painter"));
        session.say("%,d parameters, %,d of them of the second stage; %,d captions with pictures, %d words",
                Parts.count(painter), Parts.count(painter.finisher()), training.size(),
                CaptionedShapes.VOCABULARY.size());

        Map<String, History> histories = train(session, painter, training, validation);
        AttributeJudge judge = judge(session, rng.split("judge"),
                Math.min(session.epochs(epochs()), JUDGE_EPOCHS));

        CaptionsDrawn ofSeen = CaptionsDrawn.of(painter, seen, judge, rng.split("draw seen"));
        CaptionsDrawn ofUnseen = CaptionsDrawn.of(painter, unseen, judge, rng.split("draw unseen"));
        session.say("sentences of pairs that were shown:      %s; at least %.0f %% to reach", ofSeen.text(),
                SEEN_GOAL);
        session.say("pairs of shape and colour never shown:   %s; at least %.0f %% to reach",
                ofUnseen.text(),
                UNSEEN_GOAL);
        session.say("drafts alone, enlarged: %s",
                CaptionsDrawn.drafts(painter, seen, judge, rng.split("draw seen")).text());
        double chance = chance(seen);
        List<String> failures = failures(session, painter, seen, ofSeen, rng.split("collapse"));
        report(session, painter, List.of(seen, unseen), histories, List.of(ofSeen, ofUnseen), failures);
        session.save(painter, Model.Input.tokens(CaptionedShapes.VOCABULARY, CaptionedShapes.WORDS), training,
                this);
        return new Result(failures.isEmpty() ? facts(ofSeen.lowest(), ofUnseen.lowest()) : 0,
                facts(chance, chance));
    }

    private static int facts(double seen, double unseen) {
        return Result.facts(seen >= SEEN_GOAL, unseen >= UNSEEN_GOAL);
    }

    private static Trainer trainer(Layer model, BatchLoss loss, double rate, int epochs, Dataset validation) {
        return new Trainer(model, loss, new Adam(model, rate)).epochs(epochs).batchSize(32)
                .validation(validation)
                .schedule(Schedule.cosine(0.02)).clipNorm(1000);
    }

    /** Trained on real pictures; says how well it sees others. */
    private AttributeJudge judge(Session session, Rng rng, int epochs) {
        session.say("the judge: attributes of real pictures");
        AttributeJudge judge = AttributeJudge.of(rng.split("network"));
        CaptionedShapes test = CaptionedShapes.ofAll(session.examples(heldOut), rng.split("test"));
        session.fit("judge", trainer(judge.network(), judge::loss, 2 * RATE, epochs,
                CaptionedShapes.ofAll(session.examples(heldOut), rng.split("validation")).attributes()),
                CaptionedShapes.ofAll(JUDGE_PICTURES * session.examples(examples), rng.split("training"))
                        .attributes());
        session.say("the judge on real pictures: %s", CaptionsDrawn.judged(test, real(test), judge).text());
        return judge;
    }

    private static Tensor real(CaptionedShapes data) {
        return data.pictures(IntStream.range(0, data.size()).toArray());
    }

    /**
     * What chance knows best: the attribute that it gets right least often when it always says the most
     * frequent value.
     */
    private static double chance(CaptionedShapes data) {
        double lowest = 100;
        for (int i = 0; i < CaptionedShapes.ATTRIBUTES.size(); i++) {
            int[] counts = new int[CaptionedShapes.choices()[i]];
            for (int n = 0; n < data.size(); n++) {
                counts[(int) CaptionedShapes.attributes(data.said().get(n))[i]]++;
            }
            lowest = Math.min(lowest, 100.0 * Arrays.stream(counts).max().orElseThrow() / data.size());
        }
        return lowest;
    }

    // Training

    /** One stage after the other. */
    private Map<String, History> train(Session session, CaptionPainter painter, Dataset training,
            Dataset validation) {
        Map<String, History> histories = new LinkedHashMap<>();
        int epochs = session.epochs(epochs());
        First first = new First(painter.drafter(), Guess.of(session.rng().split("guess")));
        int reading = Math.max(1, epochs / 4);
        session.say("reading: drafts from the sentence alone");
        histories.put("reading",
                session.fit("reading", trainer(first, first::withoutChance, RATE, reading, validation),
                        training));
        session.say("stage 1: drafts from the sentence and chance");
        histories.put("stage 1", session.fit("stage 1",
                trainer(first, first::loss, RATE, Math.max(1, epochs - reading), validation), training));
        Second second = new Second(first, painter.finisher());
        session.say("stage 2: pictures from drafts");
        histories.put("stage 2", session.fit("stage 2",
                trainer(painter.finisher(), second::loss, RATE, Math.max(1, epochs / 2), validation),
                training));
        return histories;
    }

    /** q(z | picture, text): where in N(0, 1) the chance lies that made a picture. Used in training alone. */
    record Guess(Sequential looking, Sequential deciding) implements Layer {
        private static final int SEEN = 128;

        static Guess of(Rng rng) {
            Window half = Window.of(4).stride(2).padding(1);
            return new Guess(HeWeights.in(Sequential.of(
                    Conv2d.of(3, 32, half, 1, rng.split("conv1")), new LeakyRelu(0.1),
                    Conv2d.of(32, 64, half, 1, rng.split("conv2")), new LeakyRelu(0.1),
                    new Flatten(), Linear.of(1024, SEEN, rng.split("hidden")), new LeakyRelu(0.1))),
                    Sequential.of(Linear.of(SEEN + CaptionPainter.MEANING, SEEN, rng.split("join")),
                            new LeakyRelu(0.1),
                            Linear.of(SEEN, 2 * NOISE, rng.split("code"))));
        }

        /** Of drafts without a text. */
        @Override
        public Tensor forward(Tensor drafts) {
            return of(drafts, Tensor.zeros(drafts.size(0), CaptionPainter.MEANING)).loc();
        }

        Normal of(Tensor drafts, Tensor meant) {
            return CaptionPainter.cloud(deciding.apply(Tensor.cat(1, looking.apply(drafts), meant)));
        }
    }

    /** The first stage while it learns. */
    record First(CaptionPainter.Drafter drafter, Guess guess) implements Layer {
        @Override
        public Tensor forward(Tensor texts) {
            return drafter.apply(texts);
        }

        /**
         * At first without z: whatever z says, words would not be learned for, and here they are to say all
         * they can.
         */
        Tensor withoutChance(Batch batch) {
            return unlikely(apply(batch.x()), coarse(batch.y()));
        }

        Tensor loss(Batch batch) {
            Rng rng = Run.current().rng("text-to-image");
            Tensor coarse = coarse(batch.y());
            Normal meaning = drafter.mean(drafter.read(batch.x()));
            Tensor meant = meaning.rsample(rng.split("meaning"));
            Normal code = guess.of(coarse, meant);
            Tensor draft = drafter.draw(meant, code.rsample(rng.split("code")));
            return unlikely(draft, coarse).add(code.klToStandard().sum(1).mean())
                    .add(meaning.klToStandard().sum(1).mean().mul(CLOUD));
        }
    }

    /**
     * The second stage while it learns from what the first, which stays as it is, makes of the same pictures.
     */
    record Second(First first, CaptionPainter.Finisher finisher) {
        Tensor loss(Batch batch) {
            Rng rng = Run.current().rng("text-to-image");
            Tensor[] made = Run.recording(false).call(() -> {
                Tensor read = first.drafter.read(batch.x());
                Tensor meant = first.drafter.mean(read).rsample(rng.split("first meaning"));
                Tensor code = first.guess.of(coarse(batch.y()), meant).rsample(rng.split("code"));
                return new Tensor[] {read, first.drafter.draw(meant, code).sigmoid()};
            });
            Normal meaning = finisher.mean(made[0]);
            Tensor picture = finisher.draw(meaning.rsample(rng.split("second meaning")), made[1]);
            return unlikely(picture, batch.y()).add(meaning.klToStandard().sum(1).mean().mul(CLOUD));
        }
    }

    private static Tensor coarse(Tensor pictures) {
        return AvgPool2d.of(2).apply(pictures);
    }

    /** −ln p(pictures), the mean over the pictures. */
    private static Tensor unlikely(Tensor logits, Tensor pictures) {
        return new Bernoulli(logits).logProb(pictures).flatten(1).sum(1).mean().neg();
    }

    // Judging

    /**
     * Whether all sentences, or all z, give the same picture: then the run is lost, however well attributes
     * agree.
     */
    private static List<String> failures(Session session, CaptionPainter painter, CaptionedShapes seen,
            CaptionsDrawn drawn,
            Rng rng) {
        int asked = (int) seen.said().stream().map(said -> said.kind() + " " + said.hue()).distinct().count();
        String text = seen.texts().getFirst();
        Tensor made = pictures(painter, text, 64, rng);
        Tensor real = Shapes.images(IntStream.range(0, 64)
                .mapToObj(i -> seen.said().getFirst().figure(rng.split(i))).toList(), CaptionedShapes.SIDE,
                3);
        double ratio = spread(made) / spread(real);
        session.say(
                "pairs of shape and colour that the judge sees: %d, asked for: %d; pictures of one sentence differ "
                        + "%.2f times as much as real ones do",
                drawn.pairs().size(), asked, ratio);
        List<String> failures = failures(drawn.pairs().size(), asked, ratio);
        failures.forEach(session::say);
        return failures;
    }

    /**
     * How the training was lost, if it was.
     *
     * @param pairs of shape and colour that were drawn
     * @param asked how many were asked for
     * @param spread how much pictures of one sentence differ, as a share of what real ones do
     */
    static List<String> failures(int pairs, int asked, double spread) {
        List<String> failures = new ArrayList<>();
        if (2 * pairs < asked) {
            failures.add("collapsed: different sentences give the same pictures");
        }
        if (!(spread >= ALIKE)) {
            failures.add("collapsed: one sentence always gives the same picture, z is not used");
        }
        return failures;
    }

    /** The deviation of a pixel over the pictures, over all pixels. */
    private static double spread(Tensor pictures) {
        return Math.sqrt(pictures.variance(0, 0).mean().item());
    }

    private static Tensor pictures(CaptionPainter painter, String text, int count, Rng rng) {
        return Run.evaluation().call(() -> painter
                .generate(CaptionedShapes.numbers(Collections.nCopies(count, text)), rng));
    }

    // Report

    private void report(Session session, CaptionPainter painter, List<CaptionedShapes> asked,
            Map<String, History> histories, List<CaptionsDrawn> drawn, List<String> failures) {
        Rng rng = session.rng().split("report");
        String columns = "Two drafts with the pictures that came of them, and a real picture on the right.";
        new Gallery(this, session)
                .rows("captions", "What was asked for, and what was drawn",
                        columns + " The sentences are of the test.",
                        rows(painter, asked.getFirst(), rng.split("seen")), 2)
                .rows("unseen", "Never shown in training", columns
                        + " No training picture has these pairs of shape and colour.",
                        rows(painter, asked.getLast(), rng.split("unseen")), 2)
                .rows("chance", "One sentence, many pictures",
                        "What a sentence leaves open, the exact place, size and turn, follows from z.",
                        many(painter, asked.getFirst(), rng.split("many")), 2)
                .table("Attributes that are what the sentence says, in percent",
                        "As a classifier sees them that was trained on real pictures.", table(drawn))
                .losses(histories)
                .write("lowest of four attributes: %s; of unseen pairs: %s".formatted(
                        percent(drawn.getFirst().lowest()), percent(drawn.getLast().lowest())), failures);
    }

    private static Map<String, Tensor> rows(CaptionPainter painter, CaptionedShapes asked, Rng rng) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        for (int i = 0; i < asked.size() && rows.size() < SHOWN; i++) {
            String text = asked.texts().get(i);
            CaptionPainter.Stages two = Run.evaluation().call(() -> painter
                    .stages(CaptionedShapes.numbers(List.of(text, text)), rng.split(text)));
            Tensor first = CaptionsDrawn.larger(two.first());
            rows.put(text,
                    Tensor.cat(0, first.narrow(0, 0, 1), two.second().narrow(0, 0, 1), first.narrow(0, 1, 1),
                            two.second().narrow(0, 1, 1), asked.pictures(i)));
        }
        return rows;
    }

    private static Map<String, Tensor> many(CaptionPainter painter, CaptionedShapes asked, Rng rng) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        asked.texts().stream().distinct().limit(5)
                .forEach(text -> rows.put(text, pictures(painter, text, 12, rng.split(text))));
        return rows;
    }

    private static List<List<String>> table(List<CaptionsDrawn> drawn) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("attribute", "pairs that were shown", "pairs never shown"));
        for (int i = 0; i < CaptionedShapes.ATTRIBUTES.size(); i++) {
            int attribute = i;
            rows.add(
                    List.of(CaptionedShapes.ATTRIBUTES.get(i),
                            percent(drawn.getFirst().agreement()[attribute]),
                            percent(drawn.getLast().agreement()[attribute])));
        }
        rows.add(List.of("all four", percent(drawn.getFirst().all()), percent(drawn.getLast().all())));
        return rows;
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f %%", value);
    }
}
