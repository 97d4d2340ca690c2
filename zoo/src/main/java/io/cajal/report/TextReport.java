package io.cajal.report;

import io.cajal.base.Version;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The report of a training on texts: how it went, which classes are confused, and the worst errors. */
public final class TextReport {
    private static final int WORST = 15;
    private static final int SHOWN = 300;

    private TextReport() {
    }

    /**
     * @param texts of the test part, in its order
     * @param tested has the network's evaluation under "network", beside what it is compared with
     */
    public static Path write(Page page, String title, String plan, Layer network, History history,
            List<String> classes, List<String> texts, Map<String, Evaluation> tested) throws IOException {
        Answers answers = new Answers(page, classes);
        Evaluation answered = tested.get("network");
        answers.figures(tested);
        page.picture("curves", "Loss by epoch", "", () -> Charts.losses(Map.of("", history)));
        answers.classes(answered);
        worst(page, classes, texts, answered);
        return page.write(title, String.format(Locale.ROOT, "%s · %,d parameters · Cajal %s", plan,
                Parts.count(network), Version.TEXT));
    }

    private static void worst(Page page, List<String> classes, List<String> texts, Evaluation answered) {
        double[][] probabilities = Answers.rows(answered.outputs().softmax(1).toFloats(), classes.size());
        float[] labels = answered.targets().toFloats();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("true", "predicted", "with", "text"));
        IntStream.range(0, labels.length).boxed()
                .filter(i -> Answers.best(probabilities[i]) != (int) labels[i])
                .sorted(Comparator.comparingDouble(i -> probabilities[i][(int) labels[i]])).limit(WORST)
                .forEach(i -> {
                    int best = Answers.best(probabilities[i]);
                    String text = texts.get(i);
                    rows.add(List.of(classes.get((int) labels[i]), classes.get(best),
                            "%.0f %%".formatted(100 * probabilities[i][best]),
                            text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text));
                });
        if (rows.size() > 1) {
            page.table("The worst errors", "", rows);
        }
    }
}
