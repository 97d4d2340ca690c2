package io.cajal.report;

import io.cajal.base.Version;
import io.cajal.nn.Layer;
import io.cajal.nn.Parts;
import io.cajal.train.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of a language model: how well it foretells the end of the text, how it learned, and what it writes. */
public final class WritingReport {
    private WritingReport() {
    }

    /**
     * @param nats a token of the test part, by model
     * @param sample what the network writes
     */
    public static Path write(Page page, String title, String plan, Layer network, History history,
            Map<String, Double> nats, String sample) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "nats a token", "perplexity"));
        nats.forEach((name, value) -> rows.add(List.of(name, String.format(Locale.ROOT, "%.4f", value),
                String.format(Locale.ROOT, "%.2f", Math.exp(value)))));
        page.table("How well each foretells the next token of the test part", "", rows);
        page.picture("curves", "Loss by epoch", "", () -> Charts.losses(Map.of("", history)));
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("seed 1, temperature 0.8"));
        sample.lines().forEach(line -> lines.add(List.of(line)));
        page.table("What it writes", "", lines);
        return page.write(title, String.format(Locale.ROOT, "%s · %,d parameters · Cajal %s", plan,
                Parts.count(network), Version.TEXT));
    }
}
