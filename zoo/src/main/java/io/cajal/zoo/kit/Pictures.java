package io.cajal.zoo.kit;

import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.tensor.Tensor;
import io.cajal.train.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Grey images as text, two pixels a character cell, for looking at results in a terminal. */
public final class Pictures {
    private static final String SHADES = " ░▒▓█";
    private static final int GAP = 2;

    private Pictures() {
    }

    /**
     * The first few examples that were classified wrongly, side by side, under what they are and what they
     * were taken for.
     */
    public static String mistakes(Dataset data, Evaluation scored, int count) {
        float[] predicted = scored.outputs().argmax(1).toFloats();
        float[] confidence = scored.outputs().softmax(1).amax(1).toFloats();
        float[] labels = scored.targets().toFloats();
        List<Integer> wrong = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            if (predicted[i] != labels[i]) {
                wrong.add(i);
            }
        }
        if (wrong.isEmpty()) {
            return "no mistakes";
        }
        int[] shown = wrong.stream().limit(count).mapToInt(i -> i).toArray();
        Batch batch = data.batch(shown);
        List<String> captions = new ArrayList<>();
        for (int i : shown) {
            captions.add(String.format(Locale.ROOT, "%s → %s (%.0f %%)", data.classes().get((int) labels[i]),
                    data.classes().get((int) predicted[i]), 100 * confidence[i]));
        }
        return "%d mistakes of %d; the first, true → predicted:%n%s".formatted(wrong.size(), labels.length,
                row(batch.x().meanKeep(1), captions));
    }

    /** Images [N × 1 × height × width] in 0 … 1 next to each other, each under its caption. */
    static String row(Tensor images, List<String> captions) {
        int n = images.size(0);
        int height = images.size(2);
        int width = images.size(3);
        float[] pixels = images.toFloats();
        StringBuilder text = new StringBuilder();
        for (String caption : captions) {
            text.append(caption).append(" ".repeat(Math.max(1, width + GAP - caption.length())));
        }
        text.append('\n');
        for (int y = 0; y < height; y += 2) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < n; i++) {
                for (int x = 0; x < width; x++) {
                    int at = (i * height + y) * width + x;
                    float below = y + 1 < height ? pixels[at + width] : 0;
                    int shade = Math.round((pixels[at] + below) / 2 * (SHADES.length() - 1));
                    line.append(SHADES.charAt(Math.clamp(shade, 0, SHADES.length() - 1)));
                }
                line.append(" ".repeat(GAP));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
