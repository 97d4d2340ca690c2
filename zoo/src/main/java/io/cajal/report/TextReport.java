package io.cajal.report;

import io.cajal.base.Version;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.train.Evaluation;
import io.cajal.train.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of a network that reads texts and says their classes: how good it is, and the texts that it gets wrong. */
public final class TextReport {
    private TextReport() {
    }

    /**
     * @param texts of the test part
     * @param tested has the network's evaluation under "network", beside what it is compared with
     */
    public static Path write(Page page, String title, String plan, Layer network, History history,
            List<String> classes, List<String> texts, Map<String, Evaluation> tested) throws IOException {
        Answers answers = new Answers(page, classes);
        answers.figures(tested);
        page.picture("curves", "Loss by epoch", "", () -> Charts.losses(Map.of("", history)));
        answers.classes(tested.get("network"));
        answers.worst(tested.get("network"), List.of("text"), i -> List.of(texts.get(i)));
        return page.write(title, String.format(Locale.ROOT, "%s · %,d parameters · Cajal %s", plan,
                Parts.count(network), Version.TEXT));
    }
}
