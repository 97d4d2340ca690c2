package io.cajal.zoo.generative;

import io.cajal.base.Rng;
import io.cajal.nn.Upsample;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Pictures drawn from captions, and how often each attribute is what the caption says, in percent. */
record CaptionsDrawn(double[] agreement, double all, Set<Integer> pairs) {
    static CaptionsDrawn of(CaptionPainter painter, CaptionedShapes asked, AttributeJudge judge, Rng rng) {
        return judged(asked, stages(painter, asked, rng).second(), judge);
    }

    static CaptionsDrawn drafts(CaptionPainter painter, CaptionedShapes asked, AttributeJudge judge,
            Rng rng) {
        return judged(asked, larger(stages(painter, asked, rng).first()), judge);
    }

    static CaptionsDrawn judged(CaptionedShapes asked, Tensor pictures, AttributeJudge judge) {
        double[][] found = judge.attributes(pictures);
        double[] right = new double[CaptionedShapes.ATTRIBUTES.size()];
        double all = 0;
        Set<Integer> pairs = new HashSet<>();
        for (int n = 0; n < found.length; n++) {
            double[] wanted = CaptionedShapes.attributes(asked.said().get(n));
            boolean whole = true;
            for (int i = 0; i < right.length; i++) {
                boolean agrees = found[n][i] == wanted[i];
                right[i] += agrees ? 100.0 / found.length : 0;
                whole &= agrees;
            }
            all += whole ? 100.0 / found.length : 0;
            pairs.add((int) (found[n][0] * CaptionedShapes.choices()[1] + found[n][1]));
        }
        return new CaptionsDrawn(right, all, pairs);
    }

    double lowest() {
        return Arrays.stream(agreement).min().orElseThrow();
    }

    String text() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < agreement.length; i++) {
            parts.add(String.format(Locale.ROOT, "%s %.1f %%", CaptionedShapes.ATTRIBUTES.get(i),
                    agreement[i]));
        }
        return String.join(", ", parts) + String.format(Locale.ROOT, ", all four %.1f %%", all);
    }

    static CaptionPainter.Stages stages(CaptionPainter painter, CaptionedShapes asked, Rng rng) {
        return Run.evaluation().call(() -> painter.stages(CaptionedShapes.numbers(asked.texts()), rng));
    }

    static Tensor larger(Tensor drafts) {
        return new Upsample(2, Upsample.Mode.NEAREST).apply(drafts);
    }
}
