package io.cajal.studio.zoo;

import io.cajal.base.Rng;
import io.cajal.text.Characters;
import io.cajal.text.NgramModel;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A Markov chain that has counted which letter follows which in a few words, and walks by these odds. */
final class Walker implements Miniature {
    private static final String TEXT = "a bandana and a banana and a band ban a nab ".repeat(3);
    private static final int SHOWN = 22;

    private final Characters characters = Characters.of(TEXT);
    private final NgramModel chain = NgramModel.of(characters.encode(TEXT), characters.size(), 1)
            .with(NgramModel.Smoothing.WITTEN_BELL);
    private final Rng rng = Rng.of(1);
    private int now = characters.encode("a")[0];
    private String written = "a";

    @Override
    public Frame next() {
        int before = now;
        double[] odds = chain.probabilities(new int[] {before}, 1);
        now = chain.sample(new int[] {before}, 1, 1, rng)[0];
        written = written + characters.decode(now);
        written = written.substring(Math.max(0, written.length() - SHOWN));
        double[] cells = new double[characters.size()];
        cells[now] = 1;
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("from", shown(before));
        values.put("to", shown(now));
        values.put("odds", String.format(Locale.ROOT, "%.0f", 100 * odds[now]));
        values.put("written", written.replace(' ', '␣'));
        values.put("link", before + "-" + now);
        return new Frame(cells, "walk", values);
    }

    private String shown(int id) {
        return characters.decode(id).replace(' ', '␣');
    }
}
